/**
 * How a try at a link ended, written down: what it took, what it left or refused, and that the link as a whole is in trouble or out of it.
 * The history hears of each change once, in words.
 */
import { formatDuration } from '../../../shared/model/duration.ts';
import type { EventDraft } from '../../../shared/model/event.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { LinkId } from '../../../shared/model/links/common.ts';
import { type Mark, notTaken, taken } from '../../../shared/rules/links/mark.ts';
import type { Clock } from '../ports/clock.ts';
import type { LinkAnswer } from '../ports/link.ts';
import { type LinkNews, linkEvent } from './events.ts';
import type { Ledger } from './ledger.ts';

export interface OutcomesOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly ledger: Ledger;
  readonly link: LinkId;
  /** For the history. */
  readonly place: string;
}

/** Resolves when it is written. `wasDrafted`: an earlier try of the same may have arrived. */
export type Ended = (key: string, answer: LinkAnswer, wasDrafted: boolean) => Promise<void>;

export function createOutcomes({ clock, ledger, link: id, place }: OutcomesOptions): Ended {
  const say = (text: string, kind: LinkNews): EventDraft => linkEvent(clock.now(), id, text, kind);

  /** It takes things: whatever was in the way is over. */
  async function over(at: EpochMs): Promise<void> {
    const trouble = ledger.trouble(id);
    if (trouble !== null) {
      const text = `The link ${id} (${place}) takes again, after ${formatDuration(at - trouble.since)}`;
      await ledger.setTrouble(id, null, [say(text, 'again')]);
    }
  }

  return async (key, answer, wasDrafted) => {
    const mark = ledger.marks(id).get(key);
    if (mark === undefined) {
      return;
    }
    const at = clock.now();
    switch (answer.status) {
      case 'accepted': {
        await over(at);
        const events = [
          ...(mark.trouble === null ? [] : [say(`${id} takes ${nameOf(mark)} again`, 'again')]),
          ...(answer.said === undefined ? [] : [say(answer.said, 'told')]),
        ];
        return ledger.keep(id, taken(mark, answer.reference ?? null, at), events);
      }
      case 'left':
      case 'refused': {
        await over(at);
        const { status: kind, reason } = answer;
        const isNew = mark.trouble?.kind !== kind || mark.trouble.reason !== reason;
        const words = kind === 'left' ? `${id} is left as it is` : `${id} does not take ${nameOf(mark)}`;
        const events = isNew ? [say(`${words}: ${reason}`, kind)] : [];
        return ledger.keep(id, notTaken(mark, { kind, reason, since: at }, wasDrafted), events);
      }
      case 'try-later': {
        if (ledger.trouble(id) === null) {
          const events = [say(`The link ${id} (${place}) takes nothing: ${answer.reason}`, 'failing')];
          await ledger.setTrouble(id, { since: at, reason: answer.reason }, events);
        } else {
          await ledger.setTrouble(id, { since: ledger.trouble(id)?.since ?? at, reason: answer.reason }, []);
        }
      }
    }
  };
}

function nameOf({ told, draft, key }: Mark): string {
  const state = draft?.state ?? told;
  switch (state?.kind) {
    case 'component':
      return `the state of ${state.name}`;
    case 'incident':
      return `the incident of ${state.component.name}`;
    case 'maintenance':
      return `the maintenance ${state.name}`;
    case 'latency':
      return `the latency of ${state.component.name}`;
    case 'experiment':
      return `the availability of ${state.name}`;
    case undefined:
      return key;
  }
}
