/**
 * What a caller is told, as a mail: an automatic answer to theirs (RFC 3834), so that no program answers it in turn.
 *
 * The same message is the same mail on every try: its Message-ID, its date, its bytes.
 */
import MailComposer from 'nodemailer/lib/mail-composer';
import type { CallerMessage, TellBy } from '../../../shared/model/caller-news.ts';
import { cutAtWord, oneLine } from '../../../shared/rules/words/plain.ts';

type ByMail = Extract<TellBy, { way: 'mail' }>;

/** Of a subject: theirs may be a page long. */
const LONGEST_SUBJECT = 200;

/** @param from our own address @param to where their mail came from, and what it was */
export function smtpAnswer({ id, text, url, at }: CallerMessage, to: ByMail, from: string): Promise<Buffer> {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const subject = oneLine(to.subject);
  const thread = [...to.references, ...(to.messageId === null ? [] : [to.messageId])];
  return new MailComposer({
    from: { name: 'Watchbell', address: from },
    to: to.to,
    // RFC 3834, section 3.1.5.
    subject: cutAtWord(`Auto: ${subject === '' ? 'your call' : subject}`, LONGEST_SUBJECT),
    text: `${text}${url === null ? '' : `\n\nWhat becomes of it:\n${url}`}\n`,
    date: new Date(at),
    messageId: `<watchbell.${id}@${domain}>`,
    // RFC 5322, section 3.6.4: their mail, and what it answered before that.
    ...(to.messageId !== null && { inReplyTo: to.messageId }),
    ...(thread.length > 0 && { references: thread }),
    headers: { 'Auto-Submitted': 'auto-replied' },
  })
    .compile()
    .build();
}
