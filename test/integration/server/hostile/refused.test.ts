/**
 * The table of doors times what hostile callers try at them: refused with the right code, said once in the log, and the watch goes on as
 * if nobody had come.
 */
import type { OutgoingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { DOORS, type Door, methodsAndRoute } from './doors.ts';
import { PUBLIC_NAME } from './file.ts';
import { type House, hostileHouse, SECRET_FILE } from './house.ts';
import { type Holding, type Knock, knock, knocks, named, wrongAnswers } from './knock.ts';
import { TIMEOUT_MS } from './wire.ts';

const EVIL = 'evil.example';
const isWrite = ({ door, method }: Knock): boolean => door.writes?.includes(method) === true;
const isLocked = ({ door: { key }, method }: Knock): boolean =>
  key !== undefined && (key.methods ?? [method]).includes(method);
/** All that a refusal can be, whatever it is refused for. */
const NO: readonly number[] = [0, 400, 401, 403, 404, 405, 406, 411, 413, 415, 421, 431];

/** Each kind of refusal is one line, however many there were. */
function saidOnce(house: House): void {
  const said = house.refusals();
  expect(said.length).toBe(new Set(said.map((message) => message.split(':')[1])).size);
}

describe('a key', { timeout: TIMEOUT_MS }, () => {
  it('opens the door that it is for: the table says what is there', async () => {
    const house = await hostileHouse();
    const all = knocks(house.keys).filter((one) => !isWrite(one));
    // No single thing of the Cachet API has number 1 in this house but the component and its group's name.
    const there = all.filter(({ path }) => !/\/1(?:\/|$)|subscriptions/.test(path));
    expect(there.length).toBeGreaterThan(50);
    expect(await wrongAnswers(house, there, () => [200, 303])).toEqual([]);
    expect(house.refusals()).toEqual([]);
    await house.survives();
  });

  it.each<[Exclude<Holding, 'right'>, string]>([
    ['none', 'that is missing'],
    ['unknown', 'that nobody knows'],
    ['other', 'for something else'],
  ])('%s: a door with a lock says so to whoever comes with one %s', async (holding) => {
    const house = await hostileHouse();
    const all = knocks(house.keys)
      .filter(isLocked)
      .map((one): Knock => ({ ...one, holding }))
      .filter(({ door }) => door.key?.[holding] !== undefined);
    expect(all.length).toBeGreaterThan(10);
    expect(await wrongAnswers(house, all, ({ door }) => [door.key?.[holding] ?? 0])).toEqual([]);
    saidOnce(house);
    await house.survives();
  });

  it('in an address that nobody knows opens nothing, and is the same to whoever asks', async () => {
    const house = await hostileHouse();
    const all = knocks(house.keys).flatMap((one) =>
      one.door.unknown === undefined ? [] : [{ ...one, path: one.door.unknown[0] }],
    );
    expect(await wrongAnswers(house, all, ({ door }) => [door.unknown?.[1] ?? 0])).toEqual([]);
    saidOnce(house);
    await house.survives();
  });
});

describe('a foreign name', { timeout: TIMEOUT_MS }, () => {
  it('is refused at every door that has a name, whatever key it holds', async () => {
    const house = await hostileHouse();
    // The second one is what a browser says whose name server was made to say that evil.example is this machine.
    const hosts = [EVIL, `${EVIL}:${house.server.port}`, `localhost.${EVIL}`, `127.0.0.1@${EVIL}`, '10.0.0.7'];
    const all = knocks(house.keys)
      .filter(({ door }) => door.names !== 'any')
      .flatMap((one) => hosts.map((host): Knock => ({ ...one, headers: { host } })));
    expect(await wrongAnswers(house, all, () => [421])).toEqual([]);
    expect(house.refusals()).toHaveLength(1);
    await house.survives();
  });

  it('of the public address opens public doors only', async () => {
    const house = await hostileHouse();
    const all = knocks(house.keys)
      .filter(({ door }) => door.names === 'ours')
      .map((one): Knock => ({ ...one, headers: { host: PUBLIC_NAME } }));
    expect(await wrongAnswers(house, all, () => [421])).toEqual([]);
    await house.survives();
  });

  it('in the address outdoes the one in Host', async () => {
    const house = await hostileHouse();
    const all = knocks(house.keys)
      .filter(({ door }) => door.names !== 'any')
      .map((one): Knock => ({ ...one, path: `http://${EVIL}${one.path}` }));
    expect(await wrongAnswers(house, all, () => [421])).toEqual([]);
    await house.survives();
  });
});

/** What browsers say of them: today's, an old one, from another port of this machine, from nowhere, and by http at the public name. */
const PAGES: readonly OutgoingHttpHeaders[] = [
  { origin: `http://${EVIL}`, 'sec-fetch-site': 'cross-site' },
  { origin: `http://${EVIL}` },
  { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
  { origin: 'null' },
  { origin: `http://${PUBLIC_NAME}` },
];

describe('a foreign page', { timeout: TIMEOUT_MS }, () => {
  it('changes nothing, with every key in its hands', async () => {
    const house = await hostileHouse();
    const all = knocks(house.keys)
      .filter((one) => one.door.ownPages === true && isWrite(one))
      .flatMap((one) => PAGES.map((headers): Knock => ({ ...one, headers })));
    expect(all.length).toBeGreaterThan(30);
    expect(await wrongAnswers(house, all, () => [403])).toEqual([]);
    expect(house.refusals()).toHaveLength(1);
    await house.survives();
  });
});

/** The same address, or one that somebody could take for it. */
const TRICKS: readonly (readonly [name: string, trick: (path: string) => string])[] = [
  ['a letter written as a number', (path) => `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`],
  [
    'all letters written as numbers',
    (path) => path.replaceAll(/[a-z]/g, (one) => `%${one.charCodeAt(0).toString(16)}`),
  ],
  ['written so twice', (path) => `/%25${path.charCodeAt(1).toString(16)}${path.slice(2)}`],
  ['a name of ours in it', (path) => `http://localhost${path}`],
  ['another scheme', (path) => `ftp://localhost${path}`],
  ['a dot', (path) => `/.${path}`],
  ['a way up', (path) => `/x/..${path}`],
  ['a way up from a public door', (path) => `/page-me/..${path}`],
  ['a way up from a door with any name', (path) => `/beat/..${path}`],
  ['a way up that is written as numbers', (path) => `/beat/%2e%2e${path}`],
  ['a slash that is written so', (path) => `/beat/..%2f..${path.replaceAll('/', '%2f')}`],
  ['an overlong dot', (path) => `/beat/%c0%ae%c0%ae${path}`],
  ['a backslash', (path) => path.replaceAll('/', '\\')],
  ['a backslash that is written as numbers', (path) => path.replaceAll('/', '%5c')],
  ['two slashes', (path) => `/${path}`],
  ['a slash behind', (path) => `${path}/`],
  ['a semicolon', (path) => `${path};x=/status`],
  ['a semicolon and a way up', (path) => `/status/..;${path}`],
  ['an end in the middle', (path) => `${path}%00.html`],
  ['a broken letter', (path) => `${path}%`],
  ['half a letter', (path) => `${path}%ff`],
  ['another case', (path) => path.toUpperCase()],
  ['an asterisk', () => '*'],
  ['nothing but a question', (path) => `?${path}`],
];

/** Where somebody might look for files of the machine. */
const FILES: readonly string[] = [
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/assets/%2e%2e/%2e%2e/secret.txt',
  '/assets/..\\..\\secret.txt',
  '/assets/..%5c..%5csecret.txt',
  '/assets/%252e%252e/%252e%252e/secret.txt',
  '/%c0%ae%c0%ae/secret.txt',
  '//secret.txt',
  '/.hidden',
  '/%2ehidden',
  '/assets/../.hidden',
  '/index.html%00.hidden',
  '/status/../secret.txt',
  '/status/..%2f..%2fsecret.txt',
  '/status/incident/..%2f..%2fsecret.txt',
  '/status/badge/%2e%2e%2f%2e%2e%2fsecret.txt',
  '/calendar/..%2f..%2fsecret.txt',
  'file:///etc/passwd',
  '/etc/passwd',
  '//etc/passwd',
];

describe('an address that is written otherwise', { timeout: TIMEOUT_MS }, () => {
  it('opens nothing to a foreign name, to a foreign page, and to whoever has no key', {
    timeout: 120_000,
  }, async () => {
    const house = await hostileHouse();
    const all = knocks(house.keys);
    const foreignName = all.filter(({ door }) => door.names !== 'any');
    const foreignPage = all.filter((one) => one.door.ownPages === true && isWrite(one));
    const attempts: readonly Knock[] = [
      ...foreignName.map((one) => ({ ...one, headers: { host: EVIL } })),
      ...foreignPage.map((one) => ({ ...one, headers: { origin: `http://${EVIL}` } })),
      ...all.filter(isLocked).map((one) => ({ ...one, holding: 'none' as const })),
    ];
    for (const [name, trick] of TRICKS) {
      const tricky = attempts.map((one): Knock => ({ ...one, path: trick(one.path) }));
      // An address with our name in it outdoes the foreign one in Host.
      const tried = tricky.filter(({ path, headers }) => headers?.host === undefined || !path.includes('//localhost'));
      expect(await wrongAnswers(house, tried, () => NO), name).toEqual([]);
    }
    await house.survives();
  });

  it('reads no file that is not for everybody', async () => {
    const house = await hostileHouse();
    const [door] = DOORS as readonly [Door];
    for (const path of FILES) {
      for (const method of ['GET', 'HEAD', 'POST']) {
        const answer = await knock(house, { door, method, path, holding: 'none' });
        expect(NO, path).toContain(answer.status);
        expect(answer.text, path).not.toContain(SECRET_FILE);
        expect(answer.text, path).not.toContain('root:');
      }
    }
    await house.survives();
  });
});

const METHODS = ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'LOCK', 'CONNECT', 'POST', 'GET'];

describe('a method', { timeout: TIMEOUT_MS }, () => {
  it('that a door does not know is refused there', async () => {
    const house = await hostileHouse();
    const all = knocks(house.keys).flatMap((one) =>
      METHODS.filter((method) => !methodsAndRoute(one.door).methods.includes(method)).map(
        (method): Knock => ({ ...one, method }),
      ),
    );
    expect(await wrongAnswers(house, all, () => NO)).toEqual([]);
    await house.survives();
  });

  it('stays what it is, whatever a header says', async () => {
    const house = await hostileHouse();
    const all = knocks(house.keys).filter((one) => one.method === 'GET' && !isWrite(one));
    for (const one of all) {
      const override = { 'x-http-method-override': 'POST', 'x-http-method': 'DELETE', 'x-method-override': 'PUT' };
      const plain = await knock(house, one);
      const { status } = await knock(house, { ...one, headers: override });
      expect(status, named(one)).toBe(plain.status);
    }
    await house.survives();
  });
});

describe('a flood', { timeout: TIMEOUT_MS }, () => {
  it('of the same refusal is one line in the log, for each reason', async () => {
    const house = await hostileHouse();
    const doorAt = (route: string) => DOORS.find((door) => methodsAndRoute(door).route === route) as Door;
    const session: Knock = {
      door: doorAt('/api/ask/:name'),
      method: 'POST',
      path: '/api/ask/snapshot',
      holding: 'none',
    };
    const floods: readonly Knock[] = [
      session,
      { ...session, holding: 'right', headers: { origin: `http://${EVIL}` } },
      { ...session, holding: 'right', headers: { host: EVIL } },
      { door: doorAt('/beat/:token'), method: 'POST', path: '/beat/nobody', holding: 'none' },
      { door: doorAt('/events/:source'), method: 'POST', path: '/events/prom', holding: 'unknown' },
    ];
    for (const one of floods) {
      await Promise.all(Array.from({ length: 30 }, () => knock(house, one)));
    }
    expect(house.refusals()).toHaveLength(floods.length);
    const keys = Object.values({ ...house.keys, ...house.keys.tokens }).filter((key) => typeof key === 'string');
    const logged = JSON.stringify(house.on.log.lines);
    expect(keys.filter((key) => logged.includes(key))).toEqual([]);
    await house.survives();
  });
});
