/**
 * The two-way commands of an SNPP session (RFC 1861, section 4.6), for pagers that can answer.
 *
 * Everything beyond 2WAY itself is asked for as a courtesy: a gateway that knows less still pages, and may still be asked afterwards.
 */
import { oneLine } from '../../../shared/rules/words/plain.ts';
import type { Conversation, Heard, Reply } from './snpp-lines.ts';

/** How a gateway finds a message again. */
export interface MessageTag {
  readonly tag: string;
  readonly passCode: string;
}

/** What a pager offers beside the message: shown as it is, told back by its code. */
export const CHOICES: readonly { readonly code: string; readonly label: string; readonly said: string }[] = [
  { code: '1', label: 'Mine', said: 'a' },
  { code: '2', label: 'Next', said: 'e' },
  { code: '3', label: 'Later', said: 's' },
];

/** Where the session is two-way. Null: it is; else what the gateway said instead, and the session goes on as a plain one. */
export async function beginTwoWay(gateway: Conversation): Promise<string | null> {
  const heard = await gateway.ask('2WAY');
  return heard.kind === 'reply' && !isGood(heard.reply) ? quote(heard.reply) : null;
}

/** Asks for the word that it was read, and offers the choices. What breaks off here is heard with SEND. */
export async function offerChoices(gateway: Conversation): Promise<void> {
  await gateway.ask('ACKR 1');
  await gateway.ask('RTYP MULTICHOICE');
  for (const { code, label } of CHOICES) {
    await gateway.ask(`MCRE ${code} ${label}`);
  }
}

/** "960 17952360010 295486497 OK, Message QUEUED for Delivery" */
export function tagIn(heard: Heard): MessageTag | null {
  const [, tag, passCode] =
    (heard.kind === 'reply' && heard.reply.code >= 800 && /^(\d{1,40}) +(\d{1,40})(?: |$)/.exec(heard.reply.text)) ||
    [];
  return tag === undefined || passCode === undefined ? null : { tag, passCode };
}

/** What became of a message. */
export type MessageStatus =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'delivered' }
  /** `over`: no answer was asked for, so none comes. */
  | { readonly kind: 'read'; readonly over: boolean }
  | { readonly kind: 'answered'; readonly said: string }
  | { readonly kind: 'lost'; readonly reason: string }
  /** The gateway knows it no more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'trouble'; readonly reason: string };

/** Of MSTAtus: the code, a sequence number, a date (YYMMDDHHMMSS, `+0000` behind it at times), then words. */
const WHEN = /^\s*\d+\s+\d+(?:[+-]\d+)?\s*/;

export function statusOf({ code, text }: Reply): MessageStatus {
  const words = text.replace(WHEN, '');
  switch (code) {
    case 860:
    case 861:
    case 880:
      return { kind: 'delivered' };
    case 870:
      return { kind: 'read', over: false };
    case 881:
      return { kind: 'read', over: true };
    case 888:
      return { kind: 'answered', said: choiceOf(words) };
    case 889:
      return { kind: 'answered', said: words };
    case 550:
      return { kind: 'gone' };
    default:
      return otherStatus({ code, text });
  }
}

function otherStatus(reply: Reply): MessageStatus {
  switch (Math.floor(reply.code / 100)) {
    case 2:
    case 8:
    case 9:
      return { kind: 'waiting' };
    case 7:
      return { kind: 'lost', reason: `the gateway says: ${quote(reply)}` };
    default:
      return { kind: 'trouble', reason: `the gateway answered MSTAtus with: ${quote(reply)}` };
  }
}

/** Another code than ours is told as it came, so that its sender hears what is understood. */
function choiceOf(words: string): string {
  const [code = ''] = words.split(/\s/);
  return CHOICES.find((choice) => Number(choice.code) === Number(code))?.said ?? words;
}

const isGood = ({ code }: Reply): boolean => [2, 8, 9].includes(Math.floor(code / 100));

export const quote = ({ code, text }: Reply): string => oneLine(`${code} ${text}`);
