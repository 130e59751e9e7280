/**
 * The send/expect engine of a TCP check, as in HAProxy's tcp-check (src/tcpcheck.c): pure, one move at a time.
 *
 * An expectation looks at all that has come since the last send. Not found yet means: wait. Bytes are held as Latin-1
 * text, so that position, length and `\xHH` mean the same in text, pattern and hex.
 */
import type { CheckOf, TcpStep } from '../../shared/model/check.ts';
import { unescapeText } from '../../shared/model/escapes.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { Failure, Readings } from '../../shared/model/observation.ts';
import type { Trouble } from '../../shared/model/status.ts';
import { patternOf } from './pattern.ts';
import { excerpt, short } from './words.ts';

/** One step, ready to run. `words` is how people wrote an expectation. */
export type ScriptStep = StepAction & {
  /** What it is for, put before the words of its failure. Empty: nothing. */
  readonly name: string;
  /** What its failure amounts to; absent: what the check says. */
  readonly level?: Trouble;
};
type StepAction =
  /** Never put into words: it may be a password. */
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  | { readonly kind: 'starttls' }
  | {
      readonly kind: 'expect';
      /** Is it in `seen`? Looks from `from` on where what comes before is known not to hold it. */
      readonly found: (seen: string, from: number) => boolean;
      readonly not: boolean;
      readonly minLength: number;
      readonly words: string;
    }
  /** A preset's own understanding of an answer. `words`: what it waits for. */
  | { readonly kind: 'read'; readonly read: Reader; readonly words: string };

/** What is done on a connection. */
export interface Plan {
  readonly steps: readonly ScriptStep[];
  /** TLS before the first step. */
  readonly tlsFirst: boolean;
}

/** Reads all that came since the last send, as Latin-1. `ended`: no more will come. */
export type Reader = (seen: string, ended: boolean) => Heard;
export type Heard =
  /** Not whole yet. */
  | { readonly kind: 'more' }
  | { readonly kind: 'well'; readonly readings?: Readings }
  /** Enough: the steps that are left are not needed. */
  | { readonly kind: 'done'; readonly readings: Readings }
  /** Not done: this has to be answered first, and the same step reads what comes back. */
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  | { readonly kind: 'bad'; readonly failure: Pick<Failure, 'kind' | 'detail'> };

/** Where a script stands. A new value per move. */
export interface ScriptState {
  /** Steps done; the next one is `steps[done]`. */
  readonly done: number;
  /** Since the last send, Latin-1, at most the buffer's size. */
  readonly seen: string;
  /** How much of `seen` the present step has already searched in vain. */
  readonly searched: number;
  /** The other side will send no more. */
  readonly ended: boolean;
  /** What the steps so far have read. */
  readonly readings: Readings;
}

export const SCRIPT_START: ScriptState = { done: 0, seen: '', searched: 0, ended: false, readings: {} };

export type Move =
  | { readonly kind: 'send'; readonly bytes: Uint8Array; readonly state: ScriptState }
  | { readonly kind: 'wait'; readonly state: ScriptState }
  /** Shake hands, then call again with this state. */
  | { readonly kind: 'starttls'; readonly state: ScriptState }
  | { readonly kind: 'pass'; readonly readings: Readings }
  | { readonly kind: 'fail'; readonly failure: Omit<Failure, 'phase'> };

export function compileScript(script: CheckOf<'tcp'>['script']): readonly ScriptStep[] {
  return script.map(compileStep);
}

function compileStep(step: TcpStep): ScriptStep {
  const { name = '' } = step;
  if ('send' in step) {
    return { kind: 'send', name, bytes: bytesOf(step.send) };
  }
  if ('sendHex' in step) {
    return { kind: 'send', name, bytes: hexBytes(step.sendHex) };
  }
  if ('starttls' in step) {
    return { kind: 'starttls', name };
  }
  const { not, minLength = 0 } = step;
  const common = { kind: 'expect', name, ...(step.level && { level: step.level }), not, minLength } as const;
  if (step.expectRegex !== undefined) {
    const regex = patternOf(step.expectRegex);
    return { ...common, found: (seen) => regex.test(seen), words: `/${short(step.expectRegex)}/` };
  }
  const [bytes, words] =
    step.expectHex === undefined
      ? [bytesOf(step.expect ?? ''), `"${short(step.expect ?? '')}"`]
      : [hexBytes(step.expectHex), `bytes ${short(step.expectHex)}`];
  const wanted = latin1(bytes);
  const found = (seen: string, from: number) => seen.includes(wanted, Math.max(0, from - wanted.length + 1));
  return { ...common, found, words };
}

/** Adds what came; never more than the buffer holds. */
export function hear(state: ScriptState, chunk: Uint8Array, maxBuffer: number): ScriptState {
  const room = maxBuffer - state.seen.length;
  return room <= 0 ? state : { ...state, seen: state.seen + latin1(chunk.subarray(0, room)) };
}

/** The next move. Call again with its state after a send or a handshake, and with more heard after a wait. */
export function nextMove(steps: readonly ScriptStep[], state: ScriptState, maxBuffer: number): Move {
  let now = state;
  for (;;) {
    const step = steps[now.done];
    if (!step) {
      return { kind: 'pass', readings: now.readings };
    }
    const after = { ...now, done: now.done + 1, searched: 0 };
    switch (step.kind) {
      case 'send':
      case 'starttls':
        if (now.ended) {
          const what = step.kind === 'send' ? 'could be sent' : 'could begin TLS';
          return fail(step, now, 'closed', `closed before step ${now.done + 1} ${what}`);
        }
        return step.kind === 'send'
          ? { kind: 'send', bytes: step.bytes, state: { ...after, seen: '' } }
          : { kind: 'starttls', state: { ...after, seen: '' } };
      case 'expect': {
        const verdict = judge(step, now, maxBuffer);
        if (verdict !== 'holds') {
          return verdict;
        }
        now = after;
        break;
      }
      case 'read': {
        const heard = step.read(now.seen, now.ended);
        if (heard.kind === 'done') {
          return { kind: 'pass', readings: { ...now.readings, ...heard.readings } };
        }
        if (heard.kind !== 'well') {
          return unread(step, heard, now, maxBuffer);
        }
        now = { ...after, readings: { ...now.readings, ...heard.readings } };
        break;
      }
      default:
        return assertNever(step, 'step');
    }
  }
}

/** Why time ran out, for the step that was waiting. `within` is the time-out in words. */
export function waitedFor(
  steps: readonly ScriptStep[],
  state: ScriptState,
  within: string,
): Pick<Failure, 'detail' | 'step' | 'level'> {
  const waiting = steps[state.done];
  const detail = `${named(waiting)}${missing(waiting)} within ${within}${got(state.seen)}`;
  return { detail, ...placeOf(waiting, state) };
}

function missing(waiting: ScriptStep | undefined): string {
  switch (waiting?.kind) {
    case 'expect':
      return waiting.not ? `fewer than the ${waiting.minLength} bytes to look at` : `no ${waiting.words}`;
    case 'read':
      return `no ${waiting.words}`;
    default:
      return 'no answer';
  }
}

function judge(step: ScriptStep & { kind: 'expect' }, state: ScriptState, maxBuffer: number): 'holds' | Move {
  const { seen, ended } = state;
  if (!ended && seen.length < step.minLength) {
    return { kind: 'wait', state };
  }
  const found = step.found(seen, state.searched);
  if (found !== step.not) {
    return 'holds';
  }
  if (found) {
    return fail(step, state, 'wrong-content', `${step.words} came, and must not${got(seen)}`);
  }
  if (ended) {
    return closedWithout(step, state);
  }
  if (step.minLength > 0) {
    return fail(step, state, 'wrong-content', `${step.words} is not in the first ${seen.length} bytes${got(seen)}`);
  }
  return seen.length >= maxBuffer
    ? tooLarge(step, state, maxBuffer)
    : { kind: 'wait', state: { ...state, searched: seen.length } };
}

/** The move after an answer that is not well, or not well yet. */
function unread(
  step: ScriptStep & { kind: 'read' },
  heard: Exclude<Heard, { kind: 'well' | 'done' }>,
  state: ScriptState,
  maxBuffer: number,
): Move {
  switch (heard.kind) {
    case 'bad':
      return fail(step, state, heard.failure.kind, heard.failure.detail);
    case 'answer':
      return state.ended
        ? closedWithout(step, state)
        : { kind: 'send', bytes: heard.bytes, state: { ...state, seen: '', searched: 0 } };
    case 'more':
      if (state.ended) {
        return closedWithout(step, state);
      }
      return state.seen.length >= maxBuffer ? tooLarge(step, state, maxBuffer) : { kind: 'wait', state };
    default:
      return assertNever(heard, 'answer');
  }
}

type Waiting = ScriptStep & { readonly words: string };

function closedWithout(step: Waiting, state: ScriptState): Move {
  return state.seen === ''
    ? fail(step, state, 'closed', `closed without an answer, expected ${step.words}`)
    : fail(step, state, 'wrong-content', `closed without ${step.words}${got(state.seen)}`);
}

function tooLarge(step: Waiting, state: ScriptState, maxBuffer: number): Move {
  const detail = `no ${step.words} in the first ${maxBuffer} bytes (maxBuffer)${got(state.seen)}`;
  return fail(step, state, 'too-large', detail);
}

function fail(step: ScriptStep, state: ScriptState, kind: Failure['kind'], detail: string): Move {
  return { kind: 'fail', failure: { kind, detail: `${named(step)}${detail}`, ...placeOf(step, state) } };
}

const placeOf = (step: ScriptStep | undefined, { done }: ScriptState): Pick<Failure, 'step' | 'level'> => ({
  step: done + 1,
  ...(step?.level && { level: step.level }),
});

const named = (step: ScriptStep | undefined) => (step === undefined || step.name === '' ? '' : `${step.name}: `);
const got = (seen: string) => (seen === '' ? '' : `, got ${excerpt(seen)}`);

function bytesOf(text: string): Uint8Array {
  const unescaped = unescapeText(text);
  if (!unescaped.ok) {
    // The schema has refused such a script; here it can only be our bug.
    throw new Error(unescaped.problem);
  }
  return unescaped.bytes;
}

const hexBytes = (hex: string) => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
