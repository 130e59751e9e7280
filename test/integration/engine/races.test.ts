/** Things that happen at the same moment: a page on its way and somebody who takes it, a crash, a reload, a clock that jumps. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JournalEntry, Store } from '../../../electron/engine/ports/store.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { type FileInput, fileOf, hook, START } from '../../harness/watch-story.ts';

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

async function engine(options: Parameters<typeof testEngine>[0] = {}): Promise<TestEngine> {
  const started = await testEngine({ clock: movableClock(START + 12 * HOUR), ...options });
  running.push(started);
  return started;
}
async function stop(one: TestEngine): Promise<void> {
  running.splice(running.indexOf(one), 1);
  await one.stop();
}
function database(): string {
  const folder = mkdtempSync(join(tmpdir(), 'watchbell-'));
  folders.push(folder);
  return join(folder, 'watchbell.db');
}
const incidentOf = (one: TestEngine) => one.snapshot().incidents[0];
const acknowledge = (one: TestEngine) =>
  one.engine.replies.acknowledge({ incident: incidentOf(one)?.id as never, forMs: null, note: '' }, 'Kim');
const textsOf = async (one: TestEngine) =>
  (await one.engine.replies.events({ limit: 100 }, 'test')).map(({ text }) => text);
async function untilSent(one: TestEngine): Promise<void> {
  while (one.sent.length === 0) {
    await one.clock.advance(SECOND);
  }
}
const oneStep = (change: Partial<FileInput> = {}) =>
  fileOf({ policies: [{ id: 'p', steps: [{ targets: [{ person: 'kim' }], delay: '1d' }] }], ...change });

describe('a page that is decided and not yet written', () => {
  it('is not sent when somebody takes the incident before the disk has it', async () => {
    const one = await engine({ file: oneStep() });
    const commit = one.store.commit.bind(one.store);
    const slow = one.store as { -readonly [K in keyof Store]: Store[K] };
    const waiting: (() => void)[] = [];
    one.target('api', DOWN);
    await one.clock.advance(40 * SECOND);
    slow.commit = async (entries: readonly JournalEntry[]) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return commit(entries);
    };
    await one.clock.advance(40 * SECOND);
    expect(incidentOf(one)?.told).toHaveLength(1);
    const acknowledged = acknowledge(one);
    slow.commit = commit;
    for (const go of waiting.splice(0)) {
      go();
    }
    expect((await acknowledged).accepted).toBe(true);
    await one.clock.advance(HOUR);
    expect(one.pages()).toEqual([]);
    one.target('api', UP);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()).toEqual([]);
    expect((await one.store.restore()).outbox).toEqual([]);
  });
});

describe('a page whose try has no answer', () => {
  it('is not tried again once somebody has it, and is closed: it may have arrived', async () => {
    const one = await engine({ file: oneStep() });
    let answer: Delivery | 'silence' = 'silence';
    one.answer(() => (answer === 'silence' ? new Promise(() => undefined) : answer));
    one.target('api', DOWN);
    await untilSent(one);
    await one.clock.advance(17 * SECOND); // the try is over, the next one is due
    await acknowledge(one);
    answer = { status: 'accepted' };
    await one.clock.advance(HOUR);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
    one.target('api', UP);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook', 'close kim kim-hook']);
  });

  it('is not tried again after a crash when it was taken while it was under way', async () => {
    const path = database();
    const clock = movableClock(START);
    const before = await engine({ path, clock, file: oneStep() });
    before.answer(() => new Promise(() => undefined));
    before.target('api', DOWN);
    await clock.advance(65 * SECOND);
    expect(before.pages()).toEqual(['trigger kim kim-hook']);
    await acknowledge(before);
    await before.store.close(); // kill -9: nothing more is written

    const after = await engine({ path, clock, file: oneStep() });
    after.target('api', DOWN);
    await clock.advance(10 * MINUTE);
    expect(after.pages()).toEqual([]);
    after.target('api', UP);
    await clock.advance(5 * MINUTE);
    expect(after.pages()).toEqual(['close kim kim-hook']);
  });
});

describe('a channel that works again after hours', () => {
  it('says once what it could not say before, the newest, and as a first word', async () => {
    const one = await engine();
    const tries = new Map<string, number>();
    one.answer(({ id }) => {
      tries.set(id, (tries.get(id) ?? 0) + 1);
      return { status: 'try-later', reason: '503' };
    });
    one.target('api', DOWN);
    await one.clock.advance(4 * HOUR);
    one.sent.length = 0;
    one.answer(() => ({ status: 'accepted' }));
    await one.clock.advance(6 * MINUTE);
    expect(one.pages().toSorted()).toEqual(['trigger kim kim-hook', 'trigger sam sam-hook']);
    expect(one.sent.find(({ page }) => page.personId === 'kim')?.page.text).toContain('for 3 h');
    expect(tries.size).toBeGreaterThan(3);
    one.target('api', UP);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages().slice(2).toSorted()).toEqual(['close kim kim-hook', 'close sam sam-hook']);
  });
});

describe('a reload while pages wait', () => {
  const two = (more: Partial<FileInput> = {}) =>
    oneStep({
      components: [
        { id: 'api', name: 'API', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1 }] },
        { id: 'db', name: 'DB', checks: [{ type: 'tcp', host: '127.0.0.1', port: 2 }] },
      ],
      ...more,
    });
  const onlyDb = oneStep({
    components: [{ id: 'db', name: 'DB', checks: [{ type: 'tcp', host: '127.0.0.1', port: 2 }] }],
  });

  it('sends nothing more about a component that is gone, also when it went while we were off', async () => {
    const path = database();
    const clock = movableClock(START);
    const before = await engine({ path, clock, file: two() });
    before.answer(() => ({ status: 'try-later', reason: '503' }));
    before.target('api', DOWN);
    await clock.advance(70 * SECOND);
    await stop(before);
    const tries = before.sent.length;

    const after = await engine({ path, clock, file: onlyDb });
    await clock.advance(30 * MINUTE);
    expect([tries > 0, after.pages()]).toEqual([true, []]);
    expect((await after.store.restore()).outbox).toEqual([]);
  });

  it('says that a channel is gone, and goes to the next person at once', async () => {
    const one = await engine({
      file: two({
        policies: [
          {
            id: 'p',
            steps: [
              { targets: [{ person: 'kim' }], delay: '1h' },
              { targets: [{ person: 'sam' }], delay: '1h' },
            ],
          },
        ],
      }),
    });
    one.answer(({ channelId }) => {
      const later: Delivery = { status: 'try-later', reason: '503', afterMs: 5 * MINUTE };
      return channelId === 'kim-hook'
        ? later
        : { status: channelId === 'kim-second' ? 'refused' : 'accepted', reason: '401' };
    });
    one.target('api', DOWN);
    await one.clock.advance(70 * SECOND);
    one.configure(
      two({
        people: [
          { id: 'kim', name: 'Kim', channels: ['kim-second'] },
          { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
        ],
        channels: [hook('kim-second'), hook('sam-hook')],
      }),
    );
    await one.clock.advance(6 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook', 'trigger kim kim-second', 'trigger sam sam-hook']);
    expect((await textsOf(one)).some((text) => text.includes('is not configured any more'))).toBe(true);
  });
});

describe('quiet at this desk that ends earlier than it was to', () => {
  const file = oneStep({
    components: [{ id: 'api', name: 'API', severity: 'high', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1 }] }],
    people: [{ id: 'kim', name: 'Kim', channels: ['screen'] }],
    channels: [{ id: 'screen', type: 'native' }],
    schedules: [],
  });

  it('because it was made shorter, sends at its new end what it held back', async () => {
    const one = await engine({ file });
    const quietFor = (ms: number) =>
      one.engine.replies.quiet({ until: one.clock.now() + ms, criticalToo: false }, 'Kim');
    await quietFor(8 * HOUR);
    one.target('api', DOWN);
    await one.clock.advance(2 * MINUTE);
    await quietFor(10 * MINUTE);
    await one.clock.advance(9 * MINUTE);
    expect(one.pages()).toEqual([]);
    await one.clock.advance(2 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim screen']);
  });

  it('because the clock was set back, ends after the same time', async () => {
    const one = await engine({ file });
    await one.engine.replies.quiet({ until: one.clock.now() + HOUR, criticalToo: false }, 'Kim');
    one.target('api', DOWN);
    await one.clock.advance(2 * MINUTE);
    one.clock.setBack(5 * HOUR);
    await one.clock.advance(59 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim screen']);
    expect(one.snapshot().quiet).toBeNull();
  });
});

describe('a clock that is set back', () => {
  it('delays neither the next step nor another try nor the next page of a channel at its rate', async () => {
    const one = await engine();
    one.target('api', DOWN);
    one.answer(({ channelId }) =>
      channelId === 'kim-hook' && one.sent.length === 1
        ? { status: 'try-later', reason: '503' }
        : { status: 'accepted' },
    );
    await untilSent(one);
    one.clock.setBack(5 * HOUR);
    await one.clock.advance(10 * SECOND);
    expect(one.pages()).toEqual(['trigger kim kim-hook', 'trigger kim kim-hook']);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages().at(-1)).toBe('trigger sam sam-hook');
    expect((await textsOf(one)).filter((text) => text.startsWith('The clock was set back by 5 h'))).toHaveLength(2);
  });
});

describe('three hundred components that fail at once', () => {
  it('are paged once each, and closed once each', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `c${index}`);
    const checks = (port: number) => [{ type: 'tcp' as const, host: '127.0.0.1', port }];
    const one = await engine({
      file: oneStep({ components: ids.map((id, index) => ({ id, checks: checks(index + 1) })) }),
    });
    await one.clock.advance(MINUTE);
    for (const id of ids) {
      one.target(id, DOWN);
    }
    await one.clock.advance(3 * MINUTE);
    expect(one.sent.map(({ page }) => page.componentId).toSorted()).toEqual(ids.toSorted());
    expect(one.snapshot().picture).toMatchObject({ shape: 'down', count: 300 });
    one.sent.length = 0;
    for (const id of ids) {
      one.target(id, UP);
    }
    await one.clock.advance(3 * MINUTE);
    expect(one.sent.map(({ page }) => `${page.kind} ${page.componentId}`).toSorted()).toEqual(
      ids.map((id) => `close ${id}`).toSorted(),
    );
    expect(one.engine.unfinished()).toBe(0);
  });
});

describe('our own bugs', () => {
  it('a channel that throws loses no page, and is not asked without pause', async () => {
    const one = await engine({ file: oneStep() });
    one.target('api', DOWN);
    one.answer(() => {
      throw new Error('nobody thought of this');
    });
    await one.clock.advance(3 * MINUTE);
    expect(one.sent.length).toBeGreaterThan(1);
    expect(one.sent.length).toBeLessThan(10);
    one.answer(() => ({ status: 'accepted' }));
    await one.clock.advance(10 * MINUTE);
    expect(incidentOf(one)?.told[0]?.state).toBe('accepted');
  });

  it('rules that throw for one component stop no other, and do not spin', async () => {
    const file = fileOf({
      components: [
        { id: 'api', name: 'API', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1 }] },
        { id: 'db', name: 'DB', checks: [{ type: 'tcp', host: '127.0.0.1', port: 2 }] },
      ],
    });
    const one = await engine({ file });
    await one.clock.advance(MINUTE);
    const broken = { kind: 'fail', timings: { totalMs: 1 } } as never; // a failure without its failure
    one.target('api', broken);
    one.target('db', DOWN);
    await one.clock.advance(3 * MINUTE);
    expect(one.sent.map(({ page }) => page.componentId)).toEqual(['db']);
    expect(one.log.lines.some(({ message }) => message.includes('a bug of ours'))).toBe(true);
  });
});
