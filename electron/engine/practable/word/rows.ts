/** What the self-check says of mails of rounds; nothing where the settings want none. */
import type { SelfCheckRow } from '../../../../shared/contract/contract.ts';
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
