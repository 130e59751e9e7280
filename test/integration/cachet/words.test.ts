/** A status that a program says: paged like any trouble, taken back by its next word, kept over a restart, and never green by silence. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ComponentId } from '../../../shared/model/ids.ts';
import { type CachetHouse, cachetFile, cachetHouse } from '../../harness/cachet.ts';
import { DOWN, type TestEngineOptions, UP } from '../../harness/engine.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const API = ComponentId.parse('api');

const running: CachetHouse[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});
async function house(options: TestEngineOptions = {}): Promise<CachetHouse> {
  const one = await cachetHouse(options);
  running.push(one);
  return one;
}
const viewOf = ({ on }: CachetHouse, id: string) => on.snapshot().components.find((one) => one.id === id);
const statusOf = (one: CachetHouse, id = 'api') => viewOf(one, id)?.status;
const say = (one: CachetHouse, number: number, status: number) => one.ask('PUT', `components/${number}`, { status });
const make = async (one: CachetHouse, fields: object = {}): Promise<number> =>
  (await one.ask('POST', 'components', { name: 'Video', status: 1, ...fields })).body.data.id;

describe('a status that a program says', () => {
  it('is the component’s at once, pages after the usual breath in its name, and is over with its next word', async () => {
    const one = await house();
    expect(await say(one, 1, 2)).toMatchObject({ status: 200, body: { data: { id: 1, name: 'API', status: 2 } } });
    expect(viewOf(one, 'api')).toMatchObject({
      status: 'performance_issues',
      because: 'cron says: performance issues',
    });
    await one.on.clock.advance(MINUTE);
    expect(one.on.pages()).toEqual(['trigger kim kim-hook']);
    expect(one.on.sent[0]?.page.text).toContain('cron says: performance issues');
    await say(one, 1, 1);
    expect(statusOf(one)).toBe('operational');
    await one.on.clock.advance(2 * MINUTE);
    expect(one.on.pages()).toEqual(['trigger kim kim-hook', 'close kim kim-hook']);
  });

  it('changes nothing and pages nobody when it is said again and again', async () => {
    const one = await house();
    await say(one, 1, 2);
    await one.on.clock.advance(MINUTE);
    const events = (await one.on.store.events({ limit: 1_000, componentId: API })).length;
    for (let time = 0; time < 5; time += 1) {
      await say(one, 1, 2);
      await one.on.clock.advance(20 * SECOND);
    }
    expect((await one.on.store.events({ limit: 1_000, componentId: API })).length).toBe(events);
    expect(one.on.pages()).toEqual(['trigger kim kim-hook']);
  });

  it('counts beside the checks: the worst decides, and each is over by itself', async () => {
    const one = await house();
    await say(one, 1, 2);
    one.on.target('api', DOWN);
    await one.on.clock.advance(2 * MINUTE);
    expect(statusOf(one)).toBe('major_outage');
    one.on.target('api', UP);
    await one.on.clock.advance(2 * MINUTE);
    expect(statusOf(one)).toBe('performance_issues');
    await say(one, 1, 1);
    expect(statusOf(one)).toBe('operational');
  });

  it('cannot say that all is well where the checks see trouble', async () => {
    const one = await house();
    one.on.target('api', DOWN);
    await one.on.clock.advance(2 * MINUTE);
    expect((await say(one, 1, 1)).body.data.status).toBe(4);
    expect(statusOf(one)).toBe('major_outage');
  });

  it('loses against a person’s hold, and counts again when that is released', async () => {
    const one = await house();
    const set = { component: API, status: 'operational' as const, forMs: null, note: 'cron is wrong' };
    await one.on.engine.replies.setStatus(set, 'Kim');
    await say(one, 1, 4);
    await one.on.clock.advance(2 * MINUTE);
    expect(statusOf(one)).toBe('operational');
    expect(one.on.pages()).toEqual([]);
    await one.on.engine.replies.releaseStatus({ component: API }, 'Kim');
    expect(statusOf(one)).toBe('major_outage');
  });

  it('survives a restart with the page that was sent for it, and closes it afterwards', async () => {
    const path = join(tempFolder(), 'watchbell.db');
    const before = await cachetHouse({ path });
    await say(before, 1, 3);
    await before.on.clock.advance(MINUTE);
    expect(before.on.pages()).toEqual(['trigger kim kim-hook']);
    const { clock } = before.on;
    await before.close();

    const after = await cachetHouse({ path, clock });
    running.push(after);
    expect(after.on.pages()).toEqual([]);
    expect(viewOf(after, 'api')).toMatchObject({ status: 'partial_outage', because: 'cron says: partial outage' });
    await after.ask('PUT', 'components/1', { status: 1 }, { 'x-cachet-token': before.token });
    await clock.advance(2 * MINUTE);
    expect(after.on.pages()).toEqual(['close kim kim-hook']);
    expect(statusOf(after)).toBe('operational');
  });

  it('is gone with its token: nobody who cannot speak any more decides', async () => {
    const one = await house();
    await say(one, 1, 4);
    const { tokens } = await one.on.engine.replies.tokens({}, 'Kim');
    await one.on.engine.replies.removeToken({ id: tokens[0]?.id ?? '' }, 'Kim');
    await one.on.clock.advance(2 * MINUTE);
    expect(statusOf(one)).toBe('operational');
    expect((await say(one, 1, 4)).status).toBe(401);
  });

  it('stands in the history and in the explanation with whose word it is', async () => {
    const one = await house();
    await say(one, 1, 4);
    await one.on.clock.advance(MINUTE);
    const incident = one.on.snapshot().incidents[0];
    expect(incident?.cause).toContain('cron says: major outage');
    const explained = await one.on.engine.replies.explain({ incident: incident?.id as never }, 'Kim');
    expect(JSON.stringify(explained)).toContain('cron says: major outage');
  });
});

describe('a program that stops to speak', () => {
  const stale = { settings: { cachet: { staleAfter: '15m' } } };

  it('leaves a component without checks of its own unknown, never green, and pages nobody for it', async () => {
    const one = await house({ file: cachetFile(stale) });
    const number = await make(one);
    const id = `cachet/${number}`;
    expect(statusOf(one, id)).toBe('operational');
    await one.on.clock.advance(14 * MINUTE);
    expect(statusOf(one, id)).toBe('operational');
    await one.on.clock.advance(3 * MINUTE);
    expect(statusOf(one, id)).toBe('unknown');
    expect((await one.guest(`components/${number}`)).body.data).toMatchObject({ status: 0, status_name: 'Unknown' });
    await one.on.clock.advance(60 * MINUTE);
    expect(one.on.pages()).toEqual([]);
    await say(one, number, 1);
    expect(statusOf(one, id)).toBe('operational');
  });

  it('leaves a component with checks of its own to them', async () => {
    const one = await house({ file: cachetFile(stale) });
    await say(one, 1, 4);
    await one.on.clock.advance(20 * MINUTE);
    expect(statusOf(one)).toBe('operational');
    expect(one.on.pages()).toContain('close kim kim-hook');
  });

  it('does not end what people were paged for, where nobody else can tell', async () => {
    const one = await house({ file: cachetFile(stale) });
    const number = await make(one);
    await say(one, number, 4);
    await one.on.clock.advance(30 * MINUTE);
    expect(statusOf(one, `cachet/${number}`)).toBe('unknown');
    expect(one.on.pages().filter((page) => page.startsWith('close'))).toEqual([]);
    await say(one, number, 1);
    await one.on.clock.advance(2 * MINUTE);
    expect(one.on.pages().at(-1)).toMatch(/^close /);
  });

  it('may say that it does not know: then nothing is', async () => {
    const one = await house();
    const number = await make(one);
    await say(one, number, 0);
    expect(statusOf(one, `cachet/${number}`)).toBe('unknown');
  });
});
