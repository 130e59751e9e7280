/** Heartbeats after healthchecks: which signal changes what, and when a beat is due, also on the days the clock changes. */
import { describe, expect, it } from 'vitest';
import type { BeatSignal, Beats } from '../../../../shared/model/beat.ts';
import { cronProblem } from '../../../../shared/model/cron.ts';
import { deadlineAfter, deadlineSince, stepBeats } from '../../../../shared/rules/beats.ts';

const NOTHING: Beats = { last: null, run: null };
const signal = (kind: BeatSignal['kind'], runId: string | null = null): BeatSignal => ({ kind, detail: '', runId });

/** Signals at 1, 2, 3 … s: "finish", "start a", "fail b". */
function heard(...signals: readonly string[]): Beats {
  return signals.reduce((before, text, index) => {
    const [kind, runId = null] = text.split(' ') as [BeatSignal['kind'], string?];
    return stepBeats(before, signal(kind, runId), (index + 1) * 1_000);
  }, NOTHING);
}

describe('a signal', () => {
  it.each([
    { signals: ['finish'], last: 'ok at 1000', run: null },
    { signals: ['fail'], last: 'failed at 1000', run: null },
    { signals: ['start'], last: null, run: '1000 null' },
    { signals: ['start', 'finish'], last: 'ok at 2000 took 1000', run: null },
    { signals: ['start a', 'finish a'], last: 'ok at 2000 took 1000', run: null },
    { signals: ['start a', 'finish b'], last: 'ok at 2000', run: '1000 a' },
    { signals: ['start', 'finish b'], last: 'ok at 2000', run: '1000 null' },
    { signals: ['start a', 'finish'], last: 'ok at 2000', run: null },
    { signals: ['start a', 'fail b'], last: 'failed at 2000', run: null },
    { signals: ['start a', 'fail a'], last: 'failed at 2000 took 1000', run: null },
    { signals: ['start a', 'start b', 'finish a'], last: 'ok at 3000', run: '2000 b' },
    { signals: ['start a', 'start b', 'finish b'], last: 'ok at 3000 took 1000', run: null },
    { signals: ['fail', 'start'], last: 'failed at 1000', run: '2000 null' },
    { signals: ['finish', 'log', 'log a'], last: 'ok at 1000', run: null },
    { signals: ['start a', 'log a'], last: null, run: '1000 a' },
  ])('$signals leaves last: $last, open: $run', ({ signals, last, run }) => {
    const { last: beat, run: open } = heard(...signals);
    const took = beat?.tookMs == null ? '' : ` took ${beat.tookMs}`;
    expect({
      last: beat === null ? null : `${beat.ok ? 'ok' : 'failed'} at ${beat.at}${took}`,
      run: open === null ? null : `${open.at} ${open.runId}`,
    }).toEqual({ last, run });
  });
});

describe('the deadline of a beat', () => {
  const GRACE = 600_000;
  const berlin = (cron: string) => ({ cron, timeZone: 'Europe/Berlin', grace: GRACE });
  const at = (text: string) => Date.parse(text);
  const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);

  it('is one rhythm and the grace after the last one', () => {
    expect(deadlineAfter({ every: 3_600_000, grace: GRACE }, 1_000)).toBe(1_000 + 3_600_000 + GRACE);
  });

  it.each([
    {
      story: 'the day before the clocks go forward',
      cron: '30 3 * * *',
      last: '2026-03-27T02:30:05Z',
      due: '2026-03-28T02:40',
    },
    {
      story: 'the day they go forward: an hour earlier in UTC',
      cron: '30 3 * * *',
      last: '2026-03-28T02:30:05Z',
      due: '2026-03-29T01:40',
    },
    { story: 'the day after', cron: '30 3 * * *', last: '2026-03-29T01:30:05Z', due: '2026-03-30T01:40' },
    {
      story: 'a time that is skipped: the first instant after the gap',
      cron: '30 2 * * *',
      last: '2026-03-28T01:30:05Z',
      due: '2026-03-29T01:10',
    },
    { story: 'after a skipped time', cron: '30 2 * * *', last: '2026-03-29T01:00:05Z', due: '2026-03-30T00:40' },
    { story: 'the day they go back', cron: '30 3 * * *', last: '2026-10-24T01:30:05Z', due: '2026-10-25T02:40' },
    {
      story: 'a time that comes twice: the first',
      cron: '30 2 * * *',
      last: '2026-10-24T00:30:05Z',
      due: '2026-10-25T00:40',
    },
    { story: 'and not the second as well', cron: '30 2 * * *', last: '2026-10-25T00:30:05Z', due: '2026-10-26T01:40' },
    { story: 'every hour of the long night', cron: '0 * * * *', last: '2026-10-25T00:00:05Z', due: '2026-10-25T01:10' },
    { story: 'working days only', cron: '0 9 * * 1-5', last: '2026-11-20T08:00:10Z', due: '2026-11-23T08:10' },
  ])('by cron, $story', ({ cron, last, due }) => {
    expect(iso(deadlineAfter(berlin(cron), at(last)))).toBe(due);
  });

  it('takes a beat a little early for the one it was meant to be, and not two for one', () => {
    expect(iso(deadlineAfter(berlin('30 3 * * *'), at('2026-11-20T02:29:40Z')))).toBe('2026-11-21T02:40');
    expect(iso(deadlineAfter(berlin('30 3 * * *'), at('2026-11-20T02:28:00Z')))).toBe('2026-11-20T02:40');
    expect(iso(deadlineAfter(berlin('* * * * *'), at('2026-11-20T02:28:10Z')))).toBe('2026-11-20T02:39');
    expect(iso(deadlineAfter(berlin('* * * * *'), at('2026-11-20T02:28:50Z')))).toBe('2026-11-20T02:40');
    expect(iso(deadlineSince(berlin('30 3 * * *'), at('2026-11-20T02:29:40Z')))).toBe('2026-11-20T02:40');
  });
});

describe('a cron expression', () => {
  it.each(['30 3 * * *', '*/5 * * * *', '0 0 3 * * *', '0 9 * * MON-FRI', '@daily', '0 0 29 2 *'])(
    'may be %s',
    (text) => {
      expect(cronProblem(text)).toBeNull();
    },
  );

  it.each([
    { text: '', says: 'a cron expression has five fields' },
    { text: '30 3 * *', says: 'a cron expression has five fields' },
    { text: '61 * * * *', says: 'not a cron expression: Invalid value for minute: 61' },
    { text: '0 0 30 2 *', says: 'this time never comes' },
    { text: '2026-01-01T00:00:00', says: 'a cron expression has five fields' },
    { text: '@sometimes', says: 'not a cron expression' },
  ])('may not be "$text"', ({ text, says }) => {
    expect(cronProblem(text)).toContain(says);
  });
});
