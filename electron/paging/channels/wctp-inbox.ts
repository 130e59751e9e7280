/**
 * What a WCTP gateway keeps for us, read out of its `wctp-PollResponse`: answers, and what became of our messages.
 */
import type { Fate } from '../../engine/ports/ear.ts';
import { wctpId } from './wctp-operations.ts';
import { failureWords } from './wctp-verdict.ts';
import type { XmlElement } from './xml-read.ts';

export interface InboxMessage {
  readonly sequenceNo: string;
  /** The same whenever the gateway says the same again. Its numbers alone begin anew. */
  readonly mark: string;
  /** The message of ours that it is about; null: about none. */
  readonly messageId: string | null;
  /** Who wrote it. */
  readonly from: string;
  readonly news:
    | { readonly kind: 'answer'; readonly text: string }
    | { readonly kind: 'fate'; readonly fate: Fate }
    /** Queued, looked up, not of text: nothing to be done. */
    | { readonly kind: 'nothing' };
}

export interface Inbox {
  readonly messages: readonly InboxMessage[];
  /** ms; 0: it does not say. */
  readonly restMs: number;
}

/** Null: it is no answer to a poll. */
export function inboxIn(operation: XmlElement | null): Inbox | null {
  if (operation?.name !== 'wctp-PollResponse') {
    return null;
  }
  const seconds = Number(operation.attributes.get('minNextPollInterval') ?? 0);
  const messages = operation.children
    .filter(({ name }) => name === 'wctp-Message')
    .flatMap((one) => readMessage(one) ?? []);
  return { messages, restMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 0 };
}

function readMessage(message: XmlElement): InboxMessage | null {
  const [content] = message.children;
  const sequenceNo = message.attributes.get('sequenceNo');
  if (content === undefined || sequenceNo === undefined) {
    return null;
  }
  const header = child(content, 'wctp-ResponseHeader') ?? child(content, 'wctp-SubmitHeader');
  return {
    sequenceNo,
    mark: wctpId(JSON.stringify([sequenceNo, plain(content)])),
    messageId: header?.attributes.get('responseToMessageID') ?? null,
    from: (header && child(header, 'wctp-Originator'))?.attributes.get('senderID') ?? '',
    news: newsOf(content),
  };
}

function newsOf(content: XmlElement): InboxMessage['news'] {
  switch (content.name) {
    case 'wctp-MessageReply':
    case 'wctp-SubmitRequest': {
      const payload = child(content, 'wctp-Payload');
      const text = payload && child(payload, 'wctp-Alphanumeric')?.text;
      return text === undefined ? { kind: 'nothing' } : { kind: 'answer', text };
    }
    case 'wctp-StatusInfo': {
      const failure = child(content, 'wctp-Failure');
      const type = child(content, 'wctp-Notification')?.attributes.get('type');
      if (failure !== undefined) {
        return { kind: 'fate', fate: { status: 'refused', reason: `the gateway gave up: ${failureWords(failure)}` } };
      }
      return type === 'DELIVERED' || type === 'READ'
        ? { kind: 'fate', fate: { status: 'delivered' } }
        : { kind: 'nothing' };
    }
    default:
      return { kind: 'nothing' };
  }
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((one) => one.name === name);
}

function plain({ name, attributes, children, text }: XmlElement): unknown {
  return [name, [...attributes], text, children.map(plain)];
}
