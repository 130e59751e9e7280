import { describe, expect, it } from 'vitest';
import { createLag } from '../../../../electron/engine/lag.ts';
import type { ProbeOutcome } from '../../../../shared/model/observation.ts';
import { despiteStall } from '../../../../shared/rules/blame.ts';
import { movableClock } from '../../../harness/clock.ts';

describe('the lag', () => {
  it('is watched only while somebody waits', async () => {
    const clock = movableClock();
    const lag = createLag(clock);
    expect(clock.waiting).toBe(0);
    const over = lag.watch();
    await clock.advance(10_000);
    expect(clock.waiting).toBe(1);
    over();
    await clock.advance(1_000);
    expect(clock.waiting).toBe(0);
  });

  it('tells the longest moment in which nothing of ours ran, to whoever waited then', async () => {
    const clock = movableClock();
    const lag = createLag(clock);
    const began = clock.monotonicMs();
    lag.watch();
    await clock.advance(100);
    clock.standStill(8_000);
    expect(lag.worstSince(began)).toBeGreaterThan(7_000); // before its own timer has had its turn
    await clock.advance(1_000);
    const after = clock.monotonicMs();
    expect(lag.worstSince(began)).toBeGreaterThan(7_000);
    expect(lag.worstSince(after)).toBe(0);
  });
});

describe('an outcome measured while we stood still', () => {
  const timings = { totalMs: 3_000 };
  const silent: ProbeOutcome = {
    kind: 'fail',
    failure: { kind: 'timeout', phase: 'headers', detail: 'no answer within 10 s' },
    timings,
  };
  const refused: ProbeOutcome = { ...silent, failure: { ...silent.failure, kind: 'refused' } };

  it.each([
    ['silence for a good part of its time is ours', silent, 2_000, 'inconclusive'],
    ['silence in spite of a short stall is the target’s', silent, 1_999, 'fail'],
    ['an answer is an answer', refused, 9_000, 'fail'],
    ['a pass is a pass', { kind: 'pass', timings } as const, 9_000, 'pass'],
    ['slow because of us is not slow', { kind: 'slow', limitMs: 1_000, timings } as const, 2_000, 'inconclusive'],
    ['slow in any case is slow', { kind: 'slow', limitMs: 1_000, timings } as const, 1_999, 'slow'],
    ['no stall changes nothing', silent, 0, 'fail'],
  ])('%s', (_story, outcome, stalledMs, kind) => {
    expect(despiteStall(outcome, stalledMs, 10_000).kind).toBe(kind);
  });
});
