/** Two sides of one trouble: when they are the same page, and how they are told apart. */
import { describe, expect, it } from 'vitest';
import type { ReplayedIncident } from '../../../../../shared/contract/replay.ts';
import { ComponentId } from '../../../../../shared/model/ids.ts';
import { compareIncidents } from '../../../../../shared/rules/replay/compare.ts';
import { replayRowText } from '../../../../../shared/rules/replay/text.ts';

const API = ComponentId.parse('api');
const side = (change: Partial<ReplayedIncident> = {}): ReplayedIncident => ({
  since: 0,
  openedAt: 20_000,
  pagedAt: 45_000,
  paged: ['kim'],
  firstTold: ['kim by kim-hook'],
  everTold: ['kim by kim-hook'],
  steps: 1,
  resolvedAt: 600_000,
  severity: 'critical',
  because: 'refused',
  ...change,
});
const both = (replayed: Partial<ReplayedIncident>) => compareIncidents(API, [side()], [side(replayed)])[0];

describe('two sides of a trouble', () => {
  it.each([
    ['same', { pagedAt: 52_000 }],
    ['same', { steps: null, resolvedAt: null }],
    ['other', { firstTold: ['sam by sam-hook'], everTold: ['sam by sam-hook'], paged: ['sam'] }],
    ['other', { firstTold: ['kim by kim-phone'], everTold: ['kim by kim-phone'] }],
    ['other', { everTold: ['kim by kim-hook', 'sam by sam-hook'] }],
    ['other', { steps: 2 }],
    ['gone', { pagedAt: null, paged: [], firstTold: [], everTold: [] }],
  ] as const)('are %s: %j', (verdict, change) => {
    expect(both(change)?.verdict).toBe(verdict);
  });

  it('say who by which channel, and who came later, where they are not the same', () => {
    const row = both({ everTold: ['kim by kim-hook', 'sam by sam-hook'], steps: 2 });
    expect(row && replayRowText(row)).toContain(
      'both page, but not the same  happened: kim by kim-hook after 45 s (critical), 1 step  ' +
        'replayed: kim by kim-hook after 45 s (critical), then sam by sam-hook, 2 steps',
    );
  });
});
