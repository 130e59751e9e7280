/** In the clear through a real CONNECT proxy: whoever speaks first, and whatever comes together with the proxy's answer. */
import { createServer } from 'node:http';
import { createSecureContext, TLSSocket } from 'node:tls';
import { expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { connectProxy } from '../../harness/connect-proxy.ts';
import { tcpServer, up } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf } from '../../harness/probing.ts';

const authority = makeAuthority('House CA');
const identity = makeIdentity({ name: 'mail.test', for: ['mail.test'] }, authority);

/** A mail server: greets first, and goes on under TLS when it is asked to. */
const mailServer = () =>
  tcpServer((socket) => {
    socket.write('220 mail.test ESMTP\r\n');
    socket.on('data', (said) => {
      const words = said.toString('latin1');
      if (words.startsWith('EHLO')) {
        socket.write('250-mail.test\r\n250 STARTTLS\r\n');
      } else if (words.startsWith('STARTTLS')) {
        socket.removeAllListeners('data');
        socket.write('220 go ahead\r\n');
        new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ ...identity }) });
      } else {
        socket.end('221 bye\r\n');
      }
    });
  });

const through = async () => ({ proxy: `http://127.0.0.1:${(await connectProxy()).port}` });

it('a server that speaks first is heard', async () => {
  const { port } = await mailServer();
  const check = aCheck({ type: 'tcp', host: 'mail.test', port, preset: 'smtp', ...(await through()) });
  expect((await aProbeSet().run(check, aContext())).kind).toBe('pass');
});

it('a script of our own is answered', async () => {
  const { port } = await tcpServer((socket) => socket.on('data', () => socket.write('+PONG\r\n')));
  const script = [{ send: 'PING\\r\\n' }, { expect: 'PONG' }];
  const check = aCheck({ type: 'tcp', host: 'cache.test', port, script, ...(await through()) });
  expect((await aProbeSet().run(check, aContext())).kind).toBe('pass');
});

it('TLS can begin in the middle', async () => {
  const { port } = await mailServer();
  const check = aCheck({ type: 'tls', host: 'mail.test', port, starttls: 'smtp', ...(await through()) });
  const outcome = await aProbeSet({ trusted: [authority.cert] }).run(check, aContext());
  expect(outcome).toMatchObject({ kind: 'pass', readings: { issuer: 'House CA' } });
});

it('a WebSocket is opened, and what the server says is heard', async () => {
  const server = createServer();
  new WebSocketServer({ server }).on('connection', (peer) => peer.send('hello'));
  const { port } = await up(server, '127.0.0.1', 0);
  const url = `ws://chat.test:${port}/`;
  const check = aCheck({ type: 'websocket', url, expect: { contains: 'hello' }, ...(await through()) });
  expect((await aProbeSet().run(check, aContext())).kind).toBe('pass');
});

it('words that come in one piece with the answer of the proxy belong to the target', async () => {
  const proxy = await tcpServer((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 ok\r\n\r\nSSH-2.0-OpenSSH_9.6\r\n')),
  );
  const way = { proxy: `http://127.0.0.1:${proxy.port}` };
  const ssh = aCheck({ type: 'tcp', host: 'shell.test', port: 22, script: [{ expect: 'SSH-2.0' }], ...way });
  expect((await aProbeSet().run(ssh, aContext())).kind).toBe('pass');
  const ws = aCheck({ type: 'websocket', id: 'ws', url: 'ws://shell.test:22/', ...way });
  expect(failureOf(await aProbeSet().run(ws, aContext())).kind).toBe('protocol');
});

it.each([
  { type: 'agent', say: 'up 50%\n' },
  { type: 'zcmonitor', say: 'OK\n' },
  { type: 'haproxy', say: '# pxname,svname,status\nshop,one,UP\nshop,BACKEND,UP\n' },
] as const)('a check of type $type goes through its proxy', async ({ type, say }) => {
  const server = await tcpServer((socket) => {
    if (type === 'agent') {
      socket.end(say);
    } else {
      socket.once('data', () => socket.end(say));
    }
  });
  const proxy = await connectProxy();
  const way = { proxy: `http://127.0.0.1:${proxy.port}` };
  const outcome = await aProbeSet().run(aCheck({ type, host: 'app.test', port: server.port, ...way }), aContext());
  expect(outcome).toMatchObject({ kind: 'pass', readings: { proxy: `127.0.0.1:${proxy.port}` } });
  expect(proxy.asked).toEqual([`app.test:${server.port}`]);
});
