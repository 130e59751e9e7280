/** What the self-check says of mails of rounds and of availability in book; nothing where the settings want neither. */
import type { SelfCheckRow } from '../../../../shared/contract/contract.ts';
import type { BookEntry } from '../../../../shared/model/practable/book-entry.ts';
import type { PractableSettings } from '../../../../shared/model/practable/settings.ts';
import { row } from '../../self-check-row.ts';

export function mailRows({ id, name, mail }: PractableSettings, trouble: string | null): readonly SelfCheckRow[] {
  if (mail === undefined) {
    return [];
  }
  const of = (level: SelfCheckRow['level'], text: string, fix?: string) =>
    row(`practable-mail:${id}`, `Mails about ${name}`, level, text, fix);
  return trouble === null
    ? [of('green', `Go by ${mail.by}, one for each round with news`)]
    : [of('amber', 'The last one could not go; the next one has all its news', trouble)];
}

export function bookRows(
  { id, name, availability }: PractableSettings,
  entries: readonly BookEntry[],
  trouble: string | null,
): readonly SelfCheckRow[] {
  const ours = entries.filter((entry) => entry.ours !== null).length;
  const byHand = entries.filter((entry) => entry.byHand).length;
  if (availability.set === 'never' && ours === 0) {
    return [];
  }
  const counts = `${ours} out of service by us${byHand > 0 ? `, ${byHand} left as somebody set them` : ''}`;
  const mode = { never: 'Being given back: ', 'dry-run': 'Dry run: ', 'in-book': '' }[availability.set];
  const level = trouble === null ? 'green' : 'amber';
  return [row(`practable-book:${id}`, `Availability in the book of ${name}`, level, mode + counts, trouble ?? '')];
}
