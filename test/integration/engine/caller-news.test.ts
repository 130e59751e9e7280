/** Callers who left a way back hear that the call is in, who has it, and that it is over: each once, whatever fails in between. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { TellBy } from '../../../shared/model/caller-news.ts';
import { movableClock } from '../../harness/clock.ts';
import { type TestEngine, testEngine } from '../../harness/engine.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;

const running: TestEngine[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

function house(settings: object = {}, card: object = {}): FileInput {
  const file = fileOf();
  const [kim, ...others] = file.people ?? [];
  const called = kim === undefined ? [] : [{ ...kim, pageMe: { mail: 'kim-pager', ...card } }];
  return { ...file, settings: { ...file.settings, ...settings }, people: [...called, ...others] };
}

async function open(file = house(), path?: string, clock = movableClock(START)): Promise<TestEngine> {
  const engine = await testEngine({ clock, file, ...(path !== undefined && { path }) });
  running.push(engine);
  await clock.advance(MINUTE);
  return engine;
}

const byMail = (change: object = {}): TellBy =>
  TellBy.parse({
    way: 'mail',
    channel: 'kim-hook',
    to: 'ann@example.org',
    subject: 'The till',
    messageId: '<1@example.org>',
    references: [],
    ...change,
  });

interface Mail {
  readonly message?: string | null;
  readonly tellBy?: TellBy | null;
  readonly words?: string;
}

/** A call by mail, and a second after it. */
async function call(on: TestEngine, { message = null, tellBy = byMail(), words = 'The till is down' }: Mail = {}) {
  const form = { name: 'Ann', reach: 'ann@example.org', words };
  const called = await on.engine.callDesk.callByMail('Kim-Pager', form, { key: 'ann@example.org', message, tellBy });
  await on.clock.advance(1_000);
  return called.kind;
}

function opened(on: TestEngine) {
  const [incident] = on.snapshot().incidents.filter(({ resolvedAt }) => resolvedAt === null);
  return incident as NonNullable<typeof incident>;
}

async function resolve(on: TestEngine): Promise<void> {
  await on.engine.replies.resolve({ incident: opened(on).id, note: '' }, 'Kim by web');
  await on.clock.advance(MINUTE);
}

const texts = (on: TestEngine) => on.told.map(({ message }) => message.text);

const IN = 'Your call to Kim is in. Others are called when nobody answers.';

describe('a caller who left a way back', () => {
  it('hears that the call is in, who has it, and that it is over', async () => {
    const on = await open();
    expect(await call(on)).toBe('taken');
    expect(texts(on)).toEqual([IN]);
    expect(on.told[0]).toMatchObject({ channel: 'kim-hook', message: { to: byMail(), url: null } });
    await on.hears('kim-hook', { said: 'a' });
    await on.clock.advance(10 * MINUTE);
    await resolve(on);
    await on.clock.advance(60 * MINUTE);
    expect(texts(on)).toEqual([
      IN,
      'Kim has your call since 09:01 (UTC).',
      'Your call to Kim was ended by Kim at 09:11 (UTC).',
    ]);
    expect(new Set(on.told.map(({ message }) => message.id)).size).toBe(3);
  });

  it('hears that whoever had it has it no more, and who has it then', async () => {
    const on = await open();
    await call(on);
    await on.hears('kim-hook', { said: 'a 30m' });
    await on.clock.advance(31 * MINUTE);
    const { id } = opened(on);
    await on.engine.replies.acknowledge({ incident: id, forMs: null, note: 'a secret' }, 'Sam by sam-phone');
    await on.clock.advance(MINUTE);
    expect(texts(on).slice(1)).toEqual([
      'Kim has your call since 09:01 (UTC).',
      'Kim does not have your call any more; others are called when nobody answers.',
      'Sam has your call since 09:32 (UTC).',
    ]);
  });

  it('is given the address of the call, which works, where the house has a public one', async () => {
    const on = await open(house({ publicUrl: 'https://pager.example.org' }));
    await call(on);
    const url = on.told[0]?.message.url ?? '';
    expect(url).toMatch(/^https:\/\/pager\.example\.org\/call\/[\w-]{20,}$/);
    expect(on.engine.callDesk.status(url.replace('https://pager.example.org/call/', ''))?.words).toBe(
      'The till is down',
    );
    const { values } = await on.store.restore();
    expect(JSON.stringify([...values])).not.toContain(url.slice(-20));
  });

  it('hears nothing without one, and is paged for all the same', async () => {
    const on = await open();
    await call(on, { tellBy: null });
    await on.hears('kim-hook', { said: 'a' });
    await on.clock.advance(MINUTE);
    expect(on.told).toEqual([]);
    expect(on.pages()).toEqual(['trigger kim kim-hook']);
  });
});

describe('news to a caller', () => {
  it('that a channel does not take waits, and is told once, as it is then', async () => {
    const on = await open();
    on.answerCallers(() => ({ status: 'try-later', reason: 'busy' }));
    await call(on);
    await on.hears('kim-hook', { said: 'a' });
    await on.clock.advance(30 * MINUTE);
    const tries = on.told.length;
    expect(tries).toBeGreaterThan(5);
    on.answerCallers(() => ({ status: 'accepted' }));
    await on.clock.advance(60 * MINUTE);
    expect(on.told).toHaveLength(tries + 1);
    expect(texts(on).at(-1)).toBe('Kim has your call since 09:01 (UTC).');
  });

  it('keeps its id from try to try', async () => {
    const on = await open();
    on.answerCallers(() => ({ status: 'try-later', reason: 'busy' }));
    await call(on);
    await on.clock.advance(MINUTE);
    expect(on.told.length).toBeGreaterThan(2);
    expect(new Set(on.told.map(({ message }) => message.id)).size).toBe(1);
  });

  it.each<[string, Parameters<TestEngine['answerCallers']>[0], string]>([
    ['is refused', () => ({ status: 'refused', reason: 'no such mailbox' }), 'no such mailbox'],
    ['goes by a channel that tells no callers', () => null, 'tells no callers'],
  ])('that %s is given up, and the history says why', async (_, answer, reason) => {
    const on = await open();
    on.answerCallers(answer);
    await call(on);
    await on.clock.advance(60 * MINUTE);
    expect(on.told).toHaveLength(1);
    const events = await on.store.events({ types: ['call'], limit: 9 });
    expect(events[0]?.text).toContain(`Ann could not be told of the call: `);
    expect(events[0]?.text).toContain(reason);
  });

  it('by a channel that is gone is given up', async () => {
    const on = await open();
    await call(on, { tellBy: byMail({ channel: 'gone' }) });
    expect(on.told).toEqual([]);
    const [event] = await on.store.events({ types: ['call'], limit: 1 });
    expect(event?.text).toBe('Ann could not be told of the call: channel gone is not configured any more');
  });

  it('survives a restart: what was owed is told, what was told is not', async () => {
    const path = join(tempFolder(), 'watchbell.db');
    const clock = movableClock(START);
    const first = await open(house(), path, clock);
    await call(first);
    first.answerCallers(() => ({ status: 'try-later', reason: 'busy' }));
    await first.hears('kim-hook', { said: 'a' });
    await clock.advance(1_000);
    await first.stop();
    running.splice(0);
    const second = await open(house(), path, clock);
    expect(texts(second)).toEqual(['Kim has your call since 09:01 (UTC).']);
    await clock.advance(60 * MINUTE);
    expect(second.told).toHaveLength(1);
  });

  it('to one address is limited: a program that answers by itself does not keep us talking', async () => {
    const on = await open(house({}, { repeatWithin: 0 }));
    await call(on);
    for (let times = 0; times < 20; times += 1) {
      await on.hears('kim-hook', { said: 'a 1m' });
      await on.clock.advance(MINUTE + 1_000);
    }
    expect(on.told.length).toBeGreaterThan(8);
    expect(on.told.length).toBeLessThan(14);
  });
});

describe('a message that comes again', () => {
  it('is the same call: nobody hears it twice, and it is not said to be repeated', async () => {
    const on = await open();
    expect([await call(on, { message: 'm1' }), await call(on, { message: 'm1' })]).toEqual(['taken', 'taken']);
    await on.clock.advance(MINUTE);
    expect(on.pages()).toEqual(['trigger kim kim-hook']);
    expect(texts(on)).toEqual([IN]);
    expect(on.sent[0]?.page.text).not.toContain('said 2 times');
  });

  it('is the same call when that is over, and after a restart', async () => {
    const path = join(tempFolder(), 'watchbell.db');
    const clock = movableClock(START);
    const first = await open(house(), path, clock);
    await call(first, { message: 'm1' });
    await resolve(first);
    await first.stop();
    running.splice(0);
    const second = await open(house(), path, clock);
    expect(await call(second, { message: 'm1' })).toBe('taken');
    expect(await call(second, { message: 'm2' })).toBe('taken');
    expect(second.pages()).toEqual(['trigger kim kim-hook']);
  });
});
