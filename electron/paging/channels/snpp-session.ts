/**
 * One page through an SNPP gateway: greeting, LOGIn, PAGEr, MESSage or DATA, SEND, QUIT (RFC 1861, levels 1 and 2); 2WAY where the
 * pager can answer.
 *
 * SEND is said at most once in a session, as the last thing: what was lost after it may have been sent, and is said so.
 */
import { assertNever } from '../../../shared/model/never.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import { later, type NotTaken, refused, unknownWhether } from '../../../shared/rules/http/deliveries.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { type Conversation, type Heard, openConversation, type Reply } from './snpp-lines.ts';
import { beginTwoWay, type MessageTag, offerChoices, quote, tagIn } from './snpp-two-way.ts';

export interface SnppRequest {
  readonly host: string;
  readonly port: number;
  readonly pager: string;
  readonly login: { readonly id: string; readonly password?: string | undefined } | null;
  /** One line goes by MESSage, which every gateway knows; several by DATA. ASCII. */
  readonly lines: readonly string[];
  /** Absent: nothing is to come back. */
  readonly twoWay?: TwoWay;
}

export interface TwoWay {
  /** How to ask for it later. */
  readonly onTag: (tag: MessageTag) => void;
  /** The gateway offers no such thing; what it said. Null: it does. The page goes on either way. */
  readonly onOffer: (oneWay: string | null) => void;
}

type Stage = 'greeting' | 'LOGIn' | 'PAGEr' | 'MESSage' | 'DATA' | 'SEND';

const NOT_IMPLEMENTED = 500;
const BEGIN_INPUT = 354;
/** Technical failure: the only 5xx that may pass (RFC 1861, section 4.3.4). */
const TECHNICAL_FAILURE = 554;
/** Two-way codes that tell of the pager itself: delivered, read (RFC 1861, section 4.6). */
const ARRIVED = new Set([860, 861, 870, 880, 881, 888, 889]);

/** Never throws; within the signal. */
export async function snppSession(request: SnppRequest, signal: AbortSignal, clock: Clock): Promise<Delivery> {
  const gateway = openConversation(request.host, request.port, signal, clock);
  try {
    return await converse(gateway, request);
  } finally {
    gateway.leave();
  }
}

/** The beginning of any session. Null: go on. */
export async function introduce(gateway: Conversation, login: SnppRequest['login']): Promise<NotTaken | null> {
  return (
    judge('greeting', await gateway.ask()) ??
    (login && judge('LOGIn', await gateway.ask(words('LOGI', login.id, login.password))))
  );
}

async function converse(gateway: Conversation, { pager, login, lines, twoWay }: SnppRequest): Promise<Delivery> {
  const unwelcome = await introduce(gateway, login);
  if (unwelcome !== null) {
    return unwelcome;
  }
  const oneWay = twoWay && (await beginTwoWay(gateway));
  twoWay?.onOffer(oneWay ?? null);
  const refusal = judge('PAGEr', await gateway.ask(words('PAGE', pager))) ?? (await enterMessage(gateway, lines));
  if (refusal !== null) {
    return refusal;
  }
  if (oneWay === null) {
    await offerChoices(gateway);
  }
  const sent = await gateway.ask('SEND');
  const tag = oneWay === null ? tagIn(sent) : null;
  if (tag !== null) {
    twoWay?.onTag(tag);
  }
  return judge('SEND', sent) ?? deliveryOf(sent);
}

/** Level 1 gateways have no DATA: then the first line, which holds what matters, goes alone. */
async function enterMessage(gateway: Conversation, lines: readonly string[]): Promise<NotTaken | null> {
  const [first = '', ...more] = lines;
  if (more.length > 0) {
    const begin = await gateway.ask('DATA');
    if (begin.kind === 'reply' && begin.reply.code === BEGIN_INPUT) {
      return judge('DATA', await gateway.ask(...lines.map(dotStuffed), '.'));
    }
    if (begin.kind !== 'reply' || begin.reply.code !== NOT_IMPLEMENTED) {
      return judge('DATA', begin) ?? later(`asked to begin the message, the gateway said: ${quoted(begin)}`);
    }
  }
  return judge('MESSage', await gateway.ask(words('MESS', first)));
}

/** Null: go on. Everything else ends the session. */
function judge(stage: Stage, heard: Heard): NotTaken | null {
  const awaited = `waiting for ${stage === 'greeting' ? 'the greeting' : `the reply to ${stage}`}`;
  const lost = stage === 'SEND' ? unknownWhether : later;
  switch (heard.kind) {
    case 'timeout':
      return lost(`no answer in time, ${awaited}`);
    case 'broken':
      return lost(`${heard.reason}, ${awaited}`);
    case 'reply':
      return judgeReply(stage, heard.reply);
    default:
      return assertNever(heard, 'what a gateway does');
  }
}

function judgeReply(stage: Stage, reply: Reply): NotTaken | null {
  const kind = Math.floor(reply.code / 100);
  if (kind === 2 || kind === 8 || kind === 9) {
    return null;
  }
  const reason =
    stage === 'greeting'
      ? `the gateway greeted with: ${quote(reply)}`
      : `the gateway answered ${stage} with: ${quote(reply)}`;
  const permanent = (kind === 5 && reply.code !== TECHNICAL_FAILURE) || kind === 7;
  return permanent ? refused(reason) : later(reason);
}

function deliveryOf(heard: Heard): Delivery {
  if (heard.kind !== 'reply') {
    return { status: 'accepted' };
  }
  const { code, text } = heard.reply;
  // "960 <tag> <pass code> …": the tag names the message, the pass code is nobody's business.
  const tag = code >= 800 ? /^\d+/.exec(text)?.[0] : undefined;
  return { status: ARRIVED.has(code) ? 'delivered' : 'accepted', reference: tag ?? quote({ code, text }) };
}

function words(...parts: ReadonlyArray<string | undefined>): string {
  return parts.filter((part) => part !== undefined).join(' ');
}

/** A line that begins with a dot gets another one, so that it does not end the message. */
function dotStuffed(line: string): string {
  return line.startsWith('.') ? `.${line}` : line;
}

function quoted(heard: Heard): string {
  return heard.kind === 'reply' ? quote(heard.reply) : 'nothing';
}
