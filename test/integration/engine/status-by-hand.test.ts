/** A status set by hand in the running engine: shown at once, held over what the checks see, ended by its time or by hand. */
import { describe, expect, it } from 'vitest';
import { DOWN, type TestEngine } from '../../harness/engine.ts';
import { engines } from '../../harness/running.ts';

const MINUTE = 60_000;
const engine = engines(2 * MINUTE);
const viewOf = (one: TestEngine) => one.snapshot().components[0];
const set = (one: TestEngine, forMs: number | null) =>
  one.engine.replies.setStatus({ component: 'api' as never, status: 'under_maintenance', forMs, note: 'disks' }, 'Kim');

describe('a status set by hand', () => {
  it('is shown with whose word it is, wins over the checks, and ends at its time', async () => {
    const one = await engine();
    expect(await set(one, 10 * MINUTE)).toEqual({
      accepted: true,
      text: 'API is set by hand for 10 min; the checks go on',
    });
    expect(viewOf(one)).toMatchObject({
      status: 'under_maintenance',
      because: '',
      byHand: { by: 'Kim', note: 'disks', until: one.clock.now() + 10 * MINUTE },
    });
    one.target('api', DOWN);
    await one.clock.advance(9 * MINUTE);
    expect(viewOf(one)?.status).toBe('under_maintenance');
    expect(one.pages()).toEqual([]);
    await one.clock.advance(3 * MINUTE);
    expect(viewOf(one)).toMatchObject({ status: 'major_outage', byHand: null });
    expect(one.pages()).not.toEqual([]);
  });

  it('ends after the time it was set for though the clock was set back meanwhile, and hides no outage for longer', async () => {
    const one = await engine();
    await set(one, 10 * MINUTE);
    one.clock.setBack(60 * MINUTE);
    await one.clock.advance(11 * MINUTE);
    expect(viewOf(one)).toMatchObject({ status: 'operational', byHand: null });
    one.target('api', DOWN);
    await one.clock.advance(3 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
  });

  it('is released by hand, and there is nothing to release twice or where nobody has set it', async () => {
    const one = await engine();
    await set(one, null);
    const release = () => one.engine.replies.releaseStatus({ component: 'api' as never }, 'Sam');
    expect(await release()).toEqual({ accepted: true, text: 'Released: the checks say its status again' });
    expect(viewOf(one)).toMatchObject({ status: 'operational', byHand: null });
    expect((await release()).accepted).toBe(false);
  });

  it('is refused for a component that is not there', async () => {
    const one = await engine();
    const ask = { component: 'nobody' as never, status: 'unknown' as const, forMs: null, note: '' };
    expect(await one.engine.replies.setStatus(ask, 'Kim')).toEqual({
      accepted: false,
      text: 'There is no component nobody',
    });
  });
});
