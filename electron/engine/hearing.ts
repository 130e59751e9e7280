/**
 * What comes to us by itself: heartbeats and people's reports. A gap of our own makes us deaf to both.
 */
import { type Beats, type BeatsOptions, createBeats } from './beats.ts';
import type { ProberOptions } from './prober.ts';
import { createReports, type Reports, type ReportsOptions } from './reports.ts';

/** A sender of heartbeats tries again for a few seconds; what comes in a longer absence is lost. */
const DEAF_AFTER_MS = 10_000;

export interface Hearing {
  readonly beats: Beats;
  readonly reports: Reports;
  /** What was heard, for the checks that look at it. */
  readonly heard: Omit<ProberOptions['heard'], 'call' | 'alert' | 'word' | 'practable'>;
  /** Nothing of ours ran for so many ms. */
  gap(gapMs: number): void;
}

export function createHearing(options: BeatsOptions & ReportsOptions): Hearing {
  const beats = createBeats(options);
  const reports = createReports(options);
  return {
    beats,
    reports,
    heard: { beat: beats.of, reports: reports.of },
    gap(gapMs) {
      if (gapMs > DEAF_AFTER_MS) {
        beats.wasDeaf();
      }
    },
  };
}
