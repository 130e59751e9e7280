/** People's reports: 10 are fine, 11 are not; what is two hours old is over; a flood stays small. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeReports } from '../../../../electron/probes/count.ts';
import { NO_REPORTS, type ReportBook } from '../../../../shared/model/reports.ts';
import { addReports, countReports, reportLevel } from '../../../../shared/rules/reports.ts';
import { aCheck } from '../../../harness/probing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const check = aCheck({ type: 'count', token: 'a-very-secret-token' });
const some = (n: number, text = '', who: string | null = null) => ({ kind: 'some' as const, n, who, text });
const one = some(1);

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
    const early = addReports(NO_REPORTS, some(8), start, check);
    const book = addReports(early, some(4), start + HOUR, check);
    expect(countReports(book, start + HOUR, check)).toBe(12);
    expect(countReports(book, start + 2 * HOUR - 1, check)).toBe(12);
    expect(countReports(book, start + 2 * HOUR, check)).toBe(4);
    expect(countReports(book, start + 3 * HOUR, check)).toBe(0);
  });

  it('keep the latest words, until there are newer ones', () => {
    const first = addReports(NO_REPORTS, some(1, 'no video'), HOUR, check);
    expect(addReports(first, one, HOUR + 1, check).said).toBe('no video');
    expect(addReports(first, some(1, 'no sound'), HOUR + 1, check).said).toBe('no sound');
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
            book = addReports(book, some(n), at, check);
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

  it('of the same person within two hours are one, and two people are two', () => {
    const said = (book: ReportBook, who: string, at: number) =>
      addReports(book, some(1, `${who} again`, who), at, check);
    let book = said(said(said(NO_REPORTS, 'ann', HOUR), 'bob', HOUR + 2 * MINUTE), 'ann', HOUR + 2 * MINUTE);
    expect([countReports(book, HOUR + 2 * MINUTE, check), book.said]).toEqual([2, 'ann again']);
    book = said(book, 'ann', 3 * HOUR);
    expect(countReports(book, 3 * HOUR, check)).toBe(2); // bob's last, and ann's new one
    expect(book.people.map(([who]) => who)).toEqual(['bob', 'ann']);
  });

  it('counted by somebody himself are as many as he said last, beside those that came one by one', () => {
    const total = (book: ReportBook, n: number, at: number) =>
      addReports(book, { kind: 'total', n, text: '' }, at, check);
    const first = total(addReports(NO_REPORTS, one, HOUR, check), 37, HOUR);
    expect(countReports(first, HOUR + 1, check)).toBe(38);
    expect(countReports(total(first, 3, HOUR + 1), HOUR + 1, check)).toBe(4);
    expect(countReports(total(first, 0, HOUR + 1), HOUR + 1, check)).toBe(1);
    expect(countReports(first, 3 * HOUR, check)).toBe(0);
  });

  it('never count more than once for one person, in whatever order they come', () => {
    const who = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.array(fc.tuple(who, fc.nat(HOUR)), { maxLength: 60 }), (reports) => {
        const sorted = reports.toSorted(([, one], [, other]) => one - other);
        const book = sorted.reduce(
          (before, [name, at]) => addReports(before, some(1, '', name), at, check),
          NO_REPORTS,
        );
        expect(countReports(book, HOUR, check)).toBe(new Set(reports.map(([name]) => name)).size);
      }),
    );
  });
});
