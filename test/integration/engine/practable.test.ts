/** Experiments of a practable system, as the house lives with them: paged, shown, forgiven, and never green because nobody can tell. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Network } from '../../../electron/engine/ports/network.ts';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import { movableClock } from '../../harness/clock.ts';
import { type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { type Scripted, scriptedPractable } from '../../harness/practable/scripted.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const REPORT_EVERY = 5 * SECOND;

const running: TestEngine[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

const place = (service: string) => ({ url: `https://app.example.org/tenant/${service}`, secret: `${service}-secret` });
const system = (more: object = {}) => ({
  id: 'lab',
  name: 'Lab',
  book: place('book'),
  jump: place('jump'),
  relay: place('relay'),
  ...more,
});
const house = (more: object = {}, file: Partial<FileInput> = {}): FileInput =>
  fileOf({ practable: [system(more)] as never, settings: { pageAfter: 0, closeAfter: 0 }, ...file });

interface Lab {
  readonly on: TestEngine;
  readonly lab: Scripted;
  /** Reports come all the time, and time goes by. */
  goOn(ms: number): Promise<void>;
}

async function open({
  file = house(),
  path,
  clock = movableClock(START),
  network,
}: {
  readonly file?: FileInput;
  readonly path?: string;
  readonly clock?: ReturnType<typeof movableClock>;
  readonly network?: Network;
} = {}): Promise<Lab> {
  const lab = scriptedPractable();
  const on = await testEngine({
    clock,
    file,
    practable: lab.client,
    ...(path !== undefined && { path }),
    ...(network !== undefined && { network }),
  });
  running.push(on);
  return {
    on,
    lab,
    async goOn(ms) {
      for (let gone = 0; gone < ms; gone += REPORT_EVERY) {
        lab.report();
        await clock.advance(REPORT_EVERY);
      }
    },
  };
}

const WELL = {
  streams: { 'aaaa00-st-data': 100, 'aaaa00-st-video': 300, 'bbbb00-st-data': 50 },
  hosts: ['aaaa00', 'bbbb00'],
} as const;
const without = (...topics: string[]) => ({
  streams: Object.fromEntries(Object.entries(WELL.streams).filter(([topic]) => !topics.includes(topic))),
});

/** Two experiments, well, and past their grace. */
async function openWell(options: Parameters<typeof open>[0] = {}): Promise<Lab> {
  const opened = await open(options);
  opened.lab.book({ aaaa00: ['data', 'video'], bbbb00: ['data'] });
  opened.lab.scene(WELL);
  await opened.goOn(2 * MINUTE);
  return opened;
}

const componentsOf = ({ on }: Lab) =>
  Object.fromEntries(on.snapshot().components.map(({ id, status }) => [id.replace('practable/', ''), status]));
const openIncidents = ({ on }: Lab) => on.snapshot().incidents.filter(({ resolvedAt }) => resolvedAt === null);
const titles = ({ on }: Lab) => on.sent.map(({ page }) => `${page.kind} ${page.severity} ${page.title}`);

describe('an experiment', () => {
  it('is a component with its streams and its jump, named as in book', async () => {
    const all = await openWell();
    expect(componentsOf(all)).toEqual({
      api: 'operational',
      lab: 'operational',
      'lab/x/aaaa00': 'operational',
      'lab/x/bbbb00': 'operational',
    });
    const shown = all.on.snapshot().components.find(({ id }) => id === 'practable/lab/x/aaaa00');
    expect(shown).toMatchObject({ name: 'r-aaaa00 (aaaa00)', description: 'd-aaaa00', group: 'practable/lab' });
    expect(shown?.checks.map(({ name, settled, target }) => [name, settled, target])).toEqual([
      ['aaaa00-st-data', 'up', 'what relay of Lab says of aaaa00-st-data'],
      ['aaaa00-st-video', 'up', 'what relay of Lab says of aaaa00-st-video'],
      ['jump', 'up', 'what jump of Lab says of aaaa00'],
    ]);
    expect(all.on.snapshot().groups).toContainEqual({ id: 'practable/lab', name: 'Lab' });
    expect(all.on.pages()).toEqual([]);
  });

  it('whose required stream is gone is down at once, and the page names the stream', async () => {
    const all = await openWell();
    all.lab.scene(without('aaaa00-st-video'));
    await all.goOn(REPORT_EVERY);
    expect(titles(all)).toEqual(['trigger critical DOWN r-aaaa00 (aaaa00)']);
    expect(all.on.sent[0]?.page.text).toContain('missing required aaaa00-st-video');
    expect(componentsOf(all)).toMatchObject({ 'lab/x/aaaa00': 'major_outage', 'lab/x/bbbb00': 'operational' });
    all.lab.scene(WELL);
    await all.goOn(REPORT_EVERY);
    expect(titles(all)).toEqual(['trigger critical DOWN r-aaaa00 (aaaa00)', 'close critical UP r-aaaa00 (aaaa00)']);
  });

  it('whose required stream is silent is down as well', async () => {
    const all = await openWell();
    all.lab.scene({ streams: { ...WELL.streams, 'bbbb00-st-data': 'Never' } });
    await all.goOn(REPORT_EVERY);
    expect(all.on.sent[0]?.page.text).toContain('unhealthy bbbb00-st-data: it is connected and has never sent');
  });

  it('without jump can still be used: low, and for the maintainer', async () => {
    const routes = [{ match: { severities: ['low'] }, policy: 'lab' }];
    const policies = [
      ...(fileOf().policies ?? []),
      { id: 'lab', steps: [{ targets: [{ channel: 'boss-hook' }], delay: '5m' }] },
    ];
    const all = await openWell({ file: house({}, { routes, policies } as Partial<FileInput>) });
    all.lab.scene({ hosts: ['bbbb00'] });
    await all.goOn(REPORT_EVERY);
    expect(titles(all)).toEqual(['trigger low DEGRADED r-aaaa00 (aaaa00)']);
    expect(all.on.pages()).toEqual(['trigger - boss-hook']);
    expect(all.on.sent[0]?.page.text).toContain('missing jump');
  });

  it('with a stream beside the required ones is degraded when that is silent, and well when it leaves', async () => {
    const all = await openWell();
    all.lab.scene({ streams: { ...WELL.streams, 'bbbb00-st-extra': 20_000 } });
    await all.goOn(2 * MINUTE);
    expect(componentsOf(all)['lab/x/bbbb00']).toBe('performance_issues');
    all.lab.scene(WELL);
    await all.goOn(REPORT_EVERY);
    expect(componentsOf(all)['lab/x/bbbb00']).toBe('operational');
    all.lab.book({ aaaa00: ['data', 'video'], bbbb00: ['data'] });
    await all.goOn(REPORT_EVERY);
    const shown = all.on.snapshot().components.find(({ id }) => id === 'practable/lab/x/bbbb00');
    expect(shown?.checks.map(({ name }) => name)).toEqual(['bbbb00-st-data', 'jump']);
  });

  it('that is new is shown as it is, and nobody is paged for it within its grace', async () => {
    const all = await open();
    all.lab.scene({ streams: {}, hosts: [] });
    all.lab.book({});
    await all.goOn(2 * MINUTE);
    all.lab.book({ cccc00: ['data'] });
    await all.goOn(55 * SECOND);
    expect(componentsOf(all)['lab/x/cccc00']).toBe('major_outage');
    expect(all.on.pages()).toEqual([]);
    await all.goOn(15 * SECOND);
    expect(titles(all)).toEqual(['trigger critical DOWN r-cccc00 (cccc00)']);
  });

  it('that leaves book and is not connected leaves the house; one that is connected stays, by its stub', async () => {
    const all = await openWell();
    all.lab.scene({ ...without('aaaa00-st-data', 'aaaa00-st-video'), hosts: ['bbbb00'] });
    all.lab.report();
    all.lab.book({});
    await all.goOn(REPORT_EVERY);
    expect(Object.keys(componentsOf(all))).toEqual(['api', 'lab', 'lab/x/bbbb00']);
    expect(all.on.snapshot().components.find(({ id }) => id === 'practable/lab/x/bbbb00')?.name).toBe(
      'bbbb00 (not in book)',
    );
    const texts = (await all.on.store.events({ types: ['config'], limit: 10 })).map(({ text }) => text);
    expect(texts[0]).toBe('Experiments of Lab: no more in book aaaa00, bbbb00');
  });

  it('is told in an honest way where relay says nothing of what is sent', async () => {
    const all = await open();
    all.lab.book({ aaaa00: ['data'] });
    all.lab.scene({ streams: { 'aaaa00-st-data': 'untold' }, hosts: ['aaaa00'] });
    await all.goOn(2 * MINUTE);
    expect(componentsOf(all)['lab/x/aaaa00']).toBe('operational');
    const shown = all.on.snapshot().components.find(({ id }) => id === 'practable/lab/x/aaaa00');
    expect(shown?.checks[0]?.lastReadings).toMatchObject({
      judged: expect.stringMatching(/only presence can be judged/),
    });
    const row = (await all.on.engine.replies.selfCheck({}, 'Kim')).find(({ id }) => id === 'practable:lab');
    expect(row).toMatchObject({ level: 'green', text: expect.stringMatching(/1 experiment: 1 well.*only presence/) });
  });
});

describe('a service that falls silent', () => {
  it('is one alert with the likely cause, and its streams are not known: not down, and not green', async () => {
    const all = await openWell();
    all.lab.trouble('relay', 'relay answered 500 "token invalid"; likely the secret of relay');
    all.lab.scene({ streams: null });
    await all.goOn(MINUTE);
    expect(titles(all)).toEqual(['trigger critical DOWN Lab']);
    expect(all.on.sent[0]?.page.text).toContain(
      'relay has no fresh reports so may be down: relay answered 500 "token invalid"; likely the secret of relay',
    );
    expect(componentsOf(all)).toEqual({
      api: 'operational',
      lab: 'major_outage',
      'lab/x/aaaa00': 'unknown',
      'lab/x/bbbb00': 'unknown',
    });
    all.lab.scene(WELL);
    await all.goOn(10 * SECOND);
    expect(componentsOf(all)).toEqual({
      api: 'operational',
      lab: 'operational',
      'lab/x/aaaa00': 'operational',
      'lab/x/bbbb00': 'operational',
    });
    expect(titles(all).at(-1)).toBe('close critical UP Lab');
  });

  it('says what its latest try met, when that is something else', async () => {
    const all = await openWell();
    all.lab.scene({ streams: null });
    await all.goOn(MINUTE);
    const causeOf = () => openIncidents(all)[0]?.cause;
    expect(causeOf()).toBe('relay has no fresh reports so may be down: nothing was heard for more than 30 s');
    all.lab.trouble('relay', 'relay answered 500 "token invalid"; likely the secret of relay');
    await all.on.clock.advance(SECOND);
    expect(causeOf()).toMatch(/likely the secret of relay$/);
    expect(titles(all)).toEqual(['trigger critical DOWN Lab']);
  });

  it('is noticed without any message, also when all of them fail', async () => {
    const all = await openWell();
    all.lab.scene({ streams: null, hosts: null });
    await all.on.clock.advance(MINUTE);
    expect(titles(all)).toEqual(['trigger critical DOWN Lab']);
    const shown = all.on.snapshot().components.find(({ id }) => id === 'practable/lab');
    expect(shown?.checks.map(({ name, settled }) => [name, settled])).toEqual([
      ['book', 'up'],
      ['jump', 'down'],
      ['relay', 'down'],
    ]);
  });

  it('and comes back gives experiments their grace to connect again: no storm of pages for a relay that was started anew', async () => {
    const all = await openWell();
    all.lab.scene({ streams: null });
    await all.goOn(MINUTE);
    all.lab.scene({ streams: {} });
    await all.goOn(30 * SECOND);
    expect(titles(all)).toEqual(['trigger critical DOWN Lab', 'close critical UP Lab']);
    expect(componentsOf(all)['lab/x/aaaa00']).toBe('unknown');
    all.lab.scene(without('aaaa00-st-video'));
    await all.goOn(MINUTE);
    expect(titles(all).slice(2)).toEqual(['trigger critical DOWN r-aaaa00 (aaaa00)']);
    expect(componentsOf(all)['lab/x/bbbb00']).toBe('operational');
  });

  it('keeps an open incident open: not seeing is no recovery', async () => {
    const all = await openWell();
    all.lab.scene(without('aaaa00-st-video'));
    await all.goOn(10 * SECOND);
    all.lab.scene({ streams: null });
    await all.goOn(2 * MINUTE);
    expect(
      openIncidents(all)
        .map(({ componentId }) => componentId)
        .toSorted(),
    ).toEqual(['practable/lab', 'practable/lab/x/aaaa00']);
  });

  it('as book does leaves the streams as they are judged: what is required is kept', async () => {
    const all = await openWell();
    all.lab.trouble('book');
    await all.goOn(MINUTE);
    expect(componentsOf(all)).toMatchObject({ lab: 'major_outage', 'lab/x/aaaa00': 'operational' });
    all.lab.scene(without('aaaa00-st-data'));
    await all.goOn(REPORT_EVERY);
    expect(titles(all)).toEqual(['trigger critical DOWN Lab', 'trigger critical DOWN r-aaaa00 (aaaa00)']);
  });

  it('that never spoke is told: a system behind a wrong address is not well', async () => {
    const all = await open();
    all.lab.trouble('relay');
    await all.on.clock.advance(MINUTE);
    expect(componentsOf(all).lab).toBe('major_outage');
    const row = (await all.on.engine.replies.selfCheck({}, 'Kim')).find(({ id }) => id === 'practable:lab');
    expect(row).toMatchObject({ level: 'red', text: expect.stringContaining('relay: the connection was refused') });
  });
});

describe('a machine without a network', () => {
  it('blames no service, and nobody is paged; what is heard again is well again', async () => {
    let link = true;
    const network: Network = { link: () => link, resolves: () => Promise.resolve(link) };
    const components = ['h0', 'h1', 'h2'].map((id) => ({
      id,
      checks: [{ type: 'tcp' as const, host: `${id}.example`, port: 1, interval: '10s' }],
    }));
    const lost: ProbeOutcome = {
      kind: 'fail',
      failure: { kind: 'timeout', phase: 'connect', detail: 'no connection' },
      timings: { totalMs: 10_000 },
    };
    const all = await openWell({ file: house({}, { components }), network });
    link = false;
    for (const { id } of components) {
      all.on.target(id, lost);
    }
    all.lab.scene({ streams: null, hosts: null });
    all.lab.trouble('relay', 'relay: its name could not be resolved', { kind: 'dns', phase: 'dns' });
    all.lab.trouble('jump', 'jump: its name could not be resolved', { kind: 'dns', phase: 'dns' });
    await all.goOn(4 * MINUTE);
    expect(componentsOf(all)).toMatchObject({ lab: 'unknown', 'lab/x/aaaa00': 'unknown' });
    link = true;
    for (const { id } of components) {
      all.on.target(id, UP);
    }
    all.lab.scene(WELL);
    await all.goOn(2 * MINUTE);
    expect(componentsOf(all)).toMatchObject({ lab: 'operational', 'lab/x/aaaa00': 'operational' });
    expect(titles(all).filter((title) => /Lab|r-/.test(title))).toEqual([]);
  });
});

describe('a book that was started anew', () => {
  it('and names nobody yet is said: then nothing is required of anybody', async () => {
    const all = await openWell();
    all.lab.book({});
    await all.goOn(REPORT_EVERY);
    const row = (await all.on.engine.replies.selfCheck({}, 'Kim')).find(({ id }) => id === 'practable:lab');
    expect(row).toMatchObject({ level: 'amber', text: expect.stringMatching(/^book names no experiment/) });
  });
});

describe('a machine that slept', () => {
  it('believes nothing of before, and blames no service for its own absence', async () => {
    const all = await openWell();
    all.on.clock.sleepThrough(60 * MINUTE);
    await all.on.clock.advance(20 * SECOND);
    expect(componentsOf(all)['lab/x/aaaa00']).toBe('unknown');
    await all.goOn(MINUTE);
    expect(componentsOf(all)).toMatchObject({ lab: 'operational', 'lab/x/aaaa00': 'operational' });
    expect(all.on.pages()).toEqual([]);
  });
});

describe('a restart', () => {
  it('finds the experiments again before book answers, and goes on with what was open', async () => {
    const path = join(tempFolder(), 'watch.db');
    const clock = movableClock(START);
    const before = await openWell({ path, clock });
    before.lab.scene(without('aaaa00-st-video'));
    await before.goOn(10 * SECOND);
    await before.on.stop();
    running.length = 0;
    const after = await open({ path, clock });
    expect(Object.keys(componentsOf(after))).toEqual(['api', 'lab', 'lab/x/aaaa00', 'lab/x/bbbb00']);
    expect(openIncidents(after).map(({ componentId }) => componentId)).toEqual(['practable/lab/x/aaaa00']);
    after.lab.book({ aaaa00: ['data', 'video'], bbbb00: ['data'] });
    after.lab.scene(WELL);
    await after.goOn(MINUTE);
    expect(titles(after)).toEqual(['close critical UP r-aaaa00 (aaaa00)']);
  });
});

describe('the configuration', () => {
  it('that names another secret is followed anew, and one that changes a limit is not', async () => {
    const all = await openWell();
    all.on.configure(house({ lastActive: '20s' }));
    expect([all.lab.followed(), all.lab.following()]).toEqual([1, 1]);
    all.on.configure(house({ relay: { ...place('relay'), secret: 'other' } }));
    expect([all.lab.followed(), all.lab.following()]).toEqual([2, 1]);
  });

  it('that changes a limit is judged by it at once', async () => {
    const all = await openWell();
    all.lab.scene({ streams: { ...WELL.streams, 'bbbb00-st-data': 15_000 } });
    await all.goOn(REPORT_EVERY);
    expect(componentsOf(all)['lab/x/bbbb00']).toBe('major_outage');
    all.on.configure(house({ lastActive: '20s' }));
    await all.on.clock.advance(SECOND);
    expect(componentsOf(all)['lab/x/bbbb00']).toBe('operational');
  });

  it('without the system has no experiments, and follows nobody', async () => {
    const all = await openWell();
    all.on.configure(fileOf());
    await all.on.clock.advance(SECOND);
    expect(Object.keys(componentsOf(all))).toEqual(['api']);
    expect(all.lab.following()).toBe(0);
  });
});

describe('the log', () => {
  it('has the state of all experiments now and then, when it is asked for', async () => {
    const all = await openWell({ file: house({ logEvery: '10m' }) });
    all.lab.scene(without('aaaa00-st-video'));
    await all.goOn(9 * MINUTE);
    expect(
      all.on.log.lines
        .filter((line) => JSON.stringify(line).includes('practable Lab'))
        .map((line) => JSON.stringify(line)),
    ).toEqual([expect.stringContaining('2 experiments: 1 well, 1 unusable (aaaa00)')]);
  });
});
