import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../harness/listening.ts';
import { askAs, call, messageOf, stage } from './stage.ts';

describe('a question from the window', () => {
  it('reaches its reply parsed, with its defaults, and comes back as JSON', async () => {
    const on = await stage();
    const answer = await askAs(on, 'acknowledge', { incident: 'i1', forMs: 60_000 });
    expect(answer).toMatchObject({ status: 200, text: '{"accepted":true,"text":"acknowledge"}' });
    expect(answer.headers['content-type']).toContain('application/json');
    expect(on.asked).toEqual([
      { name: 'acknowledge', ask: { incident: 'i1', forMs: 60_000, note: '' }, by: 'someone at 127.0.0.1' },
    ]);
  });

  it('is given by the person at the desk, when that is known; what the question claims counts for nothing', async () => {
    const on = await stage({ deskName: () => 'Kim at this desk' });
    await askAs(on, 'hush', { incident: null });
    expect(on.asked[0]?.by).toBe('Kim at this desk');
    expect((await askAs(on, 'hush', { incident: null, by: 'Sam' })).status).toBe(400);
  });

  it.each<{ story: string; name: string; question: unknown; says: readonly string[] }>([
    {
      story: 'the wrong type',
      name: 'snooze',
      question: { incident: 'i1', forMs: 'soon' },
      says: ['`forMs` is "soon"', 'give a value of type number'],
    },
    {
      story: 'too much',
      name: 'snooze',
      question: { incident: 'i1', forMs: 1e12 },
      says: ['`forMs` is 1000000000000', 'at most'],
    },
    {
      story: 'too little',
      name: 'addNote',
      question: { incident: 'i1', note: '' },
      says: ['`note` is ""', 'at least 1 characters'],
    },
    { story: 'something missing', name: 'resolve', question: {}, says: ['`incident` is missing', 'type string'] },
    {
      story: 'a word that is not on the list',
      name: 'playSound',
      question: { severity: 'loud' },
      says: ['`severity` is "loud"', 'give one of "low", "high", "critical"'],
    },
    { story: 'an unknown field', name: 'snapshot', question: { full: true }, says: ['leave out `full`'] },
    {
      story: 'a mistake deep inside',
      name: 'escalate',
      question: { incident: 'i1', to: { person: '!' } },
      says: ['`to', '"!"'],
    },
    {
      story: 'two mistakes at once',
      name: 'snooze',
      question: { incident: 1, forMs: 0 },
      says: ['`incident` is 1', '`forMs` is 0'],
    },
  ])('is refused with place, value and remedy for $story', async ({ name, question, says }) => {
    const on = await stage();
    const answer = await askAs(on, name, question);
    expect(answer.status).toBe(400);
    for (const part of says) {
      expect(messageOf(answer)).toContain(part);
    }
    expect(on.asked).toEqual([]);
  });

  it('gives each mistake apart, for programs', async () => {
    const on = await stage();
    const answer = await askAs(on, 'snooze', { incident: 'i1', forMs: 'x'.repeat(500) });
    const { mistakes } = JSON.parse(answer.text) as { mistakes: readonly { place: string; value: string }[] };
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.place).toBe('forMs');
    expect(mistakes[0]?.value.length).toBeLessThan(100);
  });

  it.each<{ story: string; body: string; type: string; status: number; says: string }>([
    { story: 'not JSON', body: '{"incident":', type: 'application/json', status: 400, says: 'not JSON' },
    { story: 'empty', body: '', type: 'application/json', status: 400, says: 'send at least `{}`' },
    {
      story: 'sent as a form',
      body: 'incident=i1',
      type: 'application/x-www-form-urlencoded',
      status: 415,
      says: 'application/json',
    },
    { story: 'sent as text', body: '{}', type: 'text/plain', status: 415, says: 'application/json' },
    {
      story: 'meant to poison us',
      body: '{"__proto__":{"a":1}}',
      type: 'application/json',
      status: 400,
      says: 'not JSON',
    },
  ])('is refused when it is $story', async ({ body, type, status, says }) => {
    const on = await stage();
    const answer = await askAs(on, 'snapshot', body, { 'content-type': type });
    expect(answer.status).toBe(status);
    expect(messageOf(answer)).toContain(says);
  });

  it('that nobody knows is answered with the one that was probably meant', async () => {
    const on = await stage();
    const answer = await askAs(on, 'aknowledge', {});
    expect(answer.status).toBe(404);
    expect(messageOf(answer)).toBe('there is no question `aknowledge`; did you mean `acknowledge`?');
    expect((await askAs(on, 'constructor', {})).status).toBe(404);
    expect((await askAs(on, '__proto__', {})).status).toBe(404);
  });

  it('counts also from somebody who hangs up at once: whoever says "mine" on a bad line has it', async () => {
    const on = await stage();
    const question = '{"incident":"i1","forMs":null}';
    const socket = connect(on.server.port, '127.0.0.1');
    socket.end(
      `POST /api/ask/acknowledge HTTP/1.1\r\nHost: localhost\r\nCookie: ${on.cookie}\r\nContent-Type: application/json\r\nContent-Length: ${question.length}\r\n\r\n${question}`,
      () => socket.resetAndDestroy(),
    );
    await eventually('the question', () => on.asked.length > 0 || on.logged.length > 0);
    expect(on.asked).toMatchObject([{ name: 'acknowledge', by: 'someone at 127.0.0.1' }]);
  });

  it('whose reply fails is answered without our insides, and logged with them', async () => {
    const on = await stage({ boom: 'selfCheck' });
    const answer = await askAs(on, 'selfCheck', {});
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret detail');
    expect(on.logged).toMatchObject([{ level: 'error', fields: { err: { message: 'a secret detail of ours' } } }]);
  });
});

describe('health', () => {
  it('says OK while watching, and why not otherwise', async () => {
    let ok = true;
    const { server } = await stage({ watching: () => ({ ok, because: 'no network' }) });
    expect(await call(server, { path: '/health' })).toMatchObject({ status: 200, text: 'OK' });
    ok = false;
    expect(await call(server, { path: '/health' })).toMatchObject({ status: 503, text: 'not watching: no network' });
  });
});
