/** What slow means: p95 of the last 20 passes, with two limits so that a value on the line does not flutter. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepHealth, unseen, withLatencyLimit } from '../../../../../shared/rules/health.ts';
import { CHECK, pass, seen, settingsOf, tryOf } from '../../../../harness/tries.ts';

const LIMIT = 100;
const settings = settingsOf({ latencyLimit: LIMIT });

/** Takes latencies in ms (or `null`: a failed try), tells what is believed. */
function watching() {
  let health = unseen(CHECK);
  let at = 0;
  return (ms: number | null) => {
    at += 1_000;
    const outcome = withLatencyLimit({ kind: 'pass', timings: { totalMs: ms ?? 0 } }, LIMIT);
    health = stepHealth(health, ms === null ? tryOf('F', at) : seen(outcome, at), settings);
    return health.settled;
  };
}

describe('a check with a latency limit', () => {
  it('is slow when p95 of the last 20 passes is over its limit, and stops being so only well below', () => {
    const look = watching();
    for (let tries = 0; tries < 19; tries += 1) {
      expect(look(20)).toBe('up');
    }
    expect(look(150)).toBe('up'); // one of twenty is not a trend
    expect(look(150)).toBe('slow');
    for (let tries = 0; tries < 30; tries += 1) {
      expect(look(80)).toBe('slow'); // at 80 % of the limit, not below
    }
    for (let tries = 0; tries < 18; tries += 1) {
      expect(look(79)).toBe('slow');
    }
    expect(look(79)).toBe('up');
  });

  it('calls a pass over the limit slow, and one at the limit a pass', () => {
    expect(withLatencyLimit({ kind: 'pass', timings: { totalMs: 101 } }, LIMIT).kind).toBe('slow');
    expect(withLatencyLimit({ kind: 'pass', timings: { totalMs: 100 } }, LIMIT).kind).toBe('pass');
    expect(withLatencyLimit({ kind: 'pass', timings: { totalMs: 101 } }, undefined).kind).toBe('pass');
  });

  it('is down, not slow, when it fails; failures take no time', () => {
    const look = watching();
    const beliefs = [200, 200, 200, 200, 200, null, null, null, 200, 200].map(look);
    expect(beliefs).toEqual(['up', 'up', 'up', 'up', 'slow', 'slow', 'slow', 'down', 'down', 'slow']);
  });

  it('says what p95 by nearest rank says, whatever the latencies', () => {
    const p95 = (latencies: readonly number[]) => latencies.toSorted((a, b) => a - b)[18] ?? 0;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 60, max: 120 }), { minLength: 20, maxLength: 120 }), (latencies) => {
        const look = watching();
        let slow = false;
        latencies.forEach((ms, index) => {
          const settled = look(ms);
          if (index < 19) {
            slow = settled === 'slow';
            return;
          }
          const last = latencies.slice(index - 19, index + 1);
          slow = slow ? p95(last) >= LIMIT * 0.8 : p95(last) > LIMIT;
          expect(settled).toBe(slow ? 'slow' : 'up');
        });
      }),
    );
  });

  it('forgets no latency over an outage, and never a single one of them calls it slow', () => {
    const look = watching();
    expect([pass(), ...Array(6).fill(pass())].map(() => look(20)).at(-1)).toBe('up');
    expect(look(5_000)).toBe('up');
    for (let tries = 0; tries < 18; tries += 1) {
      expect(look(20)).toBe('up');
    }
  });
});
