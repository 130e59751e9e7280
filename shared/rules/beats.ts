/**
 * The rules of heartbeats, after healthchecks: what a signal changes, and until when the next beat must have come. Pure.
 */
import type { BeatSignal, Beats } from '../model/beat.ts';
import type { CheckOf } from '../model/check.ts';
import { nextCron } from '../model/cron.ts';
import type { EpochMs } from '../model/ids.ts';

export type BeatRhythm = Pick<CheckOf<'heartbeat'>, 'every' | 'cron' | 'timeZone' | 'grace'>;

/** A job's clock may be ahead of ours: a beat so early still counts for the time it was meant for … */
const EARLY_MS = 60_000;

/**
 * What one more signal makes of what was known. A finish that names another run than the open one leaves that open; a finish
 * that names none, and any failure, end it.
 */
export function stepBeats({ last, run }: Beats, { kind, detail, runId }: BeatSignal, at: EpochMs): Beats {
  switch (kind) {
    case 'start':
      return { last, run: { at, runId } };
    case 'log':
      return { last, run };
    case 'finish':
    case 'fail': {
      const own = run !== null && run.runId === runId;
      const closed = own || runId === null || kind === 'fail';
      const beat = { at, ok: kind === 'finish', detail, tookMs: own ? Math.max(0, at - run.at) : null };
      return { last: beat, run: closed ? null : run };
    }
  }
}

/** Until when the beat after one at `from` must have come. Epoch ms. */
export function deadlineAfter(rhythm: BeatRhythm, from: EpochMs): EpochMs {
  return due(rhythm, from, EARLY_MS) + rhythm.grace;
}

/** The same for a sender of whom nothing was heard since `from`, when we began to listen. */
export function deadlineSince(rhythm: BeatRhythm, from: EpochMs): EpochMs {
  return due(rhythm, from, 0) + rhythm.grace;
}

function due({ every, cron, timeZone }: BeatRhythm, from: EpochMs, earlyMs: number): EpochMs {
  if (cron === undefined || timeZone === undefined) {
    return from + (every ?? Number.NaN); // the schema asks for one of both
  }
  const next = nextCron(cron, timeZone, from) ?? Number.POSITIVE_INFINITY;
  // … but never for more than half the way to the one after it.
  const after = nextCron(cron, timeZone, next) ?? next;
  return next - from <= Math.min(earlyMs, (after - next) / 2) ? after : next;
}
