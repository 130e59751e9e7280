/**
 * Tries of one check as letters, for tests of the rules about one check.
 */
import { type Check, CheckFile } from '../../shared/model/check.ts';
import type { CheckHealth } from '../../shared/model/health.ts';
import { CheckId, ComponentId } from '../../shared/model/ids.ts';
import type { Observation, Outcome } from '../../shared/model/observation.ts';
import { stepHealth, unseen } from '../../shared/rules/health.ts';

/** Between two letters, in ms. */
export const APART_MS = 10_000;

const COMPONENT = ComponentId.parse('web');
export const CHECK = CheckId.parse('web/tcp');

type Change = Partial<Omit<Check, 'type'>>;

/** rise 2, fall 3, window 14 of 20: the defaults, with intervals that can be told apart. */
export function settingsOf(change: Change = {}): Check {
  const check = CheckFile.parse({ type: 'tcp', host: '127.0.0.1', port: 1 });
  const base = { ...check, id: CHECK, componentId: COMPONENT, fastInterval: 3_000, downInterval: 20_000 };
  return Object.assign(base, change);
}

export const pass = (ms = 20): Outcome => ({ kind: 'pass', timings: { totalMs: ms } });

function fails(kind: 'refused' | 'starting', detail: string): Outcome {
  return { kind: 'fail', failure: { kind, phase: 'connect', detail }, timings: { totalMs: 1 } };
}

const LETTERS = {
  S: pass(),
  F: fails('refused', 'connection refused'),
  B: fails('starting', 'Instance is booting'),
  I: { kind: 'inconclusive', trouble: { kind: 'stalled', detail: 'stalled' } },
} as const satisfies Readonly<Record<string, Outcome>>;
/** S pass, F fail, B says it is booting, I inconclusive. */
export type Letter = keyof typeof LETTERS;

export function tryOf(letter: Letter, at: number): Observation {
  return seen(LETTERS[letter], at);
}

export function seen(outcome: Outcome, at: number): Observation {
  return { checkId: CHECK, componentId: COMPONENT, at, endedAt: at, outcome };
}

/** What is believed after each letter. Spaces are for the reader. */
export function play(letters: string, settings = settingsOf(), start = unseen(CHECK)): CheckHealth[] {
  const steps: CheckHealth[] = [];
  let health = start;
  for (const [index, letter] of [...letters.replaceAll(' ', '')].entries()) {
    health = stepHealth(health, tryOf(letter as Letter, index * APART_MS), settings);
    steps.push(health);
  }
  return steps;
}

/** What is believed in the end. */
export function believed(letters: string, settings = settingsOf(), start = unseen(CHECK)): CheckHealth {
  return play(letters, settings, start).at(-1) ?? start;
}
