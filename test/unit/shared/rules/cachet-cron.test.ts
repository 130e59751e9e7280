/** The preset `cachet-cron`, row by row as the script does that it is named after: first the answer, then people's reports. */
import { describe, expect, it } from 'vitest';
import type { CheckHealth } from '../../../../shared/model/health.ts';
import type { FailureKind } from '../../../../shared/model/observation.ts';
import type { Trouble } from '../../../../shared/model/status.ts';
import { verdictOf } from '../../../../shared/rules/component-status.ts';
import { unseen } from '../../../../shared/rules/health.ts';
import { reportLevel } from '../../../../shared/rules/reports.ts';
import { configOf, fileOf } from '../../../harness/watch-story.ts';

type Table = Readonly<Record<string, string>>;

function componentWith(failureStatuses: Table) {
  const checks = [
    { type: 'http' as const, url: 'https://stream.example/', verifyTls: false, failureStatuses },
    { type: 'count' as const, token: 'a-token-nobody-guesses' },
  ];
  const component = configOf(fileOf({ components: [{ id: 'stream', checks: checks as never }] })).components.get(
    'stream' as never,
  );
  if (component === undefined) {
    throw new Error('the component is in the file');
  }
  return component;
}

function down(kind: FailureKind, level?: Trouble): Partial<CheckHealth> {
  return {
    settled: 'down',
    lastFailure: { kind, phase: 'headers', detail: kind, ...(level !== undefined && { level }) },
  };
}

/** What the component is while its site does this and so many people complain. */
function status(site: FailureKind | 'ok', reports: number, table: Table = { preset: 'cachet-cron' }) {
  const component = componentWith(table);
  const [http, count] = component.checks;
  if (http === undefined || count?.type !== 'count') {
    throw new Error('both checks are in the file');
  }
  const level = reportLevel(reports, count);
  const up: Partial<CheckHealth> = { settled: 'up' };
  return verdictOf(
    [
      { ...unseen(http.id), ...(site === 'ok' ? up : down(site)) },
      { ...unseen(count.id), ...(level === null ? up : down('reports', level)) },
    ],
    component,
  ).status;
}

describe('the preset cachet-cron', () => {
  it.each([
    ['ok', 0, 'operational'],
    ['ok', 1, 'operational'],
    ['ok', 10, 'operational'],
    ['ok', 11, 'performance_issues'],
    ['ok', 19, 'performance_issues'],
    ['ok', 20, 'partial_outage'],
    ['ok', 49, 'partial_outage'],
    ['ok', 50, 'major_outage'],
    ['ok', 500, 'major_outage'],
    ['wrong-status', 0, 'major_outage'],
    ['wrong-status', 12, 'major_outage'],
    ['overloaded', 0, 'major_outage'],
    ['proxy-error', 0, 'major_outage'],
    ['timeout', 60, 'performance_issues'],
    ['refused', 0, 'performance_issues'],
    ['no-route', 0, 'performance_issues'],
    ['reset', 0, 'performance_issues'],
    ['closed', 0, 'performance_issues'],
    ['dns', 0, 'performance_issues'],
    ['tls', 0, 'performance_issues'],
    ['protocol', 0, 'performance_issues'],
    ['wrong-content', 0, 'major_outage'],
  ] as const)('%s and %i reports: %s', (site, reports, expected) => {
    expect(status(site, reports)).toBe(expected);
  });

  it('may be changed kind by kind', () => {
    const table = { preset: 'cachet-cron', refused: 'major_outage' };
    expect(status('refused', 0, table)).toBe('major_outage');
    expect(status('timeout', 0, table)).toBe('performance_issues');
  });

  it('is not what happens without it', () => {
    expect(status('timeout', 0, {})).toBe('major_outage');
    expect(status('overloaded', 0, {})).toBe('partial_outage');
  });
});
