/** Never lies green: whatever keeps us from judging, what is shown is what is known. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UNSURE, UP } from '../../harness/engine.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

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
  const started = await testEngine({ clock: movableClock(START), ...options });
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
const statusOf = (one: TestEngine, id = 'api') => one.snapshot().components.find((other) => other.id === id)?.status;
const shapeOf = (one: TestEngine) => one.snapshot().picture.shape;
const check = (port: number, more = {}) => ({ type: 'tcp' as const, host: '127.0.0.1', port, ...more });
const two: FileInput = fileOf({
  components: [
    { id: 'api', name: 'API', checks: [check(1)] },
    { id: 'db', name: 'DB', checks: [check(2)] },
  ],
});

it('undecided is visible but silent: seen at the first failure, said only when it is confirmed', async () => {
  const one = await engine({ file: fileOf({ ...two, settings: { pageAfter: 0 } }) });
  await one.clock.advance(2 * MINUTE);
  const fails = async (ms: number): Promise<void> => {
    one.target('api', DOWN);
    for (let waited = 0; waited < MINUTE && shapeOf(one) === 'calm'; waited += SECOND) {
      await one.clock.advance(SECOND);
    }
    await one.clock.advance(ms);
  };
  await fails(4 * SECOND); // two failures of the three that it takes
  expect(one.snapshot().picture).toMatchObject({ shape: 'suspect', words: '1 not confirmed' });
  expect(statusOf(one)).toBe('operational');
  one.target('api', UP);
  await one.clock.advance(10 * MINUTE);
  expect(one.snapshot()).toMatchObject({ incidents: [], picture: { shape: 'calm' } });
  expect(one.pages()).toEqual([]);
  await fails(10 * SECOND);
  expect(one.pages()).toEqual(['trigger kim kim-hook']);
});

describe('a check about which we can never be sure', () => {
  it('is unknown after three turns, alone, and comes back with its first answer', async () => {
    const one = await engine({ file: two });
    await one.clock.advance(MINUTE);
    expect(shapeOf(one)).toBe('calm');
    one.target('api', UNSURE);
    await one.clock.advance(3 * MINUTE);
    expect([statusOf(one), statusOf(one, 'db')]).toEqual(['unknown', 'operational']);
    expect(shapeOf(one)).toBe('suspect');
    const [event] = await one.engine.replies.events({ types: ['status'], limit: 1 }, 'test');
    expect(event?.text).toContain('could not be judged for');
    one.target('api', UP);
    await one.clock.advance(MINUTE);
    expect(shapeOf(one)).toBe('calm');
  });

  it('is unknown too when its probe never comes back, and is looked at again', async () => {
    const one = await engine({ file: two });
    await one.clock.advance(MINUTE);
    one.target('api', 'hangs');
    await one.clock.advance(3 * MINUTE);
    expect(statusOf(one)).toBe('unknown');
    one.target('api', DOWN);
    await one.clock.advance(2 * MINUTE);
    expect(statusOf(one)).toBe('major_outage');
  });

  it('blinds the watch when it is true of all of them, with the reason, and the history says until when', async () => {
    const one = await engine({ file: two });
    await one.clock.advance(MINUTE);
    one.target('api', UNSURE);
    one.target('db', UNSURE);
    await one.clock.advance(5 * MINUTE);
    expect(shapeOf(one)).toBe('blind');
    expect(one.snapshot().watcher).toMatchObject({
      state: 'not-watching',
      because: 'No check can be judged: no network',
    });
    one.target('db', UP);
    await one.clock.advance(MINUTE);
    expect(one.snapshot().watcher.state).toBe('watching');
    const events = await one.engine.replies.events({ types: ['watcher'], limit: 2 }, 'test');
    expect(events.map(({ data }) => data.to)).toEqual(['watching', 'not-watching']);
  });

  it('does not blind the watch when others have long intervals', async () => {
    const file = fileOf({
      components: [
        { id: 'api', name: 'API', checks: [check(1, { interval: '5s' })] },
        { id: 'db', name: 'DB', checks: [check(2, { interval: '1h' })] },
      ],
    });
    const one = await engine({ file });
    one.target('api', UNSURE);
    await one.clock.advance(30 * MINUTE);
    expect(one.snapshot().watcher.state).toBe('watching');
    expect([statusOf(one), statusOf(one, 'db')]).toEqual(['unknown', 'operational']);
  });
});

describe('after a sleep', () => {
  const hourly = fileOf({ components: [{ id: 'api', name: 'API', checks: [check(1, { interval: '1h' })] }] });

  it('nothing is green until it was seen again, also where the next turn is far away', async () => {
    const one = await engine({ file: hourly });
    await one.clock.advance(MINUTE);
    expect(shapeOf(one)).toBe('calm');
    one.target('api', 'hangs');
    one.clock.sleepThrough(9 * HOUR);
    await one.clock.advance(6 * SECOND);
    expect(shapeOf(one)).toBe('blind');
  });

  it('everything is looked at within seconds, whatever its interval', async () => {
    const one = await engine({ file: hourly });
    await one.clock.advance(MINUTE);
    one.clock.sleepThrough(9 * HOUR);
    await one.clock.advance(15 * SECOND);
    expect(shapeOf(one)).toBe('calm');
  });

  it('nobody is paged by a timer that went off first, for an outage that ended meanwhile', async () => {
    for (let lag = 0; lag < 30; lag += 1) {
      const one = await engine({ clock: movableClock(START + 12 * HOUR) });
      one.target('api', DOWN);
      await one.clock.advance(5 * MINUTE + lag * SECOND);
      expect(one.pages()).toEqual(['trigger kim kim-hook']);
      one.target('api', UP);
      one.clock.sleepThrough(9 * HOUR);
      await one.clock.advance(5 * MINUTE);
      expect(one.pages()).toEqual(['trigger kim kim-hook', 'close kim kim-hook']);
    }
  });

  it('it is told once, also when both the system and the clocks say so', async () => {
    const one = await engine();
    await one.clock.advance(MINUTE);
    one.clock.sleepThrough(9 * HOUR);
    one.engine.wasAway(9 * HOUR);
    await one.clock.advance(MINUTE);
    const events = await one.engine.replies.events({ types: ['watcher'], limit: 10 }, 'test');
    expect(events.map(({ text }) => text)).toEqual(['Asleep for 9 h', 'Started']);
  });

  it('a configuration that is read right then hides nothing', async () => {
    const one = await engine({ file: two });
    await one.clock.advance(MINUTE);
    one.target('api', 'hangs');
    one.target('db', 'hangs');
    one.clock.sleepThrough(9 * HOUR);
    one.configure(two);
    await one.clock.advance(6 * SECOND);
    expect(shapeOf(one)).toBe('blind');
  });
});

describe('after a restart', () => {
  it.each([
    ['hours later', 3 * HOUR],
    ['with a clock that went back meanwhile', -3 * HOUR],
  ])('%s the first good answer of one makes nothing else green', async (_word, offMs) => {
    const path = database();
    const clock = movableClock(START + 12 * HOUR);
    const before = await engine({ path, clock, file: two });
    await clock.advance(MINUTE);
    await stop(before);
    clock.setBack(-offMs);

    const after = await engine({ path, clock, file: two });
    after.target('api', 'hangs');
    await clock.advance(10 * SECOND);
    expect([statusOf(after), statusOf(after, 'db')]).toEqual(['unknown', 'operational']);
    expect(shapeOf(after)).toBe('suspect');
  });

  it('pages nobody for an outage that ended while we were off, and closes what was paged', async () => {
    const path = database();
    const clock = movableClock(START);
    const before = await engine({ path, clock });
    before.target('api', DOWN);
    await clock.advance(2 * MINUTE);
    expect(before.pages()).toEqual(['trigger kim kim-hook']);
    await stop(before);
    await clock.advance(3 * HOUR);

    const after = await engine({ path, clock });
    await clock.advance(5 * MINUTE);
    expect(after.pages()).toEqual(['close kim kim-hook']);
  });
});

describe('a configuration that changes', () => {
  it('shows a component with a new check as unknown until it was looked at', async () => {
    const one = await engine();
    await one.clock.advance(MINUTE);
    one.target('api/tcp', 'hangs');
    one.configure(
      fileOf({
        components: [{ id: 'api', name: 'API', checks: [{ type: 'http', url: 'http://127.0.0.1:1/' }, check(9)] }],
      }),
    );
    expect(statusOf(one)).toBe('unknown');
    await one.clock.advance(40 * SECOND);
    expect(statusOf(one)).toBe('unknown');
  });

  it('believes nothing of a check with a new address, and asks it within seconds', async () => {
    const file = (port: number) =>
      fileOf({ components: [{ id: 'api', name: 'API', checks: [check(port, { interval: '1h' })] }] });
    const one = await engine({ file: file(1) });
    await one.clock.advance(MINUTE);
    one.configure(file(2));
    expect(statusOf(one)).toBe('unknown');
    await one.clock.advance(10 * SECOND);
    expect(statusOf(one)).toBe('operational');
  });
});

describe('a heartbeat', () => {
  const TOKEN = 'a-token-that-is-long-enough';
  const file = (every: string) =>
    fileOf({
      components: [
        { id: 'api', name: 'API', checks: [check(1)] },
        { id: 'backup', checks: [{ type: 'heartbeat', every, token: TOKEN, interval: '10s' }] },
      ],
    });
  const beatsOf = (one: TestEngine) => one.engine.beat(TOKEN, { kind: 'finish', detail: '', runId: null });

  it('is not missed because we slept: its sender has its whole time again', async () => {
    const one = await testHeartbeat();
    beatsOf(one);
    await one.clock.advance(MINUTE);
    one.clock.sleepThrough(9 * HOUR);
    await one.clock.advance(30 * MINUTE);
    expect(one.pages()).toEqual([]);
    expect(statusOf(one, 'backup')).toBe('unknown');
    await one.clock.advance(35 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
  });

  it('that is new in the file, or has a new rhythm, is not late before its first time is over', async () => {
    const one = await engine();
    await one.clock.advance(5 * HOUR);
    one.configure(file('1h'));
    await one.clock.advance(50 * MINUTE);
    beatsOf(one);
    await one.clock.advance(50 * MINUTE);
    one.configure(file('10m'));
    await one.clock.advance(9 * MINUTE);
    expect(one.pages()).toEqual([]);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
  });

  it('that stopped is noticed in its time though the clock was set back', async () => {
    const one = await testHeartbeat();
    beatsOf(one);
    await one.clock.advance(MINUTE);
    one.clock.setBack(6 * HOUR);
    await one.clock.advance(65 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
  });

  async function testHeartbeat(): Promise<TestEngine> {
    const one = await engine({ file: file('1h'), clock: movableClock(START + 12 * HOUR) });
    await one.clock.advance(MINUTE);
    return one;
  }
});
