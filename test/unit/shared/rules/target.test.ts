/** What a check probes, in words that a stranger may read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../../shared/model/check.ts';
import { CheckFile } from '../../../../shared/model/check.ts';
import { publicUrl } from '../../../../shared/rules/address.ts';
import { checkWarnings } from '../../../../shared/rules/check-warnings.ts';
import { hostOf } from '../../../../shared/rules/target.ts';
import { describeTarget } from '../../../../shared/rules/words/target.ts';

const check = (file: object): Check => ({
  ...CheckFile.parse(file),
  id: 'it' as Check['id'],
  componentId: 'it' as Check['componentId'],
  fastInterval: 1,
  downInterval: 1,
});
const http = (wishes: object = {}) => check({ type: 'http', url: 'https://shop.test/health', ...wishes });

describe('a target', () => {
  it.each([
    {
      file: { type: 'http', url: 'https://shop.test/health' },
      words: 'GET https://shop.test/health',
      host: 'shop.test',
    },
    {
      file: { type: 'http', url: 'http://kim:secret@Shop.test:8080/?key=secret&x=1#top', method: 'POST' },
      words: 'POST http://shop.test:8080/?key=…&x=…',
      host: 'shop.test',
    },
    { file: { type: 'http', url: 'https://[::1]:8443' }, words: 'GET https://[::1]:8443/', host: '::1' },
    { file: { type: 'http', url: 'https://h/hook?s3cret' }, words: 'GET https://h/hook?…', host: 'h' },
    { file: { type: 'tcp', host: 'DB1', port: 5432 }, words: 'DB1:5432', host: 'db1' },
    { file: { type: 'tcp', host: '::1', port: 5432 }, words: '[::1]:5432', host: '::1' },
    { file: { type: 'tcp', host: 'mail', preset: 'imap', tls: true }, words: 'imap mail:993', host: 'mail' },
    { file: { type: 'dns', query: 'shop.test' }, words: 'A shop.test', host: '' },
    {
      file: { type: 'dns', query: 'shop.test', record: 'MX', resolver: 'NS1.test:5353' },
      words: 'MX shop.test at NS1.test:5353',
      host: 'ns1.test',
    },
    { file: { type: 'ping', host: 'Gate.test' }, words: 'ping Gate.test', host: 'gate.test' },
    {
      file: { type: 'exec', command: ['/usr/lib/nagios/plugins/check_mysql', '-p', 'secret'] },
      words: 'check_mysql …',
      host: '',
    },
    {
      file: { type: 'database', url: 'postgres://kim:secret@DB1.test:5433/shop' },
      words: 'postgres db1.test:5433/shop',
      host: 'db1.test',
    },
    {
      file: { type: 'database', host: '::1', user: 'kim', password: 'secret' },
      words: 'postgres [::1]:5432',
      host: '::1',
    },
    { file: { type: 'tls', host: 'Shop.Example' }, words: 'certificate of Shop.Example:443', host: 'shop.example' },
    {
      file: { type: 'tls', host: 'mail', starttls: 'smtp' },
      words: 'certificate of mail:587',
      host: 'mail',
    },
    {
      file: { type: 'websocket', url: 'wss://kim:pw@Chat.Example:8443/live?token=x' },
      words: 'wss://chat.example:8443/live?token=…',
      host: 'chat.example',
    },
    { file: { type: 'grpc', host: 'cart', port: 50051 }, words: 'gRPC cart:50051', host: 'cart' },
    {
      file: { type: 'grpc', host: 'cart', port: 50051, service: 'shop.v1.Cart' },
      words: 'gRPC cart:50051/shop.v1.Cart',
      host: 'cart',
    },
    { file: { type: 'zcmonitor', host: 'zope1', instancePort: 8080 }, words: 'monitor of zope1:8080', host: 'zope1' },
    { file: { type: 'zcmonitor', host: 'zope1', port: 8160 }, words: 'monitor zope1:8160', host: 'zope1' },
    { file: { type: 'zcmonitor', socket: '/run/zope1.sock' }, words: 'monitor /run/zope1.sock', host: '' },
    {
      file: { type: 'apache_status', url: 'http://u:p@Web1/server-status?x=y' },
      words: 'mod_status http://web1/server-status?x=…',
      host: 'web1',
    },
    { file: { type: 'haproxy', url: 'http://lb:8404/stats' }, words: 'HAProxy http://lb:8404/stats', host: 'lb' },
    { file: { type: 'haproxy', socket: '/run/haproxy.sock' }, words: 'HAProxy /run/haproxy.sock', host: '' },
    { file: { type: 'haproxy', host: 'LB', port: 9999 }, words: 'HAProxy LB:9999', host: 'lb' },
    {
      file: { type: 'prometheus', url: 'https://m/metrics', series: 'queue{q="a"}', warn: { above: 1 } },
      words: 'queue{q="a"} at https://m/metrics',
      host: 'm',
    },
    { file: { type: 'agent', host: 'Web1', port: 9000 }, words: 'agent Web1:9000', host: 'web1' },
    {
      file: { type: 'heartbeat', cron: '30 3 * * *', timeZone: 'Europe/Berlin', token: 'a-very-secret-token' },
      words: 'beat at "30 3 * * *" (Europe/Berlin) at /beat/…',
      host: '',
    },
    {
      file: { type: 'count', token: 'a-very-secret-token' },
      words: 'reports within 2 h at /report/…',
      host: '',
    },
    {
      file: { type: 'heartbeat', every: '1h', token: 'a-very-secret-token' },
      words: 'beat every 1 h at /beat/…',
      host: '',
    },
  ])('$words', ({ file, words, host }) => {
    expect({ words: describeTarget(check(file)), host: hostOf(check(file)) }).toEqual({ words, host });
  });

  it('shows no password or query value of any address that a browser would take', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab@:/?#&=%\\ ü'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, text, (user, password, value) => {
        const url = new URL('https://shop.test/path');
        url.username = `USER${user}`;
        url.password = `PASS${password}`;
        url.searchParams.set('key', `VALUE${value}`);
        expect(publicUrl(url.href)).toBe('https://shop.test/path?key=…');
      }),
    );
  });

  it('finds the host that the connection goes to, however the address is bent', () => {
    const bent = fc.string({ unit: fc.constantFrom(...'ab@:/?#\\'), maxLength: 10 });
    fc.assert(
      fc.property(bent, (text) => {
        const url = `https://kim:${text}@shop.test/${text}`;
        fc.pre(URL.canParse(url));
        expect(hostOf(http({ url }))).toBe(new URL(url).hostname);
      }),
    );
  });
});

describe('warnings', () => {
  it.each([
    { check: http(), warnings: [] },
    { check: http({ verifyTls: false }), warnings: ['certificate not verified (verifyTls: false)'] },
    { check: http({ verifyTls: false, url: 'http://h/' }), warnings: [] },
    { check: http({ fall: 1 }), warnings: ['one failed try alone makes it down (fall: 1)'] },
    {
      check: http({ url: 'http://h/', headers: { AUTHORIZATION: 'x' } }),
      warnings: ['credentials go over the wire unencrypted (http)'],
    },
    { check: http({ url: 'http://kim:x@h/' }), warnings: ['credentials go over the wire unencrypted (http)'] },
    {
      check: http({ method: 'HEAD', expectBody: { contains: 'x' } }),
      warnings: ['an answer to HEAD has no body, so the body rule sees nothing'],
    },
    {
      check: http({ expectStatus: [301, '307-308'] }),
      warnings: ['expects a redirect but follows it; set redirects: 0 to judge the redirect itself'],
    },
    { check: http({ expectStatus: 301, redirects: 0 }), warnings: [] },
    { check: http({ method: 'HEAD' }), warnings: [] },
    {
      check: http({ url: 'http://h/', auth: { token: 'abc' } }),
      warnings: ['credentials go over the wire unencrypted (http)'],
    },
    {
      check: http({ fresh: 'none' }),
      warnings: ['a cache may answer in its place (fresh: none), which does not prove that the site is alive'],
    },
    { check: http({ fresh: 'none', refuseCached: true }), warnings: [] },
    {
      check: check({ type: 'tls', host: 'h', verifyTls: false }),
      warnings: ['certificate not verified, only its days are counted (verifyTls: false)'],
    },
    {
      check: check({ type: 'websocket', url: 'wss://h/', verifyTls: false, auth: { token: 'abc' } }),
      warnings: ['certificate not verified (verifyTls: false)'],
    },
    {
      check: check({ type: 'websocket', url: 'ws://h/', auth: { token: 'abc' } }),
      warnings: ['credentials go over the wire unencrypted (ws)'],
    },
    {
      check: check({ type: 'zcmonitor', port: 1, warmUp: { url: 'http://h/', auth: { token: 'abc' } } }),
      warnings: ['credentials go over the wire unencrypted (http)'],
    },
    {
      check: check({ type: 'grpc', host: 'h', port: 1, tls: true, verifyTls: false }),
      warnings: ['certificate not verified (verifyTls: false)'],
    },
    { check: check({ type: 'grpc', host: 'h', port: 1 }), warnings: [] },
    {
      check: http({ latencyLimit: '10s' }),
      warnings: ['the latency limit is not below the time-out, so it is never reached'],
    },
    {
      check: check({ type: 'tcp', host: 'h', port: 1, script: [{ send: 'x' }] }),
      warnings: ['the script only sends; whether an answer comes is not looked at'],
    },
    { check: check({ type: 'tcp', host: 'h', port: 1, script: [{ send: 'x' }, { expect: 'y' }] }), warnings: [] },
    {
      check: check({ type: 'database', url: 'postgres://kim:x@h/', tls: 'disable' }),
      warnings: ['credentials may go over the wire unencrypted (tls: disable)'],
    },
    { check: check({ type: 'database', url: 'postgres://kim:x@127.0.0.1/', tls: 'disable' }), warnings: [] },
    { check: check({ type: 'database', url: 'postgres://kim:x@h/', tls: 'verify' }), warnings: [] },
    {
      check: check({ type: 'database', host: 'h', user: 'kim' }),
      warnings: ['certificate not verified (tls: prefer)'],
    },
    {
      check: check({ type: 'tcp', host: 'h', preset: 'smtp-starttls', verifyTls: false }),
      warnings: ['certificate not verified (verifyTls: false)'],
    },
    {
      check: check({ type: 'heartbeat', every: '10s', grace: '5s', token: 'a-very-secret-token' }),
      warnings: ['looked at every 30 s only, so a missing beat is noticed that late'],
    },
  ])('$warnings', ({ check: one, warnings }) => {
    expect(checkWarnings(one)).toEqual(warnings);
  });
});
