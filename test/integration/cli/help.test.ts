/** What the command line says of itself, and how it answers a slip of the fingers. */
import { describe, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();
const run = (...args: readonly string[]) => runCommand(script(), args, { folder: tempFolder() });

describe('the help', () => {
  it('lists every command, the exit codes and examples', async () => {
    const { code, out, err } = await run('--help');
    const text = out.join('\n');
    expect([code, err]).toEqual([0, []]);
    for (const command of [
      'serve',
      'check',
      'validate',
      'schema',
      'oncall',
      'probe',
      'monitor',
      'haproxy-config',
      'page',
      'metrics',
      'page-link',
      'token',
      'error-pages',
      'import',
      'explain',
      'dry-run',
      'report',
      'wrong',
      'ack',
      'take-over',
      'hand-over',
      'swap',
      'maintenance',
    ]) {
      expect(text).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    }
    expect(text).toContain('0 all well, 1 something is wrong, 2 bad configuration or arguments');
    expect(text).toContain('watchbell check --once --config fleet.yaml');
    expect((await run('help')).out).toEqual(out);
  });

  it.each([
    'serve',
    'check',
    'validate',
    'schema',
    'oncall',
    'probe',
    'monitor',
    'haproxy-config',
    'page',
    'metrics',
    'page-link',
    'token',
    'error-pages',
    'import',
    'explain',
    'dry-run',
    'report',
    'wrong',
    'ack',
    'take-over',
    'hand-over',
    'swap',
    'maintenance',
  ])('of %s has an example that can be copied', async (command) => {
    const { code, out } = await run(command, '--help');
    expect(code).toBe(0);
    expect(out.join('\n')).toMatch(new RegExp(`Examples?:\n  watchbell ${command}`));
  });

  it('says its version', async () => {
    expect(await run('--version')).toEqual({ code: 0, out: [manifest.version], err: [] });
  });
});

describe('a slip of the fingers', () => {
  it.each([
    { args: ['serv'], says: /unknown command 'serv'\n.*Did you mean serve\?/ },
    { args: ['check', '--onec'], says: /unknown option '--onec'\n.*Did you mean --once\?/ },
    { args: ['probe'], says: /missing required argument 'url'/ },
    { args: ['page'], says: /required option '--test <person>' not specified/ },
    { args: ['serve', '--port', 'http'], says: /a port is a number from 0 \(any free one\) to 65535/ },
    { args: ['serve', '--port', ''], says: /a port is a number from 0/ },
    { args: ['oncall', '--at', '3d', '--from', '0'], says: /'--at <time>' cannot be used with option '--from <time>'/ },
    { args: [], says: /Usage: watchbell/ },
  ])('$args ends with 2 and says what was meant', async ({ args, says }) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, []]);
    expect(err.join('\n')).toMatch(says);
  });
});
