/** Alerts over the wire, as their senders send them, into the real engine: PagerDuty's API, an Alertmanager, signed and mapped JSON. */
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { alertmanagerBody, houseWithSource } from '../../harness/alerts.ts';
import { movableClock } from '../../harness/clock.ts';
import { type TestEngine, testEngine } from '../../harness/engine.ts';
import { near } from '../../harness/fuzz.ts';
import { type FileInput, START } from '../../harness/watch-story.ts';
import { type Answer, call, type Stage, stage } from './stage.ts';

const MINUTE = 60_000;
const SECRET = 'whsec_cGFnZXItZml4dHVyZS1zZWNyZXQtMDEyMzQ1Njc4OQ==';

const running: TestEngine[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

const SOURCES: FileInput['sources'] = [
  { id: 'pd', type: 'pagerduty', name: 'Cron' },
  { id: 'prom', type: 'alertmanager', name: 'Prometheus' },
  {
    id: 'ci',
    type: 'webhook',
    name: 'CI',
    secret: SECRET,
    mapping: { key: 'data-{{data.id}}', summary: '{{type}}', severity: '{{data.severity}}' },
  },
  {
    id: 'gitea',
    type: 'webhook',
    mapping: {
      each: 'items',
      key: '{{id}}',
      summary: 'Build {{id}} of {{repo.name}} is {{state}}',
      origin: { in: '{{url}}', find: '^https?://([^/]+)' },
      link: '{{url}}',
      state: { in: '{{state}}', over: '^(ok|passed)$', taken: '^seen$' },
    },
  },
];

interface Front {
  readonly on: TestEngine;
  readonly served: Stage;
  /** Good for events. */
  readonly token: string;
  post(path: string, body: unknown, headers?: OutgoingHttpHeaders): Promise<Answer>;
}

async function front(sources = SOURCES): Promise<Front> {
  const clock = movableClock(START);
  const on = await testEngine({ clock, file: houseWithSource({}, { sources }) });
  running.push(on);
  await clock.advance(MINUTE);
  const { secret } = await on.engine.replies.addToken({ name: 'cron', rights: ['events'] }, 'Kim at this desk');
  const { alertDesk, tokens } = on.engine;
  const served = await stage({ alertDesk, tokens, clock });
  return {
    on,
    served,
    token: secret ?? '',
    async post(path, body, headers = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await call(served.server, {
        method: 'POST',
        path,
        body: text,
        headers: { host: 'pager.example', 'content-type': 'application/json', ...headers },
      });
      await clock.advance(1_000);
      return answer;
    },
  };
}

const json = ({ text }: Answer) => JSON.parse(text) as Record<string, unknown>;
const open = ({ on }: Front) => on.snapshot().incidents.filter(({ resolvedAt }) => resolvedAt === null);

const trigger = (key: string, more: object = {}) => ({
  routing_key: key,
  event_action: 'trigger',
  dedup_key: 'aaaa00/stream',
  payload: { summary: 'aaaa00: unhealthy', source: 'relay', severity: 'critical' },
  ...more,
});

describe('PagerDuty’s Events API', () => {
  it('takes the examples of its documentation', async () => {
    const at = await front();
    const examples = JSON.parse(await readFile('test/fixtures/events/pagerduty.json', 'utf8')) as Record<
      string,
      object
    >;
    const send = (name: string) => at.post('/v2/enqueue', { ...examples[name], routing_key: at.token });
    const raised = await send('trigger');
    expect(raised.status).toBe(202);
    expect(json(raised)).toEqual({
      status: 'success',
      message: 'Event processed',
      dedup_key: 'srv01/HTTP',
    });
    expect(open(at)).toHaveLength(1);
    expect(at.on.sent[0]?.page.title).toContain('ALERT');
    expect((await send('acknowledge')).status).toBe(202);
    expect(open(at)[0]?.acknowledgement?.by).toBe('Cron');
    expect((await send('resolve')).status).toBe(202);
    expect(open(at)).toEqual([]);
    expect(at.on.sent.at(-1)?.page.kind).toBe('close');
  });

  it('makes a key for an alert that has none, and says it', async () => {
    const at = await front();
    const key = json(await at.post('/v2/enqueue', trigger(at.token, { dedup_key: undefined }))).dedup_key;
    expect(key).toMatch(/^watchbell-/);
    await at.post('/v2/enqueue', { routing_key: at.token, event_action: 'resolve', dedup_key: key });
    expect(open(at)).toEqual([]);
  });

  it('takes a bearer in place of the key, and whatever type a client calls its body', async () => {
    const at = await front();
    const body = trigger('', { routing_key: undefined });
    const headers = { authorization: `Bearer ${at.token}`, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await at.post('/v2/enqueue', body, headers)).status).toBe(202);
  });

  it.each<{ story: string; body: (token: string) => unknown; errors: readonly string[] }>([
    {
      story: 'an unknown key',
      body: () => trigger('wb_nobody'),
      errors: ['routing_key: nobody here knows this token'],
    },
    {
      story: 'no key',
      body: () => trigger('', { routing_key: undefined }),
      errors: ['routing_key: this needs a token'],
    },
    { story: 'no JSON', body: () => '{', errors: ['the body is not JSON'] },
    { story: 'an empty body', body: () => '', errors: ['the body is empty'] },
    { story: 'a list', body: () => [], errors: ['must have `event_action`'] },
    {
      story: 'another action',
      body: (key) => trigger(key, { event_action: 'page' }),
      errors: ['event_action: must have'],
    },
    {
      story: 'another severity',
      body: (key) => trigger(key, { payload: { summary: 'a', source: 'b', severity: 'bad' } }),
      errors: ['payload.severity: must be one of critical, error, warning, info'],
    },
    {
      story: 'no summary',
      body: (key) => trigger(key, { payload: { source: 'b', severity: 'info' } }),
      errors: ['payload.summary: '],
    },
    {
      story: 'an end of nothing',
      body: (key) => ({ routing_key: key, event_action: 'resolve' }),
      errors: ['dedup_key: is missing'],
    },
    {
      story: 'a key that is too long',
      body: (key) => trigger(key, { dedup_key: 'x'.repeat(256) }),
      errors: ['dedup_key: is longer than 255 characters'],
    },
  ])('refuses $story, in its own form, and takes nothing', async ({ body, errors }) => {
    const at = await front();
    const answer = await at.post('/v2/enqueue', body(at.token));
    expect(answer.status).toBe(400);
    expect(json(answer)).toMatchObject({ status: 'invalid event', message: 'Event object is invalid' });
    for (const [index, error] of errors.entries()) {
      expect((json(answer).errors as string[])[index]).toContain(error);
    }
    expect(open(at)).toEqual([]);
  });

  it('is for tokens with that right only', async () => {
    const at = await front();
    const { secret } = await at.on.engine.replies.addToken({ name: 'other', rights: ['metrics'] }, 'Kim');
    const answer = await at.post('/v2/enqueue', trigger(secret ?? ''));
    expect(json(answer).errors).toEqual([
      'routing_key: the token of other is good for metrics, and this needs `events`',
    ]);
  });

  it('knows several sources by their tokens', async () => {
    const at = await front([
      { id: 'pd', type: 'pagerduty', name: 'Cron', token: 'cron' },
      { id: 'pd2', type: 'pagerduty', name: 'Backup', token: 'backup' },
    ]);
    expect((await at.post('/v2/enqueue', trigger(at.token))).status).toBe(202);
    expect(open(at)[0]?.cause).toContain('Cron: ');
    const named = await at.post('/v2/enqueue?source=pd2', trigger(at.token));
    expect(json(named).errors).toEqual([
      'routing_key: source `pd2` is for the token of backup, and this is the one of cron',
    ]);
  });

  it('says when it is too much', async () => {
    const at = await front();
    const resolve = { routing_key: at.token, event_action: 'resolve', dedup_key: 'x' };
    const headers = { host: 'pager.example', 'content-type': 'application/json' };
    const answers = await Promise.all(
      Array.from({ length: 130 }, () =>
        call(at.served.server, { method: 'POST', path: '/v2/enqueue', headers, body: JSON.stringify(resolve) }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10);
    expect(refused[0]?.headers['retry-after']).toBe('1');
  });

  it('notes a change, which is no alert', async () => {
    const at = await front();
    const body = { routing_key: at.token, payload: { summary: 'Build 17 was deployed', source: 'ci' } };
    const answer = await at.post('/v2/change/enqueue', body);
    expect(answer.status).toBe(202);
    expect(json(answer)).toEqual({ status: 'success', message: 'Change event processed' });
    const [line] = await at.on.store.events({ types: ['alert'], limit: 1 });
    expect(line?.text).toBe('Cron: change: Build 17 was deployed (ci)');
    expect(open(at)).toEqual([]);
  });
});

describe('an Alertmanager', () => {
  const auth = (at: Front) => ({ authorization: `Bearer ${at.token}` });

  it('sends a group: each alert by its fingerprint, and each ends by itself', async () => {
    const at = await front();
    const group = alertmanagerBody([
      { alertname: 'HighLatency', instance: 'api-1:9100', severity: 'page' },
      { alertname: 'DiskFull', instance: 'db1:9100', severity: 'warning' },
    ]);
    expect((await at.post('/events/prom', group, auth(at))).status).toBe(202);
    expect(at.on.sent.map(({ page }) => page.title)).toEqual([
      'ALERT HighLatency api-1:9100',
      'ALERT DiskFull db1:9100',
    ]);
    await at.post('/events/prom', group, auth(at));
    expect(at.on.sent).toHaveLength(2);
    const [first, second] = group.alerts;
    await at.post('/events/prom', { ...group, alerts: [{ ...first, status: 'resolved' }, second] }, auth(at));
    expect(open(at).map(({ componentName }) => componentName)).toEqual(['DiskFull db1:9100']);
  });

  it('is told what it may not, and what it did wrong', async () => {
    const at = await front();
    const group = alertmanagerBody([{ alertname: 'A' }]);
    expect((await at.post('/events/prom', group)).status).toBe(401);
    expect((await at.post('/events/nobody', group, auth(at))).status).toBe(404);
    const wrong = await at.post('/events/prom', { alerts: [{ status: 'on', labels: {} }] }, auth(at));
    expect(wrong.status).toBe(400);
    expect(json(wrong).message).toContain('alerts[0].status: must be firing or resolved');
    const [line] = await at.on.store.events({ types: ['alert'], limit: 1 });
    expect(line?.text).toContain('Prometheus: something came that cannot be read: alerts[0].status');
    expect(open(at)).toEqual([]);
  });

  it('says how many alerts it left out, and that is in the history', async () => {
    const at = await front();
    await at.post('/events/prom', { ...alertmanagerBody([{ alertname: 'A' }]), truncatedAlerts: 7 }, auth(at));
    const lines = await at.on.store.events({ types: ['alert'], limit: 5 });
    expect(lines.map(({ text }) => text)).toContainEqual(expect.stringContaining('7 more alerts were not sent along'));
  });

  it('may send half a megabyte, and no more', async () => {
    const at = await front();
    const group = alertmanagerBody([{ alertname: 'A', note: 'x'.repeat(400 * 1_024) }]);
    expect((await at.post('/events/prom', group, auth(at))).status).toBe(202);
    const larger = await at.post('/events/prom', 'x'.repeat(513 * 1_024), auth(at));
    expect(larger.status).toBe(413);
    expect(json(larger).message).toContain('larger than 512 KiB');
  });
});

describe('signed JSON', () => {
  const body = '{"type":"alert.raised","timestamp":"2026-11-21T04:16:30Z","data":{"id":17,"severity":"critical"}}';

  function signed(at: Front, { id = 'msg_1', text = body, secret = SECRET, offMs = 0 } = {}): OutgoingHttpHeaders {
    const timestamp = String(Math.floor((at.on.clock.now() + offMs) / 1_000));
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64');
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
  }

  it('is taken by its mapping, and its signature is enough', async () => {
    const at = await front();
    expect((await at.post('/events/ci', body, signed(at))).status).toBe(202);
    expect(open(at)[0]).toMatchObject({ componentName: 'alert.raised', severity: 'critical' });
  });

  it('that comes a second time is the same message', async () => {
    const at = await front();
    const headers = signed(at);
    await at.post('/events/ci', body, headers);
    expect(json(await at.post('/events/ci', body, headers))).toEqual({ message: 'taken before', alerts: 0 });
  });

  it.each<{ story: string; change: object }>([
    { story: 'by somebody else', change: { secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` } },
    { story: 'over another body', change: { text: `${body} ` } },
    { story: 'six minutes ago', change: { offMs: -6 * MINUTE } },
    { story: 'in six minutes', change: { offMs: 6 * MINUTE } },
  ])('signed $story is refused', async ({ change }) => {
    const at = await front();
    expect((await at.post('/events/ci', body, signed(at, change))).status).toBe(401);
    expect(open(at)).toEqual([]);
  });

  it('not signed at all is refused, a token of ours or not', async () => {
    const at = await front();
    const answer = await at.post('/events/ci', body, { authorization: `Bearer ${at.token}` });
    expect(answer.status).toBe(401);
    expect(json(answer).message).toContain('it is not signed');
  });
});

describe('mapped JSON', () => {
  it('is an alert for each element of its list, with its state', async () => {
    const at = await front();
    const auth = { authorization: `Bearer ${at.token}` };
    const item = (id: number, state: string) => ({ id, state, repo: { name: 'shop' }, url: 'https://ci.example/17' });
    await at.post('/events/gitea', { items: [item(17, 'failed'), item(18, 'failed')] }, auth);
    expect(open(at).map(({ componentName }) => componentName)).toEqual([
      'Build 17 of shop is failed',
      'Build 18 of shop is failed',
    ]);
    await at.post('/events/gitea', { items: [item(17, 'PASSED'), item(18, 'seen')] }, auth);
    expect(open(at).map(({ state }) => state)).toEqual(['acknowledged']);
    const wrong = await at.post('/events/gitea', { items: [{ repo: {} }] }, auth);
    expect(json(wrong).message).toContain('[0] its `key` is empty');
  });

  it('whose pattern takes too long is refused, and nothing else waits for it', async () => {
    const mapping = { key: { in: '{{id}}', find: '^(a+)+$' }, summary: 'x' };
    const at = await front([{ id: 'slow', type: 'webhook', mapping }]);
    const answer = await at.post('/events/slow', { id: `${'a'.repeat(60)}!` }, { authorization: `Bearer ${at.token}` });
    expect(answer.status).toBe(400);
    expect(json(answer).message).toContain('write it without a repetition inside a repetition');
  });
});

describe('whatever comes', () => {
  it('is answered, and breaks nothing', async () => {
    const at = await front();
    const auth = { authorization: `Bearer ${at.token}` };
    const bodies = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc.string({ maxLength: 200 }),
      near(JSON.stringify(trigger(at.token))),
      near(JSON.stringify(alertmanagerBody([{ alertname: 'A', severity: 'page' }]))),
    );
    const paths = fc.constantFrom('/v2/enqueue', '/v2/change/enqueue', '/events/prom', '/events/ci', '/events/gitea');
    await fc.assert(
      fc.asyncProperty(paths, bodies, async (path, body) => {
        const answer = await at.post(path, body, auth);
        expect([202, 400, 401, 429]).toContain(answer.status);
        expect(() => JSON.parse(answer.text)).not.toThrow();
      }),
      { numRuns: 60 },
    );
    expect(at.on.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('deep inside itself is answered', async () => {
    const at = await front();
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const body = JSON.stringify(trigger(at.token)).replace('"source"', `"custom_details":{"a":${deep}},"source"`);
    expect((await at.post('/v2/enqueue', body)).status).toBe(202);
  });
});
