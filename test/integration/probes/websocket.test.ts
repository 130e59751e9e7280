/** WebSockets: the handshake, subprotocols, messages, and all the ways a server can fail at them. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { describe, expect, it } from 'vitest';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { type Identity, makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { movableClock } from '../../harness/clock.ts';
import { connectProxy } from '../../harness/connect-proxy.ts';
import { closedPort, httpServer, type Loopback, tcpServer, up } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf } from '../../harness/probing.ts';

const authority = makeAuthority('House CA');
const identity = makeIdentity({ name: 'chat.test', for: ['chat.test'] }, authority);

/** A WebSocket server; `talk` gets each connection. */
function webSockets(
  talk: (peer: WebSocket) => void,
  options: ServerOptions = {},
  safe: Identity | null = null,
): Promise<Loopback> {
  const server = safe ? createHttpsServer({ ...safe }) : createServer();
  new WebSocketServer({ ...options, server }).on('connection', talk);
  return up(server, '127.0.0.1', 0);
}
const echo = (peer: WebSocket) => peer.on('message', (data) => peer.send(`you said ${String(data)}`));

const ws = (port: number, wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'websocket', url: `ws://127.0.0.1:${port}/live?token=s3cret`, ...wishes });
const look = (port: number, wishes: Readonly<Record<string, unknown>> = {}) =>
  aProbeSet().run(ws(port, wishes), aContext());

describe('a websocket check', () => {
  it('passes with the handshake alone, and says goodbye with a close frame', async () => {
    const codes: number[] = [];
    let goodbye: () => void;
    const gone = new Promise<void>((resolve) => {
      goodbye = resolve;
    });
    const { port } = await webSockets((peer) =>
      peer.on('close', (code) => {
        codes.push(code);
        goodbye();
      }),
    );
    expect(await look(port)).toMatchObject({
      kind: 'pass',
      readings: { status: 101, address: '127.0.0.1' },
      timings: { connectMs: expect.any(Number), firstByteMs: expect.any(Number) },
    });
    await gone;
    expect(codes).toEqual([1000]);
  });

  it('sends its message and waits for the expected one, behind greetings', async () => {
    const { port } = await webSockets((peer) => {
      peer.send('welcome');
      echo(peer);
    });
    expect((await look(port, { send: 'ping 7', expect: { contains: 'said ping 7' } })).kind).toBe('pass');
    expect((await look(port, { send: 'a', id: 'b', expect: { regex: '^you said \\w$' } })).kind).toBe('pass');
  });

  it('goes over TLS, with a subprotocol, credentials and a proxy', async () => {
    const heard: unknown[] = [];
    const { port } = await webSockets(
      echo,
      {
        handleProtocols: (offered) => [...offered][0] ?? false,
        verifyClient: ({ req }: { req: { headers: Record<string, unknown> } }) => {
          heard.push(req.headers.authorization, req.headers['x-team']);
          return true;
        },
      },
      identity,
    );
    const proxy = await connectProxy();
    const set = aProbeSet();
    const check = ws(port, {
      url: `wss://chat.test:${port}/`,
      ca: authority.cert,
      subprotocol: 'graphql-transport-ws',
      auth: { token: 'abc' },
      headers: { 'X-Team': 'blue' },
      proxy: `http://127.0.0.1:${proxy.port}`,
    });
    expect(await set.run(check, aContext())).toMatchObject({
      kind: 'pass',
      readings: { subprotocol: 'graphql-transport-ws', certificateEnds: expect.any(String) },
      timings: { tlsMs: expect.any(Number) },
    });
    expect(heard).toEqual(['Bearer abc', 'blue']);
  });

  it('says that the subprotocol is not accepted', async () => {
    const { port } = await webSockets(echo, { handleProtocols: () => false });
    expect(failureOf(await look(port, { subprotocol: 'mqtt' }))).toMatchObject({
      kind: 'protocol',
      detail: 'the server does not accept the subprotocol mqtt',
    });
  });

  it('says what a server answered that does not switch', async () => {
    const { port } = await httpServer((_request, response) => response.writeHead(403).end('no'));
    const upgrades = await up(
      createServer().on('upgrade', (_request, socket) =>
        socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'),
      ),
      '127.0.0.1',
      0,
    );
    const failure = {
      kind: 'wrong-status',
      phase: 'headers',
      status: 403,
      detail: '403 Forbidden, expected 101 Switching Protocols',
    };
    expect(failureOf(await look(port))).toEqual(failure);
    expect(failureOf(await look(upgrades.port))).toEqual(failure);
  });

  it('sees through a server that only pretends: the accept key is checked', async () => {
    const { port } = await tcpServer((socket) =>
      socket.once('data', () =>
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: AAAA\r\n\r\n',
        ),
      ),
    );
    expect(failureOf(await look(port))).toMatchObject({
      kind: 'protocol',
      detail: expect.stringContaining('Sec-WebSocket-Accept'),
    });
  });

  /** Switches properly, then sends these bytes. */
  const afterHandshake = (bytes: Buffer | 'end') =>
    tcpServer((socket) =>
      socket.once('data', (request) => {
        const key = /sec-websocket-key: (\S+)/i.exec(request.toString())?.[1];
        const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
        );
        if (bytes === 'end') {
          socket.end();
        } else {
          socket.write(bytes);
        }
      }),
    );

  it('says that what comes is no WebSocket frame', async () => {
    const { port } = await afterHandshake(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'));
    expect(failureOf(await look(port, { expect: { contains: 'x' } }))).toMatchObject({
      kind: 'protocol',
      detail: expect.stringMatching(/^not a WebSocket: /),
    });
  });

  it('says that the server closed, with its code and reason, or without', async () => {
    const polite = await webSockets((peer) => {
      peer.send('hello');
      peer.close(1013, 'try later');
    });
    expect(failureOf(await look(polite.port, { expect: { contains: 'ok' } }))).toMatchObject({
      kind: 'closed',
      detail: 'the server closed with code 1013 "try later" before a message with "ok" came, got "hello"',
    });
    const rude = await afterHandshake('end');
    expect(failureOf(await look(rude.port, { expect: { contains: 'ok' } }))).toMatchObject({
      kind: 'closed',
      detail: 'the server closed before a message with "ok" came',
    });
  });

  it('cuts off a message that is too large', async () => {
    const { port } = await webSockets((peer) => peer.send('x'.repeat(5_000)));
    expect(failureOf(await look(port, { expect: { contains: 'y' }, maxMessage: 1_000 }))).toMatchObject({
      kind: 'too-large',
      detail: 'a message of more than 1000 bytes (maxMessage)',
    });
  });

  it('says which message it waited for when time runs out', async () => {
    const clock = movableClock();
    let greeted: () => void;
    const heard = new Promise<void>((resolve) => {
      greeted = resolve;
    });
    const { port } = await webSockets((peer) => {
      peer.send('welcome');
      peer.on('pong', () => greeted()).ping(); // answered in order: by then the message was seen
    });
    const trying = aProbeSet().run(ws(port, { expect: { contains: 'ready' } }), aContext({ clock }));
    await heard;
    await clock.advance(10_000);
    expect(failureOf(await trying)).toEqual({
      kind: 'timeout',
      phase: 'body',
      detail: 'no message with "ready" within 10 s, got "welcome"',
    });
  });

  it('says that no handshake came in time, and that nobody listens', async () => {
    const clock = movableClock();
    const silent = await tcpServer((socket) => socket.resume());
    const connection = silent.nextConnection();
    const trying = aProbeSet().run(ws(silent.port), aContext({ clock }));
    const socket = await connection;
    await new Promise((resolve) => socket.once('data', resolve));
    await clock.advance(10_000);
    expect(failureOf(await trying)).toMatchObject({ kind: 'timeout', phase: 'headers' });
    expect(failureOf(await look(await closedPort())).kind).toBe('refused');
  });

  it('never shows what may be secret', async () => {
    const { port } = await httpServer((_request, response) => response.writeHead(500).end('s3cret'));
    expect(JSON.stringify(await look(port))).not.toContain('s3cret');
  });
});
