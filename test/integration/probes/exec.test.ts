/** The exec check with real programs: good ones, hanging ones, talkative ones, and ones that leave others behind. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Recall } from '../../../electron/engine/recall.ts';
import { movableClock } from '../../harness/clock.ts';
import { until } from '../../harness/desktop/until.ts';
import { aCheck, aContext, aProbeSet, failureOf, troubleOf } from '../../harness/probing.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const exec = (command: readonly string[], wishes: object = {}) => aCheck({ type: 'exec', command, ...wishes });
const sh = (script: string, wishes: object = {}) => exec(['/bin/sh', '-c', script], wishes);
const look = (check: ReturnType<typeof exec>) => aProbeSet().run(check, aContext());

describe('an exec check', () => {
  it.each([
    { code: 0, said: 'DISK OK', outcome: { kind: 'pass', readings: { said: 'DISK OK' } } },
    {
      code: 1,
      said: 'DISK WARNING - 85 %',
      outcome: {
        kind: 'fail',
        failure: { kind: 'said-failing', detail: 'DISK WARNING - 85 %', level: 'performance_issues' },
      },
    },
    {
      code: 2,
      said: 'DISK CRITICAL',
      outcome: { kind: 'fail', failure: { kind: 'said-failing', phase: 'headers', detail: 'DISK CRITICAL' } },
    },
    {
      code: 3,
      said: 'UNKNOWN - bad arguments',
      outcome: { kind: 'inconclusive', trouble: { kind: 'said-unknown', detail: 'UNKNOWN - bad arguments' } },
    },
    {
      code: 42,
      said: 'oh',
      outcome: {
        kind: 'fail',
        failure: { kind: 'protocol', detail: 'ended with code 42, which is none of the plugin API; it said: oh' },
      },
    },
  ])('takes exit code $code for what the plugin API means by it', async ({ code, said, outcome }) => {
    expect(await look(sh(`echo "${said}"; exit ${code}`))).toMatchObject(outcome);
  });

  it('reads figures into the readings', async () => {
    const script = `echo "OK | load1=0.42;5;10 users=3"; echo "more | '__proto__'=1 swap=93%"`;
    const outcome = await look(sh(script));
    expect(outcome).toMatchObject({
      kind: 'pass',
      readings: { load1: '0.42 (warn 5, crit 10)', users: 3, swap: '93%' },
    });
  });

  it('says what stood on standard error when nothing else was said', async () => {
    expect(failureOf(await look(sh('echo "no such device" >&2; exit 2'))).detail).toBe('no such device');
  });

  it('hands over arguments as they are, and no environment but what is named and PATH', async () => {
    process.env.WATCHBELL_TEST_SECRET = 'not for plugins';
    onTestFinished(() => {
      delete process.env.WATCHBELL_TEST_SECRET;
    });
    const outcome = await look(
      exec(
        [
          '/bin/sh',
          '-c',
          'echo "$# $1 [$(env | grep -v "^_=\\|^PWD=\\|^SHLVL=" | cut -d= -f1 | sort | tr "\\n" " ")]"',
          'sh',
          'a b; echo $HOME *',
        ],
        {
          env: { ZONE: 'north' },
          cwd: '/',
        },
      ),
    );
    expect(outcome).toMatchObject({ kind: 'pass', readings: { said: '1 a b; echo $HOME * [PATH ZONE ]' } });
  });

  it.each([
    { command: ['/nowhere/check_disk'], says: 'there is no program /nowhere/check_disk on this machine' },
    { command: ['check_nothing_of_this_name'], says: 'there is no program check_nothing_of_this_name on this machine' },
    { command: ['/bin/true'], cwd: '/nowhere', says: 'there is no folder /nowhere to run it in (cwd)' },
  ])('cannot judge when $says', async ({ says, ...check }) => {
    expect(troubleOf(await look(exec(check.command, check)))).toEqual({ kind: 'no-tool', detail: says });
  });

  it('cannot judge when the program is no program', async () => {
    const path = join(tempFolder(), 'check_disk');
    writeFileSync(path, '#!/bin/sh\n', { mode: 0o644 });
    expect(troubleOf(await look(exec([path])))).toEqual({
      kind: 'no-tool',
      detail: `${path} cannot be run (EACCES); is it executable, and does it begin with #!`,
    });
  });

  it('fails when the program is ended by a signal', async () => {
    expect(failureOf(await look(sh('echo half; kill -SEGV $$')))).toMatchObject({
      kind: 'protocol',
      detail: 'ended by SIGSEGV; it said: half',
    });
  });

  it('reads no more than it keeps, and lets the program end', async () => {
    const outcome = await look(sh('yes "a long line of output" | head -c 5000000; exit 2'));
    expect(failureOf(outcome).detail).toBe('a long line of output');
  });

  it('does not wait for what a program leaves behind', async () => {
    // It would have to wait for longer than a try may take.
    const outcome = await look(sh('sleep 60 & echo OK'));
    expect(outcome).toMatchObject({ kind: 'pass', readings: { said: 'OK' } });
  });
});

describe('an exec check whose program hangs', () => {
  /** A shell that is deaf to SIGTERM, says something, and then starts another such; both write their numbers down. */
  const DEAF = `trap "" TERM; echo $$ > self; echo so far; sh -c 'echo $$ > other; sleep 60' & wait; sleep 60`;
  const pidIn = (folder: string, name: string) => Number(readFileSync(join(folder, name), 'utf8'));
  const lives = (pid: number) => {
    try {
      process.kill(pid, 0);
      // A zombie waits for its parent and is dead all the same.
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  };

  it('fails at its time-out, says so far, and ends the whole group, at first politely', async () => {
    const clock = movableClock();
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'other'), '');
    const trying = aProbeSet().run(sh(DEAF, { cwd }), aContext({ clock }));
    await until('both shells run', () => pidIn(cwd, 'other') > 0);
    await clock.advance(10_000);
    expect(failureOf(await trying)).toMatchObject({
      kind: 'timeout',
      detail: 'did not end within 10 s, ended by us; it said: so far',
    });
    const all = [pidIn(cwd, 'self'), pidIn(cwd, 'other')];
    expect(all.map(lives)).toEqual([true, true]); // deaf to the polite way
    await clock.advance(2_000);
    await until('the group is gone', () => !all.some(lives));
  });

  it('ends what a program has left behind, deaf or not', async () => {
    const clock = movableClock();
    const cwd = tempFolder();
    // It ends when the one that it leaves is deaf, and not before.
    const left =
      '(trap "" TERM; : > deaf; while :; do sleep 0.1; done) > /dev/null 2>&1 & echo $! > other; until [ -e deaf ]; do sleep 0.05; done; echo OK';
    expect(await aProbeSet().run(sh(left, { cwd }), aContext({ clock }))).toMatchObject({ kind: 'pass' });
    expect(lives(pidIn(cwd, 'other'))).toBe(true);
    await clock.advance(2_000);
    await until('it is gone', () => !lives(pidIn(cwd, 'other')));
  });

  it('leaves nobody behind when the probes are closed', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'other'), '');
    const probes = aProbeSet();
    const recall = new Recall();
    const trying = probes.run(sh(DEAF, { cwd }), aContext({ recall }));
    await until('both shells run', () => pidIn(cwd, 'other') > 0);
    recall.call();
    expect(troubleOf(await trying).kind).toBe('cancelled');
    await probes.close();
    const all = [pidIn(cwd, 'self'), pidIn(cwd, 'other')];
    await until('the group is gone', () => !all.some(lives));
  });
});
