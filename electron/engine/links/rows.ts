/**
 * The self-check's row for each link: does it take what it is told, and if not, since when and why.
 */
import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import { formatDuration } from '../../../shared/model/duration.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Mark } from '../../../shared/rules/links/mark.ts';
import { row } from '../self-check-row.ts';
import type { LinkTrouble } from './ledger.ts';

/** What one link looks like now. */
export interface LinkView {
  readonly id: string;
  readonly type: string;
  readonly place: string;
  readonly owed: number;
  readonly trouble: LinkTrouble | null;
  readonly marks: readonly Mark[];
}

export function linkRow({ id, type, place, owed, trouble, marks }: LinkView, now: EpochMs): SelfCheckRow {
  const rowId = `link:${id}`;
  const name = `Link ${id} (${type}, ${place})`;
  if (trouble !== null) {
    const since = formatDuration(Math.max(0, now - trouble.since));
    const waiting = owed === 0 ? '' : owed === 1 ? ', one thing waits' : `, ${owed} things wait`;
    const text = `Takes nothing for ${since}${waiting}: ${trouble.reason}`;
    return row(rowId, name, 'red', text, 'Mend what the reason says; it is tried again by itself, and nothing is lost');
  }
  const refused = marks.filter((mark) => mark.trouble?.kind === 'refused');
  const left = marks.filter((mark) => mark.trouble?.kind === 'left');
  if (refused.length > 0) {
    const text = `${things(refused)} refused: ${reasons(refused)}`;
    return row(
      rowId,
      name,
      'red',
      text,
      'Mend what the reason says; it is tried again each hour, and after a change here',
    );
  }
  if (left.length > 0) {
    const text = `${things(left)} left as somebody set it there: ${reasons(left)}`;
    return row(rowId, name, 'amber', text, 'Set it back there, and we go on');
  }
  const last = Math.max(...marks.filter(({ told }) => told !== null).map(({ at }) => at));
  return Number.isFinite(last)
    ? row(rowId, name, 'green', `As it should be; last told ${formatDuration(Math.max(0, now - last))} ago`)
    : row(rowId, name, 'amber', 'Nothing was told yet', 'It is told as soon as a component was judged');
}

const things = ({ length }: readonly Mark[]): string => (length === 1 ? 'One thing' : `${length} things`);

/** The first ones; many have the same. */
function reasons(marks: readonly Mark[]): string {
  return [...new Set(marks.flatMap(({ trouble }) => (trouble === null ? [] : [trouble.reason])))]
    .slice(0, 2)
    .join('; ');
}
