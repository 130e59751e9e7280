/** The bad days of test/fixtures/drills: each is played whole, and the referee finds nothing. */
import { describe, expect, it } from 'vitest';
import { fleetOf, refereed, worldFile } from '../../../harness/drill.ts';
import { breachesOf } from '../../../harness/drill-referee.ts';
import type { FileInput } from '../../../harness/watch-story.ts';

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

  it('flapping', async () => {
    const referee = await refereed(worldFile('flapping'), fleet);
    expect(breachesOf({ ...referee, bundled: ['h0'] })).toEqual([]);
  });
});
