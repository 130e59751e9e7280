/**
 * No lost observation: whatever a server answers over the wire, each try of the real probe, run by the real prober, becomes exactly
 * one observation, of a kind that the house knows, in words that fit a pager. An error that no handler of ours sees fails the run.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { streamEncode } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createProber } from '../../../electron/engine/prober.ts';
import { createNames } from '../../../electron/probes/names.ts';
import { createTrust } from '../../../electron/probes/trust.ts';
import { createWarmUps } from '../../../electron/probes/warm-up.ts';
import type { Check } from '../../../shared/model/check.ts';
import { FAILURE_KINDS, type Observation, OWN_TROUBLE_KINDS, PHASES } from '../../../shared/model/observation.ts';
import { NOT_SEEN_YET } from '../../../shared/rules/practable/outcome.ts';
import { FUZZ_RUNS, FUZZ_TIMEOUT_MS, near } from '../../harness/fuzz.ts';
import { aCheck, aProbeSet, unhurriedClock } from '../../harness/probing.ts';
import { type Replay, replayingServer } from '../../harness/replaying-server.ts';
import { quietLog } from '../../harness/store-values.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

/** A connection is dearer than a call: a fifth of what a parser gets. */
const RUNS = Math.ceil(FUZZ_RUNS / 5);

interface Dialogue {
  readonly story: string;
  readonly check: Readonly<Record<string, unknown>> & { readonly type: Check['type'] };
  /** What a healthy server says. */
  readonly segments: readonly string[];
  readonly greets?: boolean;
  readonly bind?: (segment: string, heard: string) => string;
}

const http = (head: string, body: string) =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nContent-Type: text/plain\r\n${head}\r\n${body}`;
const HTTP: readonly string[] = [
  http('Age: 0\r\nVia: 1.1 varnish\r\n', 'all is well\n'),
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nall i\r\n7\r\ns well\n\r\n0\r\n\r\n',
  'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 120\r\nServer: nginx\r\nContent-Length: 8\r\n\r\ndraining',
  'HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.0 200 OK\r\n\r\nall is well',
];

/** One message of PostgreSQL's protocol 3.0. */
function pg(type: string, body = ''): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return type + length.toString('latin1') + body;
}
const LOGIN = `${pg('R', '\0\0\0\0')}${pg('S', 'server_version\x0016.1\0')}${pg('K', '\0\0\0\x07\0\0\0\x09')}${pg('Z', 'I')}`;
const BEGUN = `${pg('C', 'BEGIN\0')}${pg('C', 'SET\0')}${pg('Z', 'T')}`;
const COLUMN = `\0\x01?column?\0${'\0'.repeat(6)}\0\0\0\x17\0\x04\xff\xff\xff\xff\0\0`;
const ROWS = `${pg('1')}${pg('2')}${pg('T', COLUMN)}${pg('D', '\0\x01\0\0\0\x011')}${pg('C', 'SELECT 1\0')}${pg('Z', 'T')}`;
const REFUSED = pg('E', 'SFATAL\0VFATAL\0C53300\0Msorry, too many clients already\0\0');

/** The handshake of RFC 6455; ACCEPT is the right answer to the key. */
const UPGRADED =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ACCEPT\r\n\r\n';
function accepting(segment: string, heard: string): string {
  const key = /sec-websocket-key: *(\S+)/i.exec(heard)?.[1] ?? '';
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return segment.replace('ACCEPT', accept);
}
const FRAMES = '\x81\x05hello\x82\x03abc\x89\x00\x81\x04well';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');

/** Over TCP a message has its length in front; the first two bytes behind it repeat the question's. */
const DNS = streamEncode({
  type: 'response',
  id: 0,
  questions: [{ type: 'A', name: 'shop.test' }],
  answers: [{ type: 'A', name: 'shop.test', data: '127.0.0.1', ttl: 60 }],
}).toString('latin1');
const sameId = (segment: string, heard: string) => segment.slice(0, 2) + heard.slice(2, 4) + segment.slice(4);

const STARTTLS: Readonly<Record<'imap' | 'ldap' | 'mysql' | 'postgres', readonly string[]>> = {
  imap: [
    '* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready.\r\n',
    'w OK Begin TLS negotiation now.\r\n',
    '\x16\x03\x03',
  ],
  ldap: ['\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00', '\x16\x03\x03'],
  mysql: [`\x4a\0\0\0\x0a5.7.1\0${'\x01'.repeat(60)}\0`, '\x16\x03\x03'],
  postgres: ['S', '\x16\x03\x03\0\x02\x02\x28'],
};

const dialogues: readonly Dialogue[] = [
  ...HTTP.map(
    (segment, index): Dialogue => ({
      story: `http, answer ${index + 1}`,
      check: { type: 'http', url: 'http://127.0.0.1:PORT/', expectBody: { contains: 'well' }, redirects: 2 },
      segments: index === 3 ? [segment, segment, segment] : [segment],
    }),
  ),
  {
    story: 'https without TLS behind it',
    check: { type: 'http', url: 'https://127.0.0.1:PORT/' },
    segments: [HTTP[0] ?? ''],
  },
  {
    story: 'database',
    check: {
      type: 'database',
      url: 'postgres://kim:pw@127.0.0.1:PORT/shop',
      tls: 'disable',
      expectRows: { atLeast: 1 },
    },
    segments: [LOGIN, BEGUN, ROWS],
  },
  {
    story: 'database that asks for TLS and refuses',
    check: { type: 'database', url: 'postgres://kim:pw@127.0.0.1:PORT/shop' },
    segments: ['N', REFUSED],
  },
  {
    story: 'websocket, its handshake',
    check: { type: 'websocket', url: 'ws://127.0.0.1:PORT/', expect: { contains: 'well' } },
    segments: [UPGRADED],
    bind: accepting,
  },
  {
    story: 'websocket, its messages',
    check: { type: 'websocket', url: 'ws://127.0.0.1:PORT/', send: 'hi', expect: { contains: 'well' } },
    segments: [UPGRADED, FRAMES],
    bind: accepting,
  },
  {
    story: 'smtp',
    check: { type: 'tcp', preset: 'smtp', host: '127.0.0.1', port: 'PORT' },
    segments: ['220 mail.test ESMTP Postfix\r\n', '250-mail.test\r\n250 CHUNKING\r\n', '221 2.0.0 Bye\r\n'],
    greets: true,
  },
  {
    story: 'tls behind STARTTLS',
    check: { type: 'tls', host: '127.0.0.1', port: 'PORT', starttls: 'smtp' },
    segments: [
      '220 mail.test ESMTP\r\n',
      '250-mail.test\r\n250-STARTTLS\r\n250 OK\r\n',
      '220 2.0.0 Ready\r\n',
      '\x16\x03\x03',
    ],
    greets: true,
  },
  ...Object.entries(STARTTLS).map(
    ([starttls, segments]): Dialogue => ({
      story: `tls behind STARTTLS of ${starttls}`,
      check: { type: 'tls', host: '127.0.0.1', port: 'PORT', starttls },
      segments,
      greets: starttls === 'imap' || starttls === 'mysql',
    }),
  ),
  {
    story: 'dns over TCP',
    check: { type: 'dns', query: 'shop.test', record: 'A', resolver: '127.0.0.1:PORT', transport: 'tcp' },
    segments: [DNS],
    bind: sameId,
  },
  {
    story: 'mod_status',
    check: { type: 'apache_status', url: 'http://127.0.0.1:PORT/server-status?auto' },
    segments: [http('', fixture('apache-status/auto-event-busy.txt'))],
  },
  {
    story: 'prometheus',
    check: { type: 'prometheus', url: 'http://127.0.0.1:PORT/metrics', series: 'depth', warn: { above: 1 } },
    segments: [http('', 'depth{queue="mail"} 12\ndepth 3\n')],
  },
  {
    story: 'the admin socket of HAProxy',
    check: { type: 'haproxy', host: '127.0.0.1', port: 'PORT' },
    segments: [fixture('haproxy/show-stat.csv')],
  },
  {
    story: 'agent',
    check: { type: 'agent', host: '127.0.0.1', port: 'PORT' },
    segments: ['up 75% maxconn:30\n'],
    greets: true,
  },
  {
    story: 'zcmonitor',
    check: { type: 'zcmonitor', port: 'PORT', commands: ['dbinfo'] },
    segments: ['OK\n', 'main 10 2 0 12345\n'],
  },
];

/** The dialogue with one of its segments changed, or another server's bytes altogether. */
function misheard({ segments, greets = false, bind }: Dialogue): fc.Arbitrary<Replay> {
  // Most servers hang up behind their nonsense; one that waits instead costs us the whole time-out.
  const changed = fc
    .tuple(fc.nat(segments.length - 1), fc.constantFrom(0, 0, 0, segments.length))
    .chain(([at, more]) => near(segments[at] ?? '').map((text) => segments.with(at, text).slice(0, at + 1 + more)));
  const foreign = fc.uint8Array({ maxLength: 64 }).map((bytes) => [Buffer.from(bytes).toString('latin1')]);
  const cut = fc.nat(segments.length).map((kept) => segments.slice(0, kept));
  return fc
    .oneof({ weight: 6, arbitrary: changed }, { weight: 1, arbitrary: foreign }, { weight: 1, arbitrary: cut })
    .map((said) => ({ segments: said, greets, ...(bind && { bind }) }));
}

/** A check as the file has it, on this port. */
const onPort = (file: Dialogue['check'], port: number): Check =>
  aCheck(
    JSON.parse(
      JSON.stringify({ timeout: '100ms', ...file })
        .replaceAll('"PORT"', `${port}`)
        .replaceAll('PORT', `${port}`),
    ),
  );

/** The prober with all real probes; what it saw. */
function probing() {
  const seen: Observation[] = [];
  const prober = createProber({
    clock: unhurriedClock,
    log: quietLog,
    probes: aProbeSet(),
    heard: {
      beat: () => ({ last: null, run: null, said: null, listeningSince: 0 }),
      reports: () => ({ count: 0, said: '', listeningSince: 0 }),
      call: () => null,
      alert: () => ({ kind: 'well' }),
      word: () => ({ word: null, staleAfter: null }),
      practable: () => NOT_SEEN_YET,
    },
    onObservation: (observation) => seen.push(observation),
  });
  return { seen, prober };
}

/** It is one that the house knows, says why, and nothing in it would move a terminal. */
function sound({ outcome }: Observation): void {
  const told = JSON.stringify(outcome);
  expect(told.length).toBeLessThan(3_000);
  switch (outcome.kind) {
    case 'pass':
    case 'slow':
      expect(outcome.timings.totalMs).toBeGreaterThanOrEqual(0);
      break;
    case 'fail': {
      const { kind, phase, detail } = outcome.failure;
      expect(FAILURE_KINDS).toContain(kind);
      expect(PHASES).toContain(phase);
      fits(detail);
      break;
    }
    case 'inconclusive':
      expect(OWN_TROUBLE_KINDS).toContain(outcome.trouble.kind);
      // What a server says is never our bug.
      expect(outcome.trouble).not.toMatchObject({ kind: 'bug' });
      fits(outcome.trouble.detail);
      break;
  }
  if (outcome.kind !== 'inconclusive') {
    expect(Object.values(outcome.readings ?? {}).join()).not.toMatch(/\p{Cc}/u);
  }
}

function fits(words: string): void {
  expect(words).not.toBe('');
  expect(words).not.toMatch(/\p{Cc}|undefined|\[object/u);
  expect(words.length).toBeLessThan(700);
}

describe('each try is one observation, whatever is answered', { timeout: FUZZ_TIMEOUT_MS * 2 }, () => {
  it.each(dialogues)('$story', async (dialogue) => {
    const server = await replayingServer();
    const { seen, prober } = probing();
    const check = onPort(dialogue.check, server.port);
    let tries = 0;
    await fc.assert(
      fc.asyncProperty(misheard(dialogue), async (replay) => {
        server.says(replay);
        tries += 1;
        await prober.run(check);
        expect(seen).toHaveLength(tries);
        const last = seen.at(-1);
        expect(last?.checkId).toBe(check.id);
        if (last !== undefined) {
          sound(last);
        }
      }),
      { numRuns: RUNS },
    );
    // Shrinking or not: what was tried was seen.
    expect(seen).toHaveLength(tries);
  });

  it('exec, whatever the program prints', async () => {
    const file = join(tempFolder(), 'said');
    const { seen, prober } = probing();
    const program = aCheck({ type: 'exec', command: ['cat', file] });
    let tries = 0;
    const said = fc.oneof(
      near('DISK OK - free: / 3326 MB | /=2643MB;5948;5958;0;5968\n'),
      fc.uint8Array({ maxLength: 99_000, size: 'max' }),
    );
    await fc.assert(
      fc.asyncProperty(said, async (bytes) => {
        writeFileSync(file, bytes);
        tries += 1;
        await prober.run(program);
        expect(seen).toHaveLength(tries);
        seen.slice(-1).forEach(sound);
      }),
      { numRuns: RUNS },
    );
  });

  it('and a warm-up that was asked for is told of in one line', async () => {
    const server = await replayingServer();
    const warmUp = { url: `http://127.0.0.1:${server.port}/@@warmup`, again: '1s' };
    const check = aCheck({ type: 'zcmonitor', port: 1, warmUp });
    const tools = {
      names: createNames(),
      secondLook: async () => true,
      trust: createTrust(createSecureContext, () => 0),
    };
    await fc.assert(
      fc.asyncProperty(near(http('', 'Warmup successful')), async (answer) => {
        const warmUps = createWarmUps(tools);
        server.says({ segments: [answer], greets: false });
        if (check.warmUp !== undefined) {
          warmUps.begin(check, check.warmUp, unhurriedClock);
        }
        while (/^under way/.test(warmUps.said(check.id, unhurriedClock) ?? '')) {
          await new Promise((resolve) => setImmediate(resolve));
        }
        fits(warmUps.said(check.id, unhurriedClock) ?? '');
        warmUps.close();
      }),
      { numRuns: RUNS },
    );
  });
});
