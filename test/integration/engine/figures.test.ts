/** Uptime figures through the real engine and store: what was not seen is left out, over a restart too. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ComponentId } from '../../../shared/model/ids.ts';
import { type UptimeFigure, uptimePercent } from '../../../shared/rules/uptime.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const API = ComponentId.parse('api');

async function day(one: TestEngine): Promise<UptimeFigure> {
  const [first] = await one.engine.replies.figures({ component: API }, 'test');
  return first ?? expect.fail('no figure');
}

describe('figures', () => {
  it('before the first look nothing was seen, and nothing is invented', async () => {
    const one = await testEngine();
    expect(uptimePercent(await day(one))).toBeNull();
    expect((await day(one)).unseen).toBe(24 * HOUR);
    await one.stop();
  });

  it('an outage counts from when it was settled until it was over; the time before the start counts nowhere', async () => {
    const one = await testEngine();
    await one.clock.advance(HOUR);
    one.target('api', DOWN);
    await one.clock.advance(30 * MINUTE);
    one.target('api', UP);
    await one.clock.advance(30 * MINUTE);
    const figure = await day(one);
    expect(figure.major).toBeGreaterThan(29 * MINUTE);
    expect(figure.major).toBeLessThan(31 * MINUTE);
    expect(figure.unseen).toBeGreaterThan(21 * HOUR);
    expect(figure.operational + figure.major + figure.unseen).toBe(24 * HOUR);
    expect(Number(uptimePercent(figure))).toBeCloseTo(75, 0);
    await one.stop();
  });

  it('the hours between a stop and the next start were not seen', async () => {
    const path = join(tempFolder(), 'watchbell.db');
    const clock = movableClock(START);
    const before = await testEngine({ path, clock });
    await clock.advance(HOUR);
    await before.stop();
    await clock.advance(5 * HOUR);
    const after = await testEngine({ path, clock });
    await clock.advance(HOUR);
    const figure = await day(after);
    expect(Math.abs(figure.operational - 2 * HOUR)).toBeLessThan(MINUTE);
    expect(uptimePercent(figure)).toBe('100');
    await after.stop();
  });
});
