/** From an outage to the mails of those who subscribed: the real engine on the movable clock. */
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Subscribers } from '../../../electron/engine/ports/subscribers.ts';
import type { SubscriptionDesk } from '../../../electron/engine/ports/subscription.ts';
import type { ByNewsMail } from '../../../shared/model/subscriber-news.ts';
import { Wish } from '../../../shared/model/subscription.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { readMail } from '../../harness/read-mail.ts';
import { realChannels } from '../../harness/real-channels.ts';
import { startSmtpEmulator } from '../../harness/smtp-emulator.ts';
import { mailer } from '../../harness/subscribers.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function house(subscribers: object = {}): FileInput {
  const file = fileOf();
  return {
    ...file,
    channels: [...(file.channels ?? []), mailer],
    settings: {
      ...file.settings,
      publicUrl: 'https://pager.example.org',
      statusPage: { title: 'Weather', timeZone: 'UTC', subscribers: { by: 'mailer', ...subscribers } },
    },
  };
}

interface House extends TestEngine {
  readonly desk: SubscriptionDesk;
  readonly subscribers: Subscribers;
}

async function open(
  file = house(),
  more: { clock?: House['clock']; path?: string; api?: typeof DOWN } = {},
): Promise<House> {
  const clock = more.clock ?? movableClock(START);
  const engine = await testEngine({ file, clock, ...(more.path !== undefined && { path: more.path }) });
  let stopped = false;
  const stop = async () => {
    if (!stopped) {
      stopped = true;
      await engine.stop();
    }
  };
  onTestFinished(stop);
  engine.target('api', more.api ?? UP);
  await clock.advance(MINUTE);
  const desk = engine.engine.subscriptionDesk;
  if (desk === null) {
    throw new Error('nobody can subscribe here');
  }
  return { ...engine, stop, desk, subscribers: engine.engine.cachet.subscribers };
}

const wish = (change: object = {}) =>
  Wish.parse({ email: 'ann@example.org', components: null, language: 'en', pace: 'at-once', ...change });

/** What went to subscribers: "ann@example.org [Weather] API: Down". */
const mails = (on: TestEngine): string[] =>
  on.told.map(({ message }) => (message.to.way === 'news' ? `${message.to.to} ${message.to.subject}` : message.to.way));

const lastText = (on: TestEngine): string => on.told.at(-1)?.message.text ?? '';
const tokenIn = (text: string, page: string): string => new RegExp(`/status/${page}/(\\S+)`).exec(text)?.[1] ?? '';

/** Asked, the mail came, its link was opened and its button pressed. The token of the subscription. */
async function subscribe(on: House, change: object = {}): Promise<string> {
  await on.desk.ask(wish(change), '192.0.2.1');
  await on.clock.advance(5_000);
  const token = await on.desk.confirm(tokenIn(lastText(on), 'confirm'));
  await on.clock.advance(5_000);
  on.told.splice(0);
  return token ?? '';
}

async function goDown(on: House, ms = 10 * MINUTE): Promise<void> {
  on.target('api', DOWN);
  await on.clock.advance(ms);
}
async function goUp(on: House, ms = 10 * MINUTE): Promise<void> {
  on.target('api', UP);
  await on.clock.advance(ms);
}

describe('somebody who asks to be told', () => {
  it('is asked by one mail, and told nothing before they agree', async () => {
    const on = await open();
    expect(await on.desk.ask(wish(), '192.0.2.1')).toEqual({ kind: 'asked' });
    await goDown(on);
    expect(mails(on)).toEqual(['ann@example.org [Weather] Do you want to be told?']);
    expect(on.told[0]?.message.to).toMatchObject({ list: null, leave: null });
    expect(on.subscribers.all()).toEqual([]);
  });

  it('hears that it began, and that it is over: one mail each, nothing old, nothing twice', async () => {
    const on = await open();
    const token = await subscribe(on);
    expect(token).not.toBe('');
    await goDown(on);
    expect(mails(on)).toEqual(['ann@example.org [Weather] API: Down']);
    expect(lastText(on)).toContain('How it stands now: API is down');
    expect(lastText(on)).not.toMatch(/503|wrong|kim/i);
    await on.clock.advance(HOUR);
    await goUp(on);
    await on.clock.advance(2 * HOUR);
    expect(mails(on)).toEqual(['ann@example.org [Weather] API: Down', 'ann@example.org [Weather] API: Working again']);
    expect(new Set(on.told.map(({ message }) => message.id)).size).toBe(2);
    const [first] = on.told.map(({ message }) => message.to as ByNewsMail);
    expect(first?.list).toBe('status.pager.example.org');
    expect(first?.leave).toBe(`https://pager.example.org/status/leave/${token}`);
  });

  it('hears of what comes and goes within the breath in one mail', async () => {
    const on = await open();
    await subscribe(on);
    await goDown(on, 80_000);
    await goUp(on);
    expect(mails(on)).toEqual(['ann@example.org [Weather] API: Working again']);
    expect(lastText(on)).toMatch(/ {2}Down\n.*Working again/);
  });

  it('that wants a daily mail gets what the day brought in one', async () => {
    const on = await open(house({ digestAt: '11:00' }));
    await subscribe(on, { pace: 'daily', language: 'de' });
    await goDown(on);
    await goUp(on);
    await goDown(on);
    await goUp(on);
    expect(mails(on)).toEqual([]);
    await on.clock.advance(3 * HOUR);
    expect(mails(on)).toHaveLength(1);
    expect(new Date(on.told[0]?.at ?? 0).toISOString()).toBe('2026-01-05T11:00:00.000Z');
    expect(lastText(on)).toContain('Funktioniert wieder');
  });

  it('is forgotten when they do not answer within two days, and may ask again', async () => {
    const on = await open();
    await on.desk.ask(wish(), '192.0.2.1');
    await on.clock.advance(5_000);
    const first = tokenIn(lastText(on), 'confirm');
    expect(on.desk.waiting(first)?.email).toBe('ann@example.org');
    on.clock.sleepThrough(49 * HOUR);
    await on.clock.advance(2 * MINUTE);
    expect(on.desk.waiting(first)).toBeNull();
    expect(await on.desk.confirm(first)).toBeNull();
    const { values } = await on.store.restore();
    expect(JSON.stringify([...values])).not.toContain('ann@example.org');
    await subscribe(on);
    expect(on.subscribers.all()).toHaveLength(1);
  });

  it('is not asked more than three times in a row, and whoever asks cannot tell', async () => {
    const on = await open();
    for (let times = 0; times < 6; times += 1) {
      expect(
        await on.desk.ask(wish({ email: times % 2 === 0 ? 'ann@example.org' : 'Ann@Example.org' }), `192.0.2.${times}`),
      ).toEqual({ kind: 'asked' });
      await on.clock.advance(5_000);
    }
    expect(on.told).toHaveLength(3);
  });

  it('from one place too often is told when to come again', async () => {
    const on = await open();
    for (let times = 0; times < 10; times += 1) {
      await on.desk.ask(wish({ email: `x${times}@example.org` }), '192.0.2.1');
    }
    expect(await on.desk.ask(wish(), '192.0.2.1')).toMatchObject({ kind: 'too-many' });
    expect(await on.desk.ask(wish(), '192.0.2.2')).toEqual({ kind: 'asked' });
  });

  it('changes what they hear, and hears nothing old of it; and ends it', async () => {
    const on = await open();
    const token = await subscribe(on, { components: ['web'] });
    await goDown(on);
    expect(mails(on)).toEqual([]);
    expect(await on.desk.change(token, wish())).toBe(true);
    await on.clock.advance(10 * MINUTE);
    expect(mails(on)).toEqual([]);
    await goUp(on);
    expect(mails(on)).toEqual(['ann@example.org [Weather] API: Working again']);
    await on.desk.leave(token);
    await on.desk.leave(token);
    expect(on.subscribers.all()).toEqual([]);
    expect(on.desk.subscribed(token)).toBeNull();
    await goDown(on);
    expect(mails(on)).toHaveLength(1);
    const events = await on.store.events({ types: ['subscription'], limit: 9 });
    expect(events.map(({ text }) => text)).toEqual([
      'Somebody ended their subscription to the news of the status page',
      'Somebody subscribed to the news of the status page',
    ]);
  });
});

describe('whom a program subscribed', () => {
  it('is told from then on, and asked first where the program did not vouch for them', async () => {
    const on = await open();
    await on.subscribers.add('sure@example.org', null, true);
    await on.subscribers.add('unsure@example.org', null, false);
    await on.clock.advance(2 * MINUTE);
    expect(mails(on)).toEqual(['unsure@example.org [Weather] Do you want to be told?']);
    await goDown(on);
    expect(mails(on).slice(1)).toEqual(['sure@example.org [Weather] API: Down']);
    on.clock.sleepThrough(49 * HOUR);
    await on.clock.advance(2 * MINUTE);
    expect(on.subscribers.all().map(({ email }) => email)).toEqual(['sure@example.org']);
    expect(mails(on)).toHaveLength(2);
  });
});

describe('news', () => {
  it('that the server does not take go out as they are when it does', async () => {
    const on = await open();
    await subscribe(on);
    on.answerCallers(() => ({ status: 'try-later', reason: 'busy' }));
    await goDown(on);
    const tries = on.told.length;
    expect(tries).toBeGreaterThan(2);
    await goUp(on, 0);
    on.target('api', UP);
    await on.clock.advance(5 * MINUTE);
    on.answerCallers(() => ({ status: 'accepted' }));
    on.told.splice(0);
    await on.clock.advance(HOUR);
    expect(mails(on)).toEqual(['ann@example.org [Weather] API: Working again']);
  });

  it('that may have arrived go again as the same message, and what is new after it in the next', async () => {
    const on = await open();
    await subscribe(on);
    on.answerCallers(() => ({ status: 'try-later', reason: 'lost', mayHaveArrived: true }));
    await goDown(on, 4 * MINUTE);
    await goUp(on, 5 * MINUTE);
    const same = on.told.map(({ message: { id, text } }) => `${id} ${text}`);
    expect(same.length).toBeGreaterThan(1);
    expect(new Set(same).size).toBe(1);
    on.answerCallers(() => ({ status: 'accepted' }));
    on.told.splice(0);
    await on.clock.advance(HOUR);
    expect(mails(on)).toEqual(['ann@example.org [Weather] API: Down', 'ann@example.org [Weather] API: Working again']);
  });

  it('survive a restart: what was written and not sent goes as it was, what was told does not', async () => {
    const path = join(tempFolder(), 'watchbell.db');
    const clock = movableClock(START);
    const first = await open(house(), { clock, path });
    await subscribe(first);
    first.answerCallers(() => ({ status: 'try-later', reason: 'lost', mayHaveArrived: true }));
    await goDown(first);
    const id = first.told[0]?.message.id;
    await first.stop();
    const second = await open(house(), { clock, path, api: DOWN });
    expect(second.told.map(({ message }) => message.id)).toEqual([id]);
    await clock.advance(HOUR);
    await second.stop();
    const third = await open(house(), { clock, path, api: DOWN });
    await clock.advance(HOUR);
    expect(third.told).toEqual([]);
  });

  it('that a mailbox refuses three times end, the history says so, and saving begins anew', async () => {
    const on = await open();
    const token = await subscribe(on);
    on.answerCallers(() => ({
      status: 'refused',
      reason: 'answered RCPT TO with: 550 no ann@example.org here',
      receiver: true,
    }));
    await goDown(on, 4 * HOUR);
    expect(on.told).toHaveLength(3);
    expect(on.desk.subscribed(token)?.paused).toBe(true);
    const [event] = await on.store.events({ types: ['subscription'], limit: 1 });
    expect(event?.text).toBe(
      'A subscriber gets no more news: refused 3 times in a row, the last time because answered RCPT TO with: 550 no the address here',
    );
    on.answerCallers(() => ({ status: 'accepted' }));
    await on.desk.change(token, wish());
    await on.clock.advance(10 * MINUTE);
    expect(on.told).toHaveLength(3);
    await goUp(on);
    expect(mails(on).at(-1)).toBe('ann@example.org [Weather] API: Working again');
  });

  it('are not ended by a mistake of our own that the server refuses', async () => {
    const on = await open();
    const token = await subscribe(on);
    on.answerCallers(() => ({ status: 'refused', reason: 'answered AUTH with: 535 no' }));
    await goDown(on, 5 * HOUR);
    expect(on.told.length).toBeGreaterThan(4);
    expect(on.desk.subscribed(token)?.paused).toBe(false);
  });

  it('that do not get through stand in the self-check, and so does whoever is told no more', async () => {
    const on = await open();
    const rows = async () => (await on.engine.replies.selfCheck({}, 'Kim')).filter(({ id }) => id === 'subscribers');
    await subscribe(on);
    await on.subscribers.add('bob@example.org', null, true);
    await on.clock.advance(2 * MINUTE);
    expect(await rows()).toMatchObject([{ level: 'green', text: '2 are told' }]);
    on.answerCallers(() => ({ status: 'refused', reason: 'answered RCPT TO with: 550 no', receiver: true }));
    await goDown(on, 5 * MINUTE);
    expect(await rows()).toMatchObject([
      {
        level: 'amber',
        text: '2 are told; 2 cannot be reached: answered RCPT TO with: 550 no',
        fix: /again by itself/,
      },
    ]);
    await on.clock.advance(4 * HOUR);
    on.answerCallers(() => ({ status: 'accepted' }));
    await on.clock.advance(2 * HOUR);
    expect(await rows()).toMatchObject([
      { level: 'amber', text: '2 are told; 2 paused, for their mails were refused' },
    ]);
  });

  it('go out so many a minute', async () => {
    const on = await open(house({ perMinute: 6 }));
    for (let count = 0; count < 10; count += 1) {
      await on.subscribers.add(`x${count}@example.org`, null, true);
    }
    await on.clock.advance(2 * MINUTE);
    await goDown(on);
    const [first, ...others] = on.told.map(({ at }) => at);
    expect(others).toHaveLength(9);
    expect((others.at(-1) ?? 0) - (first ?? 0)).toBe(90_000);
  });

  it('reach programs of the configuration as JSON, about what they want', async () => {
    const hook = { url: 'https://hooks.example.org/x', secret: 'whsec_dGVzdA==' };
    const file = house({ webhooks: [hook, { url: 'https://hooks.example.org/y', components: ['web'] }] });
    const [api] = file.components ?? [];
    const on = await open({ ...file, components: api === undefined ? [] : [api, { ...api, id: 'web', name: 'Web' }] });
    await goDown(on);
    expect(on.told.map(({ message }) => message.to.way)).toEqual(['hook']);
    expect(JSON.parse(lastText(on))).toMatchObject({
      type: 'status.news',
      id: on.told[0]?.message.id,
      data: { state: 'down', incidents: [{ news: [{ kind: 'began' }] }] },
    });
  });
});

it('where nobody is told of anything, nobody can subscribe, and no timer runs for it', async () => {
  const clock = movableClock(START);
  const on = await open(fileOf(), { clock });
  expect(await on.desk.offer()).toBeNull();
  await on.desk.ask(wish(), '192.0.2.1');
  await clock.advance(HOUR);
  expect(on.told).toEqual([]);
});

it('the whole way by a real mail server: asked, agreed, told that it began and that it is over', async () => {
  const server = await startSmtpEmulator();
  const file = house();
  const channels = (file.channels ?? []).map((one) =>
    one.id === 'mailer' ? { ...mailer, host: server.host, port: server.port } : one,
  );
  const clock = movableClock(START);
  const real = realChannels();
  const on = await testEngine({ file: { ...file, channels }, clock, channels: real });
  onTestFinished(async () => {
    await on.stop();
    await server.close();
  });
  await real.play(clock, MINUTE);
  const desk = on.engine.subscriptionDesk;
  await desk?.ask(wish(), '192.0.2.1');
  await real.play(clock, 10_000);
  const mail = (index: number) => readMail(server.received[index]?.text ?? '');
  await desk?.confirm(tokenIn(mail(0).text, 'confirm'));
  on.target('api', DOWN);
  await real.play(clock, 5 * MINUTE);
  on.target('api', UP);
  await real.play(clock, 5 * MINUTE);
  expect(server.received.map(({ to }) => to)).toEqual([['ann@example.org'], ['ann@example.org'], ['ann@example.org']]);
  expect([1, 2].map((index) => mail(index).headers.subject)).toEqual([
    '[Weather] API: Down',
    '[Weather] API: Working again',
  ]);
  const token = tokenIn(mail(2).headers['list-unsubscribe'] ?? '', 'leave').replace('>', '');
  await desk?.leave(token);
  expect(on.engine.cachet.subscribers.all()).toEqual([]);
});
