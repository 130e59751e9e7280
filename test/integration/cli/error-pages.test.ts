/** `watchbell error-pages`: made out of a real store beside the engine that has it open, and the lines for the proxy. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { DOWN, testEngine } from '../../harness/engine.ts';
import { writeConfig } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { fileOf } from '../../harness/watch-story.ts';

const script = bundledCommandLine();
const MINUTE = 60_000;

function place() {
  const folder = tempFolder();
  const out = join(folder, 'errors');
  const config = writeConfig(folder, fileOf());
  const run = (...args: readonly string[]) =>
    runCommand(script(), ['error-pages', '--config', config, '--out', out, ...args], { folder });
  return { folder, out, run };
}

describe('watchbell error-pages', () => {
  it('tells of what is open, and prints what the proxy needs', async () => {
    const { folder, out, run } = place();
    mkdirSync(join(folder, 'state/watchbell'), { recursive: true });
    const one = await testEngine({
      clock: movableClock(Date.now() - 5 * MINUTE),
      path: join(folder, 'state/watchbell/watchbell.db'),
    });
    onTestFinished(() => one.stop());
    await one.clock.advance(MINUTE);
    one.target('api', DOWN);
    await one.clock.advance(3 * MINUTE);
    const made = await run('--for', 'haproxy', '--component', 'api');
    expect([made.code, made.err]).toEqual([0, []]);
    expect(made.out).toContain(`errorfile 504 "${out}/504.http"`);
    expect(readdirSync(out).toSorted()).toEqual(['502.http', '503.http', '504.http']);
    expect(readFileSync(join(out, '503.http'), 'utf8')).toContain('the people on call are being called');
  });

  it('makes pages without a store too, and says that they tell of nothing', async () => {
    const { out, run } = place();
    const made = await run('--for', 'apache');
    expect(made.code).toBe(0);
    expect(made.err.join()).toContain('The pages tell of no incident');
    expect(made.out.join('\n')).toContain('ErrorDocument 504 /.watchbell/504.html');
    expect(readFileSync(join(out, '504.html'), 'utf8')).toContain('try again in a minute');
  });

  it('knows its components and its proxies', async () => {
    const { run } = place();
    const wrong = await run('--for', 'nginx', '--component', 'apo');
    expect([wrong.code, wrong.err]).toEqual([2, ['There is no component "apo"; did you mean `api`?']]);
    expect((await run('--for', 'squid')).code).toBe(2);
  });
});
