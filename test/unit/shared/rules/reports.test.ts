/** People's reports: 10 are fine, 11 are not; what is two hours old is over; a flood stays small. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeReports } from '../../../../electron/probes/count.ts';
import { NO_REPORTS } from '../../../../shared/model/reports.ts';
import { addReports, countReports, reportLevel } from '../../../../shared/rules/reports.ts';
import { aCheck } from '../../../harness/probing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const check = aCheck({ type: 'count', token: 'a-very-secret-token' });
const one = { n: 1, text: '' };

describe("people's reports", () => {
  it.each([
    { count: 0, level: null },
    { count: 1, level: null },
    { count: 10, level: null },
    { count: 11, level: 'performance_issues' },
    { count: 19, level: 'performance_issues' },
    { count: 20, level: 'partial_outage' },
    { count: 49, level: 'partial_outage' },
    { count: 50, level: 'major_outage' },
    { count: 500, level: 'major_outage' },
  ])('mean $level when there are $count', ({ count, level }) => {
    expect(reportLevel(count, check)).toBe(level);
    const outcome = judgeReports(check, { count, said: '', listeningSince: 0 });
    expect(outcome.kind === 'fail' ? [outcome.failure.kind, outcome.failure.level] : outcome.kind).toEqual(
      level === null ? 'pass' : ['reports', level],
    );
  });

  it('are told with what the latest says, on one line', () => {
    const outcome = judgeReports(check, { count: 14, said: 'no\u001b[31mvideo', listeningSince: 0 });
    expect(outcome).toMatchObject({
      failure: { detail: '14 reports within 2 h, 11 are enough; the latest says "no [31mvideo"' },
      readings: { reports: 14 },
    });
  });

  it('that cannot arrive are no sign of health, though those that did still count', () => {
    expect(judgeReports(check, { count: 3, said: '', listeningSince: null })).toMatchObject({
      trouble: { kind: 'deaf' },
    });
    expect(judgeReports(check, { count: 11, said: '', listeningSince: null }).kind).toBe('fail');
  });

  it('count for two hours', () => {
    const start = 1_000 * HOUR;
    const early = addReports(NO_REPORTS, { n: 8, text: '' }, start, check);
    const book = addReports(early, { n: 4, text: '' }, start + HOUR, check);
    expect(countReports(book, start + HOUR, check)).toBe(12);
    expect(countReports(book, start + 2 * HOUR - 1, check)).toBe(12);
    expect(countReports(book, start + 2 * HOUR, check)).toBe(4);
    expect(countReports(book, start + 3 * HOUR, check)).toBe(0);
  });

  it('keep the latest words, until there are newer ones', () => {
    const first = addReports(NO_REPORTS, { n: 1, text: 'no video' }, HOUR, check);
    expect(addReports(first, one, HOUR + 1, check).said).toBe('no video');
    expect(addReports(first, { n: 1, text: 'no sound' }, HOUR + 1, check).said).toBe('no sound');
  });

  it('lose none within their time and stay few spans, however they come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(10 * MINUTE), fc.integer({ min: 1, max: 9 })), { maxLength: 400 }),
        (steps) => {
          let at = 500 * HOUR;
          let book = NO_REPORTS;
          const all: [number, number][] = [];
          for (const [gap, n] of steps) {
            at += gap;
            all.push([at, n]);
            book = addReports(book, { n, text: '' }, at, check);
          }
          const surely = all.filter(([when]) => when > at - check.within + MINUTE).reduce((sum, [, n]) => sum + n, 0);
          const atMost = all.filter(([when]) => when > at - check.within - MINUTE).reduce((sum, [, n]) => sum + n, 0);
          const count = countReports(book, at, check);
          expect(count).toBeGreaterThanOrEqual(surely);
          expect(count).toBeLessThanOrEqual(atMost);
          expect(book.spans.length).toBeLessThanOrEqual(200);
        },
      ),
    );
  });
});
