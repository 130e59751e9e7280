/** Subscribing with a browser and nothing else: the real server over the real engine, from the form to the last click. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Subscribers } from '../../../electron/engine/ports/subscribers.ts';
import { movableClock } from '../../harness/clock.ts';
import { type TestEngine, testEngine } from '../../harness/engine.ts';
import { subscribable } from '../../harness/subscribers.ts';
import { fileOf, START } from '../../harness/watch-story.ts';
import { type Answer, call, stage } from './stage.ts';

const PUBLIC = 'https://pager.example.org';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const GOOD = 'email=ann%40example.org&about=everything&pace=at-once&language=en';

interface House {
  readonly engine: TestEngine;
  readonly subscribers: Subscribers;
  get(path: string, headers?: object): Promise<Answer>;
  post(path: string, body?: string, headers?: object): Promise<Answer>;
  /** The path of the link in the last mail. */
  link(page: string): Promise<string>;
}

async function house(file = subscribable()): Promise<House> {
  const clock = movableClock(START);
  const engine = await testEngine({ clock, file });
  onTestFinished(() => engine.stop());
  await clock.advance(60_000);
  const { subscriptionDesk } = engine.engine;
  const { server } = await stage({ subscriptionDesk, clock, publicUrl: () => file.settings?.publicUrl ?? null });
  return {
    engine,
    subscribers: engine.engine.cachet.subscribers,
    get: (path, headers = {}) => call(server, { path, headers: { ...headers } }),
    post: (path, body = '', headers = {}) =>
      call(server, { method: 'POST', path, headers: { ...FORM, ...headers }, body }),
    async link(page) {
      await clock.advance(5_000);
      const text = engine.told.at(-1)?.message.text ?? '';
      return new RegExp(`/status/${page}/\\S+`).exec(text)?.[0] ?? `no link to ${page}`;
    },
  };
}

const goesTo = ({ headers }: Answer, from: string): string =>
  new URL(headers.location ?? '', `http://h${from}`).pathname;

/** Through form, mail and button. The path of the subscription. */
async function subscribed(on: House, body = GOOD): Promise<string> {
  await on.post('/status/subscribe', body);
  const confirm = await on.link('confirm');
  return goesTo(await on.post(confirm), confirm);
}

describe('subscribing', () => {
  it('is a form, a mail, a button, and a page that says what one hears', async () => {
    const on = await house();
    const form = await on.get('/status/subscribe');
    expect(form.status).toBe(200);
    expect(form.text).toContain('<h1>Weather: Be told by e-mail</h1>');
    expect(form.text).toContain('value="api">API');
    expect(form.text).not.toMatch(/Inner|<script/);
    const sent = await on.post('/status/subscribe', GOOD);
    expect(sent.status).toBe(200);
    expect(sent.text).toContain('Look into your mailbox');
    const confirm = await on.link('confirm');
    expect((await on.get(confirm)).text).toContain('Weather: ann@example.org');
    expect(on.subscribers.all(), 'a mail scanner has looked').toEqual([]);
    const agreed = await on.post(confirm);
    expect(agreed.status).toBe(303);
    expect(on.subscribers.all().map(({ email, components }) => ({ email, components }))).toEqual([
      { email: 'ann@example.org', components: null },
    ]);
    const page = await on.get(goesTo(agreed, confirm));
    expect(page.text).toContain('<h1>Weather: What you hear</h1>');
    expect((await on.post(confirm)).status, 'used').toBe(404);
  });

  it('speaks German to whoever does', async () => {
    const on = await house();
    const { text } = await on.get('/status/subscribe', { 'accept-language': 'de-AT,de;q=0.9' });
    expect(text).toContain('<html lang="de">');
    expect(text).toContain('Per E-Mail benachrichtigt werden');
    const mine = await subscribed(on, GOOD.replace('=en', '=de'));
    expect(on.engine.told[0]?.message.text).toContain('Wenn ja, öffnen Sie diese Seite');
    expect((await on.get(mine)).text).toContain('Was Sie erfahren');
  });

  it('to some components, and to others later', async () => {
    const on = await house();
    const mine = await subscribed(on, GOOD.replace('everything', 'some&component=api&component=inner'));
    expect(on.subscribers.all()[0]?.components?.map(({ component }) => component)).toEqual(['api']);
    const saved = await on.post(mine, 'about=everything&pace=daily&language=en');
    expect(saved.text).toContain('Saved.');
    expect(saved.text).toContain('value="daily" checked');
    expect(on.subscribers.all()[0]?.components).toBeNull();
  });

  it.each([
    ['no address', GOOD.replace('ann%40example.org', 'ann'), 'This is no e-mail address.'],
    ['nothing ticked', GOOD.replace('everything', 'some'), 'Tick at least one'],
    ['only what is not public', GOOD.replace('everything', 'some&component=inner'), 'Tick at least one'],
    [
      'two lines',
      GOOD.replace('ann%40example.org', 'ann%40example.org%0d%0aBcc%3a%20x%40y.example'),
      'This is no e-mail address.',
    ],
  ])('with %s is shown again with what is wrong', async (_, body, words) => {
    const on = await house();
    const again = await on.post('/status/subscribe', body);
    expect(again.status).toBe(400);
    expect(again.text).toContain(words);
    await on.engine.clock.advance(5_000);
    expect(on.engine.told).toEqual([]);
  });

  it('answers the same to an address that is known, that waits, and that is not', async () => {
    const on = await house();
    const first = await on.post('/status/subscribe', GOOD);
    const waiting = await on.post('/status/subscribe', GOOD);
    await on.post(await on.link('confirm'));
    const known = await on.post('/status/subscribe', GOOD.replace('ann', 'ANN'));
    for (const answer of [waiting, known]) {
      expect([answer.status, answer.text]).toEqual([first.status, first.text]);
    }
  });

  it('too often from one place is refused with a time', async () => {
    const on = await house();
    for (let times = 0; times < 10; times += 1) {
      await on.post('/status/subscribe', GOOD.replace('ann', `ann${times}`));
    }
    const refused = await on.post('/status/subscribe', GOOD);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('ending it', () => {
  it('takes one POST of a mail program, without a login (RFC 8058)', async () => {
    const on = await house();
    const leave = (await subscribed(on)).replace('subscription', 'leave');
    const look = await on.get(leave);
    expect(look.text).toContain('<button>End it</button>');
    expect(on.subscribers.all(), 'a mail scanner has looked').toHaveLength(1);
    expect((await on.post(leave, 'List-Unsubscribe=One-Click')).status).toBe(200);
    expect(on.subscribers.all()).toEqual([]);
    expect((await on.post(leave, 'List-Unsubscribe=One-Click')).status, 'twice is once').toBe(200);
  });

  it('takes it as multipart too, and by the public name', async () => {
    const on = await house();
    const leave = (await subscribed(on)).replace('subscription', 'leave');
    const body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
    const headers = { 'content-type': 'multipart/form-data; boundary=x', host: 'pager.example.org' };
    expect((await on.post(leave, body, headers)).status).toBe(200);
    expect(on.subscribers.all()).toEqual([]);
  });
});

describe('a stranger', () => {
  it.each(['confirm', 'subscription', 'leave'])(
    'learns nothing at /status/%s/ by guessing, and does nothing',
    async (page) => {
      const on = await house();
      const mine = await subscribed(on);
      const [, id = '', tag = ''] = /\/([^/.]+)\.(\S+)$/.exec(mine) ?? [];
      for (const token of [
        'x',
        `${id}.`,
        `${id}.${'A'.repeat(tag.length)}`,
        `.${tag}`,
        `${'B'.repeat(id.length)}.${tag}`,
      ]) {
        for (const answer of [
          await on.get(`/status/${page}/${token}`),
          await on.post(`/status/${page}/${token}`, GOOD),
        ]) {
          expect(answer.status).toBe(404);
          expect(answer.text).toContain('This address does not work');
        }
      }
      expect(on.subscribers.all()).toHaveLength(1);
    },
  );

  it.each([
    ['under a foreign name', { host: 'evil.example' }, 421],
    ['from a foreign page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
  ])('%s is turned away', async (_, headers, status) => {
    const on = await house();
    const leave = (await subscribed(on)).replace('subscription', 'leave');
    for (const path of ['/status/subscribe', leave]) {
      expect((await on.post(path, GOOD, headers)).status).toBe(status);
    }
    expect(on.subscribers.all()).toHaveLength(1);
  });

  it('with a whole book is not read', async () => {
    const on = await house();
    expect((await on.post('/status/subscribe', 'x'.repeat(200_000))).status).toBe(413);
  });
});

it('without `subscribers` there is no such page', async () => {
  const on = await house(fileOf({ settings: { publicUrl: PUBLIC, statusPage: {} } }));
  expect((await on.get('/status/subscribe')).status).toBe(404);
  expect((await on.post('/status/leave/x.y')).status).toBe(404);
});
