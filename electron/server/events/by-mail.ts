/**
 * Mails of programs as alerts of a source: known by its address, mapped like any JSON. A mail that the mapping cannot read is an alert
 * itself, for whoever sent it will hear nothing of it.
 */
import type { AlertEvent } from '../../../shared/model/alert.ts';
import type { ReceivedMail } from '../../../shared/model/mail.ts';
import type { SourceSettings } from '../../../shared/model/source.ts';
import { bounded } from '../../../shared/rules/alerts/bounds.ts';
import type { AlertDesk } from '../../engine/ports/alerts.ts';
import type { MailReceiver } from '../smtp/receiver.ts';
import { readWith } from './read-with.ts';

type MailSource = Extract<SourceSettings, { type: 'mail' }>;

/** @param sources as they are now */
export function alertsByMail(desk: AlertDesk, sources: () => Iterable<SourceSettings>): MailReceiver {
  const find = (name: string): MailSource | undefined =>
    [...sources()]
      .filter((source) => source.type === 'mail')
      .find(({ address }) => address.toLowerCase() === name.toLowerCase());
  return {
    knows: (name) => (find(name) === undefined ? null : 'programs'),
    async take(name, mail) {
      const source = find(name);
      if (source === undefined) {
        return 'unknown';
      }
      return (await desk.take(source.id, eventsOf(mail, source))).kind;
    },
  };
}

function eventsOf(mail: ReceivedMail, { mapping }: MailSource): readonly AlertEvent[] {
  const { subject, text, from, returnPath } = mail;
  const address = from?.address || returnPath;
  const read = readWith({ subject, text, from: address }, mapping);
  if (read.ok) {
    return read.events;
  }
  const unread: AlertEvent = {
    action: 'trigger',
    key: `unread/${subject.slice(0, 200)}`,
    name: '',
    summary: `A mail that its mapping cannot read: ${subject}`,
    severity: '',
    origin: address,
    details: [
      { name: 'why', value: read.problems.join('; ') },
      { name: 'text', value: text },
    ],
    links: [],
  };
  return [bounded(unread)];
}
