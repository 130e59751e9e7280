/** The referee of drills can be lost before: each kind of lie, put into the lines of a drill that was well, is called out. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { DrillLine } from '../../../../shared/model/drill/line.ts';
import { ComponentId, PersonId } from '../../../../shared/model/ids.ts';
import { fleetOf, refereed } from '../../../harness/drill.ts';
import { breachesOf } from '../../../harness/drill-referee.ts';
import type { Referee } from '../../../harness/drill-truth.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const web = ComponentId.parse('web');
const behind = ComponentId.parse('behind');
const watchbell = ComponentId.parse('watchbell');

let honest: Referee;

/** Two outages of one host, a router and what stands behind it, a cut and a sleep; on five hosts more all is well. */
beforeAll(async () => {
  const fleet = fleetOf(['web', 'router', 'behind', 'a', 'b', 'c', 'd', 'e']);
  const components = (fleet.components ?? []).map((component) =>
    component.id === 'behind' ? { ...component, dependsOn: ['router'] } : component,
  );
  honest = await refereed(
    {
      length: '10h',
      targets: {
        web: [
          { from: '1h', to: '1h4m', state: 'down' },
          { from: '3h', to: '3h4m', state: 'down' },
        ],
        router: [{ from: '5h', to: '5h4m', state: 'down' }],
        behind: [{ from: '5h', to: '5h4m', state: 'down' }],
      },
      watcher: [
        { from: '6h', to: '6h20m', event: 'offline' },
        { from: '7h', to: '8h', event: 'asleep' },
      ],
    },
    { ...fleet, components },
  );
}, 60_000);

const judged = (change: (lines: readonly DrillLine[]) => readonly DrillLine[]): readonly string[] => {
  const lines = change(honest.result.lines).toSorted((one, other) => one.at - other.at);
  return breachesOf({ ...honest, result: { ...honest.result, lines } });
};
const without = (isGone: (line: DrillLine) => boolean) => judged((lines) => lines.filter((line) => !isGone(line)));
const withMore = (...more: readonly DrillLine[]) => judged((lines) => [...lines, ...more]);

/** What was said of the first outage, said once more of something else. */
function copied(type: DrillLine['type'], change: Partial<DrillLine>): DrillLine {
  const line = honest.result.lines.find((one) => one.type === type && one.component === web);
  if (line === undefined) {
    throw new Error(`there was no ${type}`);
  }
  return { ...line, ...change };
}
const isOf = (type: DrillLine['type'], from: number, to: number) => (line: DrillLine) =>
  line.type === type && line.component === web && line.at >= from && line.at < to;

describe('the referee of drills', () => {
  it('finds nothing where nothing is to be found', () => {
    expect(breachesOf(honest)).toEqual([]);
  });

  it('calls out a page while all is well', () => {
    const page = copied('page', { at: 4 * HOUR, incident: 'i9' });
    expect(withMore(page)).toContainEqual(expect.stringMatching(/^false page at 4:00:00 about web/));
  });

  it('calls out a page about what hangs on something that is down', () => {
    const page = copied('page', { at: 5 * HOUR + 3 * MINUTE, incident: 'i9', component: behind });
    expect(withMore(page)).toContainEqual(expect.stringMatching(/^page in place of its cause at 5:03:00 about behind/));
  });

  it('calls out a page about ourselves without need, also one for a cut that was too short or is long over', () => {
    for (const at of [4 * HOUR, 6 * HOUR + MINUTE, 6 * HOUR + 25 * MINUTE, 7 * HOUR + 30 * MINUTE]) {
      const page = copied('page', { at, incident: 'i9', component: watchbell });
      expect(withMore(page)).toContainEqual(expect.stringMatching(/^page about ourselves without need/));
    }
  });

  it('calls out a long cut that nobody was told of', () => {
    const lines = without(({ type, component }) => type === 'page' && component === watchbell);
    expect(lines).toContainEqual('offline from 6:00:00: told as 0 incidents of ours');
  });

  it('calls out an outage that nobody was paged for', () => {
    expect(without(isOf('page', HOUR, 2 * HOUR))).toContainEqual(expect.stringMatching(/was paged as 0 incidents$/));
  });

  it('does not take our own word for it that we were away', () => {
    const away = (at: number, to: 'watching' | 'not-watching'): DrillLine => ({
      at,
      type: 'watcher',
      to,
      because: 'so we say',
    });
    const breaches = judged((lines) => [
      ...lines.filter((line) => !isOf('page', HOUR, 2 * HOUR)(line)),
      away(HOUR - MINUTE, 'not-watching'),
      away(HOUR + 10 * MINUTE, 'watching'),
    ]);
    expect(breaches).toContainEqual(expect.stringMatching(/was paged as 0 incidents$/));
  });

  it('calls out an outage that is paged as two incidents, or twice to one person', () => {
    const again = { at: HOUR + 3 * MINUTE };
    expect(withMore(copied('page', { ...again, incident: 'i9' }))).toContainEqual(
      expect.stringMatching(/was paged as 2 incidents$/),
    );
    expect(withMore(copied('page', again))).toContainEqual(expect.stringMatching(/was paged 1 times too often$/));
  });

  it('calls out one stretch that was green for too long, however soon another one was shown', () => {
    const breaches = judged((lines) =>
      lines.map((line) => (isOf('state', HOUR, HOUR + 2 * MINUTE)(line) ? { ...line, at: HOUR + 2.5 * MINUTE } : line)),
    );
    expect(breaches).toEqual([expect.stringMatching(/^web down from 1:00:00 was green for 150000 ms of it/)]);
  });

  it('calls out what turns green again while it is down', () => {
    const green = copied('state', { at: HOUR + 2 * MINUTE, from: 'major_outage', to: 'operational' });
    expect(withMore(green)).toContainEqual(expect.stringMatching(/^web down from 1:00:00 was green/));
  });

  it('calls out a page that is never closed, and one that is closed twice', () => {
    expect(without(isOf('close', HOUR, 2 * HOUR))).toEqual([
      expect.stringMatching(/^web i1 kim kim-hook: reached, 0 closing/),
    ]);
    const close = honest.result.lines.find(isOf('close', HOUR, 2 * HOUR));
    expect(withMore(copied('close', { at: (close?.at ?? 0) + 1 }))).toEqual([
      expect.stringMatching(/reached, 2 closing/),
    ]);
  });

  it('calls out a page that reaches nobody though its channel is well', () => {
    expect(without(isOf('delivered', HOUR, HOUR + 3 * MINUTE))).toContainEqual(
      expect.stringMatching(/^page about web at .* reached nobody, though kim kim-hook was well$/),
    );
  });

  it('calls out that we say to watch while we are cut off, or sleep', () => {
    const at = (from: number) => (line: DrillLine) =>
      line.type === 'watcher' && line.at >= from && line.at < from + MINUTE;
    expect(without(at(6 * HOUR))).toContainEqual(expect.stringMatching(/^away from 6:00:00, and said to watch/));
    expect(without(at(7 * HOUR))).toContainEqual(expect.stringMatching(/^away from 7:00:00, and said to watch/));
  });

  it('counts a first notice to somebody else as the same telling', () => {
    const sam = { at: HOUR + 3 * MINUTE, person: PersonId.parse('sam') };
    const told = withMore(
      copied('page', sam),
      copied('delivered', { ...sam, at: sam.at + 200 }),
      copied('close', { ...sam, at: HOUR + 6 * MINUTE }),
    );
    expect(told).toEqual([]);
  });
});
