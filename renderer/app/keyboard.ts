/**
 * Which key means what. Pure: a key and where it was pressed in, a meaning out; `perform.ts` does it.
 *
 * Single letters are off inside fields, menus and dialogs, and can be switched off altogether (WCAG 2.1.4).
 */
import type { ViewName } from './route.ts';

export type KeyMeaning =
  | 'acknowledge'
  | 'acknowledge-with-note'
  | 'select'
  | 'snooze'
  | 'escalate'
  | 'check-now'
  | 'open'
  | 'sound-off'
  | 'next'
  | 'previous'
  | 'details'
  | 'filter'
  | 'quiet'
  | 'keys'
  | 'back'
  | `go:${ViewName}`;

export interface Press {
  /** As in KeyboardEvent.key: Shift is already in it. */
  readonly key: string;
  /** Ctrl, Alt or Meta was held: not ours. */
  readonly modified: boolean;
  /** `field`: typing goes there (also menus and dialogs). `control`: a button or link, to which Enter belongs. */
  readonly on: 'page' | 'control' | 'field';
  readonly atMs: number;
}

/** The first key of `g n`, and when it was pressed. */
export interface Chord {
  readonly atMs: number;
}

/** A `g` that is followed by nothing for this long (ms) was a mistake. */
const CHORD_MS = 1_500;

const SINGLE: Readonly<Record<string, KeyMeaning>> = {
  a: 'acknowledge',
  A: 'acknowledge-with-note',
  x: 'select',
  z: 'snooze',
  e: 'escalate',
  r: 'check-now',
  o: 'open',
  s: 'sound-off',
  j: 'next',
  k: 'previous',
  q: 'quiet',
  '/': 'filter',
  '?': 'keys',
};

const AFTER_G: Readonly<Record<string, ViewName>> = {
  n: 'now',
  c: 'components',
  t: 'timeline',
  o: 'on-call',
  h: 'channels',
  s: 'self-check',
};

/** For the list of all keys: in the order in which they are shown. */
export const KEY_LIST: ReadonlyArray<{ readonly keys: string; readonly meaning: KeyMeaning }> = [
  ...Object.entries(SINGLE).map(([key, meaning]) => ({ keys: key === 'A' ? 'Shift + A' : key, meaning })),
  { keys: 'Enter', meaning: 'details' },
  { keys: 'Esc', meaning: 'back' },
  ...Object.entries(AFTER_G).map(([key, view]) => ({ keys: `g ${key}`, meaning: `go:${view}` as const })),
];

export interface Read {
  readonly meaning: KeyMeaning | null;
  readonly chord: Chord | null;
}

const NOTHING: Read = { meaning: null, chord: null };

/** What a key press means, and whether a chord has begun. */
export function readKey(press: Press, chord: Chord | null, lettersOn: boolean): Read {
  if (press.modified || press.on === 'field') {
    return NOTHING;
  }
  if (press.key === 'Escape') {
    return { meaning: 'back', chord: null };
  }
  if (press.key === 'Enter') {
    return { meaning: press.on === 'page' ? 'details' : null, chord: null };
  }
  if (!lettersOn) {
    return NOTHING;
  }
  if (chord !== null && press.atMs - chord.atMs <= CHORD_MS) {
    const view = AFTER_G[press.key];
    return { meaning: view === undefined ? null : `go:${view}`, chord: null };
  }
  return press.key === 'g'
    ? { meaning: null, chord: { atMs: press.atMs } }
    : { meaning: SINGLE[press.key] ?? null, chord: null };
}
