/** What is our own trouble moves no counter and blames no target (decisions, 1 and 8): each cause by its name, in the running engine. */
import { afterEach, describe, expect, it } from 'vitest';
import type { JournalEntry, Store } from '../../../electron/engine/ports/store.ts';
import { classify } from '../../../electron/probes/classify.ts';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const running: TestEngine[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

async function engine(): Promise<TestEngine> {
  const one = await testEngine({
    clock: movableClock(START),
    file: fileOf({
      components: ['api', 'db'].map((id, index) => ({
        id,
        name: id,
        checks: [{ type: 'tcp' as const, host: '127.0.0.1', port: index + 1 }],
      })),
    }),
  });
  running.push(one);
  await one.clock.advance(2 * MINUTE);
  return one;
}

/** What the probes make of an error of the system. */
function outcomeOf(code: string): ProbeOutcome {
  const error = Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' });
  const meaning = classify(error, 'connect');
  switch (meaning.kind) {
    case 'ours':
      return { kind: 'inconclusive', trouble: meaning.trouble };
    case 'theirs':
      return { kind: 'fail', failure: meaning.failure, timings: { totalMs: 1 } };
    case 'unclear':
      return { kind: 'fail', failure: meaning.ifTheirs, timings: { totalMs: 1 } };
  }
}

const viewOf = (one: TestEngine, id: string) => one.snapshot().components.find((component) => component.id === id);

describe('no socket or file handle left', () => {
  it.each(['EMFILE', 'ENFILE', 'ENOBUFS'])('(%s) is our own trouble: no failure, no incident, a gap', async (code) => {
    const one = await engine();
    one.target('api', outcomeOf(code));
    await one.clock.advance(MINUTE);
    expect(viewOf(one, 'api')).toMatchObject({ status: 'operational', checks: [{ lastOutcome: 'inconclusive' }] });
    expect(viewOf(one, 'api')?.checks[0]?.recent.at(-1)).toBe(-2);
    await one.clock.advance(2 * MINUTE);
    expect(viewOf(one, 'api')?.status).toBe('unknown');
    expect(one.snapshot().incidents).toEqual([]);
    one.target('api', UP);
    await one.clock.advance(MINUTE);
    expect(viewOf(one, 'api')?.status).toBe('operational');
    expect(one.pages()).toEqual([]);
  });
});

describe('a slow database', () => {
  it('is our own trouble: looks go on in their time, nobody is blamed, and what fails meanwhile is paged', async () => {
    const one = await engine();
    const store = one.store as { -readonly [K in keyof Store]: Store[K] };
    const commit = one.store.commit.bind(one.store);
    store.commit = async (entries: readonly JournalEntry[]) => {
      await new Promise<void>((resolve) => one.clock.after(20 * SECOND, resolve));
      return commit(entries);
    };
    const before = one.snapshot().watcher.lastCheckAt ?? 0;
    await one.clock.advance(5 * MINUTE);
    expect(one.snapshot().components.map(({ status }) => status)).toEqual(['operational', 'operational']);
    expect((one.snapshot().watcher.lastCheckAt ?? 0) - before).toBeGreaterThan(4 * MINUTE);
    expect(viewOf(one, 'api')?.checks[0]?.recent).not.toContain(-2);
    expect(one.pages()).toEqual([]);
    one.target('db', DOWN);
    await one.clock.advance(3 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
    store.commit = commit;
    await one.clock.advance(30 * SECOND);
  });
});

describe('a clock that jumps forward', () => {
  it('makes what was believed unknown, looks at everything at once, and pages nobody for what is well again', async () => {
    const one = await engine();
    one.target('db', DOWN);
    await one.clock.advance(2 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
    one.target('db', UP);
    one.clock.sleepThrough(20 * MINUTE); // the wall clock alone: the next step has been due for long
    await one.clock.advance(SECOND * 5);
    const [event] = await one.store.events({ limit: 1, types: ['watcher'] });
    expect(event?.text).toBe('Away (asleep or starved) for 20 min');
    await one.clock.advance(10 * SECOND);
    expect(viewOf(one, 'api')?.status).toBe('operational');
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook', 'close kim kim-hook']);
  });
});
