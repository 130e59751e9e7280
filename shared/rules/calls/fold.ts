/**
 * Whether somebody who calls is calling again: then it is the same call, and nobody is paged twice for it.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Call, CallForm } from '../../model/page-me.ts';

/** Status addresses that one call keeps: whoever sends it more often has these. */
const MOST_TOKENS = 10;
/** Messages of one call that are known again. */
const MOST_MESSAGES = 20;

/** The open call of this caller to this card, if the last word of it is young enough. */
export function sameCall(
  calls: Iterable<Call>,
  { card, caller }: Pick<Call, 'card' | 'caller'>,
  at: EpochMs,
  repeatWithin: number,
): Call | null {
  const own = [...calls].filter(
    (call) => call.ended === null && call.card === card && call.caller === caller && at - call.lastAt <= repeatWithin,
  );
  return own.at(-1) ?? null;
}

/** The call, open or over, that this message made or repeated: its sender did not hear that it was taken. */
export function sameMessage(calls: Iterable<Call>, message: string): Call | null {
  return [...calls].find(({ messages }) => messages.includes(message)) ?? null;
}

export interface Again extends Pick<Call, 'messages' | 'tellBy'> {
  readonly token: string;
}

/** The call after it was said again. Its caller is told by the way that they used last. */
export function repeated(
  call: Call,
  { reach, words }: CallForm,
  at: EpochMs,
  { token, messages, tellBy }: Again,
): Call {
  return {
    ...call,
    reach: reach === '' ? call.reach : reach,
    words,
    repeats: call.repeats + 1,
    lastAt: at,
    tokens: [...new Set([...call.tokens, token])].slice(-MOST_TOKENS),
    messages: [...call.messages, ...messages].slice(-MOST_MESSAGES),
    tellBy: tellBy ?? call.tellBy,
  };
}

/** "ann" of " Ann ": what two forms of one person have in common. */
export function callerName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}
