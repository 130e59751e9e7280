/** The whole way, once: try, opinion, incident, page, acknowledgement, recovery, closing message, history, feed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../electron/engine/ports/store.ts';
import type { Change, Snapshot } from '../../../shared/contract/view.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { fileOf, hook, START } from '../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

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
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'watchbell-'));
  folders.push(made);
  return made;
}
const incidentOf = (one: TestEngine) => one.snapshot().incidents[0];

describe('from a failing target to a closed incident', () => {
  it('pages whoever is on call once, stops on acknowledge, and says when it is over', async () => {
    const one = await engine();
    await one.clock.advance(MINUTE);
    expect(one.snapshot().picture).toMatchObject({
      shape: 'calm',
      onCall: 'On call: Kim until 12 Jan 08:00',
    });

    one.target('api', DOWN);
    await one.clock.advance(2 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
    expect(one.sent[0]?.page).toMatchObject({
      title: 'DOWN API',
      severity: 'critical',
      text: expect.stringContaining('503 Service Unavailable'),
    });
    expect(one.snapshot().picture).toMatchObject({ shape: 'down', count: 1 });

    const incident = incidentOf(one);
    const done = await one.engine.replies.acknowledge(
      { incident: incident?.id as never, forMs: null, note: 'mine' },
      'Kim at this desk',
    );
    expect(done.accepted).toBe(true);
    await one.clock.advance(60 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
    expect(one.snapshot().picture).toMatchObject({ shape: 'acknowledged', count: 0 });

    one.target('api', UP);
    await one.clock.advance(3 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook', 'close kim kim-hook']);
    expect(one.sent[1]?.page.dedupKey).toBe(one.sent[0]?.page.dedupKey);
    expect(one.snapshot().picture.shape).toBe('calm');

    const events = await one.engine.replies.events({ incident: incident?.id as never, limit: 100 }, 'test');
    expect(events.map(({ type }) => type).toReversed()).toEqual([
      'incident-opened',
      'page-queued',
      'incident-escalated',
      'page-delivered',
      'incident-acknowledged',
      'check',
      'status',
      'incident-recovered',
      'incident-resolved',
      'page-queued',
      'page-delivered',
    ]);
    expect(events.every(({ text }) => text.length > 0)).toBe(true);
  });

  it('refuses a second acknowledgement of something that is over, in words', async () => {
    const one = await engine();
    const done = await one.engine.replies.acknowledge({ incident: 'api.none' as never, forMs: null, note: '' }, 'Kim');
    expect(done).toEqual({ accepted: false, text: 'This incident is not open any more' });
  });

  it('keeps numbered changes that fold into exactly the snapshot', async () => {
    const one = await engine();
    const first = one.snapshot();
    one.target('api', DOWN);
    await one.clock.advance(10 * MINUTE);
    one.target('api', UP);
    await one.clock.advance(10 * MINUTE + 7 * SECOND);
    const numbers = one.changes.map(({ sequence }) => sequence);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] as number) + index));
    const { at: _folded, ...folded } = one.changes.reduce(fold, first);
    const { at: _now, ...now } = one.snapshot();
    expect(folded).toEqual(now);
  });

  it('tries a webhook that answers 500 for an hour until it takes the page, and loses nothing', async () => {
    const one = await engine({
      file: fileOf({ policies: [{ id: 'p', steps: [{ targets: [{ person: 'kim' }], delay: '1d' }] }] }),
    });
    one.target('api', DOWN);
    one.answer(() => ({ status: 'try-later', reason: '500 Internal Server Error' }));
    await one.clock.advance(60 * MINUTE);
    expect(incidentOf(one)?.told[0]).toMatchObject({ state: 'queued', reason: '500 Internal Server Error' });
    one.answer(() => ({ status: 'accepted' }));
    await one.clock.advance(10 * MINUTE);
    expect(incidentOf(one)?.told[0]?.state).toBe('accepted');
    expect(new Set(one.sent.map(({ page }) => page.id)).size).toBe(1);
    one.target('api', UP);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages().at(-1)).toBe('close kim kim-hook');
  });

  it('starts the next channel at once when the first one fails', async () => {
    const file = fileOf({
      people: [
        { id: 'kim', name: 'Kim', channels: ['kim-hook', 'kim-second'] },
        { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
      ],
    });
    const one = await engine({ file });
    one.target('api', DOWN);
    one.answer(({ channelId }) =>
      channelId === 'kim-hook' ? { status: 'refused', reason: '401 Unauthorized' } : { status: 'delivered' },
    );
    await one.clock.advance(2 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook', 'trigger kim kim-second']);
    expect(one.sent[1]?.page.because).toContain('401 Unauthorized');
  });

  it('closes what was paged for a component that leaves the configuration', async () => {
    const one = await engine();
    one.target('api', DOWN);
    await one.clock.advance(2 * MINUTE);
    one.configure(fileOf({ components: [{ id: 'other', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1 }] }] }));
    await one.clock.advance(MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook', 'close kim kim-hook']);
    expect(one.snapshot().components.map(({ id }) => id)).toEqual(['other']);
  });
});

describe('never lies green', () => {
  it('is blind until the first look, and when nothing is configured', async () => {
    const one = await engine();
    expect(one.snapshot().picture.shape).toBe('blind');
    const empty = await engine({ file: fileOf({ components: [] }) });
    await empty.clock.advance(MINUTE);
    expect(empty.snapshot().picture).toMatchObject({
      shape: 'blind',
      words: expect.stringContaining('Nothing to watch yet'),
    });
  });

  it('says that it was away after a sleep, knows nothing then, and looks again', async () => {
    const one = await engine();
    await one.clock.advance(5 * MINUTE);
    one.clock.sleepThrough(42 * MINUTE);
    await one.clock.advance(31 * SECOND);
    const events = await one.engine.replies.events({ types: ['watcher'], limit: 10 }, 'test');
    expect(events[0]?.text).toBe('Away (asleep or starved) for 42 min');
    const states = await one.engine.replies.events({ types: ['status'], limit: 10 }, 'test');
    expect(states.map(({ data }) => data.to)).toEqual(['operational', 'unknown', 'operational']);
    expect(one.pages()).toEqual([]);
  });

  it('drops no open page through a sleep, and pages on only once the failure is seen again', async () => {
    const one = await engine();
    one.target('api', DOWN);
    await one.clock.advance(2 * MINUTE);
    one.clock.sleepThrough(8 * 60 * MINUTE);
    await one.clock.advance(4 * MINUTE);
    expect(incidentOf(one)?.state).toBe('triggered');
    expect(one.pages()).toEqual(['trigger kim kim-hook', 'trigger sam sam-hook']);
  });
});

describe('a restart', () => {
  it('goes on with the incident, its timers and its unsent pages', async () => {
    const path = join(folder(), 'watchbell.db');
    const clock = movableClock(START);
    const before = await engine({ path, clock });
    before.target('api', DOWN);
    before.answer(() => ({ status: 'try-later', reason: 'gateway away' }));
    await clock.advance(80 * SECOND);
    const tried = before.sent[0]?.page.id;
    await before.stop();
    running.length = 0;

    const after = await engine({ path, clock });
    after.target('api', DOWN);
    await clock.advance(10 * MINUTE);
    expect(after.sent[0]?.page.id).toBe(tried);
    expect(after.pages()).toEqual(['trigger kim kim-hook', 'trigger sam sam-hook']);
    expect(after.snapshot().incidents).toHaveLength(1);
  });

  it('fires one step after a long downtime, not every step that was missed', async () => {
    const path = join(folder(), 'watchbell.db');
    const clock = movableClock(START);
    const before = await engine({ path, clock });
    before.target('api', DOWN);
    await clock.advance(2 * MINUTE);
    await before.stop();
    running.length = 0;
    await clock.advance(3 * 60 * MINUTE);

    const after = await engine({ path, clock });
    after.target('api', DOWN);
    expect(after.snapshot().components[0]?.status).toBe('unknown');
    await clock.advance(25 * SECOND);
    expect(after.pages()).toEqual([]); // just started again: nobody is paged before it was looked at twice
    await clock.advance(10 * SECOND);
    expect(after.pages()).toEqual(['trigger sam sam-hook']);
  });

  it('says since when nobody watched, and believes nothing from before', async () => {
    const path = join(folder(), 'watchbell.db');
    const clock = movableClock(START);
    const before = await engine({ path, clock });
    await clock.advance(5 * MINUTE);
    expect(before.snapshot().picture.shape).toBe('calm');
    await before.stop();
    running.length = 0;
    await clock.advance(8 * 60 * MINUTE);

    const after = await engine({ path, clock });
    expect(after.snapshot().components[0]?.status).toBe('unknown');
    const [, gap] = await after.engine.replies.events({ types: ['watcher'], limit: 2 }, 'test');
    expect(gap).toMatchObject({ text: 'Not running for 8 h', data: { gapMs: 8 * 60 * MINUTE } });
    await clock.advance(6 * SECOND);
    expect(after.snapshot().picture.shape).toBe('calm');
    expect(after.pages()).toEqual([]);
  });
});

describe('a full disk', () => {
  it('stops no page: they go out from memory, it is said, and everything is written later', async () => {
    const one = await engine();
    const { store } = one;
    const commit = store.commit.bind(store);
    const mutable = store as { -readonly [K in keyof Store]: Store[K] };
    mutable.commit = () => Promise.reject(new Error('database or disk is full'));
    one.target('api', DOWN);
    await one.clock.advance(2 * MINUTE);
    expect(one.pages()).toEqual(['trigger kim kim-hook']);
    const row = (await one.engine.replies.selfCheck({}, 'test')).find(({ id }) => id === 'store');
    expect(row).toMatchObject({ level: 'red', text: expect.stringContaining('disk is full') });

    mutable.commit = commit;
    await one.clock.advance(MINUTE);
    const events = await one.engine.replies.events({ limit: 100 }, 'test');
    expect(events.some(({ type }) => type === 'page-delivered')).toBe(true);
    expect(events.filter(({ type }) => type === 'store').map(({ text }) => text.split(':')[0])).toEqual([
      'The store takes again; nothing was dropped',
      'The store refuses to write',
    ]);
  });
});

describe('a heartbeat', () => {
  const file = fileOf({
    components: [{ id: 'backup', checks: [{ type: 'heartbeat', every: '1h', token: 'a-token-that-is-long-enough' }] }],
  });

  it('is taken by its token alone, and survives a restart', async () => {
    const path = join(folder(), 'watchbell.db');
    const clock = movableClock(START);
    const before = await engine({ path, clock, file });
    expect(before.engine.beat('a-token-that-is-long-enough', { kind: 'finish', detail: '', runId: null })).toBe(
      'taken',
    );
    expect(before.engine.beat('some-other-token-here', { kind: 'finish', detail: '', runId: null })).toBe('unknown');
    await clock.advance(SECOND);
    await before.stop();
    running.length = 0;
    const after = await engine({ path, clock, file });
    const { values } = await after.store.restore();
    expect(values.get('beat:backup/heartbeat')).toEqual({ at: START, ok: true, detail: '', tookMs: null });
  });

  it('of a run that was begun is remembered over a restart, and a run that does not end is paged', async () => {
    const path = join(folder(), 'watchbell.db');
    const clock = movableClock(START);
    const before = await engine({ path, clock, file });
    before.engine.beat('a-token-that-is-long-enough', { kind: 'start', detail: '', runId: 'nightly' });
    await clock.advance(SECOND);
    await before.stop();
    running.length = 0;
    const after = await engine({ path, clock, file });
    after.engine.beat('a-token-that-is-long-enough', { kind: 'log', detail: 'copying', runId: null });
    await clock.advance(50 * MINUTE);
    expect(after.pages()).toEqual([]);
    await clock.advance(20 * MINUTE);
    expect(after.snapshot().incidents[0]?.cause).toMatch(
      /^the run nightly that began 1 h( \d+ s)? ago has not ended, allowed are 1 h; it said "copying"/,
    );
    after.engine.beat('a-token-that-is-long-enough', { kind: 'finish', detail: '', runId: 'nightly' });
    await clock.advance(5 * MINUTE);
    expect(after.snapshot().components[0]?.status).toBe('operational');
  });
});

describe("people's reports", () => {
  const file = fileOf({
    components: [{ id: 'video', checks: [{ type: 'count', token: 'a-token-that-is-long-enough' }] }],
  });
  const report = (one: TestEngine, n: number) =>
    one.engine.report('a-token-that-is-long-enough', { kind: 'some', n, who: null, text: 'no video' });

  it('are counted over a restart, become worse as they become more, and are forgotten after two hours', async () => {
    const path = join(folder(), 'watchbell.db');
    const clock = movableClock(START);
    const before = await engine({ path, clock, file });
    expect([
      report(before, 10),
      before.engine.report('some-other-token-here', { kind: 'some', n: 1, who: null, text: '' }),
    ]).toEqual(['taken', 'unknown']);
    await clock.advance(MINUTE);
    expect(before.snapshot().components[0]?.status).toBe('operational');
    await before.stop();
    running.length = 0;
    const after = await engine({ path, clock, file });
    report(after, 1);
    await clock.advance(MINUTE);
    expect(after.snapshot().components[0]?.status).toBe('performance_issues');
    report(after, 39);
    await clock.advance(MINUTE);
    expect(after.snapshot().components[0]?.status).toBe('major_outage');
    await clock.advance(2 * 60 * MINUTE);
    expect(after.snapshot().components[0]?.status).toBe('operational');
  });

  it('in a flood are taken up to a measure, and written once a second', async () => {
    const one = await engine({ file });
    const answers = Array.from({ length: 1_000 }, () => report(one, 1));
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(200);
    expect(answers.at(-1)).toBe('too-many');
    await one.clock.advance(SECOND);
    expect(report(one, 1)).toBe('taken');
    const { values } = await one.store.restore();
    expect(values.get('reports:video/count')).toMatchObject({ said: 'no video', spans: [[expect.any(Number), 200]] });
  });
});

describe('overrides', () => {
  it('put somebody else on call at once, and an overlapping one is refused with the reason', async () => {
    const one = await engine();
    const now = one.clock.now();
    const override = {
      schedule: 'primary' as never,
      kind: 'replace' as const,
      person: 'kim' as never,
      by: 'sam' as never,
      from: now,
      to: now + 60 * MINUTE,
      note: '',
    };
    expect((await one.engine.replies.addOverride(override, 'Sam')).accepted).toBe(true);
    expect((await one.engine.replies.addOverride(override, 'Sam')).text).toContain('already part of');
    one.target('api', DOWN);
    await one.clock.advance(2 * MINUTE);
    expect(one.pages()).toEqual(['trigger sam sam-hook']);
    expect(one.snapshot().onCall[0]?.now[0]).toMatchObject({ name: 'Sam' });
  });
});

describe('a test page', () => {
  it('shows every hop, opens nothing, and stands as the last delivery', async () => {
    const one = await engine({
      file: fileOf({
        people: [
          { id: 'kim', name: 'Kim', channels: ['kim-hook', 'kim-second'] },
          { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
        ],
        channels: [hook('kim-hook'), hook('kim-second'), hook('sam-hook')],
      }),
    });
    one.answer(({ channelId }) =>
      channelId === 'kim-second' ? { status: 'refused', reason: '403' } : { status: 'accepted' },
    );
    const { done, hops } = await one.engine.replies.testPage({ person: 'kim' as never, channel: null }, 'Kim');
    expect(done).toEqual({ accepted: true, text: '1 of 2 channels took the test page' });
    expect(hops.map(({ delivery }) => delivery.status)).toEqual(['accepted', 'refused']);
    expect(one.snapshot().incidents).toEqual([]);
    expect(one.snapshot().channels[1]?.last).toMatchObject({ state: 'refused', reason: '403' });
  });
});

/** What the window's mirror does: upserts by id, removals, and whole parts. */
function fold(snapshot: Snapshot, change: Change): Snapshot {
  const { components = [], incidents = [], removedComponents = [], removedIncidents = [], ...parts } = change;
  return {
    ...snapshot,
    ...parts,
    components: upsert(snapshot.components, components, removedComponents),
    incidents: upsert(snapshot.incidents, incidents, removedIncidents),
  };
}

function upsert<T extends { readonly id: string }>(
  old: readonly T[],
  fresh: readonly T[],
  removed: readonly string[],
): readonly T[] {
  const byId = new Map(old.map((one) => [one.id, one]));
  for (const one of fresh) {
    byId.set(one.id, one);
  }
  for (const id of removed) {
    byId.delete(id);
  }
  return [...byId.values()];
}
