/** Healthy or not: watching is the only good answer, and silence of the main process never is one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../../../shared/rules/health-port/verdict.ts';
import { NO_WARM_UP } from '../../../../../shared/rules/health-port/warm-up.ts';
import { aBeat, arbitrary, WARMING } from '../../../../harness/health.ts';

const blind = { watching: false, because: 'Asleep for 42m; looking again' };

describe('the verdict', () => {
  it.each([
    { story: 'that watches', beat: aBeat(), ageMs: 0, kind: 'healthy', words: undefined },
    { story: 'heard just in time', beat: aBeat(), ageMs: 4_999, kind: 'healthy', words: undefined },
    {
      story: 'not heard any more',
      beat: aBeat(),
      ageMs: 7_400,
      kind: 'silent',
      words: 'Not watching: main process has not answered for 7 s',
    },
    { story: 'not heard yet', beat: null, ageMs: 0, kind: 'starting', words: 'Instance is booting' },
    {
      story: 'without an engine yet',
      beat: aBeat({ phase: { kind: 'starting' }, watcher: null, warmUp: WARMING }),
      ageMs: 0,
      kind: 'starting',
      words: 'Warmup in progress: 3 of 12 checks have answered',
    },
    {
      story: 'without an engine yet, and nothing to warm up',
      beat: aBeat({ phase: { kind: 'starting' }, watcher: null, warmUp: NO_WARM_UP }),
      ageMs: 0,
      kind: 'starting',
      words: 'Instance is booting',
    },
    {
      story: 'in its first round, though it watches',
      beat: aBeat({ warmUp: WARMING }),
      ageMs: 0,
      kind: 'starting',
      words: 'Warmup in progress: 3 of 12 checks have answered',
    },
    {
      story: 'whose first round was given up',
      beat: aBeat({ warmUp: { ...WARMING, state: 'given-up' } }),
      ageMs: 0,
      kind: 'healthy',
      words: undefined,
    },
    {
      story: 'that asked for no warm-up',
      beat: aBeat({ warmUp: NO_WARM_UP }),
      ageMs: 0,
      kind: 'healthy',
      words: undefined,
    },
    {
      story: 'that is to get nobody new',
      beat: aBeat({ phase: { kind: 'draining', reason: 'update' }, warmUp: WARMING }),
      ageMs: 0,
      kind: 'draining',
      words: 'Draining: update',
    },
    {
      story: 'that does not watch',
      beat: aBeat({ watcher: blind }),
      ageMs: 0,
      kind: 'blind',
      words: 'Not watching: Asleep for 42m; looking again',
    },
  ])('about a house $story', ({ beat, ageMs, kind, words }) => {
    const verdict = verdictOf({ beat, ageMs });
    expect(verdict.kind).toBe(kind);
    expect('words' in verdict ? verdict.words : undefined).toBe(words);
  });

  it('is good only about a house that was heard just now, serves and watches', () => {
    fc.assert(
      fc.property(arbitrary.circumstances, ({ beat, ageMs }) => {
        const good = verdictOf({ beat, ageMs }).kind === 'healthy';
        const watches = beat?.phase.kind === 'serving' && beat.watcher?.watching === true && ageMs < 5_000;
        expect(good && !watches).toBe(false);
      }),
    );
  });
});
