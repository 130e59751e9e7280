/** What no client says by mistake, at every door: bodies without end, floods of headers, broken pieces, a second request inside the first. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { DOORS, type Door, methodsAndRoute } from './doors.ts';
import { type House, hostileHouse } from './house.ts';
import { pour, statuses, TIMEOUT_MS } from './wire.ts';

const MEGABYTE = 1_024 * 1_024;
const BODY = 100 * MEGABYTE;
/** What the system itself takes in for somebody who does not read (loopback's buffers), and ours. */
const IN_BUFFERS = 16 * MEGABYTE;
const PART = 'x'.repeat(64 * 1_024);

const head = (house: House, method: string, path: string, more = ''): string =>
  `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${house.server.port}\r\nContent-Type: application/json\r\n${more}`;

/** Every door that reads a body, by an address that opens nothing. */
function bodies(house: House): readonly { readonly door: Door; readonly method: string; readonly path: string }[] {
  return DOORS.flatMap((door) =>
    methodsAndRoute(door)
      .methods.filter((method) => ['POST', 'PUT', 'DELETE'].includes(method))
      .map((method) => ({ door, method, path: door.unknown?.[0] ?? door.to(house.keys) })),
  );
}

describe('a body of 100 MB', { timeout: TIMEOUT_MS }, () => {
  it.each([
    ['that is announced', `Content-Length: ${BODY}`, PART],
    ['in pieces', 'Transfer-Encoding: chunked', `10000\r\n${PART}\r\n`],
  ])('%s is refused early at every door, and is kept nowhere', async (_, length, part) => {
    const house = await hostileHouse();
    const before = memory();
    for (const { door, method, path } of bodies(house)) {
      const cookie = door.key?.kind === 'session' ? `Cookie: ${house.keys.cookie}\r\n` : '';
      const { heard, sent } = await pour(house.server.port, head(house, method, path, `${cookie}${length}\r\n\r\n`), {
        part,
        most: BODY,
        enough: /^HTTP\/1\.1 [\s\S]*\r\n\r\n/,
      });
      const said = `${method} ${path}`;
      expect([400, 401, 403, 404, 413, 415], said).toContain(statuses(heard)[0]);
      expect(sent, said).toBeLessThan(IN_BUFFERS);
    }
    expect(memory() - before, 'all of them together').toBeLessThan(BODY);
    await house.survives();
  });

  it('after the first words of a report or a heartbeat is let go by, and kept nowhere', async () => {
    const house = await hostileHouse();
    for (const path of ['/beat/nobody', '/report/nobody']) {
      const before = memory();
      const { heard } = await pour(
        house.server.port,
        head(house, 'POST', path, `Content-Length: ${BODY}\r\nConnection: close\r\n\r\n`),
        { part: PART, most: BODY },
      );
      expect(statuses(heard)).toEqual([404]);
      expect(memory() - before).toBeLessThan(BODY / 2);
    }
    await house.survives();
  });
});

/** Bytes that somebody still holds: what is garbage is gone first, or it would depend on the machine how much of it lies about. */
function memory(): number {
  setFlagsFromString('--expose_gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Each is one request that is none. `INSIDE` stands for a request that would be heard if the first were read wrongly. */
const BROKEN: readonly (readonly [name: string, headers: string, body: string])[] = [
  ['a length and pieces', 'Content-Length: 4\r\nTransfer-Encoding: chunked', '0\r\n\r\nINSIDE'],
  ['pieces and a length', 'Transfer-Encoding: chunked\r\nContent-Length: 4', '0\r\n\r\nINSIDE'],
  ['two lengths', 'Content-Length: 0\r\nContent-Length: 5', 'INSIDE'],
  ['two lengths in one', 'Content-Length: 0, 5', 'INSIDE'],
  ['a length with a sign', 'Content-Length: +0', 'INSIDE'],
  ['a length below nothing', 'Content-Length: -1', 'INSIDE'],
  ['a length in other figures', 'Content-Length: 0x10', 'INSIDE'],
  ['an endless length', `Content-Length: ${'9'.repeat(40)}`, 'INSIDE'],
  ['a coding that nobody knows', 'Transfer-Encoding: xchunked', '0\r\n\r\nINSIDE'],
  ['pieces that are not last', 'Transfer-Encoding: chunked, gzip', '0\r\n\r\nINSIDE'],
  ['pieces of no size', 'Transfer-Encoding: chunked', 'zz\r\nINSIDE'],
  ['pieces of any size', 'Transfer-Encoding: chunked', `${'F'.repeat(17)}\r\nINSIDE`],
  ['a piece that is longer than it says', 'Transfer-Encoding: chunked', '1\r\nxxxx\r\n0\r\n\r\nINSIDE'],
  ['pieces ended by half an end of line', 'Transfer-Encoding: chunked', '1\nx\n0\n\nINSIDE'],
  ['a blank before the colon', 'Content-Length : 0', 'INSIDE'],
  [
    'a folded header',
    'X-A: 1\r\n Content-Length: 0\r\n\tTransfer-Encoding: chunked\r\nTransfer-Encoding : chunked',
    'INSIDE',
  ],
  ['a header without a name', ': 0', 'INSIDE'],
  ['a header without a colon', 'Nothing', 'INSIDE'],
  ['a null in a header', 'X-A: a\0b', 'INSIDE'],
  ['an end of line alone', 'X-A: a\rContent-Length: 0', 'INSIDE'],
  ['a second Host', 'Host: evil.example\r\nContent-Length: 0', ''],
];

describe('a request that is broken', { timeout: TIMEOUT_MS }, () => {
  it('is refused at every door, the connection ends, and nothing that is inside it is heard', async () => {
    const house = await hostileHouse();
    const question = '{"forMs":null}';
    const inside = `${head(house, 'POST', '/api/ask/acknowledgeAll', `Cookie: ${house.keys.cookie}\r\nContent-Length: ${question.length}`)}\r\n\r\n${question}`;
    for (const { method, path } of bodies(house)) {
      for (const [name, headers, body] of BROKEN) {
        const text = `${head(house, method, path, headers)}\r\n\r\n${body.replace('INSIDE', inside)}`;
        const { heard } = await pour(house.server.port, text, {
          enough: name === 'a second Host' ? /\r\n\r\n/ : undefined,
        });
        const [first, ...rest] = statuses(heard);
        const said = `${name}: ${method} ${path}`;
        expect([400, 401, 403, 404, 415], said).toContain(first);
        // Who was refused before their body was read hears that it was broken as well; nobody hears more.
        expect(rest.filter((status) => status !== 400).length + Math.max(0, rest.length - 1), said).toBe(0);
      }
    }
    await house.survives();
  });

  it.each([
    ['no Host', 'GET /health HTTP/1.1\r\n\r\n', 400],
    ['no version', 'GET /health\r\n\r\n', 421],
    ['a version of the future', 'GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n', 400],
    ['the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['a method that nobody knows', 'BREW /health HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['another protocol', 'EHLO localhost\r\n', 400],
    ['nulls', '\0'.repeat(100), 400],
    ['a header without end', `GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(64 * 1_024)}\r\n\r\n`, 431],
    ['headers without end', `GET /health HTTP/1.1\r\nHost: localhost\r\n${'X-A: a\r\n'.repeat(5_000)}\r\n`, 431],
    ['an address without end', `GET /${'a'.repeat(64 * 1_024)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431],
    [
      'something that it expects',
      'POST /beat/x HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\nConnection: close\r\n\r\n',
      417,
    ],
  ])('because of %s ends with one number', async (_, text, status) => {
    const house = await hostileHouse();
    const { heard } = await pour(house.server.port, text);
    expect(statuses(heard)).toEqual([status]);
    await house.survives();
  });

  it.each(['websocket', 'h2c'])(
    'by which somebody wants to go on as %s is answered as what it is',
    async (protocol) => {
      const house = await hostileHouse();
      const more = `Connection: Upgrade, HTTP2-Settings\r\nUpgrade: ${protocol}\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`;
      const { heard } = await pour(house.server.port, head(house, 'GET', '/api/follow', more), { enough: /\r\n\r\n/ });
      expect(statuses(heard)).toEqual([401]);
      await house.survives();
    },
  );
});
