import { describe, expect, it } from 'vitest';
import {
  hostOf,
  hostRule,
  isLoopback,
  isOwnPage,
  nameToCall,
  plainAddress,
} from '../../../../electron/server/callers.ts';

describe('the host part of a Host header', () => {
  it.each<readonly [string | undefined, string | null]>([
    ['localhost:8730', 'localhost'],
    ['LocalHost', 'localhost'],
    ['localhost.', 'localhost'],
    ['[::1]:8730', '::1'],
    ['127.1', '127.0.0.1'],
    ['evil.example/127.0.0.1', null],
    ['user@localhost', null],
    ['localhost evil', null],
    ['local\\host', null],
    ['', null],
    [undefined, null],
  ])('of %j is %j', (header, host) => {
    expect(hostOf(header)).toBe(host);
  });
});

describe('the machine itself', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', 'localhost'])('is %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(['128.0.0.1', '127.evil.example', '127.0.0.1.evil.example', '::2', '::ffff:10.0.0.1', '0.0.0.0', ''])(
    'is not %j',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});

describe('the names we answer to', () => {
  it('are loopback, the listening address and the further ones', () => {
    const isOurs = hostRule('192.0.2.5', ['Watch.Example.org']);
    expect(['localhost:1', '127.0.0.1', '192.0.2.5:8730', 'watch.example.org'].every(isOurs)).toBe(true);
    expect(['192.0.2.6', 'example.org', 'evil.example'].some(isOurs)).toBe(false);
  });

  it('are all figures when we listen on all addresses, in both families', () => {
    for (const all of ['0.0.0.0', '::']) {
      const isOurs = hostRule(all, []);
      expect(['192.0.2.6', '[2001:db8::1]:8730'].every(isOurs)).toBe(true);
      expect(['evil.example', 'watch'].some(isOurs)).toBe(false);
    }
  });
});

describe('our own page', () => {
  const host = '127.0.0.1:8730';
  it.each<{ story: string; headers: Record<string, string>; own: boolean }>([
    { story: 'the same origin', headers: { host, origin: `http://${host}` }, own: true },
    {
      story: 'the same behind a proxy with TLS',
      headers: { host: 'watch.example.org', origin: 'https://watch.example.org' },
      own: true,
    },
    { story: 'no page at all', headers: { host }, own: true },
    { story: 'an address typed by hand', headers: { host, 'sec-fetch-site': 'none' }, own: true },
    { story: 'another port', headers: { host, origin: 'http://127.0.0.1:8731' }, own: false },
    { story: 'another name of the same machine', headers: { host, origin: 'http://localhost:8730' }, own: false },
    { story: 'another site', headers: { host, 'sec-fetch-site': 'cross-site' }, own: false },
    { story: 'another port, as browsers call it', headers: { host, 'sec-fetch-site': 'same-site' }, own: false },
    { story: 'a sandboxed frame', headers: { host, origin: 'null' }, own: false },
    { story: 'no origin one can read', headers: { host, origin: 'http://' }, own: false },
  ])('$story: $own', ({ headers, own }) => {
    expect(isOwnPage(headers)).toBe(own);
  });
});

describe('addresses for people', () => {
  it('stand in a URL as a browser takes them', () => {
    expect(['127.0.0.1', '::1', '0.0.0.0', '::', 'watch'].map(nameToCall)).toEqual([
      '127.0.0.1',
      '[::1]',
      '127.0.0.1',
      '127.0.0.1',
      'watch',
    ]);
  });
  it('are IPv4 when they are', () => {
    expect(['::ffff:10.0.0.3', '10.0.0.3', '2001:db8::1'].map(plainAddress)).toEqual([
      '10.0.0.3',
      '10.0.0.3',
      '2001:db8::1',
    ]);
  });
});

describe('a name that is none', () => {
  it('is none however often it is asked: Node 20 changes its mind after some thousand times', () => {
    const told = new Set<string | null>();
    for (let times = 0; times < 20_000; times += 1) {
      told.add(hostOf('}\u00d1\u0081'));
    }
    expect([...told]).toEqual([null]);
  });
});
