import { describe, expect, it } from 'vitest';
import { call, stage, TOKEN } from './stage.ts';

const report = (path: string, wishes: Readonly<Record<string, unknown>> = {}) => ({ method: 'POST', path, ...wishes });

describe("people's report", () => {
  it.each([
    { path: `/report/${TOKEN}`, body: '', is: { kind: 'some', n: 1, who: null, text: '' } },
    {
      path: `/report/${TOKEN}?n=12`,
      body: 'video does\nnot load',
      is: { kind: 'some', n: 12, who: null, text: 'video does not load' },
    },
    {
      path: `/report/${TOKEN}`,
      body: 'x'.repeat(100_000),
      is: { kind: 'some', n: 1, who: null, text: 'x'.repeat(200) },
    },
    { path: `/report/${TOKEN}?who=ann%20%26co`, body: '', is: { kind: 'some', n: 1, who: 'ann &co', text: '' } },
    { path: `/report/${TOKEN}?total=0`, body: '', is: { kind: 'total', n: 0, text: '' } },
    { path: `/report/${TOKEN}?total=370`, body: 'late', is: { kind: 'total', n: 370, text: 'late' } },
  ])('is counted: $path', async ({ path, body, is }) => {
    const on = await stage();
    const answer = await call(on.server, report(path, { body, headers: { host: 'watch.corp.example' } }));
    expect([answer.status, answer.text]).toEqual([200, 'OK\n']);
    expect(on.reported).toEqual([{ token: TOKEN, ...is }]);
  });

  it.each(['0', '-1', '1.5', 'many', '', '10001', '1&n=2'])('for "%s" people is refused', async (n) => {
    const on = await stage();
    expect(await call(on.server, report(`/report/${TOKEN}?n=${n}`))).toMatchObject({ status: 400 });
    expect(on.reported).toEqual([]);
  });

  it.each([
    'who=',
    `who=${'x'.repeat(201)}`,
    'who=a&who=b',
    'total=-1',
    'total=x',
    'total=99999999',
    'total=3&n=4',
    'who=a&n=1',
  ])('with ?%s is refused', async (query) => {
    const on = await stage();
    expect(await call(on.server, report(`/report/${TOKEN}?${query}`))).toMatchObject({ status: 400 });
    expect(on.reported).toEqual([]);
  });

  it('with a token that nobody has is not found, and a look is no report', async () => {
    const on = await stage();
    expect((await call(on.server, report('/report/guess'))).status).toBe(404);
    expect((await call(on.server, { path: `/report/${TOKEN}` })).status).toBe(404);
    expect(on.reported).toEqual([]);
  });

  it('in too great haste is told when to come back', async () => {
    const on = await stage({ reports: { report: () => 'too-many' } });
    const answer = await call(on.server, report(`/report/${TOKEN}`));
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '1']);
  });
});
