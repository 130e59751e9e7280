/**
 * A channel that listens, with an ear that remembers, on time that moves only when the test says so.
 */
import { expect } from 'vitest';
import type { Channel } from '../../electron/engine/ports/channel.ts';
import type { Clock } from '../../electron/engine/ports/clock.ts';
import type { ChannelAnswer, ChannelCall, Ear } from '../../electron/engine/ports/ear.ts';
import type { ChannelSettingsOf, ChannelType } from '../../shared/model/channel.ts';
import type { PageId } from '../../shared/model/ids.ts';
import { type MovableClock, movableClock } from './clock.ts';
import { aMemory } from './memory.ts';

export interface Listening {
  readonly clock: MovableClock;
  readonly answers: readonly ChannelAnswer[];
  readonly calls: readonly ChannelCall[];
  readonly fates: readonly { readonly pageId: PageId; readonly fate: Parameters<Ear['fared']>[1] }[];
  readonly troubles: readonly (string | null)[];
  /** Resolves when nothing but a wait of this length (ms) is left to do. */
  rests(ms: number): Promise<void>;
  /** What is waiting on the clock now, in ms. */
  waits(): readonly number[];
  /** Waits that were ended before their time, as that for an answer is when the answer comes. */
  cut(): number;
  /** Lets the wait pass; resolves when the next look has ended in a wait of `then` ms. */
  next(ms: number, then?: number): Promise<void>;
  /** Aborts it, and sees it end. */
  leave(): Promise<void>;
  /** The same, and without a timer. */
  stop(): Promise<void>;
}

export interface ListeningWishes {
  readonly memory?: ReturnType<typeof aMemory>;
  readonly clock?: MovableClock;
  /** What the engine says to an answer. */
  readonly says?: (answer: ChannelAnswer) => string;
  /** What it says to a call. Absent: nobody can be called. */
  readonly called?: (call: ChannelCall) => 'heard' | 'later';
}

export function startListening<T extends ChannelType>(
  channel: Pick<Channel<T>, 'listen'>,
  settings: ChannelSettingsOf<T>,
  { memory = aMemory(), clock = movableClock(), says = () => 'Acknowledged', called }: ListeningWishes = {},
): Listening {
  const answers: ChannelAnswer[] = [];
  const calls: ChannelCall[] = [];
  const fates: { pageId: PageId; fate: Parameters<Ear['fared']>[1] }[] = [];
  const troubles: (string | null)[] = [];
  const controller = new AbortController();
  const watched = watchedClock(clock);
  const ended = channel.listen?.(settings, {
    signal: controller.signal,
    clock: watched.clock,
    memory,
    ear: {
      async answered(answer) {
        answers.push(answer);
        return says(answer);
      },
      ...(called !== undefined && {
        called(call) {
          calls.push(call);
          return Promise.resolve(called(call));
        },
      }),
      fared: (pageId, fate) => void fates.push({ pageId, fate }),
    },
    trouble: (reason) => void troubles.push(reason),
  });
  if (!ended) {
    throw new Error('this channel does not listen with these settings');
  }
  const rests = (ms: number) =>
    eventually(`a wait of ${ms} ms`, () => watched.waits().join() === `${ms}`, watched.waits);
  return {
    clock,
    answers,
    calls,
    fates,
    troubles,
    rests,
    waits: watched.waits,
    cut: watched.cut,
    async next(ms, then = ms) {
      await rests(ms);
      await clock.advance(ms);
      await rests(then);
    },
    async leave() {
      controller.abort();
      await ended;
    },
    async stop() {
      controller.abort();
      await ended;
      expect(watched.waits()).toEqual([]);
    },
  };
}

/** Looks again with every turn of the event loop: what is waited for needs no time, only its turn. */
export async function eventually(what: string, look: () => boolean, instead: () => unknown = () => ''): Promise<void> {
  const end = performance.now() + 10_000;
  while (!look()) {
    if (performance.now() > end) {
      throw new Error(`never came: ${what}; instead: ${JSON.stringify(instead())}`);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The same clock, and what is waiting on it. */
export function watchedClock(clock: Clock): {
  readonly clock: Clock;
  readonly waits: () => readonly number[];
  /** Waits that were ended before their time. */
  readonly cut: () => number;
} {
  const pending = new Set<{ readonly ms: number }>();
  let cut = 0;
  return {
    waits: () => [...pending].map(({ ms }) => ms),
    cut: () => cut,
    clock: {
      now: clock.now,
      monotonicMs: clock.monotonicMs,
      after(ms, task) {
        const one = { ms };
        pending.add(one);
        const cancel = clock.after(ms, () => {
          pending.delete(one);
          task();
        });
        return () => {
          cut += Number(pending.delete(one));
          cancel();
        };
      },
    },
  };
}
