/** What reports of mod_status mean, and how much was done between two of them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type ApacheLook,
  apacheChange,
  apacheLoad,
  apacheReadings,
  judgeApache,
} from '../../../../electron/probes/apache-judge.ts';
import { type ApacheReport, type BalancerMember, readApacheReport } from '../../../../electron/probes/apache-report.ts';
import { aCheck } from '../../../harness/probing.ts';

const report = (change: Partial<ApacheReport> = {}): ApacheReport => ({
  busy: 11,
  idle: 89,
  slots: 100,
  accesses: 1_000,
  durationMs: 50_000,
  uptimeSeconds: 60,
  restartTime: 'then',
  load1: 0.5,
  members: [],
  ...change,
});
const look = (change: Partial<ApacheReport> = {}, atMs = 0): ApacheLook => ({ report: report(change), atMs });
const aStatusCheck = (wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'apache_status', url: 'http://h/server-status', ...wishes });
const member = (name: string, ...words: readonly string[]): BalancerMember => ({ balancer: 'zope', name, words });
const STILL = { restarted: false, requestsPerSecond: null, serviceMs: null };

function verdict(change: Partial<ApacheReport>, wishes: Readonly<Record<string, unknown>> = {}): string {
  const check = aStatusCheck(wishes);
  const now = look(change);
  const objection = judgeApache(now, apacheLoad(now, STILL, 10), check);
  return objection === null ? 'well' : `${objection.kind} ${objection.level}: ${objection.detail}`;
}

describe('what is worst', () => {
  const oneLost = [member('a', 'Init', 'Err'), member('b', 'Init', 'Ok')];

  it('is said, in whatever order it was found: a full server before a lost member', () => {
    expect(verdict({ busy: 100, idle: 0, members: oneLost })).toMatch(/^overloaded partial_outage: no idle worker/);
  });

  it('is the wait, where a newcomer waits longer than maxWait', () => {
    const now = look({ busy: 50, idle: 0 });
    const change = { restarted: false, requestsPerSecond: 10, serviceMs: 500 };
    const load = apacheLoad(now, change, 6_000);
    expect(judgeApache(now, load, aStatusCheck({ maxWait: '500ms' }))).toMatchObject({
      kind: 'overloaded',
      level: 'partial_outage',
      detail: expect.stringContaining('a newcomer waits about'),
    });
  });

  it('is not a wait of 0 where the rate is not known', () => {
    expect(apacheLoad(look({ busy: 50, idle: 0 }), STILL, 6_000)).toBeNull();
    expect(apacheLoad(look(), STILL, 6_000)).toMatchObject({ waiting: 0 });
  });
});

describe('the workers', () => {
  it.each([
    { change: {}, says: 'well' },
    { change: { busy: 80, idle: 20 }, says: 'well' },
    {
      change: { busy: 81, idle: 19 },
      says: 'threshold performance_issues: 80 of 100 workers are busy, 80 % are too many',
    },
    {
      change: { busy: 96, idle: 4 },
      says: 'threshold partial_outage: 95 of 100 workers are busy, 95 % are too many',
    },
    {
      change: { busy: 100, idle: 0 },
      says: 'overloaded partial_outage: no idle worker: all 99 others are busy, newcomers wait',
    },
    {
      change: { busy: 50, idle: 0 },
      says: 'overloaded performance_issues: no idle worker: all 49 others are busy, 50 more can be started',
    },
    {
      change: { busy: 50, idle: 0, slots: null },
      says: 'overloaded partial_outage: no idle worker: all 49 others are busy, newcomers wait',
    },
    { change: { busy: 1, idle: 0, slots: 1 }, says: 'well' },
    { change: { slots: null }, says: 'well' },
    { change: { busy: 0, idle: 4 }, says: 'well' },
  ])('$change: $says', ({ change, says }) => {
    expect(verdict(change)).toBe(says);
  });

  it('are measured by the capacity that the check knows better', () => {
    expect(verdict({ busy: 41, idle: 60 }, { capacity: 50 })).toBe(
      'threshold performance_issues: 40 of 50 workers are busy, 80 % are too many',
    );
  });
});

describe('a balancer', () => {
  const lost = 'said-failing performance_issues: balancer zope has lost 1 of 2 members: in error b';
  it.each([
    { members: [member('a', 'Init', 'Ok'), member('b', 'Init', 'Ok')], says: 'well' },
    { members: [member('a', 'Init', 'Ok'), member('b', 'Init', 'Err')], says: lost },
    { members: [member('a', 'Init', 'Ok'), member('b', 'Init', 'HcFl')], says: lost },
    { members: [member('a', 'Init', 'Ok'), member('b', 'Init', 'Ign', 'Err')], says: 'well' },
    { members: [member('a', 'Init', 'Ok'), member('b', 'Init', 'Dis', 'Ok')], says: 'well' },
    {
      members: [member('a', 'Init', 'Stby', 'Ok'), member('b', 'Init', 'Err')],
      says: 'said-failing partial_outage: balancer zope lives by its standby alone: in error b',
    },
    {
      members: [member('a', 'Init', 'Drn', 'Ok'), member('b', 'Init', 'Err')],
      says: 'said-failing major_outage: balancer zope has no member left: in error b',
    },
    {
      members: [member('a', 'Init', 'Err'), member('b', 'Init', 'Err', 'Stby')],
      says: 'said-failing major_outage: balancer zope has no member left: in error a, b',
    },
    { members: [member('a', 'Init', 'Dis', 'Ok'), member('b', 'Init', 'Stop')], says: 'well' },
    {
      members: [
        member('a', 'Init', 'Ok'),
        member('b', 'Init', 'Err'),
        { balancer: 'other', name: 'c', words: ['Err'] },
      ],
      says: 'said-failing major_outage: balancer other has no member left: in error c',
    },
  ])('$members: $says', ({ members, says }) => {
    expect(verdict({ members })).toBe(says);
  });
});

describe('between two looks', () => {
  it('rates come from differences, without our own request, never from the mean of a life', () => {
    expect(apacheChange(look(), look({ accesses: 1_301, durationMs: 80_100, uptimeSeconds: 90 }, 30_000))).toEqual({
      restarted: false,
      requestsPerSecond: 10,
      serviceMs: 100,
    });
  });

  it.each([
    { story: 'no look before', before: null, change: {}, restarted: false },
    { story: 'fewer accesses', before: look(), change: { accesses: 3 }, restarted: true },
    { story: 'a shorter life', before: look(), change: { uptimeSeconds: 2 }, restarted: true },
    {
      story: 'another start, as of two servers behind one name',
      before: look(),
      change: { restartTime: 'later' },
      restarted: true,
    },
    { story: 'no totals', before: look({ accesses: null }), change: { accesses: null }, restarted: false },
  ])('nothing is said of the rate after $story', ({ before, change, restarted }) => {
    expect(apacheChange(before, look(change, 30_000))).toEqual({ restarted, requestsPerSecond: null, serviceMs: null });
  });

  it('nothing served is no service time of 0', () => {
    expect(apacheChange(look(), look({}, 30_000))).toMatchObject({ requestsPerSecond: 0, serviceMs: null });
  });
});

describe('the load', () => {
  const change = { restarted: false, requestsPerSecond: 20, serviceMs: 500 };

  it('has nobody waiting while a worker is idle', () => {
    expect(apacheLoad(look(), change, 9_000)).toEqual({ waiting: 0, busy: 10, workers: 100, serviceMs: 500 });
  });

  it('takes our own wait for an answer for that of the others when no worker is idle: rate x wait', () => {
    expect(apacheLoad(look({ busy: 10, idle: 0 }), change, 9_000)).toEqual({
      waiting: 180,
      busy: 9,
      workers: 10,
      serviceMs: 500,
    });
  });
});

describe('the readings', () => {
  it('tell of work and members, and never of clients', () => {
    const text = readFileSync(new URL('../../../fixtures/apache-status/auto-event-busy.txt', import.meta.url), 'utf8');
    const reading = readApacheReport(text);
    const now = { report: reading.kind === 'report' ? reading.report : report(), atMs: 0 };
    expect(apacheReadings(now, { restarted: true, requestsPerSecond: 1.26, serviceMs: null }, aStatusCheck())).toEqual({
      busy: 5,
      idle: 94,
      capacity: 400,
      requestsPerSecond: 1.3,
      load1: 1.71,
      restarted: true,
      'zope http://127.0.0.1:18191': 'Init Ok',
      'zope http://127.0.0.1:18192': 'Init Err',
      'zope http://127.0.0.1:18193': 'Init Stby Ok',
    });
  });
});
