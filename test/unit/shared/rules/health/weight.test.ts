/** What failures amount to is settled like everything else: one odd try makes an outage neither worse nor milder. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckHealth } from '../../../../../shared/model/health.ts';
import type { Outcome } from '../../../../../shared/model/observation.ts';
import type { Trouble } from '../../../../../shared/model/status.ts';
import { isUndecided, loseSight, stepHealth, unseen } from '../../../../../shared/rules/health.ts';
import { STATUS_RANK, statusOfCheck } from '../../../../../shared/rules/status.ts';
import { CHECK, pass, seen, settingsOf } from '../../../../harness/tries.ts';

const LEVELS = { p: 'performance_issues', o: 'partial_outage', M: 'major_outage' } as const;
const SHORT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(LEVELS).map(([a, b]) => [b, a])),
};

function failing(level: Trouble, detail: string): Outcome {
  return { kind: 'fail', failure: { kind: 'said-failing', phase: 'body', detail, level }, timings: { totalMs: 1 } };
}

/** p, o, M: failures that amount to performance issues, a partial, a major outage; S passes. What is believed after each. */
function beliefs(letters: string, settings = settingsOf(), start = unseen(CHECK)): CheckHealth[] {
  let health = start;
  return [...letters].map((letter, index) => {
    const outcome = letter === 'S' ? pass() : failing(LEVELS[letter as keyof typeof LEVELS], `try ${index}`);
    health = stepHealth(health, seen(outcome, index * 10_000), settings);
    return health;
  });
}
/** As letters: . not down. */
const said = (letters: string, settings = settingsOf()) =>
  beliefs(letters, settings)
    .map((health) => (health.settled === 'down' ? SHORT[statusOfCheck(health, settings)] : '.'))
    .join('');

describe('what a failing check amounts to', () => {
  it.each([
    ['a single worse one changes nothing', 'oooMoo', '..oooo'],
    ['nor two, with a pass or a milder one between', 'oooMMSMMoMM', '..ooooooooo'],
    ['fall worse ones in a row do', 'oooMMMM', '..oooMM'],
    ['fall milder ones in a row do, too', 'MMMooMooop', '..MMMMMMoo'],
    ['worse ones of two kinds are at least the milder of them', 'pppoMMM', '..pppoo'],
    ['and the worse kind once it has lasted as long itself', 'pppoMMMMM', '..pppoooM'],
    ['milder ones of two kinds are the worse of them', 'MMMpopp', '..MMMoo'],
    ['going down it is the mildest of the row, and the others may confirm it soon', 'MMoMMM', '..oooM'],
    ['the mildest wherever it stands in the row', 'oMMM', '..oM'],
    ['what was forgiven by a pass has no say in it', 'pSMMM', '....M'],
  ])('%s: %s', (_rule, letters, expected) => {
    expect(said(letters)).toBe(expected);
  });

  it('takes one for an answer where the check does', () => {
    expect(said('oMoS', settingsOf({ fall: 1, rise: 1 }))).toBe('oMo.');
  });

  it('goes by what the file makes of it, not by the kind', () => {
    const mild = settingsOf({ failureStatuses: { 'said-failing': 'performance_issues' } });
    expect(said('oooM', mild)).toBe('..pp');
    expect(beliefs('oooM', mild).at(-1)).toMatchObject({ lastFailure: { detail: 'try 3' }, contrary: null });
  });

  it('is looked at more often while that is open, and no longer', () => {
    expect(beliefs('oooMoMMM').map(isUndecided)).toEqual([true, true, false, true, false, true, true, false]);
  });

  it('keeps the words of what is settled, and the latest beside them', () => {
    expect(beliefs('oooM').at(-1)).toMatchObject({
      lastFailure: { detail: 'try 2' },
      contrary: { latest: { detail: 'try 3' }, times: 1 },
    });
    expect(beliefs('oooMo').at(-1)).toMatchObject({ lastFailure: { detail: 'try 4' }, contrary: null });
  });

  it('is open no more when we lost sight of it', () => {
    const lost = loseSight(beliefs('oooMM').at(-1) ?? unseen(CHECK), 100_000);
    expect(lost.contrary).toBe(null);
  });

  it('is never worse than the mildest of the latest fall failures or what it was, nor milder than the worst of them', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('p', 'o', 'M'), maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        (letters, fall) => {
          const settings = settingsOf({ fall });
          const ranks = [...letters].map((letter) => STATUS_RANK[LEVELS[letter as keyof typeof LEVELS]]);
          const settled = beliefs(letters, settings).map((health) =>
            health.settled === 'down' ? STATUS_RANK[statusOfCheck(health, settings)] : 0,
          );
          settled.forEach((rank, index) => {
            const before = settled[index - 1] ?? 0;
            const latest = ranks.slice(Math.max(0, index - fall + 1), index + 1);
            if (rank > before) {
              expect(rank).toBe(Math.min(...latest));
            }
            if (rank < before) {
              expect(rank).toBe(Math.max(...latest));
            }
          });
        },
      ),
    );
  });
});
