/**
 * The mail of a round over the experiments of a practable system. The status server that wrote such mails before us sent them without
 * From, Date and Message-ID; ours have them.
 *
 * The same message is the same mail on every try: its Message-ID, its date, its bytes.
 */
import MailComposer from 'nodemailer/lib/mail-composer';
import type { CallerMessage } from '../../../shared/model/caller-news.ts';
import type { ByRoundMail } from '../../../shared/model/practable/round-mail.ts';

/** @param from our own address */
export function smtpRound(
  { id, text, at }: CallerMessage,
  { to, cc, name, subject }: ByRoundMail,
  from: string,
): Promise<Buffer> {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return new MailComposer({
    from: { name, address: from },
    to: [...to],
    cc: [...cc],
    subject,
    text,
    date: new Date(at),
    messageId: `<watchbell.${id}@${domain}>`,
    headers: {
      // RFC 3834: no holiday notice answers it.
      'Auto-Submitted': 'auto-generated',
    },
  })
    .compile()
    .build();
}
