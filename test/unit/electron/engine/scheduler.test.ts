/** Who is due when: on the grid, without drift, within the limits, and honest about time that passed without us. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScheduler } from '../../../../electron/engine/scheduler.ts';
import { createSlots, gridFor, nextRegular, regularPhase } from '../../../../electron/engine/slots.ts';
import type { Check } from '../../../../shared/model/check.ts';
import { hostOf } from '../../../../shared/rules/target.ts';
import { movableClock } from '../../../harness/clock.ts';
import { configOf, fileOf } from '../../../harness/watch-story.ts';

const SECOND = 1_000;

function checksOf(count: number, interval = '30s', host = (index: number) => `10.0.0.${index}`): Check[] {
  const components = Array.from({ length: count }, (_, index) => ({
    id: `c${index}`,
    checks: [{ type: 'tcp' as const, host: host(index), port: 80, interval }],
  }));
  return [...configOf(fileOf({ components })).checks.values()];
}

function setUp(checks: readonly Check[], limits = { inFlight: 256, perHost: 8 }) {
  const clock = movableClock();
  const starts: { id: string; at: number }[] = [];
  const turns: number[] = [];
  const crowded: string[] = [];
  const open: (() => void)[] = [];
  /** Whose tries do not end by themselves: nobody's, a host's, everybody's. */
  let hold: string | null = null;
  const scheduler = createScheduler({
    clock,
    limits: () => limits,
    run: (check) => {
      starts.push({ id: check.id, at: clock.monotonicMs() });
      const holds = hold === '' || hold === hostOf(check);
      return holds ? new Promise((resolve) => open.push(resolve)) : Promise.resolve();
    },
    onCrowded: ({ id }) => crowded.push(id),
    onTurn: () => turns.push(clock.monotonicMs()),
  });
  scheduler.set(checks);
  return { clock, scheduler, starts, turns, crowded, open, holdOn: (host = '') => (hold = host) };
}

describe('the scheduler', () => {
  it('looks at everything within five seconds of a start', async () => {
    const { clock, starts, scheduler } = setUp(checksOf(100));
    await clock.advance(5_500);
    expect(new Set(starts.map(({ id }) => id)).size).toBe(100);
    scheduler.stop();
  });

  it('keeps each check on its own turn of the grid, without drift', async () => {
    const { clock, starts, scheduler } = setUp(checksOf(1));
    await clock.advance(10 * 60 * SECOND);
    const times = starts.slice(1).map(({ at }) => at);
    expect(times.length).toBeGreaterThanOrEqual(19);
    expect(times.slice(1).every((at, index) => at - (times[index] as number) === 30 * SECOND)).toBe(true);
    expect((times[0] as number) % SECOND).toBe(0);
    scheduler.stop();
  });

  it('fires what is due together in few turns, spread over the interval', async () => {
    const { clock, starts, scheduler } = setUp(checksOf(600));
    await clock.advance(6 * SECOND);
    starts.length = 0;
    await clock.advance(60 * SECOND);
    const turns = new Map<number, number>();
    for (const { at } of starts) {
      turns.set(at, (turns.get(at) ?? 0) + 1);
    }
    expect(starts.length).toBe(1_200);
    expect(turns.size).toBe(60); // one turn a second, not 1,200 wake-ups
    expect(Math.max(...turns.values())).toBeLessThan(45); // about 20 each: no march in step
    scheduler.stop();
  });

  it('never has more in flight than allowed, over all and per host, and lets other hosts pass', async () => {
    const checks = checksOf(40, '30s', (index) => (index < 30 ? 'busy' : `free${index}`));
    const { clock, starts, open, holdOn, scheduler } = setUp(checks, { inFlight: 12, perHost: 4 });
    holdOn();
    await clock.advance(6 * SECOND);
    expect(starts).toHaveLength(12);
    const busy = (ids: { id: string }[]) => ids.filter(({ id }) => Number(id.slice(1).split('/')[0]) < 30).length;
    expect(busy(starts)).toBe(4);
    open.shift()?.();
    await clock.advance(0);
    expect(starts).toHaveLength(13);
    scheduler.stop();
  });

  it.each([
    { story: 'the default', limits: configOf(fileOf()).settings.limits, inTime: true },
    { story: 'two per host', limits: { inFlight: 256, perHost: 2 }, inTime: false },
  ])(
    'a dead host with ten checks has failed three times each before a page is due ($story: $inTime)',
    async ({ limits, inTime }) => {
      const clock = movableClock();
      const checks = checksOf(10, '30s', () => 'dead');
      const begun = new Map(checks.map(({ id }) => [id, [] as number[]]));
      const scheduler = createScheduler({
        clock,
        limits: () => limits,
        run: async (check) => {
          begun.get(check.id)?.push(clock.monotonicMs());
          await new Promise<void>((resolve) => clock.after(10 * SECOND, resolve)); // its whole time-out
          scheduler.plan(check.id, 3 * SECOND);
        },
        onCrowded: () => undefined,
        onTurn: () => undefined,
      });
      scheduler.set(checks);
      scheduler.now(checks.map(({ id }) => id));
      await clock.advance(180 * SECOND);
      const confirmedAfter = [...begun.values()].map(([first = 0, , third = 1e9]) => third + 10 * SECOND - first);
      expect(Math.max(...confirmedAfter) <= 45 * SECOND).toBe(inTime);
      scheduler.stop();
    },
  );

  it('lets a page through between the checks of a full slot', async () => {
    const checks = checksOf(100);
    const { clock, starts, scheduler } = setUp(checks);
    await clock.advance(60 * SECOND);
    starts.length = 0;
    let begunBefore = -1;
    scheduler.now(checks.map(({ id }) => id));
    clock.after(0, () => {
      begunBefore = starts.length;
    });
    await clock.advance(0);
    expect(begunBefore).toBeGreaterThan(0);
    expect(begunBefore).toBeLessThan(20);
    expect(starts).toHaveLength(100);
    scheduler.stop();
  });

  it('gives a check that found no place for a whole interval back as our own trouble', async () => {
    const { clock, crowded, open, holdOn, scheduler } = setUp(
      checksOf(2, '5s', () => 'one'),
      { inFlight: 1, perHost: 1 },
    );
    holdOn();
    await clock.advance(15 * SECOND);
    expect(crowded).toHaveLength(0);
    open.shift()?.();
    await clock.advance(0);
    expect(crowded).toHaveLength(1);
    scheduler.stop();
  });

  it('gives the turn back as well while its host stays full', async () => {
    const { clock, crowded, holdOn, scheduler } = setUp(
      checksOf(3, '30s', (index) => `10.0.0.${Math.max(index, 1)}`),
      { inFlight: 256, perHost: 1 },
    );
    holdOn('10.0.0.1');
    await clock.advance(2 * 60 * SECOND);
    expect(crowded).toHaveLength(1);
    expect(['c0/tcp', 'c1/tcp']).toContain(crowded[0]);
    scheduler.stop();
  });

  it('eight hanging programs keep no heartbeat waiting', async () => {
    const exec = { type: 'exec' as const, command: ['/bin/hangs'] as [string], interval: '30s' };
    const beat = { type: 'heartbeat' as const, every: '1m', token: 'aaaaaaaaaaaaaaaa', interval: '1s' };
    const components = [
      ...Array.from({ length: 9 }, (_, index) => ({ id: `c${index}`, checks: [exec] })),
      { id: 'job', checks: [beat] },
    ];
    const { clock, starts, holdOn, scheduler } = setUp([...configOf(fileOf({ components })).checks.values()]);
    holdOn();
    await clock.advance(10 * SECOND);
    expect(starts.filter(({ id }) => id.endsWith('/exec'))).toHaveLength(8);
    expect(starts.some(({ id }) => id === 'job/heartbeat')).toBe(true);
    scheduler.stop();
  });

  it('skips the turns that were missed: one look at each after a standstill, then its regular turn, and no burst', async () => {
    const { clock, starts, scheduler } = setUp(checksOf(5, '10s'));
    await clock.advance(60 * SECOND);
    const phases = new Map(starts.map(({ id, at }) => [id, at % (10 * SECOND)]));
    starts.length = 0;
    clock.standStill(100 * SECOND);
    await clock.advance(0);
    expect(starts.map(({ id }) => id).toSorted()).toEqual([...phases.keys()].toSorted());
    starts.length = 0;
    await clock.advance(10 * SECOND - 1);
    expect(starts.map(({ id }) => id).toSorted()).toEqual([...phases.keys()].toSorted());
    expect(starts.every(({ id, at }) => at % (10 * SECOND) === phases.get(id))).toBe(true);
    scheduler.stop();
  });

  it('announces each turn before its checks run', async () => {
    const { clock, scheduler, starts, turns } = setUp(checksOf(3));
    await clock.advance(60 * SECOND);
    expect(starts.every(({ at }) => turns.includes(at))).toBe(true);
    scheduler.stop();
  });

  it('does not make a check wait for the turn of its old interval when it is wanted more often', async () => {
    const [hourly] = checksOf(1, '1h') as [Check];
    const { clock, scheduler, starts } = setUp([hourly]);
    await clock.advance(60 * SECOND);
    scheduler.set([{ ...hourly, interval: 10_000 }]);
    await clock.advance(60 * SECOND);
    expect(starts.length).toBeGreaterThanOrEqual(6);
    scheduler.stop();
  });

  it('looks at everything again within five seconds when asked, whatever the intervals', async () => {
    const checks = checksOf(50, '1h');
    const { clock, scheduler, starts } = setUp(checks);
    await clock.advance(60 * SECOND);
    starts.length = 0;
    scheduler.sweep(checks.map(({ id }) => id));
    await clock.advance(5_500);
    expect(new Set(starts.map(({ id }) => id)).size).toBe(50);
    scheduler.stop();
  });

  it('runs a check at once when asked, and forgets one that is removed', async () => {
    const checks = checksOf(2);
    const { clock, starts, scheduler } = setUp(checks);
    await clock.advance(6 * SECOND);
    starts.length = 0;
    scheduler.now([(checks[0] as Check).id]);
    await clock.advance(0);
    expect(starts.map(({ id }) => id)).toEqual([checks[0]?.id]);
    scheduler.set([checks[1] as Check]);
    starts.length = 0;
    await clock.advance(65 * SECOND);
    expect(new Set(starts.map(({ id }) => id))).toEqual(new Set([checks[1]?.id]));
    scheduler.stop();
  });

  it('runs a check once more when asked while it is under way: what that one sees may be of before', async () => {
    const [check] = checksOf(1, '1h') as [Check];
    const { clock, starts, open, holdOn, scheduler } = setUp([check]);
    holdOn();
    await clock.advance(6 * SECOND);
    scheduler.now([check.id]);
    scheduler.now([check.id]);
    await clock.advance(6 * SECOND);
    expect(starts).toHaveLength(1);
    open.shift()?.();
    await clock.advance(0);
    expect(starts.map(({ at }) => at).slice(1)).toEqual([clock.monotonicMs()]);
    open.shift()?.();
    await clock.advance(SECOND);
    expect(starts).toHaveLength(2);
    scheduler.stop();
  });

  it('goes on with new settings for a check that was under way when they changed', async () => {
    const [before] = checksOf(1) as [Check];
    const { clock, starts, open, holdOn, scheduler } = setUp([before]);
    holdOn();
    await clock.advance(6 * SECOND);
    scheduler.set([{ ...before, interval: 2_000 }]);
    open.shift()?.();
    await clock.advance(5 * SECOND);
    expect(starts.length).toBeGreaterThanOrEqual(2);
    scheduler.stop();
  });
});

describe('the slots', () => {
  it('give back everybody exactly once, in order of time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 50 })), { maxLength: 60 }),
        (puts) => {
          const everybody = Array.from({ length: 21 }, (_, name) => ({ name, due: null as number | null }));
          const slots = createSlots<(typeof everybody)[number]>();
          const last = new Map<number, number>();
          for (const [name, due] of puts) {
            slots.put(everybody[name] as (typeof everybody)[number], due);
            last.set(name, due);
          }
          const names = (due: number) => slots.take(due).map(({ name }) => name);
          const taken = [...names(25), ...names(100)];
          const dues = taken.map((name) => last.get(name) as number);
          expect(dues).toEqual(dues.toSorted((a, b) => a - b));
          expect(taken.toSorted((a, b) => a - b)).toEqual([...last.keys()].toSorted((a, b) => a - b));
          expect(slots.earliest()).toBeNull();
          expect(everybody.every(({ due }) => due === null)).toBe(true);
        },
      ),
    );
  });

  it('are a second wide from an interval of 10 s on, 250 ms below, and 50 ms below 2 s', () => {
    expect([30_000, 10_000, 9_999, 2_000, 1_999, 100].map(gridFor)).toEqual([1_000, 1_000, 250, 250, 50, 50]);
  });

  it('put the next regular turn after now, at most one interval away, on the grid', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 1_000, max: 3_600_000 }),
        fc.double({ min: 0, max: 1e10, noNaN: true }),
        (name, interval, now) => {
          const due = nextRegular(regularPhase(name, interval), interval, now);
          expect(due).toBeGreaterThan(now);
          expect(due - now).toBeLessThanOrEqual(interval + 1);
          expect(gridFor(interval)).toBeLessThanOrEqual(interval);
        },
      ),
    );
  });
});
