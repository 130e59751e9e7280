/** Bad nights of a real engine with a real store, judged again by the configuration of that night: nothing else would have been sent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loose } from '../../../../electron/engine/commands.ts';
import { begin, notesOf } from '../../../../electron/engine/replay/notes.ts';
import type { WatchEvent } from '../../../../shared/model/event.ts';
import type { ProbeOutcome } from '../../../../shared/model/observation.ts';
import { replayTotals, replayTotalsText } from '../../../../shared/rules/replay/text.ts';
import { movableClock } from '../../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../../harness/engine.ts';
import { answerAll, hostNames, hostsFile, LOST, witnessed } from '../../../harness/many-hosts.ts';
import { replayed } from '../../../harness/replayed.ts';
import { engines } from '../../../harness/running.ts';
import { configOf, type FileInput, fileOf, START, watchedForLong } from '../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const names = hostNames(12);
const engine = engines(2 * MINUTE);
const all = (one: TestEngine, outcome: ProbeOutcome, ids = names) => answerAll(one, outcome, ids);

async function again(one: TestEngine, file: FileInput, from = START) {
  await one.clock.advance(2 * SECOND); // tries are written once a second
  return replayed({ store: one.store, from, to: one.clock.now() }, configOf(watchedForLong(file)));
}

const verdicts = ({ rows }: Awaited<ReturnType<typeof again>>) =>
  rows.map(({ componentId, verdict }) => `${componentId} ${verdict}`);

describe('a night, judged again by its own configuration, is the same', () => {
  it('with a sleep while something was failing that is well on waking: no page then, none now', async () => {
    const one = await engine({});
    one.target('api', DOWN);
    await one.clock.advance(35 * SECOND);
    expect(one.snapshot().incidents).toHaveLength(1);
    one.clock.sleepThrough(40 * MINUTE);
    one.target('api', UP);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()).toEqual([]);
    const report = await again(one, fileOf());
    expect(verdicts(report)).toEqual(['api silent']);
    expect(replayTotalsText(report).join('\n')).toContain('is taken as it happened');
  });

  it('with a sleep after which it fails still: one page after the breath, then and now', async () => {
    const one = await engine({});
    one.target('api', DOWN);
    await one.clock.advance(35 * SECOND);
    one.clock.sleepThrough(40 * MINUTE);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()[0]).toBe('trigger kim kim-hook');
    const report = await again(one, fileOf());
    expect(verdicts(report)).toEqual(['api same']);
    const [row] = report.rows;
    expect(Math.abs((row?.replayed?.pagedAt ?? 0) - (row?.happened?.pagedAt ?? 0))).toBeLessThan(30 * SECOND);
  });

  it('with a sleep that only a part of the components missed', async () => {
    const file = fileOf({
      components: [
        { id: 'api', checks: [{ type: 'http', url: 'http://127.0.0.1:1/' }] },
        { id: 'slow', checks: [{ type: 'http', url: 'http://127.0.0.1:2/', interval: '1h' }] },
      ],
    });
    const one = await engine({ file });
    one.target('api', DOWN);
    await one.clock.advance(35 * SECOND);
    one.clock.sleepThrough(40 * MINUTE);
    one.target('api', UP);
    await one.clock.advance(5 * MINUTE);
    expect(one.pages()).toEqual([]);
    expect(verdicts(await again(one, file))).toEqual(['api silent']);
  });

  it.each([
    ['shortly', 2 * MINUTE, []],
    ['for long: the one page about ourselves belongs to both sides', 8 * MINUTE, ['watchbell same']],
  ] as const)('with our own uplink cut %s', async (_, length, expected) => {
    const one = await engine({ file: hostsFile(names, witnessed) });
    const witnesses = ['watchbell/witness-1', 'watchbell/witness-2'];
    all(one, LOST, [...names, ...witnesses]);
    await one.clock.advance(length);
    all(one, UP, [...names, ...witnesses]);
    await one.clock.advance(5 * MINUTE);
    const report = await again(one, hostsFile(names, witnessed));
    expect(verdicts(report).filter((line) => !line.endsWith('silent'))).toEqual(expected);
    const [row] = report.rows.filter(({ verdict }) => verdict === 'same');
    expect(row?.replayed?.pagedAt).toBe(row?.happened?.pagedAt);
  });

  it('with a mass failure: its pages are about ourselves on both sides, and none is for any of the twelve', async () => {
    const one = await engine({ file: hostsFile(names) });
    all(one, DOWN);
    await one.clock.advance(15 * MINUTE);
    all(one, UP);
    await one.clock.advance(10 * MINUTE);
    expect(new Set(one.sent.map(({ page }) => page.componentId))).toEqual(new Set(['watchbell']));
    const report = await again(one, hostsFile(names));
    expect(verdicts(report).filter((line) => !line.endsWith('silent'))).toEqual(['watchbell same']);
    expect(replayTotals(report)).toMatchObject({ happenedPages: 1, replayedPages: 1, new: 0, gone: 0, other: 0 });
  });

  it('with a mass failure of which one goes on failing: it pages on its own afterwards, then and now', async () => {
    const one = await engine({ file: hostsFile(names) });
    all(one, DOWN);
    await one.clock.advance(6 * MINUTE);
    all(one, UP, names.slice(1));
    await one.clock.advance(10 * MINUTE);
    const report = await again(one, hostsFile(names));
    expect(verdicts(report).filter((line) => !line.endsWith('silent'))).toEqual(['h0 same', 'watchbell same']);
  });

  it('with a mass failure that is over before its summary was due: nobody is paged', async () => {
    const one = await engine({ file: hostsFile(names) });
    all(one, DOWN);
    await one.clock.advance(30 * SECOND);
    all(one, UP);
    await one.clock.advance(10 * MINUTE);
    expect(one.pages()).toEqual([]);
    expect(replayTotals(await again(one, hostsFile(names)))).toMatchObject({ happenedPages: 0, replayedPages: 0 });
  });

  it.each([
    ['a short', 5 * SECOND],
    ['a long', 20 * MINUTE],
  ])('with %s time without us in the middle of an outage, and a restart', async (_, downMs) => {
    const folder = mkdtempSync(join(tmpdir(), 'watchbell-'));
    const path = join(folder, 'watchbell.db');
    const clock = movableClock(START);
    const before = await testEngine({ clock, path });
    await clock.advance(2 * MINUTE);
    before.target('api', DOWN);
    await clock.advance(3 * MINUTE);
    await before.stop();
    clock.sleepThrough(downMs);
    const one = await testEngine({ clock, path });
    one.target('api', DOWN);
    await clock.advance(10 * MINUTE);
    one.target('api', UP);
    await clock.advance(10 * MINUTE);
    const report = await again(one, fileOf());
    expect(verdicts(report).filter((line) => !line.endsWith('silent'))).toEqual(['api same']);
    await one.stop();
    rmSync(folder, { recursive: true });
  });

  it('with a restart in the middle of a mass failure', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watchbell-'));
    const path = join(folder, 'watchbell.db');
    const clock = movableClock(START);
    const before = await testEngine({ clock, path, file: hostsFile(names) });
    await clock.advance(2 * MINUTE);
    all(before, DOWN);
    await clock.advance(6 * MINUTE);
    await before.stop();
    clock.sleepThrough(30 * SECOND);
    const one = await testEngine({ clock, path, file: hostsFile(names) });
    all(one, DOWN);
    await clock.advance(5 * MINUTE);
    all(one, UP);
    await clock.advance(10 * MINUTE);
    const report = await again(one, hostsFile(names));
    expect(verdicts(report).filter((line) => !line.endsWith('silent'))).toEqual(['watchbell same']);
    await one.stop();
    rmSync(folder, { recursive: true });
  });

  it('with a channel that refused: whoever was called in its place is called again', async () => {
    const one = await engine({});
    one.answer((page) =>
      page.channelId === 'kim-hook' ? { status: 'refused', reason: '410 Gone' } : { status: 'accepted' },
    );
    one.target('api', DOWN);
    await one.clock.advance(4 * MINUTE);
    one.target('api', UP);
    await one.clock.advance(10 * MINUTE);
    expect(one.pages()).toContain('trigger sam sam-hook');
    expect(verdicts(await again(one, fileOf()))).toEqual(['api same']);
  });

  it('with what people did: escalated, snoozed, acknowledged, resolved', async () => {
    const one = await engine({});
    one.target('api', DOWN);
    await one.clock.advance(3 * MINUTE);
    const incident = one.snapshot().incidents[0]?.id;
    if (incident === undefined) {
      throw new Error('nothing is open');
    }
    await one.engine.replies.escalate({ incident, to: 'next' }, 'Kim');
    await one.clock.advance(MINUTE);
    expect(one.pages()).toContain('trigger sam sam-hook');
    await one.engine.replies.snooze({ incident, forMs: 10 * MINUTE }, 'Kim');
    await one.clock.advance(12 * MINUTE);
    await one.engine.replies.acknowledge({ incident, forMs: 20 * MINUTE, note: '' }, 'Kim');
    await one.clock.advance(10 * MINUTE);
    await one.engine.replies.resolve({ incident, note: '' }, 'Kim');
    one.target('api', UP);
    await one.clock.advance(10 * MINUTE);
    expect(verdicts(await again(one, fileOf()))).toEqual(['api same']);
  });
});

describe('the notes of a history', () => {
  const event = (seq: number, at: number, text: string, data: WatchEvent['data'] = {}): WatchEvent => ({
    ...loose(at, 'watcher', text),
    seq,
    data,
  });

  it('take the last word of a run for its own, never for that of one that was killed later', () => {
    const events = [
      event(1, 1_000, 'Started'),
      event(2, 5_000, 'Stopped: nobody is watching from here'),
      event(3, 9_000, 'Started'),
      event(4, 60_000, 'Started'),
    ];
    const absences = notesOf(events.toReversed(), [], 100_000).map((note) => [begin(note), note.at]);
    expect(absences).toEqual([
      [1_000, 1_000],
      [5_000, 9_000],
      [60_000, 60_000],
    ]);
  });

  it('know a gap that was told with a start as one absence, and one of a sleep as another', () => {
    const events = [
      event(1, 50_000, 'Away (asleep or starved) for 40 s', { gapMs: 40_000, from: 10_000 }),
      event(2, 90_000, 'Not running for 30 s', { gapMs: 30_000, from: 60_000 }),
      event(3, 90_000, 'Started'),
    ];
    expect(notesOf(events, [], 100_000)).toMatchObject([
      { from: 10_000, at: 50_000, anew: false },
      { from: 60_000, at: 90_000, anew: true },
    ]);
  });
});

describe('another configuration', () => {
  it('that does not know a component for which somebody was paged is told so: that page is gone', async () => {
    const one = await engine({});
    one.target('api', DOWN);
    await one.clock.advance(3 * MINUTE);
    one.target('api', UP);
    await one.clock.advance(5 * MINUTE);
    const other = fileOf({ components: [{ id: 'web', checks: [{ type: 'tcp', host: '127.0.0.1', port: 2 }] }] });
    const report = await again(one, other);
    expect(verdicts(report)).toEqual(['api gone']);
    expect(report.rows[0]?.replayed).toBeNull();
  });

  it('that tells another person, or comes to another step, is not the same', async () => {
    const one = await engine({});
    one.target('api', DOWN);
    await one.clock.advance(3 * MINUTE);
    one.target('api', UP);
    await one.clock.advance(5 * MINUTE);
    const policy = (delay: string, ...people: string[]) =>
      fileOf({
        policies: [{ id: 'default', steps: people.map((person) => ({ targets: [{ person }], delay })), repeat: 0 }],
      });
    expect(verdicts(await again(one, policy('5m', 'sam', 'kim')))).toEqual(['api other']);
    expect(verdicts(await again(one, policy('30s', 'kim', 'sam')))).toEqual(['api other']);
    expect(verdicts(await again(one, policy('5m', 'kim', 'sam')))).toEqual(['api same']);
  });

  it('is not blamed for what began before the range: that is counted and left out', async () => {
    const one = await engine({});
    one.target('api', DOWN);
    await one.clock.advance(3 * MINUTE);
    const from = one.clock.now();
    await one.clock.advance(10 * MINUTE);
    one.target('api', UP);
    await one.clock.advance(5 * MINUTE);
    const report = await again(one, fileOf(), from);
    expect(report.rows).toEqual([]);
    expect(report.begunBefore).toBe(1);
    expect(replayTotalsText(report).join('\n')).toContain('1 trouble began before the range');
  });
});
