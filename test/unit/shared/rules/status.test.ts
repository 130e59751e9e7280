/** From checks to a status: the worst wins, and the dark is never green. */
import { describe, expect, it } from 'vitest';
import { CheckId } from '../../../../shared/model/ids.ts';
import { STATUSES } from '../../../../shared/model/status.ts';
import { unseen } from '../../../../shared/rules/health.ts';
import { severityOf, statusOfCheck, worst } from '../../../../shared/rules/status.ts';

const health = (settled: ReturnType<typeof unseen>['settled'], kind?: 'timeout' | 'refused') => ({
  ...unseen(CheckId.parse('a/http')),
  settled,
  lastFailure: kind === undefined ? null : { kind, phase: 'connect' as const, detail: kind },
});
const settings = {
  failureStatuses: { timeout: 'performance_issues' as const },
  failureStatus: 'major_outage' as const,
};

describe('a component', () => {
  it.each([
    ['nothing at all is unknown', [], 'unknown'],
    ['one check in the dark is never green', ['operational', 'unknown'], 'unknown'],
    ['trouble outranks the dark', ['unknown', 'performance_issues'], 'performance_issues'],
    ['maintenance is not trouble, but it is not green', ['operational', 'under_maintenance'], 'under_maintenance'],
    ['the worst wins', ['performance_issues', 'major_outage', 'partial_outage'], 'major_outage'],
  ] as const)('%s', (_story, statuses, expected) => {
    expect(worst(statuses)).toBe(expected);
  });

  it('takes the status that its check names for the kind of failure, else its default', () => {
    expect(statusOfCheck(health('down', 'timeout'), settings)).toBe('performance_issues');
    expect(statusOfCheck(health('down', 'refused'), settings)).toBe('major_outage');
    expect(statusOfCheck(health('up'), settings)).toBe('operational');
    expect(statusOfCheck(health('slow'), settings)).toBe('performance_issues');
    expect(statusOfCheck(health('starting'), settings)).toBe('under_maintenance');
    expect(statusOfCheck(health('unknown'), settings)).toBe('unknown');
  });

  it.each([
    [
      'the file names the kind: it wins over what the check says itself',
      'certificate',
      'major_outage',
      'partial_outage',
    ],
    [
      'the check says itself what it amounts to: that wins over its default',
      'threshold',
      'performance_issues',
      'performance_issues',
    ],
    ['refused politely is a partial outage', 'overloaded', undefined, 'partial_outage'],
    ['few reports are what the check says', 'reports', 'performance_issues', 'performance_issues'],
    ['many reports are what the check says', 'reports', 'major_outage', 'major_outage'],
    ['the rest is the default of the check', 'refused', undefined, 'major_outage'],
  ] as const)('%s', (_rule, kind, level, expected) => {
    const lastFailure = { kind, phase: 'connect' as const, detail: kind, ...(level !== undefined && { level }) };
    const down = { ...health('down'), lastFailure };
    const own = { failureStatuses: { certificate: 'partial_outage' as const }, failureStatus: 'major_outage' as const };
    expect(statusOfCheck(down, own)).toBe(expected);
  });

  it('never makes more of a kind than the check makes of any failure', () => {
    const down = {
      ...health('down'),
      lastFailure: { kind: 'overloaded' as const, phase: 'headers' as const, detail: '503' },
    };
    expect(statusOfCheck(down, { failureStatuses: {}, failureStatus: 'performance_issues' })).toBe(
      'performance_issues',
    );
  });

  it('has a severity for every trouble', () => {
    expect(
      ['major_outage', 'partial_outage', 'performance_issues'].map((status) => severityOf(status as never)),
    ).toEqual(['critical', 'high', 'low']);
    expect(STATUSES).toHaveLength(6);
  });
});
