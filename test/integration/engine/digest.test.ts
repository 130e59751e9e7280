/** Mail as a digest in the running engine: one mail a round, all of it in the history, nothing lost over stops and kills. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Severity } from '../../../shared/model/status.ts';
import { type MovableClock, movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A night costs about two seconds; `NIGHTS=500` looks for rarer ones. */
const NIGHTS = Number(process.env.NIGHTS ?? 5);

const NAMES = ['api', 'db', 'shop'];

function fileWith(digest: object | boolean, severity: Severity = 'high') {
  return fileOf({
    settings: { pageAfter: 0, closeAfter: 0, quietAfterWake: 0 },
    components: NAMES.map((id, index) => ({
      id,
      name: id,
      checks: [{ type: 'tcp' as const, host: '127.0.0.1', port: index + 1, interval: '10s', fall: 1, rise: 1 }],
      severity,
    })),
    channels: [{ id: 'mail', type: 'smtp', host: 'localhost', from: 'w@example.org', to: 'kim@example.org', digest }],
    people: [{ id: 'kim', name: 'Kim', timeZone: 'Europe/Berlin', channels: ['mail'] }],
    schedules: [],
    policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }], delay: '90h' }], repeat: 0 }],
  });
}

const running: TestEngine[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop().catch(() => undefined)));
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function start(options: Parameters<typeof testEngine>[0] = {}): Promise<TestEngine> {
  const one = await testEngine({ file: fileWith({ every: '10m' }), clock: movableClock(START), ...options });
  running.push(one);
  return one;
}

const texts = (one: TestEngine) => one.sent.map(({ page }) => page.text);
const openOf = (one: TestEngine, name: string) =>
  one.snapshot().incidents.find(({ componentId, state }) => componentId === name && state !== 'resolved');

describe('mail as a digest', () => {
  it('tells all that begins within a round in one mail, and all that ends in another one, each with what is wrong then', async () => {
    const one = await start();
    await one.clock.advance(MINUTE);
    one.target('api', DOWN);
    await one.clock.advance(2 * MINUTE);
    one.target('db', DOWN);
    await one.clock.advance(5 * MINUTE);
    expect(one.sent).toEqual([]);
    expect(openOf(one, 'api')?.told).toMatchObject([{ state: 'queued' }]);
    await one.clock.advance(4 * MINUTE);
    expect(texts(one)).toEqual([
      [
        'New at 10:11 (2):',
        '- DOWN api: 503 Service Unavailable, expected 200-299, first failure, since 10:01',
        '- DOWN db: 503 Service Unavailable, expected 200-299, first failure, since 10:03',
        '',
        'Wrong now (2):',
        '- DOWN api since 10:01: 503 Service Unavailable, expected 200-299. Nobody has it',
        '- DOWN db since 10:03: 503 Service Unavailable, expected 200-299. Nobody has it',
      ].join('\n'),
    ]);
    const [mail] = one.sent;
    expect(mail?.page).toMatchObject({ title: 'DOWN api and 1 more; 2 in trouble', severity: 'high', personId: 'kim' });
    expect(openOf(one, 'db')?.told).toMatchObject([
      { state: 'accepted', reason: 'in the mail "DOWN api and 1 more; 2 in trouble"' },
    ]);

    await one.engine.replies.acknowledge({ incident: openOf(one, 'db')?.id as never, forMs: null, note: '' }, 'Kim');
    one.target('api', UP);
    await one.clock.advance(15 * MINUTE);
    expect(one.sent).toHaveLength(2);
    expect(texts(one)[1]).toMatch(
      /^New at 10:\d\d \(1\):\n- UP api: .*\n\nWrong now \(1\):\n- DOWN db .*\. Kim has it$/,
    );
    const history = await one.engine.replies.events({ types: ['page-delivered'], limit: 10 }, 'test');
    expect(history.map(({ text }) => text).reverse()).toEqual([
      'trigger page by mail accepted in the mail "DOWN api and 1 more; 2 in trouble"',
      'trigger page by mail accepted in the mail "DOWN api and 1 more; 2 in trouble"',
      'close page by mail accepted in the mail "UP api; 1 in trouble"',
    ]);
  });

  it('does not tell as news what was taken or over before the round ended: it says so in the history', async () => {
    const one = await start();
    await one.clock.advance(MINUTE);
    one.target('api', DOWN);
    one.target('db', DOWN);
    one.target('shop', DOWN);
    await one.clock.advance(2 * MINUTE);
    await one.engine.replies.acknowledge({ incident: openOf(one, 'db')?.id as never, forMs: null, note: '' }, 'Kim');
    one.target('shop', UP);
    await one.clock.advance(20 * MINUTE);
    expect(texts(one)).toHaveLength(1);
    expect(texts(one)[0]).toMatch(/^New at \S+ \(1\):\n- DOWN api/);
    expect(texts(one)[0]).toMatch(/Wrong now \(2\):/);
    const history = await one.engine.replies.events({ types: ['page-withdrawn'], limit: 10 }, 'test');
    expect(history.map(({ componentId }) => componentId).sort()).toEqual(['db', 'shop']);
  });

  it('does not let a critical page wait, unless its receiver wants that', async () => {
    const usual = await start({ file: fileWith({ every: '10m' }, 'critical') });
    const patient = await start({ file: fileWith({ every: '10m', critical: 'waits' }, 'critical') });
    for (const one of [usual, patient]) {
      await one.clock.advance(MINUTE);
      one.target('api', DOWN);
      await one.clock.advance(30 * SECOND);
    }
    expect([usual.sent.length, patient.sent.length]).toEqual([1, 0]);
    await patient.clock.advance(10 * MINUTE);
    expect(patient.sent).toHaveLength(1);
  });

  it('keeps the end of its round over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watchbell-'));
    folders.push(folder);
    const path = join(folder, 'watchbell.db');
    const clock = movableClock(START);
    const before = await start({ path, clock });
    await clock.advance(MINUTE);
    before.target('api', DOWN);
    await clock.advance(4 * MINUTE);
    await before.stop();
    running.splice(0);
    const after = await start({ path, clock });
    after.target('api', DOWN);
    await clock.advance(5 * MINUTE);
    expect(after.sent).toEqual([]);
    await clock.advance(2 * MINUTE);
    expect(texts(after)[0]).toMatch(/^New at 10:11 \(1\):/);
  });
});

type Act = { readonly what: 'down' | 'up' | 'kill' | 'refuse' | 'take'; readonly who: string; readonly wait: number };
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({
    what: fc.constantFrom('down', 'up', 'kill', 'kill', 'refuse', 'take'),
    who: fc.constantFrom(...NAMES),
    wait: fc.integer({ min: 1, max: 400 }).map((seconds) => seconds * SECOND),
  }),
  { minLength: 3, maxLength: 10 },
);

/** A mail server takes its time, so that a kill meets mails under way. */
const TAKES_MS = 1_500;

async function live(all: readonly Act[]) {
  const folder = mkdtempSync(join(tmpdir(), 'watchbell-'));
  folders.push(folder);
  const clock: MovableClock = movableClock(START);
  const outcomes = new Map(NAMES.map((name) => [name, UP]));
  const mails: { readonly id: string; readonly text: string }[] = [];
  let takes = true;

  async function begin(): Promise<TestEngine> {
    const one = await testEngine({ path: join(folder, 'watchbell.db'), clock, file: fileWith({ every: '3m' }) });
    one.answer(
      (page) =>
        new Promise((resolve) =>
          clock.after(TAKES_MS, () => {
            if (takes) {
              mails.push({ id: page.id, text: page.text }); // also when nobody waits for the answer any more
            }
            resolve(takes ? { status: 'accepted' } : { status: 'try-later', reason: '451' });
          }),
        ),
    );
    for (const [name, outcome] of outcomes) {
      one.target(name, outcome);
    }
    return one;
  }

  let one = await begin();
  await clock.advance(MINUTE);
  for (const { what, who, wait } of [...all, { what: 'take', who: 'api', wait: MINUTE } as const]) {
    if (what === 'kill') {
      await one.store.close(); // from here on nothing of it is written
      void one.engine.stop().catch(() => undefined);
      one = await begin();
    } else if (what === 'refuse' || what === 'take') {
      takes = what === 'take';
    } else {
      outcomes.set(who, what === 'down' ? DOWN : UP);
      one.target(who, outcomes.get(who) ?? UP);
    }
    await clock.advance(wait);
  }
  for (const name of NAMES) {
    one.target(name, UP);
  }
  await clock.advance(60 * MINUTE);
  const events = await one.engine.replies.events({ limit: 500 }, 'test');
  const ended = one.engine.stop();
  await clock.advance(MINUTE);
  await ended;
  return { mails, events };
}

describe('a night of kills', () => {
  it(
    'loses no page: each that was decided stands in a mail that arrived, or was taken back',
    async () => {
      await fc.assert(
        fc.asyncProperty(acts, async (all) => {
          const { mails, events } = await live(all);
          const queued = events.filter(({ type }) => type === 'page-queued');
          const ends = (page: unknown) =>
            events.filter(
              ({ type, data }) => data.page === page && (type === 'page-delivered' || type === 'page-withdrawn'),
            );
          for (const { data, componentId } of queued) {
            const [end] = ends(data.page);
            expect(end, `${String(data.page)} has no end`).toBeDefined();
            if (end?.type === 'page-delivered') {
              const word = data.kind === 'close' ? 'UP' : 'DOWN';
              const told = mails.filter(({ text }) => text.includes(`- ${word} ${componentId}`));
              expect(told.length, `${word} ${componentId} stands in no mail`).toBeGreaterThan(0);
            }
          }
          // The same mail sent again has the same key: whoever folds sees no news twice.
          const closings = queued.filter(({ data }) => data.kind === 'close');
          const folded = [...new Map(mails.map(({ id, text }) => [id, text])).values()];
          const told = folded.flatMap((text) => text.split('\n\n')[0]?.match(/^- UP /gm) ?? []);
          const delivered = closings.filter(({ data }) => ends(data.page)[0]?.type === 'page-delivered');
          expect(told).toHaveLength(delivered.length);
        }),
        { numRuns: NIGHTS, endOnFailure: true },
      );
    },
    60_000 + NIGHTS * 10_000,
  );
});
