/** What leaves the machine to say that we are alive, and what tells whether it can. */
import { describe, expect, it } from 'vitest';
import { createBeacon } from '../../../../electron/links/beacon.ts';
import { createNetwork, hasLink } from '../../../../electron/links/network.ts';
import { closedPort, httpServer, tcpServer } from '../../../harness/loopback.ts';

const beacon = () => createBeacon(2_000);
const SECRET = 'b7c1a2d4';

describe('our heartbeat', () => {
  it('is heard when the address answers with 2xx, by the wanted method', async () => {
    const methods: (string | undefined)[] = [];
    const { port } = await httpServer((request, response) => {
      methods.push(request.method);
      response.writeHead(200).end('OK');
    });
    const own = beacon();
    for (const method of ['GET', 'HEAD', 'POST'] as const) {
      expect(await own.call({ url: `http://127.0.0.1:${port}/${SECRET}`, every: 60_000, method })).toBeNull();
    }
    await own.close();
    expect(methods).toEqual(['GET', 'HEAD', 'POST']);
  });

  it.each([301, 404, 500])('is not heard when it answers %i', async (status) => {
    const { port } = await httpServer((_request, response) => response.writeHead(status).end('no'));
    const reason = await beacon().call({ url: `http://127.0.0.1:${port}/${SECRET}`, every: 60_000, method: 'GET' });
    expect(reason).toBe(`it answered ${status}`);
  });

  it('gives a reason without the secret address when nobody is there', async () => {
    const url = `http://127.0.0.1:${await closedPort()}/${SECRET}`;
    expect(await beacon().call({ url, every: 60_000, method: 'GET' })).toBe('the connection was refused');
  });

  it('is not waited for longer than it may take', async () => {
    const { port } = await tcpServer(() => undefined);
    const reason = await createBeacon(200).call({
      url: `http://127.0.0.1:${port}/${SECRET}`,
      every: 60_000,
      method: 'GET',
    });
    expect(reason).toBe('no answer within 0.2 s');
  });

  it('does not choke on an endless answer', async () => {
    const { port } = await httpServer((_request, response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write('x'.repeat(65_536))) {
          // until it is full
        }
      };
      response.on('drain', more);
      response.on('error', () => undefined);
      more();
    });
    const reason = await beacon().call({ url: `http://127.0.0.1:${port}/${SECRET}`, every: 60_000, method: 'GET' });
    expect(reason === null || !reason.includes(SECRET)).toBe(true);
  });
});

describe('the link', () => {
  const address = (text: string, internal = false) => ({
    address: text,
    netmask: '',
    mac: '',
    internal,
    cidr: null,
    ...(text.includes(':') ? { family: 'IPv6' as const, scopeid: 0 } : { family: 'IPv4' as const }),
  });

  it.each([
    ['an address beyond this machine', { eth0: [address('192.0.2.7')] }, true],
    ['an IPv6 address alone', { eth0: [address('2001:db8::7')] }, true],
    ['only this machine itself', { lo: [address('127.0.0.1', true), address('::1', true)] }, false],
    ['an interface without a network gives itself one address', { eth0: [address('fe80::1')] }, false],
    ['nothing at all', {}, false],
  ])('%s', (_story, interfaces, has) => {
    expect(hasLink(interfaces)).toBe(has);
  });

  it('that cannot be asked for is not known', () => {
    const network = createNetwork(() => {
      throw new Error('EPERM');
    });
    expect(network.link()).toBeNull();
  });
});
