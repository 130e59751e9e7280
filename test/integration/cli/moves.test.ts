/** Moves between people from a terminal: asked of the Watchbell that runs, found by its data folder alone. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ScheduleId } from '../../../shared/model/ids.ts';
import { callServed } from '../../harness/caller.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { closedPort } from '../../harness/loopback.ts';
import { serve } from '../../harness/served.ts';
import { HOOK_SECRET, smallWatch } from '../../harness/small-watch.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();

/** Half a dozen processes one after another, each as quick as the machine lets it. ms */
const PATIENCE = 90_000;

const ROTA = ScheduleId.parse('rota');
/** Weeks that began yesterday, so that this one is Kim's whenever the test runs. */
const START = new Date(Date.now() - 86_400_000).toISOString().slice(0, 16);
const PEOPLE = ['kim', 'sam'];

/** Kim is on call, Sam and Ann are there; the desk is Kim's. */
async function team() {
  const watch = await smallWatch();
  const hook = { id: 'hook', type: 'webhook' as const, url: watch.receiver.url, secret: HOOK_SECRET };
  const file = watch.file({
    settings: { desk: 'kim', pageAfter: 0 },
    channels: [hook],
    people: ['kim', 'sam', 'ann'].map((id) => ({
      id,
      name: id === 'kim' ? 'Kim' : id === 'sam' ? 'Sam' : 'Ann',
      channels: ['hook'],
    })),
    schedules: [
      {
        id: 'rota',
        name: 'Rota',
        timeZone: 'UTC',
        rotation: { turn: 'weekly', start: START, people: PEOPLE },
      },
    ],
  });
  const folder = tempFolder();
  // A port that nobody else is given: after a crash nobody answers there.
  const served = await serve(script(), folder, file, {}, ['--port', `${await closedPort()}`]);
  const run = (...args: readonly string[]) => runCommand(script(), args, { folder });
  return { watch, folder, served, run, caller: await callServed(served.address) };
}

describe('take-over and hand-over', () => {
  it('move the shift of the Watchbell that runs, and say who did it and how', async () => {
    const { run, caller } = await team();
    const handed = await run('hand-over', '--to', 'Sam', '--until', '3h', '--note', 'dentist');
    expect([handed.code, handed.err]).toEqual([0, []]);
    expect(handed.out[0]).toMatch(/^Rota: Kim handed over to Sam until (Mon|Tue|Wed|Thu|Fri|Sat|Sun)? ?\d\d:\d\d$/);
    const now = async () => (await caller.ask('snapshot', {})).onCall[0]?.now.map(({ name }) => name);
    expect(await now()).toEqual(['Sam']);
    const taken = await run('take-over', '--as', 'ann');
    expect([taken.code, taken.out[0]]).toEqual([0, expect.stringMatching(/^Rota: Ann took over from Sam until /)]);
    expect(await now()).toEqual(['Ann']);
    const [event] = await caller.ask('events', { types: ['override'] });
    expect(event?.text).toMatch(/^Rota: Ann took over from Sam until .*, said by Kim on the command line$/);
  });

  it('are refused in words, with 1 for what cannot be and 2 for what cannot be understood', {
    timeout: PATIENCE,
  }, async () => {
    const { run } = await team();
    const ends = async (...args: readonly string[]) => {
      const { code, err } = await run(...args);
      return `${code} ${err.join('\n')}`;
    };
    expect(await ends('take-over')).toBe('1 Kim is on call already');
    expect(await ends('hand-over', '--to', 'kim')).toBe('1 Kim cannot take over from Kim; name somebody else');
    expect(await ends('hand-over', '--to', 'samm')).toBe('2 There is nobody called "samm"; did you mean `sam`?');
    expect(await ends('hand-over', '--to', 'sam', '--until', 'soon')).toBe(
      '2 --until "soon" is not a time; write it like 2026-12-24T18:00, or a duration from now like 3h',
    );
    expect(await ends('take-over', '--as', 'sam', '--schedule', 'rata')).toBe(
      '2 There is no schedule "rata"; did you mean `rota`?',
    );
  });

  it('find nobody before the start, after the end and after a crash, and keep the key to one pair of eyes', async () => {
    const { run, served, folder } = await team();
    const door = join(folder, 'state', 'watchbell', 'running.json');
    expect(statSync(door).mode & 0o777).toBe(0o600);
    await served.kill();
    const nobody = 'No Watchbell is running with this data folder';
    expect((await run('take-over')).err[0]).toContain(nobody);
    const empty = await runCommand(script(), ['take-over'], { folder: tempFolder() });
    expect([empty.code, empty.err[0]]).toEqual([1, expect.stringContaining(nobody)]);
  });

  it('leave no door behind when Watchbell ends', async () => {
    const { served, folder } = await team();
    expect(await served.end()).toBe(0);
    expect(statSync(join(folder, 'state', 'watchbell', 'running.json'), { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe('swap', () => {
  it('asks, lists, and changes both shifts when the other one agrees', { timeout: PATIENCE }, async () => {
    const { run, caller } = await team();
    const week = 7 * 86_400_000;
    const at = (weeks: number) => new Date(Date.now() + weeks * week).toISOString();
    const asked = await run('swap', 'ask', '--with', 'sam', '--give', at(2), '--take', at(1), '--note', 'opera');
    expect([asked.code, asked.out[0]]).toEqual([
      0,
      expect.stringMatching(/^Asked: Rota: Kim gives .* to Sam for .*\. Nothing/),
    ]);
    const [line] = (await run('swap', 'list')).out;
    const id = line?.split(' ')[0] ?? '';
    expect(line).toMatch(/^s-\S+ {2}Rota: Kim gives .* to Sam for .* \(opera\), until .* \[UTC\]$/);
    expect(await run('swap', 'agree', id)).toMatchObject({ code: 1, err: ['Only Sam can agree'] });
    expect(await run('swap', 'agree', id, '--as', 'sam')).toMatchObject({ code: 0, err: [] });
    expect((await run('swap', 'list')).out).toEqual(['No swap waits for an answer']);
    const shifts = await caller.ask('shifts', { schedule: ROTA, from: Date.now(), to: Date.now() + 2.5 * week });
    expect(shifts.map(({ people }) => people[0]?.name).slice(1)).toEqual(['Kim', 'Sam']);
    expect(await run('swap', 'refuse', id)).toMatchObject({
      code: 2,
      err: [`No swap ${JSON.stringify(id)} waits for an answer`],
    });
  });
});

describe('ack', () => {
  it('takes what is named, or all, and says what is open when it is neither', { timeout: PATIENCE }, async () => {
    const { run, watch, caller } = await team();
    expect(await run('ack', '--all')).toMatchObject({ code: 1, err: ['Nothing is waiting to be acknowledged'] });
    watch.down();
    const id = await caller.until(({ incidents }) => incidents[0]?.id);
    expect(await run('ack')).toMatchObject({ code: 2, err: ['Say which incidents, or --all'] });
    expect(await run('ack', 'shoop')).toMatchObject({
      code: 2,
      err: ['No open incident is "shoop"; did you mean `shop`?'],
    });
    expect(await run('ack', 'shop', '--for', 'ever')).toMatchObject({ code: 2 });
    expect(await run('ack', 'shop', '--for', '30m')).toEqual({ code: 0, out: ['1 acknowledged, for 30 min'], err: [] });
    expect(await run('ack', id)).toMatchObject({ code: 0, out: ['1 acknowledged, until it is fixed'] });
    const { acknowledgement } = (await caller.ask('snapshot', {})).incidents[0] ?? {};
    expect(acknowledgement).toMatchObject({ by: 'Kim on the command line', until: null });
  });
});
