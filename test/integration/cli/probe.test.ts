/** `watchbell probe`: one look at an address, told phase by phase. */
import { describe, expect, it } from 'vitest';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { closedPort, httpServer, tcpServer } from '../../harness/loopback.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();
const probe = (url: string) => runCommand(script(), ['probe', url], { folder: tempFolder() });

describe('probe', () => {
  it('shows an HTTP address with its phases and what was read', async () => {
    const server = await httpServer((_request, response) => response.end('well'));
    const { code, out, err } = await probe(`http://127.0.0.1:${server.port}/health`);
    expect([code, err]).toEqual([0, []]);
    expect(out[0]).toBe(`GET http://127.0.0.1:${server.port}/health`);
    expect(out[1]).toMatch(/^ok in \d+\.\d ms {2}connect \d+\.\d ms · first byte \d+\.\d ms · body \d+\.\d ms$/);
    expect(out.slice(2)).toEqual(expect.arrayContaining(['  address: 127.0.0.1', '  bytes: 4']));
  });

  it('says of a failure what kind it is and in which phase it came, and ends with 1', async () => {
    const server = await httpServer((_request, response) => response.writeHead(503).end());
    const { code, out } = await probe(`http://127.0.0.1:${server.port}/`);
    expect(code).toBe(1);
    expect(out[1]).toBe('failed (wrong-status, while headers): 503 Service Unavailable, expected 200-299');
  });

  it('connects to a TCP port, and says when nobody listens there', async () => {
    const server = await tcpServer(() => undefined);
    const { code, out } = await probe(`tcp://127.0.0.1:${server.port}`);
    expect([code, out[0]]).toEqual([0, `127.0.0.1:${server.port}`]);
    const port = await closedPort();
    const refused = await probe(`tcp://127.0.0.1:${port}`);
    expect([refused.code, refused.out[1]]).toEqual([
      1,
      `failed (refused, while connect): connection refused by 127.0.0.1:${port}`,
    ]);
  });

  it('asks a Zope instance for its health through its monitor', async () => {
    const monitor = await tcpServer((socket) => socket.once('data', () => socket.end('OK\n')));
    const { code, out } = await probe(`zcmonitor://127.0.0.1:${monitor.port}`);
    expect([code, out[0]]).toEqual([0, `monitor 127.0.0.1:${monitor.port}`]);
    const starting = await tcpServer((socket) => socket.once('data', () => socket.end('Warmup in progress\n')));
    const second = await probe(`zcmonitor://127.0.0.1:${starting.port}`);
    expect([second.code, second.out[1]]).toEqual([
      1,
      expect.stringMatching(/^failed \(starting, .*Warmup in progress/),
    ]);
  });

  it('shows no password that stands in the address', async () => {
    const server = await httpServer((_request, response) => response.end());
    const { out, err } = await probe(`http://kim:hunter22@127.0.0.1:${server.port}/?token=s3cret-token`);
    expect([...out, ...err].join('\n')).not.toMatch(/hunter22|s3cret-token/);
  });

  it.each(['nonsense', '127.0.0.1:8080', 'tcp://127.0.0.1', 'ftp://127.0.0.1/', 'tcp://127.0.0.1:99999'])(
    'cannot do anything with %s, and says what it can',
    async (url) => {
      expect(await probe(url)).toEqual({
        code: 2,
        out: [],
        err: [`"${url}" cannot be probed; write http://…, https://…, tcp://host:port or zcmonitor://host:port`],
      });
    },
  );
});
