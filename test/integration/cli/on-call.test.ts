/** `watchbell oncall`: the same answer as the running Watchbell, beside it or without it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callServed } from '../../harness/caller.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { serve, writeConfig } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { type FileInput, fileOf } from '../../harness/watch-story.ts';

const script = bundledCommandLine();
const DAY = 86_400_000;

/** Sam has a day off on Wednesday the 14th: a gap. */
const [primary] = fileOf().schedules ?? [];
const WITH_GAP = fileOf({
  schedules: [
    {
      ...(primary as NonNullable<typeof primary>),
      overrides: [{ kind: 'remove', person: 'sam', from: '2026-01-14T00:00', to: '2026-01-15T00:00' }],
    },
  ],
});

function onCall(args: readonly string[], { file = WITH_GAP, folder = tempFolder() } = {}) {
  const config = writeConfig(folder, file);
  return runCommand(script(), ['oncall', '--config', config, ...args], { folder });
}

describe('oncall', () => {
  it('says who, until when, why, and who is next, by the wall clock of the schedule', async () => {
    expect(await onCall(['--at', '2026-01-07T12:00:00Z'])).toEqual({
      code: 0,
      out: [
        'Primary: Kim until Mon 09:00 (Kim, turn 1 of 2 (week of Mon 5 Jan)); then Sam at Mon 09:00 [Europe/Berlin]',
      ],
      err: [],
    });
  });

  it('answers for now when no time is asked for', async () => {
    const { code, out } = await onCall([], { file: fileOf() });
    expect([code, out]).toEqual([0, [expect.stringMatching(/^Primary: (Kim|Sam) until .*\[Europe\/Berlin\]$/)]]);
  });

  it('says nobody in words, and ends with 1', async () => {
    const { code, out } = await onCall(['--at', '2026-01-14T12:00+01:00']);
    expect(code).toBe(1);
    expect(out).toEqual([expect.stringMatching(/^Primary: nobody \(nobody: Sam was taken off, .*then Sam at/)]);
  });

  it('lists the shifts of a range, gaps included', async () => {
    const { code, out } = await onCall(['--from', '2026-01-05T09:00+01:00', '--to', '2026-01-19T09:00+01:00']);
    expect(code).toBe(1);
    expect(out.map((line) => line.replace(/ \(.*/, ''))).toEqual([
      'Primary [Europe/Berlin]',
      '  Mon, 05 Jan 2026, 09:00 - Mon, 12 Jan 2026, 09:00  Kim ',
      '  Mon, 12 Jan 2026, 09:00 - Wed, 14 Jan 2026, 00:00  Sam ',
      '  Wed, 14 Jan 2026, 00:00 - Thu, 15 Jan 2026, 00:00  NOBODY ',
      '  Thu, 15 Jan 2026, 00:00 - Mon, 19 Jan 2026, 09:00  Sam ',
    ]);
  });

  it('gives programs the same in one JSON object a line, every time in ISO 8601', async () => {
    const at = await onCall(['--at', '2026-01-07T12:00:00Z', '--json']);
    expect(at.out.map((line) => JSON.parse(line))).toEqual([
      {
        schedule: 'primary',
        timeZone: 'Europe/Berlin',
        at: '2026-01-07T12:00:00.000Z',
        people: [
          { id: 'kim', name: 'Kim', until: '2026-01-12T08:00:00.000Z', because: expect.stringContaining('turn 1') },
        ],
        because: expect.stringContaining('turn 1 of 2'),
        next: { at: '2026-01-12T08:00:00.000Z', people: [{ id: 'sam', name: 'Sam' }] },
        standby: [],
      },
    ]);
    const range = await onCall(['--from', '2026-01-13', '--to', '2026-01-16', '--json']);
    expect([range.code, range.out.map((line) => JSON.parse(line))]).toEqual([
      1,
      [
        expect.objectContaining({ from: '2026-01-13T00:00:00.000Z', people: [{ id: 'sam', name: 'Sam' }] }),
        {
          schedule: 'primary',
          timeZone: 'Europe/Berlin',
          from: '2026-01-13T23:00:00.000Z',
          to: '2026-01-14T23:00:00.000Z',
          people: [],
          because: expect.stringContaining('nobody: Sam was taken off'),
        },
        expect.objectContaining({ to: '2026-01-16T00:00:00.000Z', people: [{ id: 'sam', name: 'Sam' }] }),
      ],
    ]);
  });

  it('includes an override that was made in the running Watchbell beside it, also after that one has ended', async () => {
    const folder = tempFolder();
    const watchbell = await serve(script(), folder, fileOf());
    const caller = await callServed(watchbell.address);
    const from = Date.now() + DAY;
    const made = await caller.ask('addOverride', {
      schedule: 'primary' as never,
      kind: 'add',
      person: 'sam' as never,
      by: null,
      from,
      to: from + 365 * DAY,
      note: 'a long week',
    });
    expect(made.accepted).toBe(true);
    // Times and no lengths: a range that moves on between two questions can lose a shift at one end.
    const range = ['--from', new Date(from + DAY).toISOString(), '--to', new Date(from + 299 * DAY).toISOString()];
    const during = await onCall([...range, '--json'], { folder, file: fileOf() });
    const names = during.out.map((line) => JSON.parse(line).people.map(({ id }: { id: string }) => id));
    expect(during.err).toEqual([]);
    expect(names.length).toBeGreaterThan(40);
    expect(names.every((people: readonly string[]) => people.includes('sam'))).toBe(true);
    expect(await watchbell.end()).toBe(0);
    const after = await onCall([...range, '--json'], { folder, file: fileOf() });
    expect(after.out.map((line) => JSON.parse(line).because)).toEqual(
      during.out.map((line) => JSON.parse(line).because),
    );
  });

  it('says when it could not look for overrides, and does not call that well', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'state/watchbell'), { recursive: true });
    writeFileSync(join(folder, 'state/watchbell/watchbell.db'), 'garbage '.repeat(2_000));
    const { code, out, err } = await onCall(['--at', '2026-01-07T12:00:00Z'], { folder });
    expect([code, out.length]).toEqual([1, 1]);
    expect(err).toEqual([expect.stringMatching(/^Overrides made by hand are not in this answer: .* is damaged/)]);
  });

  it.each<{ what: string; file: FileInput; args: string[]; code: number; says: string }>([
    { what: 'a word', file: fileOf(), args: ['--at', 'yesterday'], code: 2, says: '--at "yesterday" is not a time' },
    {
      what: 'a backward range',
      file: fileOf(),
      args: ['--from', '3d', '--to', '1d'],
      code: 2,
      says: '--to must be later',
    },
    { what: 'no schedule', file: fileOf({ schedules: [], policies: [] }), args: [], code: 1, says: 'has no schedule' },
  ])('given $what says so', async ({ file, args, code, says }) => {
    const ended = await onCall(args, { file });
    expect(ended).toEqual({ code, out: [], err: [expect.stringContaining(says)] });
  });
});
