/** Alerts of other systems: each is trouble like any other, pages once, goes on until its source or a person ends it. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../electron/engine/ports/store.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import type { AlertEvent } from '../../../shared/model/alert.ts';
import { alertEvent, houseWithSource, PROM } from '../../harness/alerts.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { silentLog } from '../../harness/log.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const running: TestEngine[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

async function open(file = houseWithSource(), path?: string, clock = movableClock(START)): Promise<TestEngine> {
  const engine = await testEngine({ clock, file, ...(path !== undefined && { path }) });
  running.push(engine);
  await clock.advance(MINUTE);
  return engine;
}

/** Says it, and lets a second pass. */
async function say(on: TestEngine, ...changes: readonly Partial<AlertEvent>[]) {
  const taken = await on.engine.alertDesk.take(PROM, changes.map(alertEvent));
  await on.clock.advance(1_000);
  return taken;
}

const openIncidents = (on: TestEngine) => on.snapshot().incidents.filter(({ resolvedAt }) => resolvedAt === null);
const titles = (on: TestEngine) => on.sent.map(({ page }) => page.title);
const linesOf = async (on: TestEngine) =>
  (await on.store.events({ types: ['alert'], limit: 100 })).map(({ text }) => text).toReversed();

describe('an alert', () => {
  it('pages at once, in the words of its source', async () => {
    const on = await open();
    expect(await say(on, { name: 'HighLatency api-1' })).toEqual({ kind: 'taken', keys: ['k1'] });
    expect(on.pages()).toEqual(['trigger kim kim-hook']);
    expect(on.sent[0]?.page).toMatchObject({ title: 'ALERT HighLatency api-1', severity: 'critical' });
    expect(on.sent[0]?.page.text).toContain('Prometheus: p99 is 2 s (api-1)');
  });

  it('counts as something that is down, and is in the list of components while it lasts', async () => {
    const on = await open();
    expect(on.snapshot().picture.shape).toBe('calm');
    await say(on, {});
    expect(on.snapshot().picture).toMatchObject({ shape: 'down', count: 1 });
    expect(on.snapshot().components.map(({ id }) => id)).toEqual(['api', 'alerts/1']);
    await say(on, { action: 'resolve' });
    expect(on.snapshot().picture.shape).toBe('calm');
    expect(on.snapshot().components.map(({ id }) => id)).toEqual(['api']);
  });

  it('said again is the same: counted, in the history once, and nobody is paged again', async () => {
    const on = await open();
    for (let times = 0; times < 5; times++) {
      await say(on, {});
    }
    expect(on.pages()).toEqual(['trigger kim kim-hook']);
    expect(openIncidents(on)).toHaveLength(1);
    expect(await linesOf(on)).toEqual([
      'Prometheus: p99 is 2 s (critical): p99 is 2 s (api-1)',
      'Prometheus: p99 is 2 s is said again, 2 times by now',
    ]);
  });

  it('that gets worse pages again, one that gets milder does not', async () => {
    const on = await open();
    await say(on, { severity: 'warning' });
    await say(on, { severity: 'error' });
    await say(on, { severity: 'warning' });
    expect(on.sent.map(({ page }) => `${page.kind} ${page.severity}`)).toEqual(['trigger low', 'reminder high']);
  });

  it('is over when its source says so: whoever was told hears it once, and its key is free', async () => {
    const on = await open();
    await say(on, {});
    await say(on, { action: 'resolve' });
    await say(on, { action: 'resolve' });
    await on.clock.advance(HOUR);
    expect(titles(on)).toEqual(['ALERT p99 is 2 s', 'OVER p99 is 2 s']);
    await say(on, {});
    expect(titles(on)).toEqual(['ALERT p99 is 2 s', 'OVER p99 is 2 s', 'ALERT p99 is 2 s']);
    expect(openIncidents(on).map(({ componentId }) => componentId)).toEqual(['alerts/2']);
  });

  it('that comes and goes is one trouble: it is closed once, when it stays away', async () => {
    const on = await open();
    for (let times = 0; times < 4; times++) {
      await say(on, {});
      await on.clock.advance(MINUTE);
      await say(on, { action: 'resolve' });
      await on.clock.advance(MINUTE);
    }
    await on.clock.advance(HOUR);
    const kinds = on.sent.map(({ page }) => page.kind);
    expect(kinds.filter((kind) => kind === 'close')).toHaveLength(2);
    expect(new Set(on.sent.map(({ page }) => page.componentId))).toEqual(new Set(['alerts/1']));
    expect(openIncidents(on)).toEqual([]);
  });

  it('acknowledged at its source is acknowledged here', async () => {
    const on = await open();
    await say(on, {});
    await say(on, { action: 'acknowledge' });
    expect(openIncidents(on)[0]).toMatchObject({ state: 'acknowledged', acknowledgement: { by: 'Prometheus' } });
    await on.clock.advance(HOUR);
    expect(on.pages()).toEqual(['trigger kim kim-hook']);
  });

  it('acknowledged at its source, and given back by somebody here, stays given back', async () => {
    const on = await open();
    await say(on, {});
    await say(on, { action: 'acknowledge' });
    const incident = openIncidents(on)[0]?.id as NonNullable<ReturnType<typeof openIncidents>[number]['id']>;
    await on.engine.replies.unacknowledge({ incident }, 'Kim at this desk');
    await on.clock.advance(5 * MINUTE);
    expect(openIncidents(on)[0]?.state).toBe('triggered');
  });

  it('resolved by a person is over here, and begins anew when its source says it again', async () => {
    const on = await open();
    await say(on, {});
    const incident = openIncidents(on)[0]?.id as NonNullable<ReturnType<typeof openIncidents>[number]['id']>;
    await on.engine.replies.resolve({ incident, note: '' }, 'Kim at this desk');
    await on.clock.advance(10 * MINUTE);
    expect(titles(on)).toEqual(['ALERT p99 is 2 s', 'RESOLVED p99 is 2 s']);
    expect((await linesOf(on)).at(-1)).toBe('Prometheus: p99 is 2 s is ended here by Kim at this desk');
    await say(on, {});
    expect(openIncidents(on).map(({ componentId }) => componentId)).toEqual(['alerts/2']);
  });

  it('of which nothing is known here ends and takes nothing, and that is said', async () => {
    const on = await open();
    expect(await say(on, { action: 'resolve', key: 'x' }, { action: 'acknowledge', key: 'y' })).toMatchObject({
      kind: 'taken',
    });
    expect(on.sent).toEqual([]);
    expect(await linesOf(on)).toEqual([
      'Prometheus: the end of `x`, which is no alert that lasts here',
      'Prometheus: an acknowledgement of `y`, which is no alert that lasts here',
    ]);
  });

  it('whose severity is none is noted, and no alert', async () => {
    const on = await open();
    await say(on, { severity: 'none', summary: 'Watchdog' });
    expect(on.sent).toEqual([]);
    expect(openIncidents(on)).toEqual([]);
    expect(await linesOf(on)).toEqual(['Prometheus: noted only, for its severity is `none`: Watchdog']);
  });

  it('without a key gets one, and another one each time', async () => {
    const on = await open();
    const one = await say(on, { key: '' });
    const other = await say(on, { key: '' });
    expect(one.kind === 'taken' && other.kind === 'taken' && one.keys[0] !== other.keys[0]).toBe(true);
    expect(openIncidents(on)).toHaveLength(2);
  });

  it('shows its details and opens its first link', async () => {
    const on = await open();
    await say(on, {
      details: [{ name: 'job', value: 'node' }],
      links: [
        { href: 'https://wiki.example/runbook', text: 'runbook' },
        { href: 'https://prom.example/graph', text: 'source' },
      ],
    });
    const shown = on.snapshot().components.find(({ id }) => id === 'alerts/1');
    expect(shown?.description).toBe('Alert of Prometheus · job: node · source: https://prom.example/graph');
    expect(shown?.runbook).toBe('https://wiki.example/runbook');
  });
});

describe('what is answered', () => {
  it('is written: not before, and then it is paged also when we are killed at once', async () => {
    const path = join(await tempFolder(), 'watchbell.db');
    const clock = movableClock(START);
    const { store } = await openStore({ path, clock, log: silentLog });
    let release: () => void = () => undefined;
    let held: Promise<void> | null = null;
    const slow: Store = {
      ...store,
      commit: async (entries) => {
        await held;
        return store.commit(entries);
      },
    };
    const on = await testEngine({ clock, file: houseWithSource(), store: slow });
    await clock.advance(MINUTE);
    held = new Promise((resolve) => {
      release = resolve;
    });
    let answered = false;
    const taken = on.engine.alertDesk.take(PROM, [alertEvent()]).then((answer) => {
      answered = true;
      return answer;
    });
    await clock.advance(MINUTE);
    expect(answered).toBe(false);
    held = null;
    release();
    expect((await taken).kind).toBe('taken');
    const { values } = await store.restore();
    expect([...values.keys()]).toContain('alert:1');
    await on.stop();
  });

  it('was taken just before a crash, and is paged at the start', async () => {
    const clock = movableClock(START);
    const path = join(await tempFolder(), 'watchbell.db');
    const before = await open(houseWithSource(), path, clock);
    await before.engine.alertDesk.take(PROM, [alertEvent()]);
    const { values } = await before.store.restore();
    await before.stop();
    running.splice(0);
    // As the store stood when the answer went out.
    const other = await openStore({ path: join(await tempFolder(), 'watchbell.db'), clock, log: silentLog });
    await other.store.commit([{ values: Object.fromEntries(values), events: [] }]);
    const after = await testEngine({ clock, file: houseWithSource(), store: other.store });
    running.push(after);
    await clock.advance(MINUTE);
    expect(after.pages()).toEqual(['trigger kim kim-hook']);
  });
});

describe('a restart', () => {
  it('forgets no alert, and pages nobody again; its end is known after it', async () => {
    const path = join(await tempFolder(), 'watchbell.db');
    const clock = movableClock(START);
    const before = await open(houseWithSource(), path, clock);
    await say(before, {});
    await before.stop();
    running.splice(0);
    const after = await open(houseWithSource(), path, clock);
    await clock.advance(HOUR);
    expect(openIncidents(after)).toHaveLength(1);
    expect(after.pages().filter((page) => page.startsWith('trigger'))).toEqual([]);
    await say(after, {});
    await say(after, { action: 'resolve' });
    expect(after.pages()).toContain('close kim kim-hook');
    expect(openIncidents(after)).toEqual([]);
  });

  it('gives no number twice', async () => {
    const path = join(await tempFolder(), 'watchbell.db');
    const clock = movableClock(START);
    const before = await open(houseWithSource(), path, clock);
    await say(before, {});
    await say(before, { action: 'resolve' });
    clock.sleepThrough(9 * 24 * HOUR);
    await clock.advance(2 * HOUR);
    await before.stop();
    running.splice(0);
    const after = await open(houseWithSource(), path, clock);
    await say(after, {});
    expect(openIncidents(after).map(({ componentId }) => componentId)).toEqual(['alerts/2']);
  });
});

describe('many alerts at once', () => {
  const many = Array.from({ length: 40 }, (_, number) => ({ key: `k${number}`, summary: `trouble ${number}` }));

  it('page as many times as a storm has alerts, and once for all the others', async () => {
    const on = await open();
    await say(on, ...many);
    expect(on.pages()).toHaveLength(6);
    expect(titles(on).at(-1)).toBe('ALERT Many alerts of Prometheus');
    expect(on.sent.at(-1)?.page.text).toContain('35 alerts, the worst: trouble 5; trouble 6; trouble 7');
    await on.clock.advance(MINUTE);
    expect(on.pages()).toHaveLength(6);
  });

  it('that come one by one in a storm join it; it ends with the last of them', async () => {
    const on = await open();
    await say(on, ...many.slice(0, 6));
    for (const one of many.slice(6, 12)) {
      await say(on, one);
    }
    expect(openIncidents(on)).toHaveLength(6);
    await say(on, ...many.slice(0, 11).map((one) => ({ ...one, action: 'resolve' as const })));
    expect(openIncidents(on).map(({ componentId }) => componentId)).toEqual(['alerts/prom/storm']);
    await say(on, { ...many[11], action: 'resolve' });
    expect(openIncidents(on)).toEqual([]);
    expect(titles(on).filter((title) => title.startsWith('OVER'))).toHaveLength(6);
  });

  it('that come when the storm is long over are their own again', async () => {
    const on = await open();
    await say(on, ...many.slice(0, 8));
    await on.clock.advance(10 * MINUTE);
    await say(on, { key: 'late', summary: 'late' });
    expect(titles(on).filter((title) => title.startsWith('ALERT'))).toContain('ALERT late');
  });

  it('beyond what anybody can look at are told to come again; those that are known still end', async () => {
    const on = await open();
    const lots = Array.from({ length: 501 }, (_, number) => ({ key: `k${number}` }));
    expect(await say(on, ...lots)).toMatchObject({ kind: 'too-many' });
    expect(await say(on, { key: 'k0', action: 'resolve' })).toMatchObject({ kind: 'taken' });
    expect(await say(on, { key: 'k500' })).toMatchObject({ kind: 'taken' });
  });

  it('are no doubt about our own sight', async () => {
    const on = await open();
    await say(on, ...many);
    expect(on.snapshot().watcher.state).toBe('watching');
  });
});

describe('a source of a component', () => {
  const file = houseWithSource({ component: 'api' });

  it('is trouble of it, and well with it', async () => {
    const on = await open(file);
    expect(on.snapshot().components.map(({ id, status }) => `${id} ${status}`)).toEqual(['api operational']);
    await say(on, {});
    expect(on.snapshot().components.map(({ id, status }) => `${id} ${status}`)).toEqual(['api major_outage']);
    await say(on, { action: 'resolve' });
    expect(on.snapshot().components[0]?.status).toBe('operational');
  });

  it('is not known to be well while nobody can reach us, and alerts that came before go on', async () => {
    let hearing: number | null = START;
    const clock = movableClock(START);
    const on = await testEngine({ clock, file, hearingSince: () => hearing });
    running.push(on);
    await clock.advance(MINUTE);
    const statusNow = () => on.snapshot().components[0]?.status;
    expect(statusNow()).toBe('operational');
    hearing = null;
    await clock.advance(2 * MINUTE);
    expect(statusNow()).toBe('unknown');
    hearing = clock.now();
    await clock.advance(2 * MINUTE);
    expect(statusNow()).toBe('operational');
    await say(on, {});
    hearing = null;
    await clock.advance(2 * MINUTE);
    expect(statusNow()).toBe('major_outage');
  });

  it('acknowledges nothing that is down by our own checks as well', async () => {
    const on = await open(file);
    on.target('api/http', DOWN);
    await on.clock.advance(5 * MINUTE);
    await say(on, {}, { action: 'acknowledge' });
    await on.clock.advance(2 * MINUTE);
    expect(openIncidents(on)[0]?.state).toBe('triggered');
    on.target('api/http', UP);
  });

  it('keeps it in trouble for as long as any alert lasts', async () => {
    const on = await open(file);
    await say(on, { key: 'a' }, { key: 'b', severity: 'warning' });
    await say(on, { key: 'a', action: 'resolve' });
    expect(on.snapshot().components[0]?.status).toBe('performance_issues');
    expect(openIncidents(on)).toHaveLength(1);
  });
});

describe('an alert that nobody repeats', () => {
  it('goes on for ever, and is not called well', async () => {
    const on = await open();
    await say(on, {});
    on.clock.sleepThrough(3 * 24 * HOUR);
    await on.clock.advance(HOUR);
    expect(openIncidents(on)).toHaveLength(1);
    expect(on.snapshot().picture.shape).not.toBe('calm');
  });

  it('is said to be stale where it should have been, and goes on', async () => {
    const on = await open(houseWithSource({ staleAfter: '1h' }));
    await say(on, {});
    await on.clock.advance(2 * HOUR);
    expect(openIncidents(on)[0]?.cause).toContain('stale: not repeated for more than 1 h');
  });

  it('is ended where the file says so, and not called well', async () => {
    const on = await open(houseWithSource({ endAfter: '2h' }));
    await say(on, {});
    await on.clock.advance(3 * HOUR);
    expect(openIncidents(on)).toEqual([]);
    expect(titles(on)).toContain('RESOLVED p99 is 2 s');
    expect(await linesOf(on)).toContain(
      'Prometheus: p99 is 2 s is ended: not repeated for more than 2 h; whether it is over was not said',
    );
  });
});

describe('the configuration', () => {
  it('that has no such source any more ends its alerts, and whoever was told hears it', async () => {
    const on = await open();
    await say(on, {});
    on.configure({ ...houseWithSource(), sources: [] });
    await on.clock.advance(2 * HOUR);
    expect(on.pages()).toEqual(['trigger kim kim-hook', 'close kim kim-hook']);
    expect(await on.engine.alertDesk.take(PROM, [alertEvent()])).toEqual({ kind: 'unknown' });
  });
});
