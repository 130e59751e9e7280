/** From checks to the status of their component: the worst wins, but for n of m and people's reports. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckHealth } from '../../../../shared/model/health.ts';
import type { FailureKind } from '../../../../shared/model/observation.ts';
import type { Trouble } from '../../../../shared/model/status.ts';
import { verdictOf } from '../../../../shared/rules/component-status.ts';
import { unseen } from '../../../../shared/rules/health.ts';
import { STATUS_RANK, statusOfCheck, worst } from '../../../../shared/rules/status.ts';
import { describeChecks } from '../../../../shared/rules/watch/words.ts';
import { configOf, fileOf } from '../../../harness/watch-story.ts';

const IDS = ['web/a', 'web/b', 'web/c'] as const;
const tcp = { type: 'tcp' as const, host: '127.0.0.1', port: 1 };

/** Three checks; the third is a partial outage at most. */
function componentWith(redundancy?: { atLeast: number; backups?: string[]; checks?: string[] }) {
  const checks = IDS.map((id) => ({ ...tcp, id, ...(id === 'web/c' && { failureStatus: 'partial_outage' as const }) }));
  const file = fileOf({ components: [{ id: 'web', checks, ...(redundancy && { redundancy }) }] });
  const component = configOf(file).components.get('web' as never);
  if (component === undefined) {
    throw new Error('the component is in the file');
  }
  return component;
}

/** + up, ~ slow, x down, ? unknown, s starting, r people report it. */
const STATES: Readonly<Record<string, Partial<CheckHealth>>> = {
  '+': { settled: 'up' },
  '~': { settled: 'slow' },
  x: failed('refused'),
  '?': { settled: 'unknown' },
  s: { ...failed('starting'), settled: 'starting' },
  r: failed('reports', 'major_outage'),
};

function failed(kind: FailureKind, level?: Trouble): Partial<CheckHealth> {
  const lastFailure = { kind, phase: 'connect' as const, detail: kind, ...(level !== undefined && { level }) };
  return { settled: 'down', failures: 3, failStreak: 3, lastFailure };
}

const healths = (states: string): CheckHealth[] =>
  [...states].map((state, index) => ({ ...unseen(IDS[index] as never), ...STATES[state] }));
const verdict = (states: string, redundancy?: Parameters<typeof componentWith>[0]) =>
  verdictOf(healths(states), componentWith(redundancy));

describe('a component without a redundancy rule', () => {
  it.each([
    ['+++', 'operational'],
    ['++?', 'unknown'],
    ['+s?', 'under_maintenance'],
    ['+~s', 'performance_issues'],
    ['++x', 'partial_outage'],
    ['x~x', 'major_outage'],
  ])('%s is %s: the worst of its checks', (states, expected) => {
    expect(verdict(states).status).toBe(expected);
  });

  it('names the check that decides: the worst, and among equals the first in the file', () => {
    expect(verdict('~xx').decisive?.checkId).toBe('web/b');
    expect(verdict('+++').decisive?.checkId).toBe('web/a');
    expect(verdictOf([], componentWith()).decisive).toBe(null);
  });
});

describe('n of m', () => {
  const two = { atLeast: 2 };
  const backup = { atLeast: 1, backups: ['web/b', 'web/c'] };
  it.each([
    ['all up', '+++', two, 'operational', 'Passing'],
    ['losing one is a warning', 'x++', two, 'performance_issues', '2 of 3 up, 2 needed: refused, 3 failures'],
    [
      'losing the mild one is a warning, too',
      '++x',
      two,
      'performance_issues',
      '2 of 3 up, 2 needed: refused, 3 failures',
    ],
    [
      'too few up is the worst of the failing ones',
      'xx+',
      two,
      'major_outage',
      '1 of 3 up, 2 needed: refused, 3 failures',
    ],
    ['and no worse than they are', 'x~x', { atLeast: 3 }, 'major_outage', '1 of 3 up, 3 needed: refused, 3 failures'],
    // Our own blindness is nobody's loss: the one in the dark may well be the one that is needed. Not green, and no outage either.
    [
      'a loss beside one that is not known is a warning while that one would be enough',
      '+?x',
      two,
      'performance_issues',
      '1 of 3 up, 1 not known, 2 needed: refused, 3 failures',
    ],
    [
      'an outage where even the one that is not known would not be enough',
      'x?x',
      two,
      'major_outage',
      '0 of 3 up, 1 not known, 2 needed: refused, 3 failures',
    ],
    [
      'where only a backup could be left it is a partial outage',
      'x?x',
      backup,
      'partial_outage',
      'up only by its backup, if at all: 0 of 3 up, 1 not known, 1 needed: refused, 3 failures',
    ],
    [
      'one that is not known may be the primary: nobody knows that only a backup is left',
      '?x+',
      backup,
      'performance_issues',
      '1 of 3 up, 1 not known, 1 needed: refused, 3 failures',
    ],
    ['all lost is an outage', 'xxx', two, 'major_outage', '0 of 3 up, 2 needed: refused, 3 failures'],
    [
      'unknown is never operational, however many are up',
      '++?',
      two,
      'unknown',
      '2 of 3 up, 1 not known, 2 needed: Not looked at yet',
    ],
    ['too few known is not known', '+??', two, 'unknown', '1 of 3 up, 2 not known, 2 needed: Not looked at yet'],
    [
      'one that says it is starting is not in service',
      's++',
      two,
      'under_maintenance',
      '2 of 3 up, 1 starting, 2 needed: starting',
    ],
    // Starting is shown and not paged until its own grace is over: it must not page by its neighbour what it may not page itself.
    [
      'a loss beside one that starts is a warning until that one has started for too long',
      'sx+',
      two,
      'performance_issues',
      '1 of 3 up, 1 starting, 2 needed: refused, 3 failures',
    ],
    ['slow still serves', '~+x', two, 'performance_issues', '2 of 3 up, 2 needed: refused, 3 failures'],
    [
      'up only by its backup is a partial outage',
      'x++',
      backup,
      'partial_outage',
      'up only by its backup: 2 of 3 up, 1 needed: refused, 3 failures',
    ],
    ['a lost backup is a warning', '+x+', backup, 'performance_issues', '2 of 3 up, 1 needed: refused, 3 failures'],
    [
      'backups lost with the rest is an outage',
      'xxx',
      backup,
      'major_outage',
      '0 of 3 up, 1 needed: refused, 3 failures',
    ],
    [
      'a check beside those that stand in for each other counts as it is',
      '++x',
      { atLeast: 1, checks: ['web/a', 'web/b'] },
      'partial_outage',
      'refused, 3 failures',
    ],
    [
      'and is not one of them',
      'xx+',
      { atLeast: 1, checks: ['web/a', 'web/b'] },
      'major_outage',
      '0 of 2 up, 1 needed: refused, 3 failures',
    ],
  ])('%s: %s', (_rule, states, redundancy, expected, words) => {
    expect(verdict(states, redundancy).status).toBe(expected);
    expect(describeChecks(healths(states), componentWith(redundancy))).toBe(words);
  });

  it('is never better than the truth: green only if every check is up, an outage as soon as too few can be', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('+', '~', 'x', '?', 's'), minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.subarray([...IDS], { maxLength: 2 }),
        (states, atLeast, backups) => {
          const rule = { atLeast, backups };
          const component = componentWith(rule);
          const { status } = verdictOf(healths(states), component);
          const own = healths(states).map((health, index) => statusOfCheck(health, component.checks[index] as never));
          const lost = [...states].filter((state) => state === 'x').length;
          expect(status === 'operational').toBe(states === '+++');
          expect(STATUS_RANK[status]).toBeLessThanOrEqual(STATUS_RANK[worst(own)]);
          if (states.length - lost < atLeast) {
            expect(status).toBe(worst(own));
          }
          if (states.includes('x')) {
            expect(STATUS_RANK[status]).toBeGreaterThanOrEqual(STATUS_RANK.performance_issues);
          }
        },
      ),
    );
  });
});

describe('what could not be judged', () => {
  it('makes no redundancy rule worse than not known, whichever member it is and whatever the others are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('+', '~', 'x', '?', 's'), minLength: 3, maxLength: 3 }),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 1, max: 3 }),
        fc.subarray([...IDS], { maxLength: 2 }),
        (states, place, atLeast, backups) => {
          const blinded = [...states].with(place, '?').join('');
          const before = verdict(states, { atLeast, backups }).status;
          const after = verdict(blinded, { atLeast, backups }).status;
          expect(STATUS_RANK[after]).toBeLessThanOrEqual(Math.max(STATUS_RANK[before], STATUS_RANK.unknown));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("people's reports", () => {
  it.each([
    ['alone count by their level', '++r', 'major_outage'],
    ['add nothing while a check sees trouble itself', '+xr', 'major_outage'],
    ['make nothing worse than what a check sees', '~+r', 'performance_issues'],
    ['count while the checks are merely not known', '+?r', 'major_outage'],
    ['count while a check says that it is starting', '+sr', 'major_outage'],
  ])('%s', (_rule, states, expected) => {
    expect(verdict(states).status).toBe(expected);
  });

  it('explain nothing while they do not count', () => {
    expect(describeChecks(healths('~+r'), componentWith())).toMatch(/^Slow/);
  });
});
