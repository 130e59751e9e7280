/** What a drill says of absences that nobody of ours could notice in time. */
import { describe, expect, it } from 'vitest';
import { fleetOf, refereed, type WorldInput } from '../../../harness/drill.ts';
import { breachesOf } from '../../../harness/drill-referee.ts';

const world = (watcher: WorldInput['watcher']): WorldInput => ({
  seed: 1,
  start: '2026-03-01T00:00:00Z',
  length: '6h',
  targets: { a: [{ from: '3h', to: '3h30m', state: 'down', kind: 'refused' }] },
  watcher,
  channels: {},
  people: {},
});
const notWatching = async (watcher: WorldInput['watcher']) => {
  const referee = await refereed(world(watcher), fleetOf(['a', 'b']));
  expect(breachesOf(referee)).toEqual([]);
  return referee.result.lines.flatMap((line) =>
    line.type === 'watcher' && line.to === 'not-watching' ? [line.at] : [],
  );
};

describe('an absence in a drill', () => {
  it('that lasts beyond the end is said from its beginning', async () => {
    expect(await notWatching([{ from: '2h', to: '7h', event: 'asleep' }])).toContain(2 * 3_600_000);
  });

  it('in which the program was started anew is said from its beginning as well', async () => {
    const watcher: WorldInput['watcher'] = [
      { from: '2h', to: '4h', event: 'asleep' },
      { from: '2h30m', event: 'restart' },
    ];
    expect(await notWatching(watcher)).toContain(2 * 3_600_000);
  });
});
