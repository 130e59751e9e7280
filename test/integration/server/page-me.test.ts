/** Calling somebody with a browser and nothing else: the real server over the real engine, from the form to "Kim has it". */
import { describe, expect, it, onTestFinished } from 'vitest';
import { CardId } from '../../../shared/model/page-me.ts';
import { movableClock } from '../../harness/clock.ts';
import { testEngine } from '../../harness/engine.ts';
import { fileOf, START } from '../../harness/watch-story.ts';
import { type Answer, call, raw, stage } from './stage.ts';

const PUBLIC = 'https://pager.example.org/bell';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const GOOD = 'name=Ann&reach=ann%40example.org&words=The+shop+is+down';

async function house(settings: { publicUrl?: string } = {}) {
  const clock = movableClock(START);
  const file = fileOf({ settings });
  const contacts = [
    { label: 'Pager', value: '555-0100', visible: 'listed' as const },
    { label: 'Office', value: 'Room 12', visible: 'everyone' as const },
    { label: 'Home', value: '555-9999', visible: 'nobody' as const },
  ];
  const engine = await testEngine({
    clock,
    file: {
      ...file,
      people: [
        { id: 'kim', name: 'Kim', channels: ['kim-hook'], pageMe: { contacts } },
        { id: 'sam', name: 'Sam <b>', channels: ['sam-hook'], pageMe: { visible: 'everyone', contacts, note: '"&' } },
      ],
    },
  });
  onTestFinished(() => engine.stop());
  await clock.advance(60_000);
  const { callDesk, replies } = engine.engine;
  const { url } = await replies.addPageLink({ card: CardId.parse('person/kim'), name: 'Accounting' }, 'Kim');
  const on = await stage({ callDesk, clock, publicUrl: () => settings.publicUrl ?? null });
  const path = new URL(url ?? '').pathname.replace('/bell', '');
  const send = (body: string, headers: object = {}, to = path): Promise<Answer> =>
    call(on.server, { method: 'POST', path: to, headers: { ...FORM, ...headers }, body });
  return { on, engine, clock, path, send };
}

/** Where a browser goes that was sent on. */
const goesTo = ({ headers }: Answer, from: string): string =>
  new URL(headers.location ?? '', `http://h${from}`).pathname;

describe('calling somebody', () => {
  it('is a form, a button, and a page that tells who has it', async () => {
    const { on, engine, clock, path, send } = await house();
    const form = await call(on.server, { path });
    expect(form.status).toBe(200);
    expect(form.text).toContain('<h1>Call Kim</h1>');
    expect(form.text).not.toContain('<script');
    const sent = await send(GOOD);
    expect(sent.status).toBe(303);
    const status = goesTo(sent, path);
    expect(status).toMatch(/^\/call\/[\w-]{32}$/);
    await clock.advance(1_000);
    expect(engine.pages()).toEqual(['trigger kim kim-hook']);
    const waiting = await call(on.server, { path: status });
    expect(waiting.text).toContain('<p>It is in. Nobody has answered yet.</p>');
    expect(waiting.text).toContain('<meta http-equiv="refresh" content="15">');
    await engine.hears('kim-hook', { said: 'a' });
    expect((await call(on.server, { path: status })).text).toContain('<p>Kim has it since 09:01.</p>');
    const incident = engine.snapshot().incidents[0]?.id;
    await engine.engine.replies.resolve({ incident: incident as NonNullable<typeof incident>, note: '' }, 'Kim');
    const over = await call(on.server, { path: status });
    expect(over.text).toContain('It was ended by Kim at 09:01.');
    expect(over.text).not.toContain('http-equiv="refresh"');
  });

  it('shows each contact to whom it is meant for, and nothing of the house', async () => {
    const { on, path } = await house();
    const listed = (await call(on.server, { path })).text;
    expect(listed).toContain('Pager: 555-0100');
    expect(listed).toContain('Office: Room 12');
    const all = (await call(on.server, { path: '/page-me/person~sam' })).text;
    expect(all).toContain('Office: Room 12');
    expect(all).not.toContain('555-0100');
    expect(listed + all).not.toContain('555-9999');
    expect(listed + all).not.toContain('hook');
  });

  it('lists whom everybody may call, and nobody else', async () => {
    const { on } = await house();
    expect(goesTo(await call(on.server, { path: '/page-me' }), '/page-me')).toBe('/page-me/');
    const { text } = await call(on.server, { path: '/page-me/' });
    expect(text).toContain('<a href="person~sam">Sam &#60;b&#62;</a> &#34;&#38;');
    expect(text).not.toContain('Kim');
  });

  it.each<[string, string, string]>([
    ['no name', 'name=+&words=The+shop+is+down', 'Say who you are'],
    ['no words', 'name=Ann&words=', 'Say what is wrong'],
    ['a name that is a letter', `name=${'a'.repeat(81)}&words=The+shop`, 'At most 80 characters'],
    ['nothing at all', '', 'Say who you are'],
  ])('with %s is shown again, with what was written', async (_, body, words) => {
    const { engine, send } = await house();
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain(body.includes('The+shop') ? 'The shop' : 'textarea');
    expect(engine.sent).toEqual([]);
  });

  it('lets what a caller writes be nothing but words, wherever it is shown', async () => {
    const { on, engine, clock, path, send } = await house();
    const evil = encodeURIComponent('<script>alert(1)</script>\r\nBcc: x@y\u202e "');
    const sent = await send(`name=${evil}&words=${evil}&reach=${evil}`);
    const status = await call(on.server, { path: goesTo(sent, path) });
    const again = await send(`name=${'a'.repeat(99)}&words=${evil}`);
    await clock.advance(1_000);
    expect(status.text + again.text).not.toContain('<script');
    expect(status.text).toContain('&#60;script&#62;');
    const { title, text } = engine.sent[0]?.page ?? { title: '', text: '' };
    expect(title).toBe('Call from <script>alert(1)</script> Bcc: x@y " to Kim');
    expect(`${title}${text}`).not.toMatch(/[\r\n\u202e]/);
  });

  it('too often is refused with the time to wait, and nothing that was written is lost', async () => {
    const { send } = await house();
    for (let times = 0; times < 4; times += 1) {
      expect((await send(GOOD)).status).toBe(303);
    }
    const answer = await send(GOOD);
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('120');
    expect(answer.text).toContain('try again in 2 min');
    expect(answer.text).toContain('The shop is down');
  });

  it('is counted for each caller behind the proxy, by the word of the proxy alone', async () => {
    const { send } = await house({ publicUrl: PUBLIC });
    let forged = 0;
    const from = (ip: string) => ({ 'x-forwarded-for': `203.0.113.${forged++}, ${ip}` });
    for (let times = 0; times < 4; times += 1) {
      expect((await send(GOOD, from('192.0.2.1'))).status).toBe(303);
    }
    expect((await send(GOOD, from('192.0.2.1'))).status).toBe(429);
    expect((await send(GOOD, from('192.0.2.2'))).status).toBe(303);
  });

  it.each<[string, Record<string, string>, number]>([
    ['under a foreign name', { host: 'evil.example' }, 421],
    ['from a foreign page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['from a page without an origin', { origin: 'null' }, 403],
    ['as something else than a form', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['as JSON', { 'content-type': 'application/json' }, 415],
  ])('%s calls nobody', async (_, headers, status) => {
    const { engine, clock, send } = await house({ publicUrl: PUBLIC });
    expect((await send(GOOD, headers)).status).toBe(status);
    expect((await send(GOOD, headers, '/page-me/person~sam')).status).toBe(status);
    await clock.advance(60_000);
    expect(engine.sent).toEqual([]);
  });

  it('is possible under the public name, and opens nothing else there', async () => {
    const { on, send } = await house({ publicUrl: PUBLIC });
    const headers = { host: 'pager.example.org', origin: 'https://pager.example.org' };
    expect((await send(GOOD, headers)).status).toBe(303);
    for (const path of [
      '/',
      '/health',
      '/page-me/../health',
      '/page-me/%2e%2e/health',
      '/page-mean',
      '/call',
      '/callx/',
    ]) {
      expect([404, 421]).toContain((await call(on.server, { path, headers: { host: 'pager.example.org' } })).status);
    }
  });

  it('with 100 kB is refused in words, and nobody is called', async () => {
    const { on, engine, path, send } = await house();
    const long = await send(`name=Ann&words=${'a'.repeat(100_000)}`);
    expect(long.status).toBe(413);
    expect(long.text).toContain('Say it in a few sentences.');
    const chunk = 'a'.repeat(20_000);
    const heard = await raw(
      on.server,
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${FORM['content-type']}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n4e20\r\n${chunk}\r\n4e20\r\n${chunk}\r\n0\r\n\r\n`,
    );
    expect(heard).toMatch(/^HTTP\/1\.1 413 /);
    expect(engine.sent).toEqual([]);
  });

  it('by an address that never was, or was taken back, looks the same', async () => {
    const { on, engine, path, send } = await house();
    const { links } = await engine.engine.replies.pageLinks({}, 'Kim');
    await engine.engine.replies.removePageLink({ id: links[0]?.id ?? '' }, 'Kim');
    const [gone, never] = [
      await call(on.server, { path }),
      await call(on.server, { path: `/page-me/${'A'.repeat(32)}` }),
    ];
    expect(gone.status).toBe(404);
    expect(gone.text).toBe(never.text);
    expect((await send(GOOD)).status).toBe(404);
    for (const other of ['/call/x', '/page-me/person~kim', '/page-me/person%2fkim', '/page-me/%00', `${path}%20`]) {
      expect((await call(on.server, { path: other })).status).toBe(404);
    }
    expect(JSON.stringify(on.logged)).not.toContain(path.slice('/page-me/'.length));
  });
});
