/** Programs of other people, unchanged: a cron job as it stands beside a Cachet, curl with a form, and the public Python client. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type CachetHouse, cachetHouse } from '../../harness/cachet.ts';
import { httpServer } from '../../harness/loopback.ts';
import { requireProgram } from '../../harness/real-programs.ts';

const run = promisify(execFile);
const SCRIPTS = join(import.meta.dirname, '../../harness/programs');
const PATIENCE = { timeout: 60_000 };

const running: CachetHouse[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});
async function house(): Promise<CachetHouse> {
  const one = await cachetHouse();
  running.push(one);
  return one;
}
const lines = (text: string) => text.trim().split('\n');

describe('a cron job', () => {
  it('says how its servers are, and whoever is on call hears what it found', PATIENCE, async (test) => {
    const python = requireProgram(test, 'python3');
    const one = await house();
    let code = 200;
    const target = await httpServer((_request, response) => response.writeHead(code).end());
    const url = `http://127.0.0.1:${target.port}/`;
    const script = join(SCRIPTS, 'cachet-cron.py');
    const turn = async (...servers: string[]) =>
      lines((await run(python, [script, one.base, one.token, ...servers])).stdout);
    expect(await turn(`1=${url}`, `2=${url}=25`)).toEqual(['API is Operational', 'Stream 14 is Partial Outage']);
    code = 500;
    expect(await turn(`1=${url}`, `2=${url}=25`)).toEqual(['API is Major Outage', 'Stream 14 is Major Outage']);
    await one.on.clock.advance(60_000);
    expect(one.on.sent.map(({ page }) => page.text).join()).toContain('cron says: major outage');
    code = 200;
    expect(await turn(`1=${url}`, `2=${url}`)).toEqual(['API is Operational', 'Stream 14 is Operational']);
    expect((await one.guest('status')).body.data.status).toBe('success');
  });
});

describe('curl', () => {
  it('says it with a form', PATIENCE, async (test) => {
    const curl = requireProgram(test, 'curl');
    const one = await house();
    const args = [
      '-sS',
      '--noproxy',
      '*',
      '-X',
      'PUT',
      '-H',
      `X-Cachet-Token: ${one.token}`,
      '-d',
      'status=3',
      `${one.base}/components/2`,
    ];
    const { stdout } = await run(curl, args);
    expect(JSON.parse(stdout).data).toMatchObject({ name: 'Stream 14', status_name: 'Partial Outage' });
  });
});

describe('cachetclient', () => {
  it('does all that it can do', PATIENCE, async (test) => {
    const python = requireProgram(test, 'python3');
    const found = await run(python, ['-c', 'import cachetclient']).then(
      () => true,
      () => false,
    );
    test.skip(!found, 'the Python package cachetclient is not installed');
    const one = await house();
    const metric = await one.ask('POST', 'metrics', { name: 'Reports', suffix: '', default_value: 0 });
    const args = [one.base, one.token, String(metric.body.data.id)];
    const { stdout } = await run(python, [join(SCRIPTS, 'cachet-client.py'), ...args]);
    expect(stdout.trim()).toBe('all well');
  });
});
