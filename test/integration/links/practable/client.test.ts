/**
 * The client of book, jump and relay against real servers that are as rude as the real ones.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPractableClient } from '../../../../electron/links/practable/client.ts';
import { ConfigFile } from '../../../../shared/model/config.ts';
import type { PractableSettings } from '../../../../shared/model/practable/settings.ts';
import { practableSettings } from '../../../../shared/rules/practable/settings.ts';
import { makeAuthority, makeIdentity } from '../../../harness/certificates.ts';
import { type MovableClock, movableClock } from '../../../harness/clock.ts';
import { until as passing } from '../../../harness/links.ts';
import { eventually } from '../../../harness/listening.ts';
import { httpsServer } from '../../../harness/loopback.ts';
import { rememberingEar } from '../../../harness/practable/ear.ts';
import { practableJson, practableText } from '../../../harness/practable/fixtures.ts';
import { host, stream } from '../../../harness/practable/messages.ts';
import { SECRETS, type SystemStandIn, startPractable } from '../../../harness/practable/system.ts';

let lab: SystemStandIn;
let clock: MovableClock;
let closing: (() => void | Promise<void>)[] = [];

beforeEach(async () => {
  clock = movableClock();
  lab = await startPractable(practableJson('book-resources'), clock.now);
});

afterEach(async () => {
  for (const close of closing.toReversed()) {
    await close();
  }
  closing = [];
  await lab.close();
});

function settingsOf(more: Readonly<Record<string, unknown>> = {}): PractableSettings {
  const file = ConfigFile.parse({ version: 1, practable: [lab.file(more)] });
  const [system] = file.practable;
  if (system === undefined) {
    throw new Error('the file has no system');
  }
  return practableSettings(system, file, { policy: null, pageAfter: { low: 0, high: 0, critical: 0 } });
}

function aClient() {
  const client = createPractableClient({ clock, random: () => 0 });
  closing.push(() => client.close());
  return client;
}

function following(more: Readonly<Record<string, unknown>> = {}) {
  const ear = rememberingEar();
  const stop = aClient().follow(settingsOf(more), ear);
  closing.push(stop);
  return { ear, stop };
}

const topics = ({ ear }: ReturnType<typeof following>) =>
  ear.reports.map(({ service, report }) => `${service} ${[...report.connections.keys()].join(' ')}`);

describe('following a system', () => {
  it("reads book's list, and the reports of both shapes as they come", async () => {
    lab.relay.greet(practableJson('relay-stats-0.7.0'));
    lab.jump.greet(practableJson('jump-stats-0.4.0'));
    const { ear } = following();
    await ear.until(() => ear.reports.length === 2 && ear.manifests.length === 1);
    lab.relay.report(practableJson('relay-stats-0.9.3'));
    await ear.until(() => ear.reports.length === 3);
    expect(ear.manifests[0]?.resources.map(({ stub }) => stub)).toEqual(['aaaa00', 'bbbb00', 'dddd00']);
    expect(ear.reports.map(({ report }) => report.connections.size).toSorted()).toEqual([2, 6, 6]);
    expect(ear.troubles).toEqual([]);
  });

  it('asks book again when its time has come', async () => {
    const { ear } = following({ queryBookEvery: '5m' });
    await ear.until(() => ear.manifests.length === 1);
    lab.book.have({ 'r-x': { topic_stub: 'x', streams: [] } });
    await clock.advance(299_999);
    expect(ear.manifests).toHaveLength(1);
    await clock.advance(1);
    await ear.until(() => ear.manifests.length === 2);
    expect(ear.manifests[1]?.resources.map(({ stub }) => stub)).toEqual(['x']);
  });

  it('answers the pings that keep the connection', async () => {
    following();
    await lab.relay.opened(1);
    expect(await lab.relay.pingAll()).toBe(1);
  });

  it('says how a websocket ended that was cut without a word, and opens another one with another code', async () => {
    lab.relay.greet([stream('a-st-x')]);
    const followed = following();
    await followed.ear.until(() => topics(followed).includes('relay a-st-x'));
    lab.relay.drop();
    await followed.ear.until(() => followed.ear.troubles.length === 1);
    expect(followed.ear.words('relay')).toEqual(['relay closed the websocket without a word']);
    await clock.advance(1_000);
    await lab.relay.opened(2);
    expect([lab.relay.given(), lab.relay.refused()]).toEqual([2, 0]);
  });

  it('gives up a websocket that is open and silent', async () => {
    lab.relay.greet([]);
    const { ear } = following({ lastChecked: '30s' });
    await ear.until(() => ear.reports.length === 1);
    await clock.advance(30_000);
    expect(ear.words('relay')).toEqual(['relay is connected, and has told nothing for 30 s']);
    await clock.advance(1_000);
    await lab.relay.opened(2);
  });

  it('waits longer from try to try, up to ten seconds, and is quick again once it worked', async () => {
    await lab.relay.goAway();
    const { ear } = following();
    for (const [tries, wait] of [1_000, 2_000, 4_000, 8_000, 10_000, 10_000].entries()) {
      await ear.until(() => ear.words('relay').length === tries + 1);
      await clock.advance(wait - 1);
      expect(ear.words('relay')).toHaveLength(tries + 1);
      await clock.advance(1);
    }
    await ear.until(() => ear.words('relay').length === 7);
    expect(new Set(ear.words('relay'))).toEqual(new Set(['relay: the connection was refused']));
    await lab.relay.comeBack();
    lab.relay.greet([]);
    await clock.advance(10_000);
    await ear.until(() => ear.reports.some(({ service }) => service === 'relay'));
    lab.relay.drop();
    await ear.until(() => ear.words('relay').length === 8);
    await clock.advance(1_000);
    await lab.relay.opened(2);
  });

  it('renews the token before its end, without losing a report: the new websocket takes over with its first word', async () => {
    lab.relay.greet([stream('a-st-x')]);
    const followed = following({ reconnectEvery: '1h' });
    await followed.ear.until(() => topics(followed).length === 1);
    lab.relay.greet(null);
    // The rest of the house goes on reporting all the time, or the websocket would be given up as silent.
    for (let minutes = 0; minutes < 59; minutes += 0.25) {
      lab.relay.report([]);
      const before = followed.ear.reports.length;
      await followed.ear.until(() => followed.ear.reports.length > before);
      await clock.advance(15_000);
    }
    await lab.relay.opened(2);
    expect(lab.relay.open()).toBe(2);
    expect(followed.ear.words('relay')).toEqual([]);
    const before = followed.ear.reports.length;
    lab.relay.report([stream('b-st-x')]);
    await followed.ear.until(() => followed.ear.reports.length > before);
    await clock.advance(1_000);
    const closed = new Promise<void>((resolve) => {
      const look = (): void => void (lab.relay.open() === 1 ? resolve() : setImmediate(look));
      look();
    });
    await closed;
    expect(followed.ear.words('relay')).toEqual([]);
  });

  it('goes on with the old websocket while a new token is refused, to its very end, and is back when tokens are taken again', async () => {
    lab.relay.greet([]);
    const followed = following({ reconnectEvery: '10m' });
    await followed.ear.until(() => topics(followed).length === 1);
    lab.relay.behave({ kind: 'answer', status: 500, type: 'application/json', body: '{"message":"token invalid"}' });
    for (let seconds = 0; seconds < 600; seconds += 15) {
      lab.relay.report([]);
      const before = followed.ear.reports.length;
      await followed.ear.until(() => followed.ear.reports.length > before);
      await clock.advance(15_000);
    }
    expect(followed.ear.words('relay')).toEqual([]);
    lab.relay.expire();
    await followed.ear.until(() => followed.ear.words('relay').length === 1);
    expect(followed.ear.words('relay')[0]).toBe('relay closed the websocket without a word');
    lab.relay.behave({ kind: 'well' });
    const before = followed.ear.reports.length;
    // A try that was under way when the websocket ended may fail first, and another one follows.
    await passing(clock, () => followed.ear.reports.length > before);
  });

  it('reports what cannot be read, and takes the next one', async () => {
    lab.jump.greet('<html>');
    const { ear } = following();
    await ear.until(() => ear.words('jump').length === 1);
    lab.jump.report([host('a')]);
    await ear.until(() => ear.reports.some(({ service }) => service === 'jump'));
    expect(ear.words('jump')).toEqual(['jump answered what cannot be read: it is no JSON']);
  });

  it('calls nobody any more once it was stopped', async () => {
    lab.relay.greet([]);
    const { ear, stop } = following();
    await ear.until(() => ear.reports.length === 1 && ear.manifests.length === 1);
    await lab.jump.opened(1);
    stop();
    const told = ear.reports.length + ear.troubles.length;
    lab.relay.drop();
    lab.jump.drop();
    await eventually('no websocket', () => lab.relay.open() + lab.jump.open() === 0);
    await clock.advance(3_600_000);
    expect(ear.reports.length + ear.troubles.length).toBe(told);
    expect(lab.book.asked).toEqual(['GET']);
    expect(clock.waiting).toBe(0);
  });
});

describe('a service that refuses', () => {
  const place = (service: 'book' | 'jump' | 'relay') => ({ url: lab[service].url, secret: SECRETS[service] });

  it.each([
    {
      what: 'secret',
      service: 'book' as const,
      more: { secret: 'another' },
      words: /^book answered 500 .*; likely the secret of book$/,
    },
    {
      what: 'secret',
      service: 'jump' as const,
      more: { secret: 'another' },
      words: /^jump answered 500 .*; likely the secret of jump$/,
    },
    {
      what: 'secret',
      service: 'relay' as const,
      more: { secret: 'another' },
      words: /^relay answered 500 "token invalid"; likely the secret of relay$/,
    },
    {
      what: 'audience',
      service: 'book' as const,
      more: { audience: 'https://x' },
      words: /^book answered 500 .*; likely the audience: we say https:\/\/x/,
    },
  ])('is told with the likely cause: a wrong $what at $service', async ({ service, more, words }) => {
    const { ear } = following({ [service]: { ...place(service), ...more } });
    await ear.until(() => ear.words(service).length === 1);
    expect(ear.words(service)[0]).toMatch(words);
    expect(ear.troubles[0]?.trouble).toMatchObject({ kind: 'wrong-status', status: 500 });
  });

  it('because of the clock is told by how much', async () => {
    const slow = await startPractable({}, () => clock.now() - 3_600_000);
    closing.push(() => slow.close());
    const { ear } = following({ relay: { url: slow.relay.url, secret: SECRETS.relay } });
    await ear.until(() => ear.words('relay').length === 1);
    expect(ear.words('relay')[0]).toMatch(/likely the clock: ours is 1 h( 0 min)? ahead of the server's$/);
  });

  it('because of the base path is told so', async () => {
    const { ear } = following({ relay: { ...place('relay'), url: lab.relay.url.replace('tenant', 'other') } });
    await ear.until(() => ear.words('relay').length === 1);
    expect(ear.words('relay')[0]).toMatch(/404 "path .*"; likely the base path of relay/);
  });

  it('behind a proxy that speaks in its place is told so', async () => {
    lab.book.behave({ kind: 'answer', status: 502, type: 'text/html', body: '<h1>Bad gateway</h1>' });
    const { ear } = following();
    await ear.until(() => ear.words('book').length === 1);
    expect(ear.words('book')[0]).toBe(
      'book answered 502 "Bad gateway"; likely a proxy in front of book, which does not answer',
    );
  });

  it('never gets our token or our secret into words, though it quotes them', async () => {
    lab.book.behave({
      kind: 'answer',
      status: 500,
      type: 'application/json',
      body: `{"message":"${SECRETS.book} eyJ"}`,
    });
    const { ear } = following();
    await ear.until(() => ear.words('book').length === 1);
    expect(ear.words('book')[0]).toContain('•••');
    expect(ear.words('book')[0]).not.toContain(SECRETS.book);
  });

  it.each([
    { body: '{"uri":"http://x"}', words: 'relay answered what cannot be read: it holds no address of a websocket' },
    { body: 'ok', words: 'relay answered what cannot be read: it holds no address of a websocket' },
    { body: '{"uri":"ws://127.0.0.1:1/?code=c0de"}', words: 'relay: the connection was refused' },
  ])('to give an address ($body) is told so', async ({ body, words }) => {
    lab.relay.behave({ kind: 'answer', status: 200, type: 'application/json', body });
    const { ear } = following();
    await ear.until(() => ear.words('relay').length === 1);
    expect(ear.words('relay')).toEqual([words]);
  });

  it('is not believed where its certificate cannot be checked: the file of `ca` that is not there is named', async () => {
    const { ear } = following({ ca: '/nowhere/ca.pem' });
    await ear.until(() => ear.troubles.length >= 3);
    expect(ear.words('book')[0]).toBe('book: cannot read /nowhere/ca.pem (ENOENT); mend ca');
  });
});

describe('a book behind a certificate of the house', () => {
  const own = makeAuthority('house');
  const bookUnder = async (ca?: string) => {
    const identity = makeIdentity({ name: 'book', for: ['127.0.0.1'] }, own);
    const server = await httpsServer(identity, (_request, response) => response.end(practableText('book-resources')));
    return following({ book: { url: `https://127.0.0.1:${server.port}/book`, secret: 's3cret' }, ...(ca && { ca }) });
  };

  it('is read where `ca` names who signed it', async () => {
    const { ear } = await bookUnder(own.cert);
    await ear.until(() => ear.manifests.length === 1);
    expect(ear.words('book')).toEqual([]);
  });

  it('is not believed where nothing does', async () => {
    const { ear } = await bookUnder();
    await ear.until(() => ear.words('book').length === 1);
    expect(ear.words('book')[0]).toMatch(/^book: its certificate is not trusted/);
    expect(ear.troubles.find(({ service }) => service === 'book')?.trouble.kind).toBe('tls');
  });
});

describe('whether an experiment can be booked', () => {
  const signal = new AbortController().signal;

  it('is asked, set with a reason, and asked again', async () => {
    const client = aClient();
    const settings = settingsOf();
    const ask = () => client.availability(settings, 'r-aaaa00', signal);
    expect(await ask()).toEqual({ ok: true, value: { available: true, reason: 'Loaded at 2026-11-21T04:13:58Z' } });
    const wanted = { available: false, reason: 'pager test' };
    expect(await client.setAvailability(settings, 'r-aaaa00', wanted, signal)).toEqual({ ok: true, value: null });
    expect(await ask()).toEqual({ ok: true, value: { available: false, reason: 'unavailable because pager test' } });
    expect(lab.book.asked).toContain('PUT r-aaaa00 available=false reason=pager test');
  });

  it('of what book does not know is no answer', async () => {
    const answer = await aClient().availability(settingsOf(), 'no/such one', signal);
    expect(answer).toMatchObject({ ok: false, trouble: { status: 404, detail: /resource no\/such one not found/ } });
  });
});
