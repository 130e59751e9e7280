/** Never blame the target for our own trouble; know when we are the ones offline; say it once when it lasts (decisions, 1 and 8). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Network } from '../../../electron/engine/ports/network.ts';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UNSURE, UP } from '../../harness/engine.ts';
import { answerAll, hostNames, hostsFile, LOST, witnessed } from '../../harness/many-hosts.ts';
import { engines } from '../../harness/running.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const names = hostNames(10);
const engine = engines(2 * MINUTE);
const all = (one: TestEngine, outcome: ProbeOutcome, ids = names) => answerAll(one, outcome, ids);

function witnesses(one: TestEngine, outcome: ProbeOutcome): void {
  one.target('watchbell/witness-1', outcome);
  one.target('watchbell/witness-2', outcome);
}

const titles = (one: TestEngine) => one.sent.map(({ page }) => `${page.kind}: ${page.title}`);
const openOnes = (one: TestEngine) =>
  one
    .snapshot()
    .incidents.filter(({ state }) => state !== 'resolved')
    .map(({ componentId }) => componentId);

describe('our own uplink is cut', () => {
  it('blames none of ten targets when no witness answers either, and forgets what failed before we knew', async () => {
    const one = await engine({ file: hostsFile(names, witnessed) });
    all(one, LOST);
    witnesses(one, LOST);
    await one.clock.advance(2 * MINUTE);
    expect(one.snapshot().components.map(({ status }) => status)).toEqual(names.map(() => 'unknown'));
    expect(openOnes(one)).toEqual([]);
    all(one, UP);
    witnesses(one, UP);
    await one.clock.advance(2 * MINUTE);
    expect(one.snapshot().components.map(({ status }) => status)).toEqual(names.map(() => 'operational'));
    expect(one.pages()).toEqual([]);
    const told = (await one.store.events({ limit: 500, types: ['watcher'] })).map(({ data }) => data.uplink);
    expect(told.filter((kind) => kind !== undefined).toReversed()).toEqual(['offline', 'doubt', 'clear']);
  });

  it('pages once about ourselves when it lasts, and closes that once', async () => {
    const one = await engine({ file: hostsFile(names, witnessed) });
    all(one, LOST);
    witnesses(one, LOST);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()).toEqual([]);
    await one.clock.advance(MINUTE);
    expect(titles(one)).toEqual(['trigger: WATCHER We are offline']);
    expect(one.snapshot().components.at(-1)).toMatchObject({ id: 'watchbell', status: 'partial_outage' });
    all(one, UP);
    witnesses(one, UP);
    await one.clock.advance(5 * MINUTE);
    expect(titles(one)).toEqual(['trigger: WATCHER We are offline', 'close: WATCHER over: We are offline']);
    expect(one.snapshot().components.map(({ id }) => id)).toEqual(names);
    expect(one.snapshot().picture.shape).toBe('calm');
  });

  it('knows it by the link at once, and three targets are enough then', async () => {
    let link: boolean | null = true;
    const network: Network = { link: () => link, resolves: () => Promise.resolve(true) };
    const ids = names.slice(0, 3);
    const one = await engine({ file: hostsFile(ids), network });
    link = false;
    all(one, LOST, ids);
    await one.clock.advance(3 * MINUTE);
    expect(one.snapshot().components.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(one.snapshot().watcher.state).toBe('not-watching');
    link = true;
    all(one, UP, ids);
    await one.clock.advance(MINUTE);
    expect(one.snapshot().picture.shape).toBe('calm');
    expect(one.pages()).toEqual([]);
  });

  it('two targets without a route are enough, witness or none; on this machine a single one is', async () => {
    const noRoute: ProbeOutcome = {
      kind: 'fail',
      failure: { kind: 'no-route', phase: 'connect', detail: 'no route to the host' },
      timings: { totalMs: 3 },
    };
    const ids = names.slice(0, 2);
    const one = await engine({ file: hostsFile(ids) });
    one.target('h0', noRoute);
    await one.clock.advance(3 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']); // one of two: that may well be the target
    one.target('h1', noRoute);
    await one.clock.advance(4 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
    all(one, UP, ids);
    await one.clock.advance(3 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook', 'close kim kim-hook']);

    const home = await engine({});
    home.target('api', noRoute);
    await home.clock.advance(3 * MINUTE);
    expect(home.pages()).toEqual([]);
  });

  it('does not touch what runs on this machine', async () => {
    const network: Network = { link: () => false, resolves: () => Promise.resolve(false) };
    const one = await engine({ network });
    one.target('api', LOST);
    await one.clock.advance(2 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
  });

  it('believes the targets more than a link that the system denies', async () => {
    const network: Network = { link: () => false, resolves: () => Promise.resolve(true) };
    const one = await engine({ file: hostsFile(names.slice(0, 3)), network });
    await one.clock.advance(10 * MINUTE);
    one.target('h0', LOST);
    await one.clock.advance(3 * MINUTE);
    expect(titles(one)).toEqual(['trigger: DOWN h0']);
  });

  it('blames a single target although a witness is away', async () => {
    const one = await engine({ file: hostsFile(names, witnessed) });
    witnesses(one, LOST);
    one.target('h0', LOST);
    await one.clock.advance(3 * MINUTE);
    expect(titles(one)).toEqual(['trigger: DOWN h0']);
    const rows = await one.engine.replies.selfCheck({}, 'Kim');
    expect(rows.filter(({ id }) => id.startsWith('witness:')).map(({ level }) => level)).toEqual(['amber', 'amber']);
  });
});

describe('unrelated targets really fail at once', () => {
  it('one summary is sent that lists them, and no page for each', async () => {
    const one = await engine({ file: hostsFile(names, witnessed) });
    all(one, LOST, names.slice(0, 6));
    await one.clock.advance(5 * MINUTE);
    expect(titles(one)).toEqual(['trigger: WATCHER 6 of 10 unrelated targets fail at once']);
    expect(one.sent[0]?.page.text).toContain('h0, h1, h2, h3, h4, h5');
    expect(one.sent[0]?.page.severity).toBe('critical');
    const held = one.snapshot().incidents.filter(({ componentId }) => componentId === 'h0')[0]?.held;
    expect(held?.map(({ reason }) => reason)).toEqual(['Told in the summary of a mass failure']);
    all(one, UP);
    await one.clock.advance(5 * MINUTE);
    expect(titles(one).slice(1)).toEqual(['close: WATCHER over: 6 of 10 unrelated targets fail at once']);
    expect(openOnes(one)).toEqual([]);
  });

  it('what still fails when the mass failure is over pages on its own', async () => {
    const one = await engine({ file: hostsFile(names) });
    all(one, DOWN, names.slice(0, 8));
    await one.clock.advance(3 * MINUTE);
    all(one, UP, names.slice(1, 8));
    await one.clock.advance(5 * MINUTE);
    expect(titles(one)).toEqual([
      'trigger: WATCHER 8 of 10 unrelated targets fail at once',
      'trigger: DOWN h0',
      'close: WATCHER now one by one: 8 of 10 unrelated targets fail at once',
    ]);
  });

  it('a blip of all of them pages nobody', async () => {
    const one = await engine({ file: hostsFile(names) });
    all(one, LOST);
    await one.clock.advance(25 * SECOND);
    all(one, UP);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()).toEqual([]);
  });

  it('a blip of what is less than critical pages nobody either, where critical pages at once', async () => {
    const settings = { ...hostsFile(names).settings, pageAfter: { default: '90s', critical: 0 } };
    const components = (hostsFile(names).components ?? []).map((one) => ({
      ...one,
      severity: 'high' as const,
      checks: one.checks.map((check) => ({ ...check, downInterval: '3m' })),
    }));
    const one = await engine({ file: { ...hostsFile(names), settings, components } });
    all(one, LOST);
    await one.clock.advance(45 * SECOND);
    all(one, UP);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()).toEqual([]);
  });

  it('a restart in the middle sends no second summary and no page for each', async () => {
    const clock = movableClock(START);
    const path = join(mkdtempSync(join(tmpdir(), 'watchbell-')), 'watchbell.db');
    const first = await testEngine({ file: hostsFile(names), clock, path });
    await clock.advance(2 * MINUTE);
    all(first, DOWN, names.slice(0, 6));
    await clock.advance(2 * MINUTE);
    expect(first.pages()).toHaveLength(1);
    await first.stop();
    await clock.advance(10 * MINUTE);
    const second = await testEngine({ file: hostsFile(names), clock, path });
    onTestFinished(second.stop);
    all(second, DOWN, names.slice(0, 6));
    await clock.advance(2 * MINUTE);
    expect(titles(second)).toEqual([expect.stringMatching(/fail at once$/)]); // the policy's second step, after ten minutes
    all(second, UP, names.slice(0, 5));
    await clock.advance(5 * MINUTE);
    expect(titles(second).slice(1).toSorted()).toEqual([
      'close: WATCHER now one by one: 6 of 10 unrelated targets fail at once',
      'close: WATCHER now one by one: 6 of 10 unrelated targets fail at once',
      'trigger: DOWN h5',
    ]);
    rmSync(dirname(path), { recursive: true, force: true });
  });
});

describe('blind though we run', () => {
  it('for six minutes: exactly one page about ourselves and one that closes it', async () => {
    const one = await engine({ file: hostsFile(['h0', 'h1']) });
    all(one, UNSURE, ['h0', 'h1']);
    await one.clock.advance(6 * MINUTE);
    expect(titles(one)).toEqual(['trigger: WATCHER No check can be judged']);
    all(one, UP, ['h0', 'h1']);
    await one.clock.advance(5 * MINUTE);
    expect(titles(one).slice(1)).toEqual(['close: WATCHER over: No check can be judged']);
  });

  it('for four minutes: nobody hears of it', async () => {
    const one = await engine({ file: hostsFile(['h0', 'h1']) });
    all(one, UNSURE, ['h0', 'h1']);
    await one.clock.advance(4 * MINUTE);
    all(one, UP, ['h0', 'h1']);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()).toEqual([]);
  });
});

describe('blind for some of what we watch', () => {
  const resolverGone: ProbeOutcome = {
    kind: 'inconclusive',
    trouble: { kind: 'resolver-gone', detail: 'our resolver is gone' },
  };
  const TOKEN = 'abcdefghijklmnop1234';
  const hosts = hostsFile(['h0', 'h1', 'h2']);
  const withReports: FileInput = {
    ...hosts,
    components: [
      ...(hosts.components ?? []),
      { id: 'people', name: 'People', checks: [{ type: 'count', token: TOKEN }] },
    ],
  };

  it('what people report does not prove that we can see: blind is blind, and said', async () => {
    const one = await engine({ file: withReports });
    all(one, resolverGone, ['h0', 'h1', 'h2']);
    await one.clock.advance(8 * MINUTE);
    expect(one.snapshot().watcher).toMatchObject({
      state: 'not-watching',
      because: 'No check can be judged: our resolver is gone',
    });
    expect(titles(one)).toEqual(['trigger: WATCHER No check can be judged']);
  });

  it('components that cannot be judged for longer than blindAfter are told in one page about ourselves, with why', async () => {
    const one = await engine({ file: hosts });
    all(one, resolverGone, ['h0', 'h1']);
    await one.clock.advance(6 * MINUTE);
    expect(one.pages()).toEqual([]);
    await one.clock.advance(3 * MINUTE);
    expect(titles(one)).toEqual(['trigger: WATCHER 2 of 3 components cannot be judged']);
    expect(one.sent[0]?.page.text).toContain('h0, h1 (our resolver is gone)');
    expect(one.snapshot().watcher.state).toBe('watching');
    all(one, UP, ['h0', 'h1']);
    await one.clock.advance(3 * MINUTE);
    expect(titles(one).slice(1)).toEqual(['close: WATCHER over: 2 of 3 components cannot be judged']);
  });

  it('is no matter for a page where a target does not let us in, or a job has not called yet', async () => {
    const lockedOut: ProbeOutcome = { kind: 'inconclusive', trouble: { kind: 'not-allowed', detail: '403' } };
    const job = { id: 'job', name: 'Job', checks: [{ type: 'heartbeat' as const, every: '1d', token: TOKEN }] };
    const one = await engine({ file: { ...hosts, components: [...(hosts.components ?? []), job] } });
    one.target('h0', lockedOut);
    await one.clock.advance(2 * HOUR);
    expect(one.snapshot().components.map(({ status }) => status)).toEqual([
      'unknown',
      'operational',
      'operational',
      'unknown',
    ]);
    expect(one.pages()).toEqual([]);
  });
});

describe('a sleep of forty minutes', () => {
  it('in which a target died: paged after the quiet window, not before, with what was missed in the history', async () => {
    const one = await engine({ file: hostsFile(names) });
    one.target('h0', DOWN);
    one.clock.sleepThrough(40 * MINUTE);
    const woken = one.clock.now();
    await one.clock.advance(3 * MINUTE);
    expect(titles(one)).toEqual(['trigger: DOWN h0']);
    expect((one.sent[0]?.at ?? 0) - woken).toBeGreaterThanOrEqual(30 * SECOND);
    expect((one.sent[0]?.at ?? 0) - woken).toBeLessThan(90 * SECOND);
    const gaps = (await one.store.events({ limit: 500, types: ['watcher'] })).filter(({ data }) => 'gapMs' in data);
    expect(gaps.map(({ text }) => text)).toEqual(['Away (asleep or starved) for 40 min']);
  });

  it('twice in a row, with an open incident: each page is sent once', async () => {
    const one = await engine({ file: hostsFile(['h0', 'h1']) });
    one.target('h0', DOWN);
    await one.clock.advance(2 * MINUTE);
    expect(titles(one)).toEqual(['trigger: DOWN h0']);
    for (let sleep = 0; sleep < 2; sleep += 1) {
      one.clock.sleepThrough(HOUR);
      await one.clock.advance(10 * SECOND);
    }
    expect(titles(one)).toEqual(['trigger: DOWN h0']); // the second step has been due for long, but we have just woken
    one.target('h0', UP);
    await one.clock.advance(3 * MINUTE);
    expect(titles(one)).toEqual(['trigger: DOWN h0', 'close: UP h0']);
  });

  it('with a stall right after it, that missed one quick check alone: everything is looked at all the same', async () => {
    const quick = { type: 'tcp' as const, host: 'quick.example', port: 1, interval: '1s', timeout: '1s' };
    const hourly = { type: 'tcp' as const, host: 'hourly.example', port: 1, interval: '1h' };
    const network: Network = { link: () => true, resolves: () => Promise.resolve(false) };
    const one = await engine({
      file: fileOf({
        components: [
          { id: 'quick', checks: [quick] },
          { id: 'hourly', checks: [hourly] },
        ],
      }),
      network,
    });
    one.clock.sleepThrough(9 * HOUR);
    await one.clock.advance(10 * SECOND);
    expect(one.snapshot().components[1]?.status).toBe('unknown');
    one.clock.standStill(4 * SECOND);
    await one.clock.advance(30 * SECOND);
    expect(one.snapshot().components.map(({ status }) => status)).toEqual(['operational', 'operational']);
  });

  it('a check that takes one failure for an answer pages from the second one on after a sleep', async () => {
    const check = { type: 'tcp' as const, host: 'h0.example', port: 1, fall: 1, interval: '60s' };
    const one = await engine({
      file: fileOf({ components: [{ id: 'h0', pageAfter: 0, checks: [check] }] }),
    });
    one.clock.sleepThrough(40 * MINUTE);
    one.target('h0', DOWN);
    await one.clock.advance(20 * SECOND); // its one failed try after the waking
    one.target('h0', UP);
    await one.clock.advance(3 * MINUTE);
    expect(one.pages()).toEqual([]);
  });

  it('waits for link and resolver before it judges, but not for ever', async () => {
    let link: boolean | null = true;
    let resolver = true;
    const network: Network = { link: () => link, resolves: () => Promise.resolve(resolver) };
    const one = await engine({ file: hostsFile(['h0', 'h1']), network });
    one.clock.sleepThrough(40 * MINUTE);
    link = false;
    resolver = false;
    all(one, LOST, ['h0', 'h1']);
    await one.clock.advance(6 * SECOND);
    link = true;
    await one.clock.advance(6 * SECOND);
    expect(one.snapshot().components.map(({ checks }) => checks[0]?.lastOutcome)).not.toContain('fail');
    resolver = true;
    all(one, UP, ['h0', 'h1']);
    await one.clock.advance(15 * SECOND);
    expect(one.snapshot().picture.shape).toBe('calm');
    resolver = false;
    one.clock.sleepThrough(40 * MINUTE);
    all(one, LOST, ['h0', 'h1']);
    await one.clock.advance(3 * MINUTE);
    expect(one.pages()).toHaveLength(2);
  });
});

describe('our event loop', () => {
  it('stands still for eight seconds at an interval of thirty: nothing changes', async () => {
    const one = await engine({ file: hostsFile(names) });
    const before = one.snapshot().components.map(({ status, since }) => `${status} ${since}`);
    for (let stall = 0; stall < 5; stall += 1) {
      one.clock.standStill(8 * SECOND);
      await one.clock.advance(20 * SECOND);
    }
    expect(one.snapshot().components.map(({ status, since }) => `${status} ${since}`)).toEqual(before);
    expect(one.snapshot().picture.shape).toBe('calm');
    expect(one.pages()).toEqual([]);
  });

  it('stands still for more than three periods of a check: unknown, and looked at again', async () => {
    const check = { type: 'tcp' as const, host: 'h0.example', port: 1, interval: '1s', timeout: '1s' };
    const one = await engine({ file: fileOf({ components: [{ id: 'h0', checks: [check] }] }) });
    one.clock.standStill(4 * SECOND);
    await one.clock.advance(10);
    expect(one.snapshot().components[0]?.status).toBe('unknown');
    await one.clock.advance(5 * SECOND);
    expect(one.snapshot().components[0]?.status).toBe('operational');
    expect(one.pages()).toEqual([]);
  });

  const quick = { type: 'tcp' as const, host: 'quick.example', port: 1, interval: '1s', timeout: '1s' };
  const starving = fileOf({
    components: [
      { id: 'quick', name: 'Quick', checks: [quick] },
      { id: 'slow', name: 'Slow', checks: [{ type: 'tcp' as const, host: 'slow.example', port: 1 }] },
    ],
    policies: [{ id: 'p', steps: [{ targets: [{ person: 'kim' }], delay: '1d' }], repeat: 0 }],
  });
  async function stalls(one: TestEngine, count: number): Promise<void> {
    for (let stall = 0; stall < count; stall += 1) {
      await one.clock.advance(25 * SECOND);
      one.clock.standStill(4 * SECOND);
    }
    await one.clock.advance(SECOND);
  }

  it('stands still again and again: pages about what missed no look are not a second later for it', async () => {
    const at = async (count: number): Promise<number> => {
      const one = await engine({ file: starving });
      one.target('slow', DOWN);
      await (count === 0 ? one.clock.advance(3 * MINUTE) : stalls(one, count));
      return one.sent.find(({ page }) => page.title === 'DOWN Slow')?.at ?? 0;
    };
    const undisturbed = await at(0);
    expect(undisturbed).toBeGreaterThan(0);
    expect(Math.abs((await at(6)) - undisturbed)).toBeLessThan(5 * SECOND);
  });

  it('stands still again and again: what missed looks every time is paged as well, after one quiet window', async () => {
    const one = await engine({ file: starving });
    one.target('quick', DOWN);
    const from = one.clock.now();
    await stalls(one, 8);
    expect(titles(one)).toEqual(['trigger: DOWN Quick']);
    expect((one.sent[0]?.at ?? 0) - from).toBeLessThan(2 * MINUTE);
  });

  it('stands still again and again for longer than blindAfter: one page about ourselves, one that closes it', async () => {
    const one = await engine({ file: starving });
    await stalls(one, 10);
    expect(one.pages()).toEqual([]);
    await stalls(one, 10);
    expect(titles(one)).toEqual(['trigger: WATCHER We are starved']);
    await one.clock.advance(5 * MINUTE);
    expect(titles(one).slice(1)).toEqual(['close: WATCHER over: We are starved']);
  });
});

describe('our own heartbeat', () => {
  const file = hostsFile(['h0'], { settings: { heartbeat: { url: 'https://beats.example/secret', every: '60s' } } });

  it('is sent while we really watch, and is silent on purpose while we are blind', async () => {
    const calls: number[] = [];
    const clock = movableClock(START);
    const beacon = {
      call: () => {
        calls.push(clock.now() - START);
        return Promise.resolve(null);
      },
      close: () => Promise.resolve(),
    };
    const one = await engine({ clock, file, beacon });
    expect(calls.length).toBeGreaterThanOrEqual(2);
    one.target('h0', UNSURE);
    await clock.advance(5 * MINUTE);
    const silentFrom = calls.length;
    await clock.advance(10 * MINUTE);
    expect(calls).toHaveLength(silentFrom);
    one.target('h0', UP);
    await clock.advance(2 * MINUTE);
    expect(calls.length).toBeGreaterThan(silentFrom);
  });

  it('that is not heard is told once in the history, stands in the self-check, and pages only when it lasts', async () => {
    let reason: string | null = null;
    const beacon = { call: () => Promise.resolve(reason), close: () => Promise.resolve() };
    const one = await engine({ file, beacon });
    const row = async () => (await one.engine.replies.selfCheck({}, 'Kim')).find(({ id }) => id === 'heartbeat');
    expect(await row()).toMatchObject({ level: 'green' });
    reason = 'it answered 404';
    await one.clock.advance(3 * MINUTE);
    expect(await row()).toMatchObject({ level: 'red', name: 'Our heartbeat to beats.example' });
    expect(one.pages()).toEqual([]);
    await one.clock.advance(4 * MINUTE);
    expect(titles(one)).toEqual(['trigger: WATCHER Our heartbeat is not heard at beats.example']);
    reason = null;
    await one.clock.advance(3 * MINUTE);
    expect(one.pages().slice(1)).toEqual(['close kim kim-hook']);
    const told = (await one.store.events({ limit: 500, types: ['watcher'] })).filter(({ data }) => 'heartbeat' in data);
    expect(told.map(({ data }) => data.heartbeat).toReversed()).toEqual(['unheard', 'heard']);
    expect(JSON.stringify(await one.store.events({ limit: 500 }))).not.toContain('secret');
  });
});
