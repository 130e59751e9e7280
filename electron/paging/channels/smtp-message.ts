/**
 * A page as an Internet message (RFC 5322). The same page is the same message on every try: its Message-ID, its date, its bytes.
 */
import MailComposer from 'nodemailer/lib/mail-composer';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { mailText } from '../../../shared/rules/words/mail-text.ts';

/** `X-Priority` 1 (highest) to 5, as mail programs draw it, and RFC 2156's word for those that know only three. */
const PRIORITIES = {
  critical: ['1 (Highest)', 'high'],
  high: ['2 (High)', 'high'],
  low: ['3 (Normal)', 'normal'],
} as const satisfies Record<Severity, readonly [string, string]>;
/** That it is over, and tests, make no noise. */
const QUIET = ['5 (Lowest)', 'low'] as const;

export function smtpMessage(page: Page, { from, to }: Pick<ChannelSettingsOf<'smtp'>, 'from' | 'to'>): Promise<Buffer> {
  const { subject, body } = mailText(page);
  const [priority, importance] = page.kind === 'close' || page.kind === 'test' ? QUIET : PRIORITIES[page.severity];
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const thread = `<${idLeft(page.dedupKey)}.thread@${domain}>`;
  return new MailComposer({
    from: { name: 'Watchbell', address: from },
    to: [...to],
    subject,
    text: body,
    date: new Date(page.createdAt),
    messageId: `<${idLeft(page.id)}@${domain}>`,
    // An incident's messages all answer one that was never sent: mail programs hang them below one another all the same.
    inReplyTo: thread,
    references: thread,
    headers: {
      // RFC 3834: no holiday notice answers it.
      'Auto-Submitted': 'auto-generated',
      'X-Priority': priority,
      Importance: importance,
    },
  })
    .compile()
    .build();
}

/** As RFC 5322 lets the part before the `@` be (dot-atom-text, section 3.2.3); different stays different. */
function idLeft(text: string): string {
  return `watchbell.${encodeURIComponent(text).replace(/[().!~*']/g, (one) => `%${one.charCodeAt(0).toString(16)}`)}`;
}
