/**
 * What is said to a WCTP gateway, in the words of its document type (wctp-dtd-v1r1 to v1r3): submit a message, poll for what came
 * back. Every text is escaped here, and only here.
 */
import { createHash } from 'node:crypto';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Page } from '../../../shared/model/page.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { pagerLines } from '../../../shared/rules/words/short-texts.ts';
import { xmlText } from '../../../shared/rules/xml-text.ts';

type Priority = 'HIGH' | 'NORMAL' | 'LOW';

const PRIORITIES: Readonly<Record<Severity, Priority>> = { critical: 'HIGH', high: 'HIGH', low: 'NORMAL' };

export interface WctpMessage {
  /** At most 32 letters; the same on every try. */
  readonly messageId: string;
  /** What belongs together. At most 32 letters. */
  readonly transactionId: string;
  /** Epoch ms. */
  readonly at: EpochMs;
  readonly priority: Priority;
  readonly text: string;
}

/** Ids of ours are longer than the protocol's, so that their digest goes. */
export function wctpId(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** That it is over, and tests, make no haste. */
export function messageOf(page: Page): WctpMessage {
  return {
    messageId: wctpId(page.id),
    transactionId: wctpId(page.dedupKey),
    at: page.createdAt,
    priority: page.kind === 'close' || page.kind === 'test' ? 'LOW' : PRIORITIES[page.severity],
    text: pagerLines(page).join('\n'),
  };
}

export function submitRequest(message: WctpMessage, settings: ChannelSettingsOf<'wctp'>): string {
  const { senderId, securityCode, recipient, replies } = settings;
  const control = {
    messageID: message.messageId,
    transactionID: message.transactionId,
    allowResponse: String(replies),
    notifyWhenDelivered: String(replies),
    deliveryPriority: message.priority,
  };
  return operation(
    settings,
    element(
      'wctp-SubmitRequest',
      {},
      element(
        'wctp-SubmitHeader',
        // UTC, without a zone (WCTP, "Date and time"). Seconds.
        { submitTimestamp: new Date(message.at).toISOString().slice(0, 19) },
        element('wctp-Originator', { senderID: senderId, securityCode }),
        element('wctp-MessageControl', control),
        element('wctp-Recipient', { recipientID: recipient }),
      ),
      element('wctp-Payload', {}, element('wctp-Alphanumeric', {}, xmlText(message.text))),
    ),
  );
}

/** @param received the sequence numbers of what was taken last time: the gateway forgets it then */
export function pollForMessages(
  received: readonly string[],
  most: number,
  settings: ChannelSettingsOf<'wctp'>,
): string {
  const { senderId, securityCode } = settings;
  return operation(
    settings,
    element(
      'wctp-PollForMessages',
      { pollerID: senderId, securityCode, maxMessagesInBatch: String(most) },
      ...received.map((sequenceNo) =>
        element('wctp-MessageReceived', { sequenceNo }, element('wctp-Success', { successCode: '200' })),
      ),
    ),
  );
}

function operation({ version }: ChannelSettingsOf<'wctp'>, content: string): string {
  const name = `wctp-dtd-v${version.replace('.', 'r')}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<!DOCTYPE wctp-Operation SYSTEM "http://dtd.wctp.org/${name}.dtd">`,
    element('wctp-Operation', { wctpVersion: name }, content),
  ].join('\n');
}

/** @param content already XML */
function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...content: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${xmlText(value ?? '')}"`)
    .join('');
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join('')}</${name}>`;
}
