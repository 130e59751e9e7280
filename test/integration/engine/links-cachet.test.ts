/**
 * The engine and a Cachet on a real wire: what a night looks like there, what somebody does there by hand, and another Watchbell in its place.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { type CachetHouse, cachetHouse } from '../../harness/cachet.ts';
import type { CachetStandIn } from '../../harness/cachet-stand-in.ts';
import { startCachet2 } from '../../harness/cachet2.ts';
import { startCachet3 } from '../../harness/cachet3.ts';
import { type MovableClock, movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, UP } from '../../harness/engine.ts';
import { type WiredLinks, wiredLinks } from '../../harness/link-book.ts';
import { engines } from '../../harness/running.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const TOKEN = 'cachet-token-1234';
const MINUTE = 60_000;
const start = engines();
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

function linked(url: string, change: object = {}, file: Partial<FileInput> = {}): FileInput {
  return fileOf({ links: [{ id: 'status', type: 'cachet', url, token: TOKEN, ...change }], ...file });
}

describe.each([
  ['Cachet 2.4', startCachet2],
  ['Cachet 3', startCachet3],
] as const)('%s', (_name, startCachet) => {
  interface Night {
    readonly cachet: CachetStandIn;
    readonly on: TestEngine;
    readonly clock: MovableClock;
    readonly api: number;
    play(ms: number): Promise<void>;
    until(holds: Parameters<WiredLinks['until']>[1]): Promise<void>;
  }

  async function night(): Promise<Night> {
    const clock = movableClock(START);
    const cachet = await startCachet({ token: TOKEN, now: () => clock.now() });
    closing.push(cachet.close);
    const api = cachet.addComponent('API', 1);
    const links = wiredLinks();
    const on = await start({ clock, file: linked(cachet.url), links: links.set });
    return {
      ...{ cachet, on, clock, api },
      play: (ms) => links.play(clock, ms),
      until: (holds) => links.until(clock, holds, 1_000),
    };
  }

  it('shows a night as it was: down, looked into, taken, well, over', async () => {
    const { cachet, on, api, play, until } = await night();
    const statusThere = () => cachet.components.get(api)?.status;
    const stagesThere = () =>
      [...cachet.incidents.values()].map(({ status, updates }) => [status, ...updates.map((one) => one.status)]);
    await play(2 * MINUTE);
    on.target('api', DOWN);
    await until(() => statusThere() === 4 && cachet.incidents.size === 1);
    const [incident] = on.snapshot().incidents;
    await on.engine.replies.acknowledge({ incident: incident?.id as never, forMs: null, note: 'secret words' }, 'Kim');
    await until(() => stagesThere()[0]?.length === 2);
    on.target('api', UP);
    await until(() => stagesThere()[0]?.at(-1) === 4);

    expect(statusThere()).toBe(1);
    expect(stagesThere()).toEqual([[1, 2, 3, 4]]);
    // What we saw, how we saw it, and who is on call stays with us.
    const said = JSON.stringify(cachet.writes);
    for (const ours of ['503', 'Kim', 'secret words', '127.0.0.1']) {
      expect(said).not.toContain(ours);
    }
  });

  it('that stands still for an hour hears the newest, and the pages went out meanwhile', async () => {
    const { cachet, on, api, play, until } = await night();
    await until(() => cachet.asked.length > 0);
    await play(MINUTE);
    cachet.behave({ kind: 'answer', status: 503, body: '<title>In maintenance</title>' });
    on.target('api', DOWN);
    await play(30 * MINUTE);
    expect(on.pages()[0]).toMatch(/^trigger/);
    on.target('api', UP);
    await play(20 * MINUTE);
    on.target('api', DOWN);
    await play(10 * MINUTE);
    cachet.behave({ kind: 'well' });
    await until(() => cachet.components.get(api)?.status === 4 && cachet.incidents.size > 0);
    await play(5 * MINUTE);

    expect(cachet.writes.filter((line) => line.startsWith('PUT components'))).toHaveLength(1);
    expect(cachet.incidents.size).toBe(1);
  });

  it('says in history and self-check that somebody set a state by hand, once each, and goes on when it is given back', async () => {
    const { cachet, on, api, play, until } = await night();
    await until(() => on.snapshot().components[0]?.status === 'operational' && cachet.asked.length > 2);
    await play(MINUTE);
    cachet.components.set(api, { id: api, name: 'API', status: 3 });
    on.target('api', DOWN);
    const leftRow = async () => {
      const rows = await on.engine.replies.selfCheck({}, 'Kim');
      return rows.find(({ id }) => id === 'link:status');
    };
    await until(async () => (await leftRow())?.text.startsWith('One thing left') === true);
    await play(12 * MINUTE);
    expect(cachet.components.get(api)?.status).toBe(3);
    expect((await leftRow())?.level).toBe('amber');

    cachet.components.set(api, { id: api, name: 'API', status: 1 });
    await until(() => cachet.components.get(api)?.status === 4);
    const events = await on.store.events({ types: ['link'], limit: 20 });
    expect(events.map(({ data }) => data.news).toReversed()).toEqual(['left', 'again']);
  });

  it('put back from an old copy while nothing changes here does not lie green unseen: it is read again', async () => {
    const { cachet, on, api, play, until } = await night();
    on.target('api', DOWN);
    await until(() => cachet.components.get(api)?.status === 4 && cachet.incidents.size === 1);
    await play(MINUTE);
    cachet.components.set(api, { id: api, name: 'API', status: 1 });
    const row = async () => (await on.engine.replies.selfCheck({}, 'Kim')).find(({ id }) => id === 'link:status');
    await until(async () => (await row())?.level === 'amber');
    expect((await row())?.text).toMatch(/somebody set "API" to Operational .* in the place of our Major Outage/);

    on.configure(linked(cachet.url, { handMade: 'overwrite', recheckEvery: '1m' }));
    await until(() => cachet.components.get(api)?.status === 4);
    cachet.components.set(api, { id: api, name: 'API', status: 1 });
    await until(() => cachet.components.get(api)?.status === 4);
  });

  it('is told when the token has been mended, without waiting', async () => {
    const { cachet, on, clock, api, play, until } = await night();
    on.configure(linked(cachet.url, { token: 'wrong-token-9999' }));
    on.target('api', DOWN);
    await play(20 * MINUTE);
    expect(cachet.components.get(api)?.status).toBe(1);
    const before = clock.now();
    on.configure(linked(cachet.url));
    await until(() => cachet.components.get(api)?.status === 4);
    expect(clock.now() - before).toBeLessThan(MINUTE);
  });

  it('has the maintenance of the configuration announced, begun and ended', async () => {
    const clock = movableClock(START);
    const cachet = await startCachet({ token: TOKEN, now: () => clock.now(), offset: 60 });
    closing.push(cachet.close);
    cachet.addComponent('API', 1);
    const iso = (at: number) => new Date(at).toISOString();
    const window = {
      id: 'disks',
      name: 'Kim swaps disks',
      kind: 'once' as const,
      from: iso(START + 30 * MINUTE),
      to: iso(START + 60 * MINUTE),
      for: { components: ['api'] },
    };
    const links = wiredLinks();
    await start({ clock, file: linked(cachet.url, {}, { maintenance: [window] }), links: links.set });
    await links.until(clock, () => cachet.schedules.size === 1);
    await links.play(clock, 5 * MINUTE);
    const [schedule] = cachet.schedules.values();
    expect(cachet.wall(START + 30 * MINUTE).startsWith(schedule?.scheduledAt ?? '?')).toBe(true);
    const writes = () => cachet.writes.filter((line) => line.includes(' schedules/'));
    const before = writes().length;
    await links.until(clock, () => clock.now() > START + 62 * MINUTE && writes().length >= before + 2, 2_000);
    expect(cachet.wall(clock.now()) >= (schedule?.completedAt ?? '')).toBe(true);
  });
});

describe('another Watchbell in the place of a Cachet', () => {
  const STEP_MS = 2_000;

  it('shows the states and incidents that it is told', async () => {
    const house: CachetHouse = await cachetHouse({ file: fileOf({ settings: { cachet: {} } }) });
    closing.push(house.close);
    const clock = movableClock(START);
    const url = house.base;
    const file = linked(url, { token: house.token, create: true, components: { api: 'Their API' } });
    const links = wiredLinks();
    const on = await start({ clock, file, links: links.set });
    const until = (holds: () => Promise<boolean>) => links.until(clock, holds, STEP_MS);
    const there = async (path: string) => (await house.ask('GET', path)).body.data;
    const status = async () => {
      await house.on.clock.advance(STEP_MS);
      const all: { name: string; status: number }[] = await there('components');
      return all.find(({ name }) => name === 'Their API')?.status;
    };
    await until(async () => (await status()) === 1);
    on.target('api', DOWN);
    await until(async () => (await status()) === 4);
    await until(async () =>
      (await there('incidents')).some(({ name }: { name: string }) => name === 'API has a major outage'),
    );
    on.target('api', UP);
    await until(async () => (await status()) === 1);
    await until(async () =>
      (await there('incidents')).some(
        ({ name, is_resolved }: { name: string; is_resolved: boolean }) =>
          name === 'API has a major outage' && is_resolved,
      ),
    );
  });
});
