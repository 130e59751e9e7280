/** The user's own program or address, told when callers begin to be turned away: what it gets, and what is said when it fails. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../electron/engine/system-clock.ts';
import { createRefusalHook } from '../../../electron/links/refusal-hook.ts';
import { createPrograms } from '../../../electron/probes/child.ts';
import { closedPort, httpServer } from '../../harness/loopback.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const WORD = { kind: 'begun', because: 'queue', counts: { queue: 1 } };

/** Default: long, for a program that only has to begin. */
function hook(timeoutMs = 25_000) {
  const own = createRefusalHook(createPrograms(), systemClock, timeoutMs);
  onTestFinished(() => own.close());
  return own;
}

describe('a program', () => {
  it('gets the word as JSON on its standard input, without a shell and without our environment', async () => {
    const folder = tempFolder();
    const script = join(folder, 'hook.mjs');
    writeFileSync(
      script,
      `import { readFileSync, writeFileSync } from 'node:fs';
       writeFileSync(process.argv[2], JSON.stringify([JSON.parse(readFileSync(0, 'utf8')), process.argv[3], Object.keys(process.env)]));`,
    );
    const out = join(folder, 'out');
    expect(await hook().call({ command: [process.execPath, script, out, '$(reboot)'] }, WORD)).toBeNull();
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual([WORD, '$(reboot)', ['PATH']]);
  });

  it.each([
    [['/nowhere/at-all'], /nowhere/],
    [[process.execPath, '-e', 'console.error("no room"); process.exit(3)'], /^it ended with 3: no room$/],
    [[process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")'], /^it was ended by SIGKILL$/],
  ])('that fails is told: %j', async (command, words) => {
    expect(await hook().call({ command }, WORD)).toMatch(words);
  });

  it('that hangs is ended', async () => {
    const hangs = [process.execPath, '-e', 'setInterval(() => {}, 1000)'];
    expect(await hook(300).call({ command: hangs }, WORD)).toBe('it did not end within 0.3 s, ended by us');
  });
});

describe('an address', () => {
  it('gets the word', async () => {
    const heard: string[] = [];
    const { port } = await httpServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        heard.push(`${request.method} ${request.headers['content-type']} ${body}`);
        response.writeHead(204).end();
      });
    });
    expect(await hook().call({ url: `http://127.0.0.1:${port}/secret` }, WORD)).toBeNull();
    expect(heard).toEqual([`POST application/json ${JSON.stringify(WORD)}`]);
  });

  it('that fails is told without itself', async () => {
    const { port } = await httpServer((_request, response) => response.writeHead(500).end('x'.repeat(100_000)));
    expect(await hook().call({ url: `http://127.0.0.1:${port}/secret` }, WORD)).toBe('it answered 500');
    expect(await hook().call({ url: `http://127.0.0.1:${await closedPort()}/secret` }, WORD)).toBe(
      'the connection was refused',
    );
    const silent = await httpServer(() => undefined);
    expect(await hook(300).call({ url: `http://127.0.0.1:${silent.port}/secret` }, WORD)).toBe(
      'no answer within 0.3 s',
    );
  });
});
