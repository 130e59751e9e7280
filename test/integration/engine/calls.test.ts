/** People page people: a call travels like every trouble, goes on until somebody has it, and its caller sees who. */
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { CardId } from '../../../shared/model/page-me.ts';
import { movableClock } from '../../harness/clock.ts';
import { type TestEngine, testEngine } from '../../harness/engine.ts';
import { near } from '../../harness/fuzz.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const KIM = CardId.parse('person/kim');
const HERE = '192.0.2.7';

const running: TestEngine[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

/** Sam is on call by the policy; Kim can be called by link, the schedule by everybody. */
function house(card: object = {}): FileInput {
  const file = fileOf();
  return {
    ...file,
    people: [
      { id: 'kim', name: 'Kim', channels: ['kim-hook'], pageMe: { note: 'The shop only', ...card } },
      { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
    ],
    schedules: (file.schedules ?? []).map((schedule) => ({ ...schedule, pageMe: { visible: 'everyone' as const } })),
    policies: [{ id: 'default', name: 'Default', steps: [{ targets: [{ person: 'sam' }], delay: '5m' }], repeat: 0 }],
  };
}

async function open(file = house(), path?: string, clock = movableClock(START)): Promise<TestEngine> {
  const engine = await testEngine({ clock, file, ...(path !== undefined && { path }) });
  running.push(engine);
  await clock.advance(MINUTE);
  return engine;
}

/** The secret of a new link to a card. */
async function linkFor({ engine }: TestEngine, name = 'Accounting', card = KIM): Promise<string> {
  const { url } = await engine.replies.addPageLink({ card, name }, 'Kim at this desk');
  return (url ?? '').replace('http://127.0.0.1:8730/page-me/', '');
}

const form = (change: object = {}) => ({ name: 'Ann', reach: '', words: 'The shop is down', ...change });

/** Calls, and lets a second pass. The token of the status address. */
async function call(on: TestEngine, place: string, change: object = {}, caller = HERE): Promise<string> {
  const called = await on.engine.callDesk.call(place, form(change), caller);
  await on.clock.advance(1_000);
  if (called.kind !== 'taken') {
    throw new Error(`the call was not taken: ${called.kind}`);
  }
  return called.token;
}

const firstLine = ({ engine }: TestEngine, token: string) => engine.callDesk.status(token)?.lines[0];
const openCalls = (on: TestEngine) =>
  on
    .snapshot()
    .incidents.filter(({ componentId, resolvedAt }) => componentId.startsWith('calls/') && resolvedAt === null);

describe('a call', () => {
  it('pages whom it is for, at once, in the caller’s words', async () => {
    const on = await open();
    await call(on, await linkFor(on), { reach: '555-0100' });
    expect(on.pages()).toEqual(['trigger kim kim-hook']);
    expect(on.sent[0]?.page).toMatchObject({
      title: 'Call from Ann to Kim',
      severity: 'high',
      because: 'step 1 of 2 of policy Kim, then Default',
    });
    expect(on.sent[0]?.page.text).toContain('"The shop is down" (reach Ann at 555-0100; by the link of Accounting)');
  });

  it('goes on to the policy when nobody answers, and its caller sees who has it in the end', async () => {
    const on = await open();
    const token = await call(on, await linkFor(on));
    expect(firstLine(on, token)).toBe('It is in. Nobody has answered yet.');
    expect(on.engine.callDesk.status(token)?.lines).toContain('Kim was told at 09:01.');
    await on.clock.advance(5 * MINUTE);
    expect(on.pages()).toEqual(['trigger kim kim-hook', 'trigger sam sam-hook']);
    expect(await on.hears('sam-hook', { said: 'a' })).toBe('Call from Ann to Kim: Yours until it is fixed');
    expect(firstLine(on, token)).toBe('Sam has it since 09:06.');
    await on.clock.advance(60 * MINUTE);
    expect(on.pages()).toEqual(['trigger kim kim-hook', 'trigger sam sam-hook']);
  });

  it('is over when somebody says so: whoever was told hears it once, the caller sees it, and it does not come back', async () => {
    const on = await open();
    const token = await call(on, await linkFor(on));
    const incident = openCalls(on)[0]?.id;
    await on.engine.replies.resolve(
      { incident: incident as NonNullable<typeof incident>, note: '' },
      'Kim at this desk',
    );
    await on.clock.advance(10 * MINUTE);
    expect(firstLine(on, token)).toBe('It was ended by Kim at 09:01.');
    expect(on.engine.callDesk.status(token)?.over).toBe(true);
    expect(on.pages()).toEqual(['trigger kim kim-hook', 'close kim kim-hook']);
    expect(on.sent[1]?.page.title).toBe('OVER: Call from Ann to Kim');
    expect(openCalls(on)).toEqual([]);
    expect(on.snapshot().components.map(({ id }) => id)).toEqual(['api']);
    on.clock.sleepThrough(3 * 24 * 60 * MINUTE);
    await on.clock.advance(70 * MINUTE);
    expect(on.engine.callDesk.status(token)?.over).toBe(true);
    expect(on.pages()).toHaveLength(2);
  });

  it('given back is paged again, and the caller no longer reads that somebody has it', async () => {
    const on = await open();
    const token = await call(on, await linkFor(on));
    await on.hears('kim-hook', { said: 'a 30m' });
    expect(firstLine(on, token)).toBe('Kim has it since 09:01, for 30 min.');
    await on.clock.advance(31 * MINUTE);
    expect(firstLine(on, token)).toBe('It is in. Nobody has answered yet.');
    expect(on.pages()).toEqual(['trigger kim kim-hook', 'reminder kim kim-hook']);
    expect(on.sent[1]?.page.title).toBe('STILL OPEN: Call from Ann to Kim');
  });

  it('of the same person again is the same call: no second page, one more line in its history', async () => {
    const on = await open();
    const link = await linkFor(on);
    const first = await call(on, link);
    await on.hears('kim-hook', { said: 'a' });
    await on.clock.advance(3 * MINUTE);
    const second = await call(on, link, { name: ' ANN ', words: 'Now the till, too' });
    expect(openCalls(on)).toHaveLength(1);
    expect(on.pages()).toEqual(['trigger kim kim-hook']);
    expect(firstLine(on, second)).toBe('Kim has it since 09:01.');
    expect(on.engine.callDesk.status(first)).toEqual(on.engine.callDesk.status(second));
    const [note] = await on.store.events({ types: ['incident-note'], limit: 1 });
    expect(note?.text).toBe('Ann: again: "Now the till, too" (by the link of Accounting; said 2 times)');
  });

  it('of the same person after a while is another one', async () => {
    const on = await open(house({ repeatWithin: '10m' }));
    const link = await linkFor(on);
    await call(on, link);
    await on.hears('kim-hook', { said: 'a' });
    await on.clock.advance(11 * MINUTE);
    await call(on, link);
    expect(openCalls(on)).toHaveLength(2);
    expect(on.pages()).toEqual(['trigger kim kim-hook', 'trigger kim kim-hook']);
  });

  it('of somebody else is a page of its own: who has the first one knows nothing of it', async () => {
    const on = await open();
    const link = await linkFor(on);
    const ann = await call(on, link);
    await on.hears('kim-hook', { said: 'a' });
    const bob = await call(on, link, { name: 'Bob', words: 'The office burns' });
    expect(on.pages()).toEqual(['trigger kim kim-hook', 'trigger kim kim-hook']);
    expect([firstLine(on, ann), firstLine(on, bob)]).toEqual([
      'Kim has it since 09:01.',
      'It is in. Nobody has answered yet.',
    ]);
  });

  it('to a schedule pages who is on call there', async () => {
    const on = await open();
    const [card] = on.engine.callDesk.cards();
    expect(card).toMatchObject({ name: 'Primary', place: 'schedule~primary' });
    await call(on, 'schedule~primary');
    expect(on.pages()).toEqual(['trigger kim kim-hook']);
    expect(on.sent[0]?.page.title).toBe('Call from Ann to Primary');
  });

  it('goes on after a restart where it stood, and has its number for ever', async () => {
    const path = join(tempFolder(), 'watchbell.db');
    const clock = movableClock(START);
    const first = await open(house(), path, clock);
    const token = await call(first, await linkFor(first));
    await first.stop();
    running.splice(0);
    const second = await open(house(), path, clock);
    expect(openCalls(second).map(({ componentId }) => componentId)).toEqual(['calls/1']);
    await clock.advance(5 * MINUTE);
    expect(second.pages()).toEqual(['trigger sam sam-hook']);
    expect(firstLine(second, token)).toBe('It is in. Nobody has answered yet.');
    await call(second, 'schedule~primary');
    expect(openCalls(second).map(({ componentId }) => componentId)).toContain('calls/2');
  });

  it('that was taken just before the end pages at the next start, and not only when its turn comes', async () => {
    const path = join(tempFolder(), 'watchbell.db');
    const clock = movableClock(START);
    const first = await open(house(), path, clock);
    const callers = ['Ann', 'Bob', 'Cleo', 'Dora', 'Emil', 'Fay'];
    for (const [index, name] of callers.entries()) {
      const called = await first.engine.callDesk.call('schedule~primary', form({ name }), `192.0.2.${index}`);
      expect(called.kind).toBe('taken');
    }
    await first.stop();
    running.splice(0);
    const second = await testEngine({ clock, file: house(), path });
    running.push(second);
    await clock.advance(2_000);
    expect(second.pages()).toEqual(callers.map(() => 'trigger kim kim-hook'));
  });

  it('is silenced, explained and counted like every trouble', async () => {
    const on = await open();
    const token = await call(on, await linkFor(on));
    expect(on.snapshot().picture).toMatchObject({
      shape: 'down',
      count: 1,
      words: expect.stringContaining('1 call waits'),
    });
    const match = { components: [], groups: [], tags: ['call'] };
    await on.engine.replies.addSilence(
      { match, from: null, forMs: 60 * MINUTE, untilWell: false, reason: 'a drill' },
      'Kim',
    );
    await on.clock.advance(10 * MINUTE);
    expect(on.pages()).toEqual(['trigger kim kim-hook']);
    expect(firstLine(on, token)).toBe('It is in. Nobody has answered yet.');
    const explained = await on.engine.replies.explain({ incident: null }, 'Kim');
    expect(JSON.stringify(explained)).toContain('The shop is down');
  });
});

describe('who may call', () => {
  it('is whoever has a link; taken back, it opens nothing', async () => {
    const on = await open();
    const link = await linkFor(on);
    expect(on.engine.callDesk.open(link)).toMatchObject({ id: KIM, name: 'Kim', note: 'The shop only' });
    const { links } = await on.engine.replies.pageLinks({}, 'Kim');
    expect(links).toMatchObject([{ to: 'Kim', name: 'Accounting', by: 'Kim at this desk' }]);
    expect(await on.engine.replies.removePageLink({ id: links[0]?.id ?? '' }, 'Kim')).toMatchObject({ accepted: true });
    expect(on.engine.callDesk.open(link)).toBeNull();
    expect(await on.engine.callDesk.call(link, form(), HERE)).toEqual({ kind: 'unknown' });
    await on.clock.advance(MINUTE);
    expect(on.pages()).toEqual([]);
  });

  it('is nobody without one, where the card is not for everybody', async () => {
    const on = await open();
    for (const place of ['person~kim', 'person/kim', 'kim', '', 'policy~default', 'person~sam', 'person~']) {
      expect(on.engine.callDesk.open(place)).toBeNull();
      expect(await on.engine.callDesk.call(place, form(), HERE)).toEqual({ kind: 'unknown' });
    }
  });

  it('keeps no link and no status address that could be read back from the store', async () => {
    const on = await open();
    const link = await linkFor(on);
    const token = await call(on, link);
    const { values } = await on.store.restore();
    const kept = JSON.stringify([...values]) + JSON.stringify(await on.store.events({ limit: 100 }));
    expect(kept).toContain('The shop is down');
    expect(kept).not.toContain(link);
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(HERE);
  });

  it('must not call all the time: the caller waits, others do not', async () => {
    const on = await open(house({ repeatWithin: 0 }));
    const link = await linkFor(on);
    for (let times = 0; times < 4; times += 1) {
      await call(on, link);
    }
    expect(await on.engine.callDesk.call(link, form(), HERE)).toMatchObject({ kind: 'too-many' });
    await call(on, link, { name: 'Bob' }, '192.0.2.8');
    await on.clock.advance(2 * MINUTE);
    await call(on, link);
  });

  it('is stopped over all, however many addresses a flood comes from', async () => {
    const on = await open();
    const places = [await linkFor(on, 'A'), await linkFor(on, 'B'), await linkFor(on, 'C'), 'schedule~primary'];
    let taken = 0;
    for (let times = 0; times < 200; times += 1) {
      const place = places[times % places.length] as string;
      const called = await on.engine.callDesk.call(place, form({ name: `Nobody ${times}` }), `198.51.100.${times}`);
      taken += called.kind === 'taken' ? 1 : 0;
    }
    expect(taken).toBe(20);
    await on.clock.advance(MINUTE);
    expect(openCalls(on)).toHaveLength(20);
  });

  it('is named for the terminal by letters and digits, each link by its own', async () => {
    const on = await open();
    for (let count = 0; count < 100; count += 1) {
      await linkFor(on);
    }
    const { links } = await on.engine.replies.pageLinks({}, 'Kim');
    expect(new Set(links.map(({ id }) => id)).size).toBe(100);
    expect(links.filter(({ id }) => !/^[A-Za-z0-9]{6}$/.test(id))).toEqual([]);
  });

  it('opens with a secret its own thing and nothing else, and with anything near it nothing', async () => {
    const on = await open();
    const desk = on.engine.callDesk;
    const links = await Promise.all(['A', 'B', 'C', 'D', 'E'].map((name) => linkFor(on, name)));
    const tokens: string[] = [];
    for (const [index, link] of links.entries()) {
      tokens.push(await call(on, link, { words: `It is number ${index}` }, `192.0.2.${index}`));
    }
    for (const [index, token] of tokens.entries()) {
      expect(desk.status(token)?.words).toBe(`It is number ${index}`);
      expect(desk.open(token)).toBeNull();
      expect(desk.status(links[index] ?? '')).toBeNull();
    }
    const secrets = [...links, ...tokens];
    fc.assert(
      fc.property(fc.constantFrom(...secrets).chain(near), (other) => {
        fc.pre(!secrets.includes(other));
        expect(desk.open(other)).toBeNull();
        expect(desk.status(other)).toBeNull();
      }),
    );
  });
});
