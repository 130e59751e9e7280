/** The log under a full disk, a closed file and a talkative night: it may lose time, never the watch. */
import { existsSync, readFileSync, rmSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../../../electron/compose/log.ts';
import { openLogFile } from '../../../../electron/compose/log-file.ts';
import { forTerminal } from '../../../../electron/compose/log-lines.ts';
import { tempFolder } from '../../../harness/temp-folder.ts';

const MIB = 1024 * 1024;

describe('the log', () => {
  it('goes to the file as JSON and to the terminal in words, each from its own level on, without secrets', () => {
    const file = join(tempFolder(), 'state', 'watchbell.log');
    const said: string[] = [];
    const log = openLog({ file, terminal: 'warn', secrets: () => ['hunter22'], say: (line) => said.push(line) });
    log.info({ place: 'here' }, 'store opened');
    log.error({ path: '/etc/x.yaml', problems: ['line 3: hunter22', 'line 4'] }, 'the configuration has mistakes');
    log.close();
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { level: 30, time: expect.any(String), place: 'here', msg: 'store opened' },
      {
        level: 50,
        time: expect.any(String),
        path: '/etc/x.yaml',
        problems: ['line 3: •••', 'line 4'],
        msg: 'the configuration has mistakes',
      },
    ]);
    expect(said).toEqual([
      expect.stringMatching(
        /^\d\d:\d\d:\d\dZ error: the configuration has mistakes\n {2}path: \/etc\/x\.yaml\n {2}line 3: •••\n {2}line 4$/,
      ),
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  });

  it('on a full disk says so once, goes on, and writes every line when there is room again', () => {
    const folder = tempFolder();
    const file = join(folder, 'watchbell.log');
    symlinkSync('/dev/full', file); // every write to it fails with ENOSPC
    const said: string[] = [];
    const log = openLog({ file, terminal: 'error', secrets: () => [], say: (line) => said.push(line) });
    for (let number = 0; number < 100; number += 1) {
      log.info({ number }, 'a line');
    }
    expect(said).toEqual([expect.stringMatching(/cannot be written \(ENOSPC.*Watching and paging go on/)]);

    // Room: the same name is a file again, which the log finds when it opens it anew.
    log.close();
    unlinkSync(file);
    log.info({ number: 100 }, 'a line');
    log.close();
    const numbers = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).number);
    expect(numbers).toEqual(Array.from({ length: 101 }, (_, number) => number));
    expect(said[1]).toContain('is written again');
  });

  it('starts without its file when the folder cannot be made', () => {
    const blocked = join(tempFolder(), 'a-file');
    writeFileSync(blocked, '');
    const said: string[] = [];
    const log = openLog({
      file: join(blocked, 'x.log'),
      terminal: 'error',
      secrets: () => [],
      say: (line) => said.push(line),
    });
    log.error({}, 'still heard');
    expect(said).toEqual([
      expect.stringMatching(/cannot be written \(E(NOTDIR|EXIST)/),
      expect.stringContaining('still heard'),
    ]);
  });
});

describe('the log file', () => {
  it('becomes the old one when it is large, also in the middle of a run', () => {
    const path = join(tempFolder(), 'x.log');
    const file = openLogFile(path, () => undefined);
    const line = `${'x'.repeat(MIB - 1)}\n`;
    for (let turn = 0; turn < 12; turn += 1) {
      file.write(line);
    }
    file.close();
    expect(statSync(`${path}.1`).size).toBe(11 * MIB);
    expect(statSync(path).size).toBe(MIB);
  });

  it('keeps a bounded number of lines in memory, and counts what it could not keep', () => {
    const path = join(tempFolder(), 'x.log');
    symlinkSync('/dev/full', path);
    const file = openLogFile(path, () => undefined);
    const line = `${'x'.repeat(1_023)}\n`;
    for (let turn = 0; turn < 2_000; turn += 1) {
      file.write(line);
    }
    file.close();
    unlinkSync(path);
    file.write('after\n');
    file.close();
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(1_025);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ msg: '977 lines of the log were lost here' });
  });

  it('goes on in the file that somebody put in its place', () => {
    const path = join(tempFolder(), 'x.log');
    const file = openLogFile(path, () => undefined);
    file.write('one\n');
    file.close();
    rmSync(path);
    expect(existsSync(path)).toBe(false);
    file.write('two\n');
    file.close();
    expect(readFileSync(path, 'utf8')).toBe('two\n');
  });
});

describe('a line at the terminal', () => {
  it.each([
    { line: '{"level":40,"time":"2026-11-21T10:00:06.746Z","msg":"careful"}\n', is: '10:00:06Z warning: careful\n' },
    { line: '{"level":30,"msg":"x","a":{"b":1},"n":2}\n', is: 'info: x\n  a: {"b":1}\n  n: 2\n' },
    { line: 'not JSON\n', is: 'not JSON\n' },
    { line: '7\n', is: '7\n' },
  ])('$line', ({ line, is }) => {
    expect(forTerminal(line)).toBe(is);
  });
});
