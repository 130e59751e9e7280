/**
 * A page as a message of a Telegram bot: text without markup (nothing needs escaping), its first line in bold, two buttons.
 */
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { PageId } from '../../../shared/model/ids.ts';
import type { Page } from '../../../shared/model/page.ts';
import { cutAtWord, oneLine } from '../../../shared/rules/words/plain.ts';
import { pushText } from '../../../shared/rules/words/push-texts.ts';

/** UTF-16 units; the whole may have 4096 (core.telegram.org/bots/api#sendmessage). */
const LIMITS = { title: 250, body: 1_000 };
const LONGEST_RUNBOOK = 2_000;
const LONGEST_REPLY = 500;
/** Bytes (core.telegram.org/bots/api#inlinekeyboardbutton). */
const LONGEST_DATA = 64;

/** Begins what we answered below a page; a page's own lines never begin so. */
const REPLY_MARK = '\n\n» ';

/** What the buttons say, as `callback_data` begins with it. */
export const SAYINGS = ['ack', 'escalate'] as const;

/** Whether there is something to answer, and we listen for it. */
export function hasButtons(page: Page, { buttons }: Pick<ChannelSettingsOf<'telegram'>, 'buttons'>): boolean {
  return buttons && page.kind !== 'close' && page.incidentId !== null;
}

export function telegramMessage(page: Page, settings: ChannelSettingsOf<'telegram'>): object {
  const { chatId, threadId } = settings;
  const { title, body } = pushText(page, LIMITS);
  const runbook = page.runbook !== null && page.runbook.length <= LONGEST_RUNBOOK ? `\n${page.runbook}` : '';
  const { ackUrl } = page;
  const linked = ackUrl !== undefined && ackUrl.length <= LONGEST_RUNBOOK && !hasButtons(page, settings);
  const answer = linked ? `\nAcknowledge: ${ackUrl}` : '';
  return {
    chat_id: chatId,
    ...(threadId === undefined ? {} : { message_thread_id: threadId }),
    ...withBoldTitle(`${title}\n${body}${runbook}${answer}`),
    link_preview_options: { is_disabled: true },
    disable_notification: page.kind === 'close',
    ...(hasButtons(page, settings) ? { reply_markup: keyboard(page.id) } : {}),
  };
}

/** The message with what was answered below it, in the place of an earlier answer. */
export function withReply(text: string, words: string): object {
  const [own = ''] = text.split(REPLY_MARK);
  return withBoldTitle(`${own}${REPLY_MARK}${cutAtWord(oneLine(words), LONGEST_REPLY)}`);
}

/** Both buttons. A page's id that is too long for them is known by the message's own number. */
export function keyboard(pageId: PageId): object {
  const button = (text: string, say: (typeof SAYINGS)[number]) => {
    const data = `${say} ${pageId}`;
    return { text, callback_data: Buffer.byteLength(data) <= LONGEST_DATA ? data : say };
  };
  return { inline_keyboard: [[button('Acknowledge', 'ack'), button('Escalate', 'escalate')]] };
}

/** Offsets count in UTF-16 units (core.telegram.org/bots/api#messageentity), as ours do. */
function withBoldTitle(text: string): object {
  return { text, entities: [{ type: 'bold', offset: 0, length: text.indexOf('\n') }] };
}
