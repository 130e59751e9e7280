/**
 * One page through a paging terminal (TAP 1.8, section 3): CR until `ID=`, log on, go-ahead, blocks, goodbye.
 *
 * A block is sent again when the terminal asks for it, never on silence: it may have been taken, and would page twice.
 */
import { assertNever } from '../../../shared/model/never.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import { later, unknownWhether } from '../../../shared/rules/http/deliveries.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { AWAITING_VERDICT, answerTo } from './tap-answers.ts';
import { tapBlocks } from './tap-blocks.ts';
import { openTapLine, type TapLine } from './tap-line.ts';
import { tapGoodbye, tapRefusal, tapTaken, tapWords } from './tap-verdict.ts';

export interface TapRequest {
  readonly host: string;
  readonly port: number;
  readonly pager: string;
  readonly password: string | null;
  /** Printable ASCII. */
  readonly text: string;
}

/** The document's own times and counts (section 7): between two CRs; for an answer; CRs, and sendings of anything else. */
const T1_MS = 2_000;
const T3_MS = 10_000;
const MOST_TIMES = 3;
/** The goodbye may still hold a refusal (step 10b); but the page was acknowledged, and nobody waits for long. */
const FAREWELL_MS = 3_000;

/** Never throws; within the signal. */
export async function tapSession(request: TapRequest, signal: AbortSignal, clock: Clock): Promise<Delivery> {
  const line = openTapLine(request.host, request.port, signal, clock);
  try {
    return await converse(line, request);
  } finally {
    line.hangUp();
  }
}

async function converse(line: TapLine, { host, port, pager, password, text }: TapRequest): Promise<Delivery> {
  const who = `${host}:${port}`;
  const [first = '', ...more] = tapBlocks([pager, text]);
  const refusal =
    (await identify(line, who)) ?? (await logOn(line, `\x1bPG1${password ?? ''}\r`, who)) ?? (await goAhead(line, who));
  if (refusal !== null) {
    return refusal;
  }
  let taken = await sendBlock(line, first, who);
  for (const block of more) {
    if (taken.status !== 'accepted') {
      return taken;
    }
    taken = await sendBlock(line, block, who);
  }
  return taken.status === 'accepted' ? ((await sayGoodbye(line, who)) ?? taken) : taken;
}

/** Step 3: it may have to find out our speed, or be asleep. */
async function identify(line: TapLine, who: string): Promise<Delivery | null> {
  for (let times = 0; times < MOST_TIMES; times += 1) {
    line.say('\r');
    const answer = await answerTo(line, T1_MS, who, 'waiting for ID=', ['id']);
    switch (answer.kind) {
      case 'id':
        return null;
      case 'ended':
        return answer.delivery;
      case 'bye':
        return tapGoodbye(tapWords(answer.lines), who, 'waiting for ID=');
      default: // silence, or what is no answer to a CR
    }
  }
  return later(`${who} does not speak TAP: it does not ask for ID=`);
}

/** Steps 5A and 6. */
async function logOn(line: TapLine, logon: string, who: string): Promise<Delivery | null> {
  const stage = 'waiting for the answer to the logon';
  for (let times = 0; times < MOST_TIMES; times += 1) {
    line.say(logon);
    const first = await answerTo(line, T3_MS, who, stage, ['ACK', 'NAK', 'id']);
    // ID= once more may answer a CR of before; from one that wants the logon again nothing else comes.
    const late = first.kind === 'id' ? await answerTo(line, T1_MS, who, stage, ['ACK', 'NAK']) : first;
    const answer = first.kind === 'id' && late.kind === 'silence' ? first : late;
    switch (answer.kind) {
      case 'ACK':
        return null;
      case 'ended':
        return answer.delivery;
      case 'silence':
        return later(`${who} did not answer in time, ${stage}`);
      case 'RS':
      case 'bye':
        return tapGoodbye(tapWords(answer.lines), who, stage);
      case 'NAK':
      case 'id':
      case 'go-ahead':
        break; // again
      default:
        assertNever(answer, 'answer to a logon');
    }
  }
  return later(`${who} does not understand our logon, though it came ${MOST_TIMES} times`);
}

/** Step 7. Some terminals have said it before we look. */
async function goAhead(line: TapLine, who: string): Promise<Delivery | null> {
  const stage = 'waiting for the go-ahead';
  const answer = await answerTo(line, T3_MS, who, stage, ['go-ahead']);
  switch (answer.kind) {
    case 'go-ahead':
      return null;
    case 'ended':
      return answer.delivery;
    case 'bye':
      return tapGoodbye(tapWords(answer.lines), who, stage);
    default:
      return later(`${who} did not answer in time, ${stage}`);
  }
}

/** Step 8. */
async function sendBlock(line: TapLine, block: string, who: string): Promise<Delivery> {
  const stage = AWAITING_VERDICT;
  for (let times = 0; times < MOST_TIMES; times += 1) {
    line.say(block);
    const answer = await answerTo(line, T3_MS, who, stage, ['ACK', 'NAK', 'RS']);
    switch (answer.kind) {
      case 'ACK':
        return tapTaken(tapWords(answer.lines));
      case 'RS':
        return tapRefusal(tapWords(answer.lines), who);
      case 'bye':
        return tapGoodbye(tapWords(answer.lines), who, stage);
      case 'ended':
        return answer.delivery;
      case 'silence':
        return unknownWhether(`${who} did not answer in time, ${stage}`);
      case 'NAK':
      case 'id':
      case 'go-ahead':
        break; // again
      default:
        assertNever(answer, 'answer to a block');
    }
  }
  return later(`${who} did not get the page whole, though it came ${MOST_TIMES} times: is the line clean?`);
}

/** Steps 9 and 10. Null: nothing was said against the page. */
async function sayGoodbye(line: TapLine, who: string): Promise<Delivery | null> {
  line.say('\x04\r');
  const answer = await answerTo(line, FAREWELL_MS, who, 'leaving', ['RS']);
  return answer.kind === 'RS' ? tapRefusal(tapWords(answer.lines), who) : null;
}
