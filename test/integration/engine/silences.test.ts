/** Silences in the running engine: asked for by hand, made longer, ended, over by themselves, over a restart. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UNSURE, UP } from '../../harness/engine.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const running: TestEngine[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((engine) => engine.stop().catch(() => undefined)));
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

const file = fileOf({
  settings: { pageAfter: 0, closeAfter: 0 },
  components: ['api', 'db'].map((id, index) => ({
    id,
    name: id.toUpperCase(),
    tags: ['core'],
    checks: [{ type: 'tcp' as const, host: '127.0.0.1', port: index + 1, interval: '10s' }],
  })),
  policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }], delay: '90h' }], repeat: 0 }],
});

async function engine(options: Parameters<typeof testEngine>[0] = {}): Promise<TestEngine> {
  const started = await testEngine({ file, clock: movableClock(START), ...options });
  running.push(started);
  await started.clock.advance(MINUTE);
  return started;
}

const add = ({ engine: { replies } }: TestEngine, more: object = {}) =>
  replies.addSilence(
    {
      match: { components: ['api'] as never, groups: [], tags: [] },
      from: null,
      forMs: 2 * HOUR,
      untilWell: false,
      reason: 'new disks',
      ...more,
    },
    'Kim',
  );
const said = async ({ engine: { replies } }: TestEngine) =>
  (await replies.events({ types: ['silence'], limit: 20 }, 'test')).map(({ text }) => text).reverse();
const silences = (one: TestEngine) => one.snapshot().silences;

describe('a silence by hand', () => {
  it('keeps pages back, is shown, and says what is still wrong when it is ended', async () => {
    const one = await engine();
    expect(await add(one)).toEqual({
      accepted: true,
      text: 'Silenced for 2 h: nobody is paged about API; watching goes on',
    });
    one.target('api', DOWN);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()).toEqual([]);
    expect(one.snapshot().picture).toMatchObject({ shape: 'maintenance', count: 0, words: '1 silenced' });
    expect(silences(one)).toMatchObject([
      { what: 'API', reason: 'new disks', by: 'Kim', incidents: 1, endsSoon: false },
    ]);
    const id = silences(one)[0]?.id as never;
    expect(await one.engine.replies.endSilence({ id }, 'Sam')).toMatchObject({ accepted: true });
    await one.clock.advance(SECOND);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
    expect(await one.engine.replies.endSilence({ id }, 'Sam')).toMatchObject({ accepted: false });
    expect(await said(one)).toEqual([
      'Kim silenced API for 2 h: new disks',
      'Sam ended the silence of Kim (new disks)',
    ]);
  });

  it('warns once before its end, can be made longer, and then warns again', async () => {
    const one = await engine();
    await add(one);
    one.target('api', DOWN);
    await one.clock.advance(HOUR + 50 * MINUTE);
    expect(silences(one)[0]?.endsSoon).toBe(true);
    const id = silences(one)[0]?.id as never;
    expect(await one.engine.replies.lengthenSilence({ id, forMs: HOUR }, 'Sam')).toMatchObject({ accepted: true });
    await one.clock.advance(59 * MINUTE);
    expect(one.pages()).toEqual([]);
    await one.clock.advance(15 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
    expect(await said(one)).toEqual([
      'Kim silenced API for 2 h: new disks',
      expect.stringMatching(/^The silence of Kim \(new disks\) ends in 1[45] min.*; still wrong: API$/),
      'Sam made the silence of Kim longer by 1 h',
      expect.stringMatching(/^The silence of Kim \(new disks\) ends in 1[45] min.*; still wrong: API$/),
      'The silence of Kim (new disks) ended',
    ]);
    expect(silences(one)).toEqual([]);
  });

  it('until it is well ends with the trouble, and the next one is paged', async () => {
    const one = await engine();
    expect(await add(one, { forMs: null, untilWell: true })).toEqual({
      accepted: false,
      text: 'Nothing that matches is in trouble now, so there is no end to wait for: say for how long',
    });
    one.target('api', DOWN);
    await one.clock.advance(MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
    expect(await add(one, { forMs: null, untilWell: true })).toMatchObject({ accepted: true });
    one.target('api', UP);
    await one.clock.advance(2 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook', 'close kim kim-hook']);
    expect(silences(one)).toEqual([]);
    one.target('api', DOWN);
    await one.clock.advance(10 * MINUTE);
    expect(one.pages().slice(2)).toEqual(['trigger kim kim-hook']);
  });

  it('until it is well does not end because we cannot see: out of sight is not well', async () => {
    const one = await engine();
    one.target('api', DOWN);
    await one.clock.advance(MINUTE);
    await add(one, { forMs: null, untilWell: true });
    one.target('api', UNSURE);
    await one.clock.advance(30 * MINUTE);
    expect(one.snapshot().components.find(({ id }) => id === 'api')?.status).toBe('unknown');
    expect(silences(one)).toHaveLength(1);
    one.target('api', DOWN);
    await one.clock.advance(10 * MINUTE);
    // Our own blindness is a page of its own, and no part of the silence.
    expect(one.sent.map(({ page }) => `${page.kind} ${page.componentId}`)).toEqual([
      'trigger api',
      'trigger watchbell',
      'close watchbell',
    ]);
  });

  it('of a tag holds for all that carry it, from the time it is to begin', async () => {
    const one = await engine();
    await add(one, { match: { components: [], groups: [], tags: ['core'] }, from: START + HOUR });
    one.target('db', DOWN);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
    await one.clock.advance(HOUR);
    one.target('api', DOWN);
    await one.clock.advance(30 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
  });

  it('is refused for what is not there', async () => {
    const one = await engine();
    expect(await add(one, { match: { components: ['nope'], groups: [], tags: [] } })).toEqual({
      accepted: false,
      text: 'There is no component nope',
    });
    expect(await add(one, { match: { components: [], groups: [], tags: ['nope'] } })).toEqual({
      accepted: false,
      text: 'Nothing that is watched matches that',
    });
  });

  it('outlives a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watchbell-silences-'));
    folders.push(folder);
    const path = join(folder, 'watchbell.db');
    const first = await engine({ path });
    await add(first);
    await running.pop()?.stop();
    const second = await engine({ path, clock: movableClock(START + 10 * MINUTE) });
    second.target('api', DOWN);
    await second.clock.advance(30 * MINUTE);
    expect(second.pages()).toEqual([]);
    expect(silences(second)).toHaveLength(1);
    await second.clock.advance(2 * HOUR);
    expect(second.pages()).toEqual(['trigger kim kim-hook']);
  });
});
