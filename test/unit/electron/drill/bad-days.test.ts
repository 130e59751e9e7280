/** The bad days of test/fixtures/drills: each is played whole, and the referee finds nothing. */
import { describe, expect, it } from 'vitest';
import { fleetOf, refereed, worldFile } from '../../../harness/drill.ts';
import { ALTERNATING, monthFleet } from '../../../harness/drill-month.ts';
import { breachesOf } from '../../../harness/drill-referee.ts';
import { pagesAboutUs } from '../../../harness/drill-referee-ourselves.ts';
import { type FileInput, hook } from '../../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The end of the last outage in flapping.yaml. */
const LAST_UP_MS = 7_110_000;
const HOSTS = Array.from({ length: 12 }, (_, index) => `h${index}`);
/** One step, so that whoever is paged is paged once. */
const policies: FileInput['policies'] = [
  { id: 'default', steps: [{ targets: [{ person: 'kim' }], delay: '1d' }], repeat: 0 },
];
const fleet = fleetOf(HOSTS, { policies });

describe('a bad day', () => {
  it.each(['own-stalls', 'two-sleeps', 'restart-in-outage', 'rolling-deploy'])('%s', async (name) => {
    const referee = await refereed(worldFile(name), fleet);
    expect(breachesOf(referee)).toEqual([]);
  });

  it('a rolling deploy pages nobody', async () => {
    const { result } = await refereed(worldFile('rolling-deploy'), fleet);
    expect(result.summary).toMatchObject({ pages: 0, closes: 0 });
  });

  it.each([{ witnesses: [] }, { witnesses: ['one.example:443', 'other.example:53'] }])(
    'uplink-cut, with the witnesses $witnesses: nobody is called down, and we say that it is us',
    async (settings) => {
      const referee = await refereed(worldFile('uplink-cut'), { ...fleet, settings });
      expect(breachesOf(referee)).toEqual([]);
      const own = pagesAboutUs(referee.result);
      // Twelve minutes and thirty-five: each is one page about ourselves. Forty seconds are none.
      expect(own.filter(({ at }) => at < 1.9 * HOUR)).toEqual([]);
      expect(own.filter(({ at }) => at > 3 * HOUR && at < 3.3 * HOUR)).toHaveLength(1);
      expect(own.filter(({ at }) => at > 4 * HOUR && at < 4.7 * HOUR)).toHaveLength(1);
    },
  );

  it('uplink-cut, with a single host behind it: the link says that it is us', async () => {
    const { result } = await refereed({ ...worldFile('uplink-cut'), targets: {} }, fleetOf(['h0'], { policies }));
    expect(result.lines.filter(({ type, component }) => type === 'page' && component === 'h0')).toEqual([]);
    expect(pagesAboutUs(result).length).toBeGreaterThanOrEqual(2);
  });

  it('dependency: one page for the router, none for what stands behind it; one for what fails alone', async () => {
    const behind = (id: string) => ({
      id,
      dependsOn: ['router'],
      checks: [{ type: 'tcp' as const, host: `${id}.example.org`, port: 80 }],
    });
    const router = { id: 'router', checks: [{ type: 'tcp' as const, host: 'router.example.org', port: 80 }] };
    const others = ['a', 'b'].map((id) => ({
      ...router,
      id,
      checks: [{ type: 'tcp' as const, host: `${id}.example.org`, port: 80 }],
    }));
    const children = HOSTS.slice(0, 6);
    const file = { ...fleet, components: [router, ...children.map(behind), ...others] };
    const referee = await refereed(worldFile('dependency'), file);
    expect(breachesOf(referee)).toEqual([]);
    const paged = referee.result.lines.filter(({ type }) => type === 'page').map(({ component }) => component);
    expect(paged).toEqual(['router', 'h2']);
  });

  it('flapping', async () => {
    const referee = await refereed(worldFile('flapping'), fleet);
    expect(breachesOf({ ...referee, bundled: ['h0'] })).toEqual([]);
    const { lines } = referee.result;
    const told = lines.filter(({ type }) => ['page', 'reminder', 'close'].includes(type));
    // The first is over before anybody can know; the second is the one that flaps.
    expect(told.map(({ type, incident }) => `${type} ${incident}`)).toEqual([
      'page i1',
      'close i1',
      'page i2',
      'reminder i2',
      'close i2',
    ]);
    expect(told[3]?.because).toMatch(
      /; flapping: 3 times in trouble within \d+ min.*; further changes are not said one by one$/,
    );
    expect((told[4]?.at ?? 0) - LAST_UP_MS).toBeGreaterThan(4.5 * MINUTE);
    expect((told[4]?.at ?? 0) - LAST_UP_MS).toBeLessThan(7 * MINUTE);
  });

  it.each(['by nobody', 'until it is fixed'])(
    'flapping that ends in an outage which stays is told, acknowledged %s',
    async (how) => {
      const world = worldFile('flapping');
      const h0 = [...(world.targets?.h0 ?? []), { from: '7200s', to: '3h', state: 'down' as const }];
      const people: FileInput['people'] = [{ id: 'kim', name: 'Kim', channels: ['kim-hook'] }];
      const acknowledges = { kim: { acknowledges: { after: '30s' } } };
      const { result } = await refereed(
        { ...world, targets: { h0 }, ...(how !== 'by nobody' && { people: acknowledges }) },
        { ...fleet, people, policies, channels: [hook('kim-hook')] },
      );
      const told = result.lines.filter(({ type, at }) => (type === 'page' || type === 'reminder') && at > 2 * HOUR);
      expect(told).toHaveLength(1);
      expect((told[0]?.at ?? 0) - 2 * HOUR).toBeLessThan(7 * MINUTE);
    },
  );

  it('a single relapse after ten minutes is a page of its own, and closed like any other', async () => {
    const h0 = [
      { from: '30m', to: '35m', state: 'down' as const },
      { from: '45m', to: '50m', state: 'down' as const },
    ];
    const referee = await refereed({ ...worldFile('flapping'), length: '2h', targets: { h0 } }, fleet);
    expect(breachesOf(referee)).toEqual([]);
    expect(referee.result.summary).toMatchObject({ pages: 2, closes: 2, reminders: 0 });
    const closes = referee.result.lines.filter(({ type }) => type === 'close').map(({ at }) => at);
    expect(closes.map((at, index) => at - (35 + 15 * index) * MINUTE < 2 * MINUTE)).toEqual([true, true]);
  });

  it('random-days: two days out of a month', async () => {
    const referee = await refereed(worldFile('random-days'), monthFleet());
    expect(breachesOf({ ...referee, bundled: ALTERNATING })).toEqual([]);
    expect(referee.result.summary.pages).toBeGreaterThan(20);
  }, 180_000);
});
