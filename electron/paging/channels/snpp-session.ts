/**
 * One page through an SNPP gateway: greeting, LOGIn, PAGEr, MESSage or DATA, SEND, QUIT (RFC 1861, levels 1 and 2).
 *
 * SEND is said at most once in a session, as the last thing: what was lost after it may have been sent, and is said so.
 */
import { assertNever } from '../../../shared/model/never.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import { oneLine } from '../../../shared/rules/words/plain.ts';
import type { Clock } from '../../engine/ports.ts';
import { later, refused } from './deliveries.ts';
import { type Conversation, type Heard, openConversation, type Reply } from './snpp-lines.ts';

export interface SnppRequest {
  readonly host: string;
  readonly port: number;
  readonly pager: string;
  readonly login: { readonly id: string; readonly password?: string | undefined } | null;
  /** One line goes by MESSage, which every gateway knows; several by DATA. ASCII. */
  readonly lines: readonly string[];
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

async function converse(gateway: Conversation, { pager, login, lines }: SnppRequest): Promise<Delivery> {
  const refusal =
    judge('greeting', await gateway.ask()) ??
    (login && judge('LOGIn', await gateway.ask(words('LOGI', login.id, login.password)))) ??
    judge('PAGEr', await gateway.ask(words('PAGE', pager))) ??
    (await enterMessage(gateway, lines));
  if (refusal !== null) {
    return refusal;
  }
  const sent = await gateway.ask('SEND');
  return judge('SEND', sent) ?? deliveryOf(sent);
}

/** Level 1 gateways have no DATA: then the first line, which holds what matters, goes alone. */
async function enterMessage(gateway: Conversation, lines: readonly string[]): Promise<Delivery | null> {
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
function judge(stage: Stage, heard: Heard): Delivery | null {
  const awaited = `waiting for ${stage === 'greeting' ? 'the greeting' : `the reply to ${stage}`}`;
  const doubt = stage === 'SEND' ? '; it may have been sent' : '';
  switch (heard.kind) {
    case 'timeout':
      return later(`no answer in time, ${awaited}${doubt}`);
    case 'broken':
      return later(`${heard.reason}, ${awaited}${doubt}`);
    case 'reply':
      return judgeReply(stage, heard.reply);
    default:
      return assertNever(heard, 'what a gateway does');
  }
}

function judgeReply(stage: Stage, reply: Reply): Delivery | null {
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

function quote({ code, text }: Reply): string {
  return oneLine(`${code} ${text}`);
}
