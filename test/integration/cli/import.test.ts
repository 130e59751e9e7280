/** `watchbell import`: another program's configuration as ours, through the real process. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { IMPORT_FIXTURES } from '../../harness/importing.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();
const GATUS = join(IMPORT_FIXTURES, 'gatus/config.yaml');
const PRACTABLE = join(IMPORT_FIXTURES, 'practable/status.env');

describe('import', () => {
  it('writes a file that validate takes once the variables are set, and lists the losses on standard error', async () => {
    const folder = tempFolder();
    const args = ['import', 'gatus', GATUS, '--output', 'watchbell.yaml'];
    const { code, out, err } = await runCommand(script(), args, { folder });
    expect([code, out]).toEqual([0, []]);
    expect(err).toContain(`${GATUS}:109: switched-off: not carried over: it is switched off there (enabled: false)`);
    expect(err.at(-1)).toMatch(
      /^\d+ components with \d+ checks written to watchbell\.yaml; \d+ things were not carried over/,
    );
    const env = Object.fromEntries(
      ['BACK_END_API_KEY', 'BACK_END_AUTHORIZATION', 'BACKEND_HOST', 'NIGHTLY_BACKUP_TOKEN'].map((name) => [
        name,
        `something-for-${name}`,
      ]),
    );
    const validate = ['validate', '--config', 'watchbell.yaml'];
    const set = { ...env, MONITORING_URL: 'https://m.example.org/' };
    expect((await runCommand(script(), validate, { folder, env: set })).code).toBe(0);
    expect((await runCommand(script(), validate, { folder })).err.join()).toContain(
      'the environment has no MONITORING_URL',
    );
  });

  it('without --output prints the file itself, and nothing else, on standard output', async () => {
    const folder = tempFolder();
    const { code, out } = await runCommand(script(), ['import', 'practable', PRACTABLE], { folder });
    expect(code).toBe(0);
    writeFileSync(join(folder, 'w.yaml'), `${out.join('\n')}\n`);
    const env = Object.fromEntries(['BOOK', 'JUMP', 'RELAY'].map((one) => [`PRACTABLE_${one}_SECRET`, 'something']));
    expect((await runCommand(script(), ['validate', '--config', 'w.yaml'], { folder, env })).code).toBe(0);
  });

  it('--json is one object for machines', async () => {
    const folder = tempFolder();
    const { code, out, err } = await runCommand(script(), ['import', 'practable', PRACTABLE, '--json'], { folder });
    expect([code, err, out.length]).toEqual([0, [], 1]);
    const said = JSON.parse(out[0] ?? '');
    expect(said).toMatchObject({ kind: 'practable', components: 0, systems: 1, output: null });
    expect(said.config).toContain('version: 1');
    expect(said.differences).toContainEqual({
      file: PRACTABLE,
      line: 26,
      name: 'STATUS_SOMETHING_NEW',
      kind: 'lost',
      why: 'it has no counterpart',
    });
  });

  it('never replaces a file that is there, unless it is told to', async () => {
    const folder = tempFolder();
    const path = join(folder, 'watchbell.yaml');
    writeFileSync(path, 'mine');
    const args = ['import', 'practable', PRACTABLE, '-o', 'watchbell.yaml'];
    const { code, err } = await runCommand(script(), args, { folder });
    expect([code, err]).toEqual([2, [expect.stringContaining('is there already and was left alone')]]);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect((await runCommand(script(), [...args, '--force'], { folder })).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toContain('id: practable');
  });

  it.each([
    { what: 'a file that is not there', args: ['gatus', 'no.yaml'], says: /no\.yaml cannot be read/ },
    { what: 'a folder', args: ['gatus', '.'], says: /is not a file/ },
    { what: 'a file of something else', args: ['gatus', PRACTABLE], says: /status\.env/ },
    { what: 'a kind that is not known', args: ['zabbix', 'x'], says: /Allowed choices are gatus/ },
  ])('given $what ends with 2, says why, and writes nothing', async ({ args, says }) => {
    const folder = tempFolder();
    const { code, out, err } = await runCommand(script(), ['import', ...args, '-o', 'out.yaml'], { folder });
    expect([code, out]).toEqual([2, []]);
    expect(err.join('\n')).toMatch(says);
    expect(existsSync(join(folder, 'out.yaml'))).toBe(false);
  });
});
