/**
 * News to a subscriber as a mail of a list: a program finds in it how to leave, and none answers it.
 *
 * The same message is the same mail on every try: its Message-ID, its date, its bytes.
 */
import MailComposer from 'nodemailer/lib/mail-composer';
import type { CallerMessage } from '../../../shared/model/caller-news.ts';
import type { ByNewsMail } from '../../../shared/model/subscriber-news.ts';

/** @param from our own address */
export function smtpNews(
  { id, text, at }: CallerMessage,
  { to, name, subject, list, leave }: ByNewsMail,
  from: string,
): Promise<Buffer> {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return new MailComposer({
    from: { name, address: from },
    to,
    subject,
    text,
    date: new Date(at),
    messageId: `<watchbell.${id}@${domain}>`,
    headers: {
      // RFC 3834: no holiday notice answers it. Older programs look for the other one.
      'Auto-Submitted': 'auto-generated',
      Precedence: 'bulk',
      // RFC 2919; RFC 2369 and RFC 8058: one POST without a login, and it stops.
      ...(list !== null && { 'List-Id': `<${list}>` }),
      ...(leave !== null && {
        'List-Unsubscribe': `<${leave}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  })
    .compile()
    .build();
}
