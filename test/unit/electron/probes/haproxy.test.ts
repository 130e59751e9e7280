/** HAProxy's statistics: the recorded CSV of a real 2.6, changed one cell at a time, and what each change means. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeHaproxy } from '../../../../electron/probes/haproxy-judge.ts';
import { asCsv, type HaproxyRow, readHaproxyStats } from '../../../../electron/probes/haproxy-stats.ts';
import { aCheck } from '../../../harness/probing.ts';

const RECORDED = readFileSync(new URL('../../../fixtures/haproxy/show-stat.csv', import.meta.url), 'utf8');
const queueFull = JSON.parse(
  readFileSync(new URL('../../../fixtures/haproxy/queue-full.json', import.meta.url), 'utf8'),
);

type Cells = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

/** The recorded text with cells set, by `proxy/name` and column. */
function csv(cells: Cells = {}): string {
  const [header = '', ...lines] = RECORDED.split('\n');
  const columns = header.slice(2).split(',');
  const changed = lines.map((line) => {
    const fields = line.split(',');
    for (const [column, value] of Object.entries(cells[`${fields[0]}/${fields[1]}`] ?? {})) {
      fields[columns.indexOf(column)] = String(value);
    }
    return fields.join(',');
  });
  return [header, ...changed].join('\n');
}

function rows(text = csv()): readonly HaproxyRow[] {
  const reading = readHaproxyStats(text);
  if (reading.kind !== 'rows') {
    throw new Error(reading.because);
  }
  return reading.rows;
}

const aHaproxyCheck = (wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'haproxy', socket: '/run/haproxy.sock', backends: ['plone03'], ...wishes });

function verdict(cells: Cells, wishes: Readonly<Record<string, unknown>> = {}, earlier: Cells | null = null): string {
  const check = aHaproxyCheck(wishes);
  const before = earlier === null ? null : judgeHaproxy(rows(csv(earlier)), null, check).totals;
  const { objection } = judgeHaproxy(rows(csv(cells)), before, check);
  return objection === null ? 'well' : `${objection.kind} ${objection.level ?? '-'}: ${objection.detail}`;
}

const status = (one: string, two: string, backup = 'no check'): Cells => ({
  'plone03/plone0301': { status: one },
  'plone03/plone0302': { status: two },
  'plone03/maintenance': { status: backup },
});

describe("HAProxy's statistics", () => {
  it('are read by the names of their columns', () => {
    expect(rows().map(({ proxy, name, kind }) => `${proxy}/${name} ${kind}`)).toEqual([
      'stats/FRONTEND frontend',
      'stats/BACKEND backend',
      'fe/FRONTEND frontend',
      'plone03/plone0301 server',
      'plone03/plone0302 server',
      'plone03/maintenance server',
      'plone03/BACKEND backend',
      'agent/a1 server',
      'agent/BACKEND backend',
    ]);
    const [server] = rows().filter(({ name }) => name === 'plone0301');
    expect([server?.number('slim'), server?.number('rtime'), server?.number('no-such'), server?.lastCheck]).toEqual([
      5,
      3_335,
      null,
      'L7OK (tcp-check)',
    ]);
  });

  it('of an old version have fewer columns, and no type', () => {
    const old =
      '# pxname,svname,qcur,qmax,scur,smax,slim,status\nweb,FRONTEND,,,1,2,100,OPEN\nweb,a,0,0,1,2,,UP\nweb,BACKEND,0,0,1,2,,UP\n';
    expect(rows(old).map(({ kind }) => kind)).toEqual(['frontend', 'server', 'backend']);
    expect(judgeHaproxy(rows(old), null, aHaproxyCheck({ backends: [] }))).toMatchObject({
      objection: null,
      load: null,
    });
  });

  it('may quote what has a comma', () => {
    const quoted = csv({ 'plone03/plone0301': { last_chk: '"connect: refused, ""at once"""', status: 'DOWN' } });
    expect(judgeHaproxy(rows(quoted), null, aHaproxyCheck()).objection?.detail).toBe(
      'plone03 has lost 1 of 2 servers: plone0301 is down (L7OK connect: refused, "at once")',
    );
  });

  it.each([
    { text: '<html><body>503', because: 'an HTML page came' },
    { text: 'Permission denied\n', because: 'the admin socket refuses to tell (Permission denied)' },
    { text: 'Unknown command. Please enter one of the following', because: 'the admin socket refuses to tell' },
    { text: '', because: 'but nothing' },
    { text: '# pxname,svname,\n', because: 'no proxy at all' },
  ])('are not "$text"', ({ text, because }) => {
    const reading = readHaproxyStats(text);
    expect(reading.kind === 'not-haproxy' ? reading.because : '').toContain(because);
  });
});

describe('a back end', () => {
  const LOST = 'plone03 has lost 1 of 2 servers: plone0302 is down (L7OK (tcp-check))';
  it.each([
    { story: 'all up', cells: {}, says: 'well' },
    { story: 'one failing, not yet down', cells: status('UP', 'UP 1/3'), says: 'well' },
    { story: 'one down', cells: status('UP', 'DOWN'), says: `said-failing performance_issues: ${LOST}` },
    { story: 'one coming back', cells: status('UP', 'DOWN 1/2'), says: `said-failing performance_issues: ${LOST}` },
    {
      story: 'one down by its agent',
      cells: status('UP', 'DOWN (agent)'),
      says: `said-failing performance_issues: ${LOST}`,
    },
    { story: 'one in maintenance', cells: status('UP', 'MAINT'), says: 'well' },
    { story: 'one tracking another in maintenance', cells: status('UP', 'MAINT (via web/a)'), says: 'well' },
    {
      story: 'one whose name does not resolve',
      cells: status('UP', 'MAINT (resolution)'),
      says: `said-failing performance_issues: ${LOST}`,
    },
    { story: 'one draining', cells: status('UP', 'DRAIN'), says: 'well' },
    { story: 'one drained by 404', cells: status('NOLB', 'UP'), says: 'well' },
    {
      story: 'up only by its backup',
      cells: status('DOWN', 'MAINT'),
      says: 'said-failing partial_outage: plone03 is up only by its backup: plone0301 is down (L7OK (tcp-check))',
    },
    {
      story: 'all out on purpose, its backup steps in',
      cells: status('MAINT', 'DRAIN'),
      says: 'said-failing partial_outage: plone03 is up only by its backup',
    },
    {
      story: 'no server and no backup',
      cells: status('DOWN', 'DOWN', 'DOWN'),
      says: 'said-failing major_outage: plone03 has no server left: plone0301 is down (L7OK (tcp-check)), plone0302 is down (L7OK (tcp-check))',
    },
    {
      story: 'all out on purpose',
      cells: status('MAINT', 'DRAIN', 'MAINT'),
      says: 'draining -: plone03 has no server in service: all are drained or in maintenance',
    },
    {
      story: 'its backup is gone, which nobody would notice',
      cells: status('UP', 'UP', 'DOWN'),
      says: 'said-failing performance_issues: plone03 has lost its backup: maintenance is down',
    },
  ])('$story', ({ cells, says }) => {
    expect(verdict(cells)).toBe(says);
  });

  it('of backups alone is as good as they are', () => {
    const alone = (state: string): Cells => {
      const cells = status(state, state, state);
      return Object.fromEntries(Object.entries(cells).map(([name, row]) => [name, { ...row, bck: 1, act: 0 }]));
    };
    expect(verdict(alone('UP'))).toBe('well');
    expect(verdict(alone('DOWN'))).toMatch(/^said-failing major_outage: plone03 has no server left/);
  });

  it('without maxconn cannot tell of a wait, and a rule about it says so', () => {
    const endless: Cells = { 'plone03/plone0301': { slim: '' }, 'plone03/plone0302': { slim: '' } };
    expect(verdict(endless)).toBe('well');
    expect(verdict(endless, { maxWait: '10s' })).toMatch(
      /^wrong-content performance_issues: plone03 has a server without maxconn/,
    );
  });

  it('needs as many servers in service as the check says, and drained ones are none', () => {
    expect(verdict(status('UP', 'DRAIN'), { least: 2 })).toBe(
      'said-failing partial_outage: plone03 has 1 of 2 servers in service, 2 are needed',
    );
    expect(verdict({ 'plone03/plone0302': { weight: 0 } }, { least: 2 })).toContain('1 of 2 servers in service');
    expect(verdict({}, { least: 2 })).toBe('well');
  });

  it('that is not there (any more) is a failure, and never green', () => {
    expect(verdict({}, { backends: ['plone03', 'plone04'] })).toBe(
      'wrong-content -: HAProxy has no back end called plone04 with a server (any more)',
    );
  });

  it('may queue so many, now or at the highest since the last look', () => {
    const queue = (qcur: number, qmax: number): Cells => ({ 'plone03/BACKEND': { qcur, qmax } });
    expect(verdict(queue(14, 14), { maxQueue: 14 })).toBe('well');
    expect(verdict(queue(15, 15), { maxQueue: 14 })).toBe(
      'overloaded partial_outage: 15 requests wait in the queue of plone03, 14 are allowed',
    );
    expect(verdict(queue(0, 15), { maxQueue: 14 })).toBe('well');
    expect(verdict(queue(0, 15), { maxQueue: 14 }, queue(0, 3))).toBe(
      'overloaded partial_outage: 15 requests waited in the queue of plone03, 14 are allowed',
    );
    expect(verdict(queue(0, 15), { maxQueue: 14 }, queue(0, 15))).toBe('well');
  });

  it('may have so many errors since the last look; a counter that fell was started anew', () => {
    const errors = (econ: number, eresp: number, hrsp_5xx: number): Cells => ({
      'plone03/BACKEND': { econ, eresp, hrsp_5xx },
    });
    expect(verdict(errors(100, 100, 100), { maxErrors: 5 })).toBe('well');
    expect(verdict(errors(3, 1, 20), { maxErrors: 5 }, errors(1, 0, 16))).toBe(
      'threshold performance_issues: 7 errors of plone03 since the last look (2 not connected, 1 broken answers, 4 5xx), 5 are allowed',
    );
    expect(verdict(errors(0, 0, 9), { maxErrors: 5 }, errors(9, 0, 0))).toBe('well');
  });

  it('tells its load: those who wait, the servers’ limits, and the time to serve one', () => {
    const { servers, maxconn_each, service_time_s } = queueFull.config;
    const full = csv({
      'plone03/BACKEND': {
        qcur: queueFull.while_running['BACKEND.qcur'],
        qtime: 700,
        ttime: 700 + service_time_s * 1_000,
      },
      'plone03/plone0301': { scur: 5 },
      'plone03/plone0302': { scur: 5 },
    });
    const { load, objection } = judgeHaproxy(rows(full), null, aHaproxyCheck({ maxWait: '5s' }));
    expect(load).toEqual({ waiting: 14, busy: 10, workers: servers * maxconn_each, serviceMs: 4_000 });
    expect(objection).toMatchObject({
      kind: 'overloaded',
      detail: 'a newcomer waits about 5.6 s (14 waiting, 4 s each, 10 workers), more than 5 s',
    });
  });

  it('without limits tells none', () => {
    const cells: Cells = { 'plone03/plone0301': { slim: '' } };
    expect(judgeHaproxy(rows(csv(cells)), null, aHaproxyCheck()).load).toBeNull();
  });

  it('has readings under plain names when it is alone, else under its own', () => {
    expect(judgeHaproxy(rows(), null, aHaproxyCheck()).readings).toMatchObject({
      servers: '2 of 2',
      queued: 0,
      mostQueued: 14,
    });
    expect(judgeHaproxy(rows(), null, aHaproxyCheck({ backends: [] })).readings).toMatchObject({
      'plone03 servers': '2 of 2',
      'agent servers': '1 of 1',
    });
  });
});

describe('the address of the statistics', () => {
  it.each([
    { url: 'http://h:8404/stats', asked: 'http://h:8404/stats;csv' },
    { url: 'http://h:8404/stats;csv', asked: 'http://h:8404/stats;csv' },
    { url: 'http://h/haproxy?stats', asked: 'http://h/haproxy?stats;csv' },
    { url: 'http://h/haproxy?stats#top', asked: 'http://h/haproxy?stats;csv' },
  ])('$url is asked as $asked', ({ url, asked }) => {
    expect(asCsv(url)).toBe(asked);
  });
});
