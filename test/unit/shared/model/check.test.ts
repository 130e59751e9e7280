/** What the configuration refuses in a check, and in which words. */
import { describe, expect, it } from 'vitest';
import { CheckFile } from '../../../../shared/model/check.ts';

/** Each problem as "path: message". */
function problemsOf(check: object): string[] {
  const result = CheckFile.safeParse(check);
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** Every message, however deep: which alternative of a union was meant is told by the configuration's own room. */
function messagesIn(issues: unknown): string[] {
  if (Array.isArray(issues)) {
    return issues.flatMap(messagesIn);
  }
  if (typeof issues !== 'object' || issues === null) {
    return [];
  }
  const own = 'message' in issues && typeof issues.message === 'string' ? [issues.message] : [];
  return [
    ...own,
    ...('errors' in issues ? messagesIn(issues.errors) : []),
    ...('issues' in issues ? messagesIn(issues.issues) : []),
  ];
}

const script = (step: object) => ({ type: 'tcp', host: 'h', port: 1, script: [step] });
const http = (wishes: object) => ({ type: 'http', url: 'https://h/', ...wishes });

describe('a step of a TCP script', () => {
  it.each([
    { step: { expect: 'OK' } },
    { step: { expectRegex: '^OK' } },
    { step: { expectHex: '4f 4b', minLength: 2 } },
    { step: { expect: 'ERR', not: true, minLength: 3 } },
    { step: { send: 'PING\\r\\n' } },
    { step: { starttls: true, name: 'STARTTLS' } },
  ])('may be $step', ({ step }) => {
    expect(problemsOf(script(step))).toEqual([]);
  });

  it.each([
    {
      step: { expect: 'OK', expectRegex: 'OK' },
      problem: 'script.0: exactly one of expect, expectRegex and expectHex',
    },
    { step: { minLength: 3 }, problem: 'script.0: exactly one of expect, expectRegex and expectHex' },
    {
      step: { expect: 'ERR', not: true },
      problem: 'script.0.minLength: needed with "not: true": without it nobody can say when enough has come to be sure',
    },
  ])('may not be $step', ({ step, problem }) => {
    expect(problemsOf(script(step))).toEqual([problem]);
  });
});

describe('a TCP check', () => {
  const tcp = (wishes: object) => ({ type: 'tcp', host: 'h', ...wishes });
  it.each([
    { preset: 'redis' },
    { preset: 'imap', tls: true },
    { preset: 'redis', tls: true, port: 6380 },
    { port: 1, tls: true, script: [{ expect: 'OK' }] },
  ])('may be %o', (wishes) => {
    expect(problemsOf(tcp(wishes))).toEqual([]);
  });

  it.each([
    { wishes: {}, problem: 'port: needed without a preset' },
    { wishes: { preset: 'redis', tls: true }, problem: 'port: redis has no registered port for TLS; say which' },
    {
      wishes: { preset: 'redis', script: [{ expect: 'OK' }] },
      problem: 'script: a preset is a whole script of its own; leave out one of both',
    },
    { wishes: { preset: 'ssh', port: 22, tls: true }, problem: 'tls: ssh does not begin with TLS; leave it out' },
    {
      wishes: { port: 1, tls: true, script: [{ starttls: true }] },
      problem: 'script: TLS can begin once only; leave out a starttls step or `tls: true`',
    },
  ])('may not be $wishes', ({ wishes, problem }) => {
    expect(problemsOf(tcp(wishes))).toEqual([problem]);
  });
});

it.each([
  { wishes: { query: '10.0.0.1' }, problem: 'query: is an address; ask for its name with `record: PTR`' },
  {
    wishes: { query: 'shop.test', expectRcode: 'NXDOMAIN', expectAnswers: { atLeast: 1 } },
    problem: 'expectAnswers: an answer that is NXDOMAIN holds no records to look at',
  },
  {
    wishes: { query: 'shop.test', resolver: 'https://dns.example' },
    problem: 'resolver: a host with or without a port: 9.9.9.9, [::1]:5353, ns1.example.org',
  },
])('a DNS check may not be $wishes', ({ wishes, problem }) => {
  expect(problemsOf({ type: 'dns', ...wishes })).toEqual([problem]);
});

it.each([
  { wishes: {}, problems: ['host: needed without a url', 'user: needed without a url'] },
  { wishes: { url: 'mysql://h/' }, problems: ['url: a postgres:// address'] },
  {
    wishes: { url: 'postgres://kim@h/db?sslmode=disable' },
    problems: ['url: an address without ?options; TLS has a field of its own (tls)'],
  },
  {
    wishes: { url: 'postgres://kim@h/', password: 'x' },
    problems: ['password: stands in the url already; leave out one of both'],
  },
  {
    wishes: { host: 'h', user: 'kim', ca: '/etc/ssl/own.pem' },
    problems: ['ca: is looked at with `tls: verify` only'],
  },
  {
    wishes: { host: 'h', user: 'kim', expectValue: {} },
    problems: ['expectValue: one of equals, above and below at least'],
  },
  {
    wishes: { host: 'h', user: 'kim', expectRows: { atLeast: 2, atMost: 1 } },
    problems: ['expectRows.atLeast: more than atMost'],
  },
])('a database check may not be $wishes', ({ wishes, problems }) => {
  expect(problemsOf({ type: 'database', ...wishes })).toEqual(problems);
});

it('a TCP script with an escape that nobody knows is told where it stands', () => {
  const { error } = CheckFile.safeParse(script({ send: 'PING\\q' }));
  expect(messagesIn(error?.issues)).toContain('"\\q" at character 5 is no escape; known are \\r \\n \\t \\\\ \\xHH');
});

describe('a zcmonitor check', () => {
  it.each([{ port: 8160 }, { instancePort: 8080 }, { socket: '/run/zope1.sock' }])('is content with %o', (ports) => {
    expect(problemsOf({ type: 'zcmonitor', ...ports })).toEqual([]);
  });

  it('asks for no command twice', () => {
    expect(problemsOf({ type: 'zcmonitor', port: 8160, commands: ['dbinfo', 'dbinfo'] })).toEqual([
      'commands: each command once',
    ]);
  });

  it.each([{}, { port: 8160, instancePort: 8080 }, { port: 8160, socket: '/s' }])('wants one port, not %o', (ports) => {
    expect(problemsOf({ type: 'zcmonitor', ...ports })).toEqual([
      ': one of instancePort (the Zope instance, the monitor is 80 above it), port (the monitor itself) and socket (its Unix socket)',
    ]);
  });
});

describe('the headers of an http check', () => {
  it('may be anything that a header may be', () => {
    expect(problemsOf(http({ headers: { 'X-Api_Key': 'a b\tc', Accept: '' } }))).toEqual([]);
  });

  it.each([
    { headers: { 'X-A': 'one\r\nX-B: two' }, problem: 'a header value has no line breaks' },
    { headers: { 'X A': 'one' }, problem: 'a header name: letters, digits and dashes' },
    { headers: { 'Transfer-Encoding': 'chunked' }, problem: 'set by the connection itself, leave it out' },
    { headers: { 'content-length': '3' }, problem: 'set by the connection itself, leave it out' },
  ])('may not be $headers', ({ headers, problem }) => {
    const problems = problemsOf(http({ headers }));
    expect(problems).toHaveLength(1);
    expect(messagesIn(CheckFile.safeParse(http({ headers })).error?.issues).join()).toContain(problem);
  });
});

describe('a heartbeat check', () => {
  const beat = (change: Readonly<Record<string, unknown>>) =>
    problemsOf({ type: 'heartbeat', token: 'a-very-secret-token', ...change });

  it.each([{ every: '1h' }, { cron: '30 3 * * *', timeZone: 'Europe/Berlin' }])('is content with %o', (rhythm) => {
    expect(beat(rhythm)).toEqual([]);
  });

  it.each([
    { rhythm: {}, says: ': one of every (a beat so often) and cron (a beat at these times)' },
    {
      rhythm: { every: '1h', cron: '30 3 * * *', timeZone: 'UTC' },
      says: ': one of every (a beat so often) and cron (a beat at these times)',
    },
    {
      rhythm: { cron: '30 3 * * *' },
      says: 'timeZone: goes with cron, and cron with it: 03:30 is another time in each zone',
    },
    { rhythm: { cron: '30 3 * * 9', timeZone: 'UTC' }, says: 'cron: not a cron expression:' },
    { rhythm: { cron: '30 3 * * *', timeZone: 'Mars/Olympus' }, says: 'timeZone: unknown time zone' },
  ])('is not content with $rhythm', ({ rhythm, says }) => {
    expect(beat(rhythm).join('\n')).toContain(says);
  });
});

describe('a count check', () => {
  it('has the levels of the seed, and none that is worse with fewer reports', () => {
    expect(CheckFile.parse({ type: 'count', token: 'a-very-secret-token' })).toMatchObject({
      within: 7_200_000,
      levels: { performance_issues: 11, partial_outage: 20, major_outage: 50 },
    });
    expect(problemsOf({ type: 'count', token: 'a-very-secret-token', levels: { partial_outage: 60 } })).toEqual([
      'levels: a worse level must not need fewer reports',
    ]);
  });
});

describe('a check of a server', () => {
  it.each([
    { check: { type: 'haproxy' }, says: ': one of url (the stats page), socket' },
    { check: { type: 'haproxy', url: 'http://h/', socket: '/s' }, says: ': one of url (the stats page), socket' },
    { check: { type: 'haproxy', host: 'h' }, says: 'port: goes with host' },
    { check: { type: 'haproxy', socket: '/s', proxy: 'http://p:1' }, says: 'proxy: a Unix socket is on this machine' },
    {
      check: { type: 'zcmonitor', socket: '/s', proxy: 'http://p:1' },
      says: 'proxy: a Unix socket is on this machine',
    },
    { check: { type: 'tcp', host: 'h', port: 1, timeouts: { tls: 5 } }, says: 'timeouts: ' },
    { check: { type: 'ping', host: 'h', timeouts: { connect: 5 } }, says: ': ' },
    {
      check: { type: 'apache_status', url: 'http://h/', busyShare: { warn: 0.9, critical: 0.5 } },
      says: 'busyShare.warn: not above critical',
    },
    { check: { type: 'prometheus', url: 'http://h/', series: 'up' }, says: ': needs warn, critical, or both' },
    {
      check: { type: 'prometheus', url: 'http://h/', series: 'up', warn: {} },
      says: 'warn: needs above, below, or both',
    },
    {
      check: { type: 'prometheus', url: 'http://h/', series: 'up >', warn: { above: 1 } },
      says: 'series: after up come its labels',
    },
  ])('is not content with $check', ({ check, says }) => {
    expect(problemsOf(check).join()).toContain(says);
  });
});

describe('a rule that could never hold, or an address that nobody can read, is an error at load', () => {
  it.each([
    [http({ expectStatus: '299-200' }), 'nothing is in that range: it ends before it begins'],
    [http({ expectBody: {} }), 'at least one of contains, absent and regex: an empty rule proves nothing'],
    [
      http({ maxBody: 0, expectBody: { contains: 'ok' } }),
      'nothing of the body is read with 0, and a rule looks into it; leave one of both out',
    ],
    [
      { ...script({ expect: 'OK', minLength: 100 }), maxBuffer: 99 },
      'more than is ever looked at (maxBuffer: 99): it could only run into its time-out',
    ],
    [
      http({ url: 'http://u%er:p@h/' }),
      'a % that begins no character stands in the user name or the password; write %25 for a per cent sign',
    ],
    [
      http({ proxy: 'http://a%zz:b@p' }),
      'a % that begins no character stands in the user name or the password; write %25 for a per cent sign',
    ],
    [
      { type: 'database', url: 'postgres://kim:p@h/d%zz' },
      'a % that begins no character stands in the name of the database; write %25 for a per cent sign',
    ],
    [{ type: 'tcp', host: 'http://h', port: 1 }, 'a host name or an address alone, without a scheme, a port or a path'],
  ])('%j', (check, message) => {
    const result = CheckFile.safeParse(check);
    expect(result.success ? [] : messagesIn(result.error.issues)).toContain(message);
  });

  it('an IPv6 address may stand in brackets, as in a URL', () => {
    expect(CheckFile.parse({ type: 'tcp', host: '[::1]', port: 1 })).toMatchObject({ host: '::1' });
  });
});

describe('an address without a host', () => {
  it.each([
    { type: 'database', url: 'postgres:-1//kim:p%' },
    { type: 'database', url: 'postgres:///shop' },
    { type: 'http', url: 'http:example.com' },
    { type: 'http', url: 'https:/example.com/' },
    { type: 'websocket', url: 'ws:kim%@h' },
  ])('is an error at load: $url', (check) => {
    expect(problemsOf(check)[0]).toMatch(/^url: .*two slashes and a host after the scheme|^url: an? /);
  });
});
