/** What monitoring systems are told of a night: counted as it happens, and never that we watch while we do not. */
import { afterEach, describe, expect, it } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UNSURE, UP } from '../../harness/engine.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;

let running: TestEngine | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
});

/** The one value of a series; null: there is none. */
function figure({ engine }: TestEngine, name: string, labels: Readonly<Record<string, string>> = {}): number | null {
  const metric = engine.figures().find((one) => one.name === `watchbell_${name}`);
  const found = (metric?.samples ?? []).filter((sample) =>
    Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.value ?? null;
}

async function open(): Promise<TestEngine> {
  const clock = movableClock(START);
  running = await testEngine({ clock, file: fileOf({ settings: { pageAfter: 0, closeAfter: 0 } }) });
  await clock.advance(MINUTE);
  return running;
}

describe('the figures of a night', () => {
  it('follow a trouble from its first failure to its end', async () => {
    const on = await open();
    const component = { component: 'api' };
    expect(figure(on, 'watching')).toBe(1);
    expect(figure(on, 'component_status', component)).toBe(1);
    const passes = figure(on, 'observations_total', { outcome: 'pass' }) ?? 0;
    expect(passes).toBeGreaterThan(0);

    on.target('api', DOWN);
    await on.clock.advance(2 * MINUTE);
    expect(figure(on, 'component_status', component)).toBe(4);
    expect(figure(on, 'check_up', component)).toBe(0);
    expect(figure(on, 'incidents_open', { state: 'triggered' })).toBe(1);
    expect(figure(on, 'observations_total', { outcome: 'fail' })).toBeGreaterThanOrEqual(3);
    expect(figure(on, 'pages_total', { channel: 'kim-hook', outcome: 'delivered' })).toBe(1);

    on.target('api', UP);
    await on.clock.advance(10 * MINUTE);
    expect(figure(on, 'incidents_open', { state: 'triggered' })).toBe(0);
    expect(figure(on, 'pages_total', { channel: 'kim-hook', outcome: 'delivered' })).toBe(on.pages().length);
    expect(figure(on, 'observations_total', { outcome: 'pass' })).toBeGreaterThan(passes);
  });

  it('tell of a page that waits, and of every try that failed', async () => {
    const on = await open();
    on.answer(() => ({ status: 'try-later', afterMs: MINUTE, reason: 'busy' }));
    on.target('api', DOWN);
    await on.clock.advance(3 * MINUTE);
    expect(figure(on, 'outbox_pages')).toBeGreaterThan(0);
    expect(figure(on, 'outbox_oldest_age_seconds')).toBeGreaterThan(60);
    expect(figure(on, 'pages_total', { channel: 'kim-hook', outcome: 'retried' })).toBeGreaterThan(0);
    on.answer(() => ({ status: 'accepted' }));
    on.target('api', UP);
    await on.clock.advance(10 * MINUTE);
    expect([figure(on, 'outbox_pages'), figure(on, 'outbox_oldest_age_seconds')]).toEqual([0, 0]);
  });

  it('say that we do not watch, and no component is well, when we cannot judge', async () => {
    const on = await open();
    on.target('api', UNSURE);
    await on.clock.advance(10 * MINUTE);
    expect(figure(on, 'watching')).toBe(0);
    expect(figure(on, 'component_status', { component: 'api' })).toBe(0);
    expect(figure(on, 'check_up', { component: 'api' })).toBeNull();
    expect(figure(on, 'observations_total', { outcome: 'inconclusive' })).toBeGreaterThan(0);
  });

  it('tell how late the scheduler was', async () => {
    const on = await open();
    const turns = figure(on, 'scheduler_turns_total') ?? 0;
    expect(turns).toBeGreaterThan(0);
    expect(figure(on, 'scheduler_late_seconds_total')).toBe(0);
    on.clock.standStill(3_000);
    await on.clock.advance(MINUTE);
    expect(figure(on, 'scheduler_turns_total')).toBeGreaterThan(turns);
    expect(figure(on, 'scheduler_late_seconds_total')).toBeGreaterThan(0);
  });
});
