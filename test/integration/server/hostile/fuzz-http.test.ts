/**
 * Whatever may be sent to the local server, over real connections, with and without the keys to it: always an answer, never one that says that
 * we failed, and nothing in the log that is a bug of ours.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FUZZ_RUNS, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';
import { call } from '../stage.ts';
import { DOORS, methodsAndRoute } from './doors.ts';
import { hostileHouse } from './house.ts';
import { pour, statuses } from './wire.ts';

/** Each costs a connection. */
const PER_CONNECTION = 2;
/** A line end would make another request of it, which is what wire.test.ts tries. */
const plain = (text: string): string => text.replaceAll(/[\r\n]/g, ' ');

const NAMES = [
  ...[
    'origin',
    'sec-fetch-site',
    'cookie',
    'authorization',
    'x-cachet-token',
    'accept',
    'accept-encoding',
    'accept-language',
  ],
  ...[
    'if-none-match',
    'if-modified-since',
    'range',
    'content-type',
    'x-forwarded-for',
    'via',
    'upgrade',
    'te',
    'trailer',
  ],
  ...['webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-watchbell-command-line', 'x-http-method-override'],
];
const QUERIES = [
  'key',
  'lang',
  'rid',
  'exit',
  'n',
  'who',
  'total',
  'source',
  'per_page',
  'page',
  'sort',
  'order',
  'status',
  '__proto__',
  'a[b]',
];

it(
  'the local server answers whatever it is asked, and never says that it failed',
  async () => {
    const house = await hostileHouse();
    const { server, keys, on } = house;
    const tokens = Object.values(keys.tokens);
    const text = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 30 }));
    const value = fc.oneof(
      text,
      fc.constantFrom(
        ...tokens.map((token) => `Bearer ${token}`),
        ...tokens,
        keys.cookie,
        `http://127.0.0.1:${server.port}`,
      ),
      fc.constantFrom(
        'same-origin',
        'cross-site',
        'application/json',
        'text/plain',
        'gzip;q=0',
        '*/*',
        'bytes=0-',
        '*',
        'null',
      ),
    );
    const request = fc.constantFrom(...DOORS).chain((door) => {
      const { methods } = methodsAndRoute(door);
      const right = door.to(keys);
      return fc.record({
        method: fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(...methods) },
          { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH') },
        ),
        path: fc.oneof(fc.constantFrom(right, door.unknown?.[0] ?? right), near(right)),
        query: fc.array(fc.tuple(fc.constantFrom(...QUERIES), text), { maxLength: 3 }),
        host: fc.oneof({ weight: 5, arbitrary: fc.constant('localhost') }, { weight: 1, arbitrary: text }),
        headers: fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 5 }),
        body: fc.oneof(
          fc.constant(door.body ?? '{}'),
          near(door.body ?? '{"a":1}'),
          fc.json({ maxDepth: 3 }),
          fc.string({ unit: 'binary', maxLength: 200 }),
        ),
        type: fc.constantFrom(
          'application/json',
          'application/x-www-form-urlencoded',
          'text/plain',
          'multipart/form-data',
          '',
        ),
      });
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, query, host, headers, body, type }) => {
        const asked = query
          .map(([name, said]) => `${name}=${encodeURIComponent(said.replaceAll(/\p{Cs}/gu, ''))}`)
          .join('&');
        const bytes = Buffer.from(body);
        const lines = [
          `${method} ${plain(path).replaceAll(' ', '%20')}${asked === '' ? '' : `?${asked}`} HTTP/1.1`,
          'Connection: close',
          `Host: ${plain(host)}`,
          ...headers.map(([name, said]) => `${name}: ${plain(said)}`),
          ...(type === '' ? [] : [`Content-Type: ${type}`]),
          `Content-Length: ${bytes.length}`,
        ];
        const said = `${lines.join('\r\n')}\r\n\r\n${bytes.toString('latin1')}`;
        const { heard } = await pour(server.port, said, { enough: /^HTTP\/1\.1 \d{3} [\s\S]*?\r\n\r\n/ });
        expect(statuses(heard)[0], heard.slice(0, 500)).toBeLessThan(500);
        expect(on.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
      }),
      { numRuns: Math.ceil(FUZZ_RUNS / PER_CONNECTION) },
    );
    expect((await call(server, { path: `/beat/${keys.beat}` })).text).toBe('OK\n');
  },
  FUZZ_TIMEOUT_MS,
);
