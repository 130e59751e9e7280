import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSmtpChannel } from '../../../electron/paging/channels/smtp.ts';
import { TellBy } from '../../../shared/model/caller-news.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { PageId } from '../../../shared/model/ids.ts';
import type { Page } from '../../../shared/model/page.ts';
import { digestPage, togetherId } from '../../../shared/rules/digest.ts';
import { makeIdentity } from '../../harness/certificates.ts';
import { movableClock } from '../../harness/clock.ts';
import { closedPort } from '../../harness/loopback.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { readMail } from '../../harness/read-mail.ts';
import { type SmtpEmulator, type SmtpEmulatorOptions, startSmtpEmulator } from '../../harness/smtp-emulator.ts';

const LOGIN = { user: 'pager@example.org', password: 'pa55word' };
const IDENTITY = makeIdentity({ name: 'mail.example.org', for: ['127.0.0.1'] }, null);

let server: SmtpEmulator;
let clock: ReturnType<typeof movableClock>;
const channel = createSmtpChannel();

beforeEach(async () => {
  clock = movableClock();
  server = await startSmtpEmulator();
});
afterEach(async () => {
  await server.idle();
  expect(clock.waiting).toBe(0);
  await server.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'mail',
    type: 'smtp',
    host: server.host,
    port: server.port,
    security: 'none',
    from: 'pager@example.org',
    to: 'kim@example.org',
    ...more,
  }) as ChannelSettingsOf<'smtp'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory: noMemory });
async function restart(options: SmtpEmulatorOptions) {
  await server.close();
  server = await startSmtpEmulator(options);
}
const who = () => `${server.host}:${server.port}`;
const mail = (index = 0) => readMail(server.received[index]?.text ?? '');
const WITH_TLS = { security: 'starttls', verifyTls: false } as const;

describe('a mail', () => {
  it('of many pages is one message with all of them, the worst in its subject, and the same message at every try', async () => {
    const pages = [
      aPage({ id: PageId.parse('i1/1'), severity: 'low', title: 'DEGRADED shop' }),
      aPage({ id: PageId.parse('i2/1'), severity: 'critical', title: 'DOWN api' }),
      aPage({ id: PageId.parse('i0/2'), kind: 'close', severity: 'critical', title: 'UP db' }),
    ] as const;
    const facts = { at: Date.UTC(2026, 0, 5, 9), timeZone: 'UTC', wrong: [] };
    const digest = digestPage(togetherId(pages[0], 0), pages, facts);
    await send(digest);
    await send({ ...digest, createdAt: digest.createdAt + 60_000 });
    expect(mail().headers.subject).toBe('DOWN api and 2 more; nothing in trouble');
    expect(mail().headers['x-priority']).toBe('1 (Highest)');
    expect(mail().text).toMatch(
      /^New at 09:00 \(3\):\n- DOWN api.*\n- DEGRADED shop.*\n- UP db.*\n\nNothing is wrong now/m,
    );
    expect(mail(1).headers['message-id']).toBe(mail().headers['message-id']);
    await send(digestPage(togetherId(pages[0], 1), pages, facts));
    expect(mail(2).headers['message-id']).not.toBe(mail().headers['message-id']);
  });

  it('says in its text all that a page says, so that it can be forwarded', async () => {
    const page = aPage({ text: '503 for 2 min. Runbook attached', runbook: 'https://wiki.example.org/api' });
    expect(await send(page)).toEqual({ status: 'accepted', reference: '250 2.0.0 Ok: queued as 1' });
    expect(server.received[0]).toMatchObject({ from: 'pager@example.org', to: ['kim@example.org'] });
    expect(mail().text).toBe(
      [
        'DOWN api-gateway',
        '503 for 2 min',
        '',
        'Runbook: https://wiki.example.org/api',
        'Component: api-gateway (api)',
        'Severity: critical',
        'Incident: inc-1',
        'Sent because of: step 1 of 2 of policy default, on call by schedule primary',
        '',
      ].join('\n'),
    );
  });

  it('has the headers of a machine’s mail', async () => {
    await send();
    expect(mail().headers).toMatchObject({
      from: 'Watchbell <pager@example.org>',
      to: 'kim@example.org',
      subject: 'DOWN api-gateway',
      date: 'Sat, 21 Nov 2026 01:16:00 +0000',
      'message-id': '<watchbell.inc-1%2F1@example.org>',
      'auto-submitted': 'auto-generated',
      'mime-version': '1.0',
      'content-type': 'text/plain; charset=utf-8',
    });
  });

  it('is the same mail on a later try', async () => {
    await send();
    await clock.advance(60_000);
    await send();
    expect(server.received[1]?.text).toBe(server.received[0]?.text);
  });

  it('hangs in the thread of its incident, and another incident in another', async () => {
    await send(aPage());
    await send(aPage({ id: 'inc-1/2' as Page['id'], kind: 'close', title: 'UP api-gateway' }));
    await send(aPage({ dedupKey: 'inc-2' }));
    const [first, second, third] = [mail(0), mail(1), mail(2)].map(({ headers }) => headers);
    expect(first?.references).toBe('<watchbell.inc-1.thread@example.org>');
    expect(first?.['in-reply-to']).toBe(first?.references);
    expect(second?.references).toBe(first?.references);
    expect(second?.['message-id']).not.toBe(first?.['message-id']);
    expect(third?.references).not.toBe(first?.references);
  });

  it.each<{ story: string; page: Partial<Page>; priority: string; importance: string }>([
    { story: 'critical', page: { severity: 'critical' }, priority: '1 (Highest)', importance: 'high' },
    { story: 'high', page: { severity: 'high' }, priority: '2 (High)', importance: 'high' },
    { story: 'low', page: { severity: 'low' }, priority: '3 (Normal)', importance: 'normal' },
    { story: 'a reminder', page: { kind: 'reminder' }, priority: '1 (Highest)', importance: 'high' },
    { story: 'its end', page: { kind: 'close' }, priority: '5 (Lowest)', importance: 'low' },
    { story: 'a test', page: { kind: 'test' }, priority: '5 (Lowest)', importance: 'low' },
  ])('is as urgent as it should be: $story', async ({ page, priority, importance }) => {
    await send(aPage(page));
    expect(mail().headers).toMatchObject({ 'x-priority': priority, importance });
  });

  it('keeps every letter of every script, and no line end in a header', async () => {
    const page = aPage({
      title: 'DOWN Größe 支払い\r\nBcc: eve@example.org',
      text: `Zählung – “支払い” ${'ü'.repeat(300)}`,
    });
    await send(page);
    expect(mail().headers.subject).toBe('DOWN Größe 支払い Bcc: eve@example.org');
    expect(mail().headers).not.toHaveProperty('bcc');
    expect(mail().text).toContain(`Zählung – “支払い” ${'ü'.repeat(300)}\n`);
  });

  it('does not end early when its text has a dot on a line', async () => {
    await send(aPage({ title: '.', text: '.', because: '.' }));
    expect(mail().text).toMatch(/^\.\n\.\n\n/);
  });

  it('goes to several at once, however they are written', async () => {
    await send(aPage(), { to: 'kim@example.org, sam@example.org  alex@example.org' });
    await send(aPage(), { to: ['kim@example.org', 'root@localhost'] });
    expect(server.received.map(({ to }) => to)).toEqual([
      ['kim@example.org', 'sam@example.org', 'alex@example.org'],
      ['kim@example.org', 'root@localhost'],
    ]);
    expect(mail().headers.to).toBe('kim@example.org, sam@example.org, alex@example.org');
    expect(channel.target(settings({ to: 'kim@example.org, sam@example.org' }))).toBe(
      'ki…@example.org and 1 more by 127.0.0.1',
    );
  });

  it('is taken when some of its receivers are, and says who is left out', async () => {
    await restart({ knows: (address) => (address.startsWith('sam') ? '550 5.1.1 <sam@example.org>: unknown' : null) });
    expect(await send(aPage(), { to: 'kim@example.org sam@example.org' })).toEqual({
      status: 'accepted',
      reference: '250 2.0.0 Ok: queued as 1; not to sam@example.org: 550 5.1.1 <sam@example.org>: unknown',
    });
    expect(server.received[0]?.to).toEqual(['kim@example.org']);
  });

  it.each([
    { story: 'nobody is known', kim: '550 5.1.1 unknown', sam: '550 5.1.1 unknown', status: 'refused' },
    { story: 'one may be known later', kim: '450 4.2.0 greylisted', sam: '550 5.1.1 unknown', status: 'try-later' },
  ])('is not taken when $story', async ({ kim, sam, status }) => {
    for (const offers of [['PIPELINING'], []]) {
      await restart({ offers, knows: (address) => (address.startsWith('kim') ? kim : sam) });
      expect(await send(aPage(), { to: 'kim@example.org sam@example.org' })).toMatchObject({
        status,
        reason: expect.stringContaining('answered RCPT TO with: '),
      });
      expect(server.received).toEqual([]);
    }
  });

  it.each([
    { at: 'greeting', line: '554 no SMTP service here', reason: 'greeted with: 554 no SMTP service here' },
    { at: 'greeting', line: '421 too busy', reason: 'greeted with: 421 too busy' },
    { at: 'MAIL', line: '550 5.7.1 not your address', reason: 'answered MAIL FROM with: 550 5.7.1 not your address' },
    { at: 'MAIL', line: '451 4.3.0 try again', reason: 'answered MAIL FROM with: 451 4.3.0 try again' },
    { at: 'DATA', line: '452 4.3.1 no space', reason: 'answered DATA with: 452 4.3.1 no space' },
    { at: 'message', line: '554 5.6.0 spam', reason: 'answered the message with: 554 5.6.0 spam' },
    { at: 'message', line: '432 4.3.2 limit', reason: 'answered the message with: 432 4.3.2 limit' },
    { at: 'message', line: '421 4.3.2 shutting down', reason: 'answered the message with: 421 4.3.2 shutting down' },
  ] as const)('is judged by the reply: $line at $at', async ({ at, line, reason }) => {
    server.behave({ kind: 'say', at, text: line });
    expect(await send()).toEqual({
      status: line.startsWith('5') ? 'refused' : 'try-later',
      reason: `${who()} ${reason}`,
    });
    expect(server.received).toEqual([]);
  });

  it.each([
    { at: 'greeting', line: 'HTTP/1.1 200 OK' },
    { at: 'message', line: '2500 OK' },
    { at: 'message', line: '2' },
  ] as const)('is not taken by what speaks no SMTP: $line at $at', async ({ at, line }) => {
    server.behave({ kind: 'say', at, text: line });
    expect(await send()).toMatchObject({
      status: 'try-later',
      reason: expect.stringContaining(`does not speak SMTP`),
    });
  });

  it.each([
    { at: 'greeting', awaited: 'to be greeted' },
    { at: 'MAIL', awaited: 'for the answer to sender and receivers' },
    { at: 'message', awaited: 'for the answer to the message; it may have been sent' },
  ] as const)('may pass later when the server hangs at $at', async ({ at, awaited }) => {
    server.behave({ kind: 'hang', at });
    const reached = server.reached(at);
    const limit = new AbortController();
    const sending = send(aPage(), {}, limit.signal);
    await reached;
    limit.abort();
    expect(await sending).toEqual({
      status: 'try-later',
      reason: `${who()} did not answer in time, waiting ${awaited}`,
      ...(at === 'message' && { mayHaveArrived: true }),
    });
  });

  it.each([
    { at: 'greeting', doubt: '' },
    { at: 'EHLO', doubt: '' },
    { at: 'RCPT', doubt: '' },
    { at: 'message', doubt: '; it may have been sent' },
  ] as const)('may pass later when the server hangs up at $at', async ({ at, doubt }) => {
    server.behave({ kind: 'close', at });
    expect(await send()).toEqual({
      status: 'try-later',
      reason: `${who()} hung up${doubt}`,
      ...(doubt !== '' && { mayHaveArrived: true }),
    });
  });

  it('may pass later when nobody listens', async () => {
    const port = await closedPort();
    expect(await send(aPage(), { port })).toEqual({
      status: 'try-later',
      reason: `127.0.0.1:${port} refused the connection: nothing listens there`,
    });
  });

  it('does not wait for a server that does not answer QUIT', async () => {
    server.behave({ kind: 'hang', at: 'QUIT' });
    expect(await send()).toMatchObject({ status: 'accepted' });
    await clock.advance(2_000);
  });
});

describe('what a caller is told by mail', () => {
  const to = TellBy.parse({
    ...{ way: 'mail', channel: 'mail', to: 'ann@example.org', subject: 'Störung\nim Lager' },
    ...{ messageId: '<2@example.org>', references: ['<1@example.org>'] },
  });
  const message = {
    id: 'call-1-1-waiting-0',
    to,
    text: 'Your call to Kim is in.',
    url: 'https://x.example/call/abc',
    at: 1_767_603_600_000,
  };
  const tell = (more: object = {}) =>
    channel.tell?.({ ...message, ...more }, settings(), {
      signal: new AbortController().signal,
      clock,
      memory: noMemory,
    });

  it('answers their mail, for them alone, and is the same mail on every try', async () => {
    expect(await tell()).toMatchObject({ status: 'accepted' });
    await tell();
    expect(server.received.map(({ from, to }) => [from, to])).toEqual([
      ['pager@example.org', ['ann@example.org']],
      ['pager@example.org', ['ann@example.org']],
    ]);
    expect(server.received[1]?.text).toBe(server.received[0]?.text);
    expect(mail().headers).toMatchObject({
      to: 'ann@example.org',
      subject: 'Auto: Störung im Lager',
      'in-reply-to': '<2@example.org>',
      references: '<1@example.org> <2@example.org>',
      'message-id': '<watchbell.call-1-1-waiting-0@example.org>',
      'auto-submitted': 'auto-replied',
    });
    expect(mail().text).toBe('Your call to Kim is in.\n\nWhat becomes of it:\nhttps://x.example/call/abc\n');
  });

  it('has a subject of its own where theirs had none, and names no address where there is none', async () => {
    await tell({ to: { ...to, subject: '', messageId: null, references: [] }, url: null });
    expect(mail().headers.subject).toBe('Auto: your call');
    expect(mail().headers).not.toHaveProperty('in-reply-to');
    expect(mail().text).toBe('Your call to Kim is in.\n');
  });

  it('goes to nobody who came by another way, and is refused as a page would be', async () => {
    const sms = TellBy.parse({ way: 'sms', channel: 'mail', to: '+447700900123' });
    expect(await tell({ to: sms })).toMatchObject({ status: 'refused' });
    server.behave({ kind: 'say', at: 'RCPT', text: '550 5.1.1 no such mailbox' });
    expect(await tell()).toMatchObject({ status: 'refused', reason: expect.stringContaining('no such mailbox') });
    expect(server.received).toEqual([]);
  });
});

describe('a mail under TLS', () => {
  it.each(['starttls', 'tls'] as const)('by %s logs in and is sent', async (security) => {
    await restart({ security, identity: IDENTITY, login: LOGIN });
    expect(await send(aPage(), { security, verifyTls: false, login: LOGIN })).toMatchObject({ status: 'accepted' });
    expect(server.received[0]).toMatchObject({ secure: true, user: LOGIN.user });
    await server.idle();
    expect(server.sessions[0]?.at(-1)).toBe('QUIT');
  });

  it.each(['starttls', 'tls'] as const)('by %s is not sent to a server with a bad certificate', async (security) => {
    await restart({ security, identity: IDENTITY });
    expect(await send(aPage(), { security })).toEqual({
      status: 'try-later',
      reason: `${who()} has a self-signed certificate: trust it, or set verifyTls: false`,
    });
    expect(server.received).toEqual([]);
  });

  it('is refused by a server without STARTTLS: never in the clear instead', async () => {
    expect(await send(aPage(), WITH_TLS)).toEqual({
      status: 'refused',
      reason: `${who()} has no STARTTLS, and nothing is sent in the clear (security: tls, if it has a port for that): 502 5.5.1 Command not implemented`,
    });
    expect(server.sessions[0]).toEqual([expect.stringMatching(/^EHLO /), 'STARTTLS']);
  });

  it('does not believe what was slipped in before the handshake', async () => {
    await restart({ security: 'starttls', identity: IDENTITY });
    server.behave({ kind: 'say', at: 'STARTTLS', text: '220 go\r\n250 injected' });
    expect(await send(aPage(), WITH_TLS)).toMatchObject({ status: 'accepted' });
    expect(server.received[0]).toMatchObject({ secure: true });
  });

  it('says so when the port speaks no TLS', async () => {
    expect(await send(aPage(), { security: 'tls', verifyTls: false })).toEqual({
      status: 'try-later',
      reason: `${who()} speaks no TLS here: check port and security`,
    });
  });

  it.each([
    { line: undefined, status: 'refused', said: '535 5.7.8 Error: authentication failed' },
    {
      line: '454 4.7.0 Temporary authentication failure',
      status: 'try-later',
      said: '454 4.7.0 Temporary authentication failure',
    },
  ])('is not sent with a login that is answered $said', async ({ line, status, said }) => {
    await restart({ security: 'starttls', identity: IDENTITY, login: LOGIN });
    line !== undefined && server.behave({ kind: 'say', at: 'AUTH', text: line });
    expect(await send(aPage(), { ...WITH_TLS, login: { ...LOGIN, password: 'another' } })).toEqual({
      status,
      reason: `${who()} answered AUTH PLAIN with: ${said}`,
    });
  });
});

describe('the settings of a mail channel', () => {
  it('know the port of each security', () => {
    const reached = (more: object) => {
      const parsed = ChannelFile.safeParse({ id: 'm', type: 'smtp', host: 'h', from: 'a@b', to: 'c@d', ...more });
      return parsed.success ? parsed.data : parsed.error.issues[0]?.message;
    };
    expect(reached({})).toMatchObject({ security: 'starttls', verifyTls: true, to: ['c@d'] });
    expect(reached({ security: 'none', login: LOGIN })).toContain('readable on the way');
    expect(reached({ security: 'none', login: LOGIN, host: 'localhost' })).toMatchObject({ security: 'none' });
    expect(reached({ to: 'nobody' })).toBe('a mail address like kim@example.org');
    expect(reached({ to: ' , ' })).toMatch(/./);
    expect(reached({ from: 'a@b\r\nRCPT TO:<x@y>' })).toBe('a mail address like kim@example.org');
  });
});
