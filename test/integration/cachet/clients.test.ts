/**
 * What the Python package cachetclient 4.0.1 really sends, sent again: each request is understood, and each answer has every field in the
 * form that Cachet 2.4 gives it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CachetHouse, cachetHouse } from '../../harness/cachet.ts';

interface Sent {
  readonly call: string;
  readonly sends: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

const FIXTURES = join(import.meta.dirname, '../../fixtures/cachet');
const fixture = (name: string) => JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8'));
const REQUESTS: readonly Sent[] = fixture('client-requests');
const HEADERS = { 'user-agent': 'python-requests/2.34.2', 'content-type': 'application/json' };

let house: CachetHouse;
beforeAll(async () => {
  house = await cachetHouse();
  // What the recorded requests are about: component 3, incident 1, metric 3 (two are ours).
  await house.ask('POST', 'components', { name: 'Third', status: 1 });
  await house.ask('POST', 'components/groups', { name: 'Second', visible: 1 });
  await house.guest('metrics');
  await house.ask('POST', 'metrics', { name: 'Timeout reports', suffix: 'per 2 h', default_value: 0 });
});
afterAll(() => house.close());

/** Their numbers in the recording stand for things that are ours here. */
function placed({ sends, body }: Sent) {
  const [method = '', path = ''] = sends.replace('/api/v1/', '').split(' ');
  const here = path.replace('metrics/1/', 'metrics/3/').replace('components/2', 'components/3');
  return { method, path: here, body };
}

describe('a recorded request', () => {
  it.each(REQUESTS.map((sent) => [sent.call, sent] as const))('%s', async (_call, sent) => {
    const { method, path, body } = placed(sent);
    const answer = await house.ask(method, path, body, HEADERS);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body).toHaveProperty('data');
    for (const [field, value] of Object.entries(body ?? {})) {
      if (field in answer.body.data && typeof value !== 'boolean' && value !== null && field !== 'tags') {
        const said = answer.body.data[field];
        expect([field, typeof said === 'boolean' ? Number(said) : said]).toEqual([
          field,
          field.endsWith('_at') ? `${value}:00` : field === 'status' && path === 'schedules' ? 2 : value,
        ]);
      }
    }
  });

  it('with tags gets them back as slugs and words, in order', async () => {
    const { body } = await house.ask('PUT', 'components/3', { tags: 'Updated Tag 1,Updated Tag 2' }, HEADERS);
    expect(Object.entries(body.data.tags)).toEqual([
      ['updated-tag-1', 'Updated Tag 1'],
      ['updated-tag-2', 'Updated Tag 2'],
    ]);
  });
});

describe('every field of Cachet 2.4 is there, in its form', () => {
  const first = (file: string) => {
    const { data } = fixture(file);
    return Array.isArray(data) ? data[0] : data;
  };
  const kind = (value: unknown) => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);

  it.each([
    [
      'v1-component',
      () => house.ask('PUT', 'components/3', { description: 'x', link: 'https://a.example/', tags: 'x' }),
    ],
    ['v1-groups', () => house.ask('GET', 'components/groups')],
    ['v1-incidents', () => house.ask('GET', 'incidents')],
    ['v1-incident-updates', () => house.ask('GET', 'incidents/1/updates')],
    ['v1-metric', () => house.ask('GET', 'metrics/3')],
    ['v1-metric-point', () => house.ask('GET', 'metrics/3/points')],
    ['v1-schedule', () => house.ask('GET', 'schedules')],
    ['v1-subscriber', () => house.ask('GET', 'subscribers')],
  ] as const)('%s', async (file, ask) => {
    const { data } = (await ask()).body;
    const row = Array.isArray(data) ? data[0] : data;
    const wanted = first(file);
    for (const field of Object.keys(wanted)) {
      const same = [kind(wanted[field]), kind(row[field])];
      expect([field, row[field] === undefined]).toEqual([field, false]);
      // Either may be nothing; what is there is of one kind. An empty object is a list in PHP.
      if (!same.includes('null') && !same.includes('list')) {
        expect([field, same[1]]).toEqual([field, same[0]]);
      }
    }
  });

  it('errors have its form', async () => {
    for (const { http, body } of fixture('v1-errors').filter(({ http }: { http: number }) => http < 500)) {
      const answer = await {
        401: () => house.ask('POST', 'components', {}, { 'x-cachet-token': 'wb_x' }),
        404: () => house.guest('components/99'),
        406: () => house.guest('ping', { accept: 'text/html' }),
        400: () => house.ask('POST', 'components', { status: 1 }),
      }[http as 401]();
      const [wanted] = body.errors;
      expect(answer.body.errors[0]).toMatchObject({ status: http, title: wanted.title, detail: expect.any(String) });
      expect(Object.keys(answer.body.errors[0])).toEqual(Object.keys(wanted));
    }
  });
});
