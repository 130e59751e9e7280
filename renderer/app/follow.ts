/**
 * Keeps the mirror true: snapshot, then numbered changes; a missing number, a broken line or a long silence means asking again.
 *
 * The rule a reader must not break: when in doubt the line is called lost. A lost line is painted as "not watching", never green.
 */
import type { Bridge } from '../../shared/contract/contract.ts';
import type { Change, Snapshot } from '../../shared/contract/view.ts';
import type { Clock } from './clock.ts';
import { fold, type MirrorStore, type World, worldOf } from './mirror.ts';

/** With anything to watch there is a change every few seconds; after this much silence (ms) we ask whether somebody is there. */
export const SILENCE_MS = 30_000;

/** A main process that takes longer than this (ms) to answer cannot be relied on. */
const ANSWER_MS = 10_000;

/** Waits between attempts while the line is lost, ms. */
const RETRIES_MS = [500, 1_000, 2_000, 5_000] as const;

export interface Follower {
  /** Asks for a fresh snapshot now: the window became visible, or the machine woke. */
  lookAgain(): void;
  stop(): void;
}

/** More changes than this cannot be waiting for one snapshot unless something is wrong; the oldest go, and we ask again. */
const WAITING_MAX = 1_000;

const LIVE = { kind: 'live' } as const;

/** Starts following. The returned follower must be stopped by whoever started it. */
export function follow(mirror: MirrorStore, bridge: Bridge, clock: Clock): Follower {
  /** Changes that cannot be applied yet: no snapshot so far, or one before them never came. */
  let waiting: Change[] = [];
  /** Counts asks, so that an answer from before the line broke is not believed. */
  let asked = 0;
  let asking = false;
  let failures = 0;
  let stopped = false;
  let cancelTimer = () => {};

  const hear = (world: World): void => mirror.setState({ world, line: LIVE, heardAt: clock.now() });

  function lose(): void {
    const { line, heardAt } = mirror.getState();
    if (line.kind !== 'lost') {
      mirror.setState({ line: { kind: 'lost', since: heardAt } });
    }
  }

  function askIn(ms: number): void {
    cancelTimer();
    cancelTimer = clock.after(ms, () => void ask());
  }

  function askAfterFailure(): void {
    askIn(RETRIES_MS[Math.min(failures, RETRIES_MS.length - 1)] ?? 5_000);
    failures += 1;
  }

  async function ask(): Promise<void> {
    asked += 1;
    const mine = asked;
    asking = true;
    cancelTimer();
    const snapshot = await inTime(bridge.ask('snapshot', {}), clock);
    if (stopped || mine !== asked) {
      return;
    }
    asking = false;
    if (snapshot === null) {
      lose();
      askAfterFailure();
    } else {
      take(snapshot);
    }
  }

  function take(snapshot: Snapshot): void {
    const { world, line } = mirror.getState();
    // While the line lives, an older snapshot is a late one and tells nothing new. After a loss it may be a restarted main
    // process, which counts from the start again.
    let next =
      world !== null && line.kind === 'live' && snapshot.sequence <= world.sequence ? world : worldOf(snapshot);
    for (const change of waiting.toSorted((a, b) => a.sequence - b.sequence)) {
      const folded = fold(next, change);
      if (folded === 'missed') {
        const reached = next.sequence;
        waiting = waiting.filter(({ sequence }) => sequence > reached);
        hear(next);
        askAfterFailure();
        return;
      }
      next = folded === 'known' ? next : folded;
    }
    waiting = [];
    failures = 0;
    hear(next);
    askIn(SILENCE_MS);
  }

  function onChange(change: Change): void {
    const { world, line } = mirror.getState();
    const folded = world !== null && line.kind === 'live' ? fold(world, change) : 'missed';
    if (world !== null && folded !== 'missed') {
      hear(folded === 'known' ? world : folded);
      if (!asking && waiting.length === 0) {
        askIn(SILENCE_MS);
      }
      return;
    }
    waiting = [...waiting, change].slice(-WAITING_MAX);
    if (!asking && line.kind === 'live' && waiting.length === 1) {
      void ask();
    }
  }

  function onLost(): void {
    waiting = [];
    lose();
    void ask();
  }

  const unfollow = bridge.follow(onChange, onLost);
  void ask();
  return {
    lookAgain: () => {
      if (!asking) {
        void ask();
      }
    },
    stop: () => {
      stopped = true;
      cancelTimer();
      unfollow();
    },
  };
}

/** The answer, or null when it failed or took too long. Why it failed makes no difference to what we can see. */
function inTime(answer: Promise<Snapshot>, clock: Clock): Promise<Snapshot | null> {
  return new Promise((resolve) => {
    const cancel = clock.after(ANSWER_MS, () => resolve(null));
    answer.then(resolve, () => resolve(null)).finally(cancel);
  });
}
