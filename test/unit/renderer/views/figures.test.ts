import { describe, expect, it } from 'vitest';
import { pointsOf, summaryOf } from '../../../../renderer/views/component/points.ts';
import { uptimeOf } from '../../../../renderer/views/component/uptime.ts';
import { type CheckDays, type Rollup, type StoredTry, UPTIME_DAYS } from '../../../../shared/contract/series.ts';
import { CheckId } from '../../../../shared/model/ids.ts';

const CHECK = CheckId.parse('web/http');
const OTHER = CheckId.parse('web/tcp');
const DAY = 86_400_000;
const TODAY = Date.parse('2026-11-21T00:00:00Z');

/** Days by how many of them ago they were: [good, failed]. */
const daysOf = (checkId: CheckId, told: Readonly<Record<number, readonly [number, number]>>): CheckDays => {
  const ages = Array.from({ length: UPTIME_DAYS }, (_, day) => UPTIME_DAYS - 1 - day);
  return {
    checkId,
    good: ages.map((age) => told[age]?.[0] ?? 0),
    failed: ages.map((age) => told[age]?.[1] ?? 0),
  };
};
const FROM = TODAY - (UPTIME_DAYS - 1) * DAY;

describe('uptime', () => {
  it('leaves days without data out of the figure and draws them as gaps', () => {
    const { days, share, daysWithData } = uptimeOf({
      from: FROM,
      checks: [daysOf(CHECK, { 0: [99, 1], 3: [100, 0] })],
    });
    expect(share).toBeCloseTo(0.995);
    expect(daysWithData).toBe(2);
    expect(days).toHaveLength(UPTIME_DAYS);
    expect(days.slice(-4).map((day) => day.share)).toEqual([1, null, null, 0.99]);
    expect(days.at(-1)?.start).toBe(TODAY);
  });

  it('is not known, rather than perfect, without any data', () => {
    expect(uptimeOf({ from: FROM, checks: [] }).share).toBeNull();
  });

  it('adds the checks of a component up', () => {
    const { share, days } = uptimeOf({
      from: FROM,
      checks: [daysOf(CHECK, { 0: [50, 0] }), daysOf(OTHER, { 0: [0, 50], 1: [7, 0] })],
    });
    expect(share).toBeCloseTo(57 / 107);
    expect(days.slice(-3).map((day) => day.share)).toEqual([null, 1, 0.5]);
  });
});

const oneTry = (at: number, changed: Partial<StoredTry>): StoredTry => ({
  checkId: CHECK,
  at,
  outcome: 'pass',
  latencyMs: 40,
  detail: '',
  ...changed,
});

const rollup = (changed: Partial<Rollup>): Rollup => ({
  checkId: CHECK,
  unit: 'day',
  start: TODAY,
  passes: 0,
  slows: 0,
  fails: 0,
  inconclusives: 0,
  latencySumMs: 0,
  latencyMaxMs: 0,
  ...changed,
});

describe('the latency line', () => {
  it('goes through passes and breaks at failures and at what could not be judged', () => {
    const tries = [
      oneTry(0, {}),
      oneTry(1_000, { outcome: 'fail', latencyMs: 9_000 }),
      oneTry(2_000, { outcome: 'inconclusive', latencyMs: null }),
      oneTry(3_000, { outcome: 'slow', latencyMs: 900 }),
      oneTry(4_000, { checkId: OTHER }),
    ];
    const points = pointsOf({ unit: 'try', tries, rollups: [] }, CHECK);
    expect(points.at).toEqual([0, 1, 2, 3]);
    expect(points.typical).toEqual([40, null, null, 900]);
    expect(points.failed).toEqual([0, 1, 0, 0]);
    expect(summaryOf(points)).toEqual({ typical: 40, worst: 900, failed: 1 });
  });

  it('over spans has the average and the worst, and a hole where a span is missing', () => {
    const minute = 60_000;
    const rollups = [
      rollup({ unit: 'minute', start: 0, passes: 2, latencySumMs: 100, latencyMaxMs: 80 }),
      rollup({ unit: 'minute', start: 3 * minute, fails: 2 }),
    ];
    const points = pointsOf({ unit: 'minute', tries: [], rollups }, CHECK);
    expect(points.at).toEqual([0, 60, 180]);
    expect(points.typical).toEqual([50, null, null]);
    expect(points.worst).toEqual([80, null, null]);
    expect(points.failed).toEqual([0, 0, 2]);
  });

  it('of nothing says nothing', () => {
    expect(summaryOf(pointsOf({ unit: 'day', tries: [], rollups: [] }, CHECK))).toEqual({
      typical: null,
      worst: null,
      failed: 0,
    });
  });
});
