/** `watchbell monitor`: one command to a zc.monitor, its reply as it came, and an exit code that a script can trust. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { closedPort, tcpServer } from '../../harness/loopback.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();
const monitor = (...args: readonly string[]) => runCommand(script(), ['monitor', ...args], { folder: tempFolder() });

const REPLIES: Readonly<Record<string, string>> = {
  help: 'Supported commands:\n  dbinfo -- Get database statistics\n  help -- Get help about server commands\n',
  health_check: 'Warmup in progress\n',
  'dbinfo - 60': '35 2 12 3212 1438\n',
  zeostatus: 'False\n',
};
const server = () =>
  tcpServer((socket) => {
    socket.on('end', () => socket.destroy());
    socket.once('data', (line) => {
      const command = line.toString().trim();
      setImmediate(() => socket.end(REPLIES[command] ?? `Invalid command '${command}'\nTry "help".\n`));
    });
  });

describe('monitor', () => {
  it.each([
    {
      command: [],
      code: 0,
      out: ['Supported commands:', '  dbinfo -- Get database statistics', '  help -- Get help about server commands'],
    },
    { command: ['dbinfo', '-', '60'], code: 0, out: ['35 2 12 3212 1438'] },
    { command: ['health_check'], code: 1, out: ['Warmup in progress'] },
    { command: ['zeostatus'], code: 1, out: ['False'] },
    { command: ['bogus'], code: 1, out: ["Invalid command 'bogus'", 'Try "help".'] },
  ])('shows the reply to $command and ends with $code', async ({ command, code, out }) => {
    const { port } = await server();
    expect(await monitor(`127.0.0.1:${port}`, ...command)).toMatchObject({ code, out, err: [] });
  });

  it('says why there is no reply', async () => {
    const port = await closedPort();
    expect(await monitor(`127.0.0.1:${port}`)).toMatchObject({
      code: 1,
      err: [`connection refused by 127.0.0.1:${port}`],
    });
  });

  it('knows a port of this machine, and a Unix socket', async () => {
    const { port } = await server();
    expect((await monitor(`:${port}`, 'dbinfo', '-', '60')).out).toEqual(['35 2 12 3212 1438']);
    const path = join(tempFolder(), 'monitor.sock');
    const other = createServer((socket) => void socket.once('data', () => socket.end('OK\n')));
    await new Promise<void>((resolve) => other.listen(path, resolve));
    onTestFinished(() => void other.close());
    expect(await monitor(path, 'health_check')).toMatchObject({ code: 0, out: ['OK'], err: [] });
  });

  it.each(['zope1', 'zope1:99999', ':0'])('does not take %s for a place', async (place) => {
    const { code, err } = await monitor(place);
    expect([code, err[0]]).toEqual([2, expect.stringContaining('is no place of a monitor')]);
  });
});
