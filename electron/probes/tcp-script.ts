/**
 * The send/expect engine of a TCP check, as in HAProxy's tcp-check (src/tcpcheck.c): pure, one move at a time.
 *
 * An expectation looks at all that has come since the last send. Not found yet means: wait. Bytes are held as Latin-1
 * text, so that position, length and `\xHH` mean the same in text, pattern and hex.
 */
import type { CheckOf, TcpStep } from '../../shared/model/check.ts';
import { unescapeText } from '../../shared/model/escapes.ts';
import type { Failure } from '../../shared/model/observation.ts';
import { excerpt, short } from './words.ts';

/** One step, ready to run. `words` is how people wrote an expectation. */
export type ScriptStep =
  /** Never put into words: it may be a password. */
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'expect';
      /** Is it in `seen`? Looks from `from` on where what comes before is known not to hold it. */
      readonly found: (seen: string, from: number) => boolean;
      readonly not: boolean;
      readonly minLength: number;
      readonly words: string;
    };

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
}

export const SCRIPT_START: ScriptState = { done: 0, seen: '', searched: 0, ended: false };

export type Move =
  | { readonly kind: 'send'; readonly bytes: Uint8Array; readonly state: ScriptState }
  | { readonly kind: 'wait'; readonly state: ScriptState }
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail'; readonly failure: Omit<Failure, 'phase'> };

export function compileScript(script: CheckOf<'tcp'>['script']): readonly ScriptStep[] {
  return script.map(compileStep);
}

function compileStep(step: TcpStep): ScriptStep {
  if ('send' in step) {
    return { kind: 'send', bytes: bytesOf(step.send) };
  }
  if ('sendHex' in step) {
    return { kind: 'send', bytes: hexBytes(step.sendHex) };
  }
  const { not, minLength = 0 } = step;
  if (step.expectRegex !== undefined) {
    const regex = new RegExp(step.expectRegex, 's');
    return { kind: 'expect', found: (seen) => regex.test(seen), not, minLength, words: `/${short(step.expectRegex)}/` };
  }
  const [bytes, words] =
    step.expectHex === undefined
      ? [bytesOf(step.expect ?? ''), `"${short(step.expect ?? '')}"`]
      : [hexBytes(step.expectHex), `bytes ${short(step.expectHex)}`];
  const wanted = latin1(bytes);
  const found = (seen: string, from: number) => seen.includes(wanted, Math.max(0, from - wanted.length + 1));
  return { kind: 'expect', found, not, minLength, words };
}

/** Adds what came; never more than the buffer holds. */
export function hear(state: ScriptState, chunk: Uint8Array, maxBuffer: number): ScriptState {
  const room = maxBuffer - state.seen.length;
  return room <= 0 ? state : { ...state, seen: state.seen + latin1(chunk.subarray(0, room)) };
}

/** The next move. Call again with its state after a send, and with more heard after a wait. */
export function nextMove(steps: readonly ScriptStep[], state: ScriptState, maxBuffer: number): Move {
  let now = state;
  for (;;) {
    const step = steps[now.done];
    if (!step) {
      return { kind: 'pass' };
    }
    if (step.kind === 'send') {
      return now.ended
        ? fail('closed', `closed before step ${now.done + 1} could be sent`, now)
        : { kind: 'send', bytes: step.bytes, state: { ...now, done: now.done + 1, seen: '', searched: 0 } };
    }
    const verdict = judge(step, now, maxBuffer);
    if (verdict !== 'holds') {
      return verdict;
    }
    now = { ...now, done: now.done + 1, searched: 0 };
  }
}

/** Why time ran out, for the step that was waiting. `within` is the time-out in words. */
export function waitedFor(
  steps: readonly ScriptStep[],
  state: ScriptState,
  within: string,
): { detail: string; step: number } {
  const step = state.done + 1;
  const waiting = steps[state.done];
  const what =
    waiting?.kind === 'expect' && waiting.not
      ? `fewer than the ${waiting.minLength} bytes to look at`
      : `no ${waiting?.kind === 'expect' ? waiting.words : 'answer'}`;
  return { detail: `${what} within ${within}${got(state.seen)}`, step };
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
    return fail('wrong-content', `${step.words} came, and must not${got(seen)}`, state);
  }
  if (ended) {
    return seen === ''
      ? fail('closed', `closed without an answer, expected ${step.words}`, state)
      : fail('wrong-content', `closed without ${step.words}${got(seen)}`, state);
  }
  if (step.minLength > 0) {
    return fail('wrong-content', `${step.words} is not in the first ${seen.length} bytes${got(seen)}`, state);
  }
  return seen.length >= maxBuffer
    ? fail('too-large', `no ${step.words} in the first ${maxBuffer} bytes (maxBuffer)${got(seen)}`, state)
    : { kind: 'wait', state: { ...state, searched: seen.length } };
}

function fail(kind: Failure['kind'], detail: string, state: ScriptState): Move {
  return { kind: 'fail', failure: { kind, detail, step: state.done + 1 } };
}

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
