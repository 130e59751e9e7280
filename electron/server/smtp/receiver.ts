/**
 * Whoever mails can be for behind the gateway: people with a card, and whatever else has a name of its own there.
 */
import type { ReceivedMail } from '../../../shared/model/mail.ts';
import type { Writers } from '../../../shared/rules/mail/automatic.ts';

export type MailFate = 'taken' | 'unknown' | 'too-many';

export interface MailReceiver {
  /** Who writes to this name (the part before the `@`, as it came); null: it is not of this receiver. */
  knows(name: string): Writers | null;
  /** Resolves when nothing of it can be lost any more. The same mail may come twice. */
  take(name: string, mail: ReceivedMail): Promise<MailFate>;
}
