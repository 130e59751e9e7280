/** The check of alerts: what is said is what it sees. */
import { describe, expect, it } from 'vitest';
import type { HeardAlerts } from '../../../../electron/engine/ports/heard.ts';
import { judgeAlerts } from '../../../../electron/probes/alert.ts';

describe('alerts', () => {
  it.each<[story: string, heard: HeardAlerts, outcome: object]>([
    ['that are none pass', { kind: 'well' }, { kind: 'pass' }],
    ['that could not be heard are not well', { kind: 'deaf' }, { kind: 'inconclusive', trouble: { kind: 'deaf' } }],
    [
      'that are critical are a major outage',
      { kind: 'failing', cause: 'x', severity: 'critical' },
      { kind: 'fail', failure: { kind: 'said-failing', detail: 'x', level: 'major_outage' } },
    ],
    [
      'that are low are performance issues',
      { kind: 'failing', cause: 'x', severity: 'low' },
      { kind: 'fail', failure: { level: 'performance_issues' } },
    ],
  ])('%s', (_, heard, outcome) => {
    expect(judgeAlerts(heard)).toMatchObject(outcome);
  });
});
