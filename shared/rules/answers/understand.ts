/**
 * What somebody means who answers a page in a few words: "a", "217 ack 2h", "mine", "next", "done".
 *
 * Forgiving about case, order, punctuation and mail signatures; never guesses: what is not understood is answered with what would be.
 */
import { parseDuration } from '../../model/duration.ts';

export type Action =
  /** `forMs` null: until it is fixed. */
  | { readonly kind: 'acknowledge'; readonly forMs: number | null }
  | { readonly kind: 'snooze'; readonly forMs: number }
  | { readonly kind: 'escalate' }
  | { readonly kind: 'unacknowledge' }
  | { readonly kind: 'resolve' };

export interface Understood {
  /** Which incident: its short code, or all that the sender was told of. Null: not said. */
  readonly which: string | 'all' | null;
  readonly action: Action;
}

const VERBS: Readonly<Record<string, Action['kind']>> = {
  a: 'acknowledge',
  ack: 'acknowledge',
  acknowledge: 'acknowledge',
  acknowledged: 'acknowledge',
  mine: 'acknowledge',
  ok: 'acknowledge',
  yes: 'acknowledge',
  e: 'escalate',
  esc: 'escalate',
  escalate: 'escalate',
  next: 'escalate',
  no: 'escalate',
  u: 'unacknowledge',
  unack: 'unacknowledge',
  unacknowledge: 'unacknowledge',
  s: 'snooze',
  snooze: 'snooze',
  later: 'snooze',
  r: 'resolve',
  resolve: 'resolve',
  resolved: 'resolve',
  done: 'resolve',
};

const CODE = /^\d{3}$/;
const SNOOZE_MS = 30 * 60_000;
const LONGEST_MS = 24 * 3_600_000;
/** A word of thanks after the answer is fine; a letter is not an answer. */
const MOST_WORDS = 5;

/** What people can answer, for a reply to what was not understood. */
export const ANSWERS_HELP =
  'Answer "a" (mine), "a 2h", "e" (next step), "s 30m" (snooze) or "u" (give back), with the code where there are several';

/** Null: not understood. Only the first line that holds words is read. */
export function understand(text: string): Understood | null {
  const line = text.split(/\r?\n/).find((one) => one.trim() !== '') ?? '';
  const words = line
    .toLowerCase()
    .split(/[\s,;:!."'/()]+/)
    .filter((word) => word !== '');
  if (words.length === 0 || words.length > MOST_WORDS) {
    return null;
  }
  let which: Understood['which'] = null;
  let kind: Action['kind'] | null = null;
  let forMs: number | null = null;
  for (const word of words.flatMap(apart)) {
    const verb = Object.hasOwn(VERBS, word) ? VERBS[word] : undefined;
    const length = parseDuration(word);
    if (verb !== undefined && (kind === null || kind === verb)) {
      kind = verb;
    } else if (word === 'all' && which === null) {
      which = 'all';
    } else if (CODE.test(word) && which === null) {
      which = word;
    } else if (length !== null && length > 0 && forMs === null) {
      forMs = Math.min(length, LONGEST_MS);
    } else {
      return null;
    }
  }
  return kind === null ? null : { which, action: actionOf(kind, forMs) };
}

/** "217a" and "aa" as they are typed: a code with its verb, and GoAlert's word for all. */
function apart(word: string): readonly string[] {
  if (word === 'aa' || word === 'ee') {
    return [word.charAt(0), 'all'];
  }
  const glued = /^(\d{3})([a-z]+)$/.exec(word);
  return glued !== null && Object.hasOwn(VERBS, glued[2] ?? '') ? glued.slice(1) : [word];
}

function actionOf(kind: Action['kind'], forMs: number | null): Action {
  switch (kind) {
    case 'acknowledge':
      return { kind, forMs };
    case 'snooze':
      return { kind, forMs: forMs ?? SNOOZE_MS };
    default:
      return { kind };
  }
}
