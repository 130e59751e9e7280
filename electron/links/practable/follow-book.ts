/**
 * Asks book now and then which experiments there are and what they need; soon again when it cannot tell.
 */
import type { PractableSettings } from '../../../shared/model/practable/settings.ts';
import { readManifest } from '../../../shared/rules/practable/read-manifest.ts';
import type { Cancel, Clock } from '../../engine/ports/clock.ts';
import type { PractableEar } from '../../engine/ports/practable.ts';
import type { OwnConnections } from '../own-connections.ts';
import { ask } from './ask.ts';
import { createBackOff } from './back-off.ts';
import { unreadable } from './troubles.ts';

/** Thousands of experiments fit. */
const MOST_BYTES = 8 * 1_048_576;
/** A token for one question. */
export const SHORT_LIFE_MS = 20_000;

export interface FollowOptions {
  readonly settings: PractableSettings;
  readonly ear: PractableEar;
  readonly connections: OwnConnections;
  readonly clock: Clock;
  /** 0 to below 1. */
  readonly random: () => number;
}

/** Returns the way to stop. */
export function followBook({ settings, ear, connections, clock, random }: FollowOptions): Cancel {
  const leaving = new AbortController();
  const backOff = createBackOff(random);
  let cancel: Cancel = () => undefined;

  async function turn(): Promise<void> {
    const question = { service: 'book', method: 'GET', path: '/admin/resources' } as const;
    const answer = await ask(
      settings,
      { ...question, lifeMs: SHORT_LIFE_MS, mostBytes: MOST_BYTES },
      { connections, clock, signal: leaving.signal },
    );
    if (leaving.signal.aborted) {
      return;
    }
    cancel = clock.after(take(answer) ? settings.queryBookEvery : backOff.nextMs(), () => void turn());
  }

  /** True: it could be read. */
  function take(answer: Awaited<ReturnType<typeof ask>>): boolean {
    if (!answer.ok) {
      ear.trouble('book', answer.trouble);
      return false;
    }
    const read = readManifest(answer.value);
    if (!read.ok) {
      ear.trouble('book', unreadable('book', read.problem));
      return false;
    }
    backOff.reset();
    ear.manifest(read.manifest);
    return true;
  }

  void turn();
  return () => {
    leaving.abort();
    cancel();
  };
}
