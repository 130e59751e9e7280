/** One try: its phases add up, its one end stands, and its own stumbling is not the target's. */
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../../electron/engine/ports/clock.ts';
import { type Attempt, beginAttempt } from '../../../../electron/probes/attempt.ts';
import { movableClock } from '../../../harness/clock.ts';
import { aContext, failureOf, troubleOf } from '../../../harness/probing.ts';

function begin(begun: (attempt: Attempt) => void, clock: Clock = movableClock(), secondLook = async () => true) {
  return beginAttempt({ timeoutMs: 10_000, context: aContext({ clock }), secondLook }, begun);
}

const coded = (code: string) => Object.assign(new Error(code), { code, syscall: 'connect' });

describe('a try', () => {
  it('adds up phases that come again, and leaves out those that never came', async () => {
    const clock = movableClock();
    const trying = begin(async (attempt) => {
      for (const phase of ['connect', 'headers', 'connect', 'send', 'headers', 'body'] as const) {
        attempt.enter(phase);
        await clock.advance(10);
      }
      attempt.pass();
    }, clock);
    expect(await trying).toEqual({
      kind: 'pass',
      timings: { connectMs: 20, firstByteMs: 30, bodyMs: 10, totalMs: 60 },
      readings: {},
    });
  });

  it('ends once: what comes later changes nothing, and what was open is closed once', async () => {
    let closed = 0;
    const clock = movableClock();
    const outcome = await begin((attempt) => {
      attempt.stop = () => {
        closed += 1;
        attempt.fail({ kind: 'closed', detail: 'by our own closing' });
      };
      attempt.pass();
      attempt.broke(coded('ECONNRESET'));
    }, clock);
    await clock.advance(60_000);
    expect({ kind: outcome.kind, closed, timers: clock.waiting }).toEqual({ kind: 'pass', closed: 1, timers: 0 });
  });

  it('calls what goes wrong in our own handlers a bug', async () => {
    const atOnce = begin(() => {
      throw new TypeError('no such thing');
    });
    const later = begin((attempt) => {
      const handler = attempt.guarded((length: number) => new Array(length));
      setImmediate(() => handler(-1));
    });
    expect(troubleOf(await atOnce)).toEqual({ kind: 'bug', detail: 'TypeError: no such thing' });
    expect(troubleOf(await later)).toEqual({ kind: 'bug', detail: 'RangeError: Invalid array length' });
  });

  it('waits for the second look, whatever its own closing stirs up meanwhile', async () => {
    const outcome = await begin(
      (attempt) => {
        attempt.stop = () => attempt.broke(new Error('given up'));
        attempt.broke(coded('ENOTFOUND'));
      },
      movableClock(),
      () => new Promise((resolve) => setImmediate(() => resolve(true))),
    );
    expect(failureOf(outcome).kind).toBe('dns');
  });

  it('does not blame the target when the second look itself breaks', async () => {
    const outcome = await begin(
      (attempt) => attempt.broke(coded('EAI_AGAIN')),
      movableClock(),
      () => Promise.reject(new Error('no datagrams here')),
    );
    expect(troubleOf(outcome)).toEqual({ kind: 'bug', detail: 'Error: no datagrams here' });
  });

  it('reads an answer that waits in the kernel before it says that time is up', async () => {
    const due: (() => void)[] = [];
    const clock = {
      ...movableClock(),
      after: (_ms: number, task: () => void) => {
        due.push(task);
        return () => undefined;
      },
    };
    const outcome = await begin((attempt) => {
      setImmediate(() => attempt.pass()); // the next turn of the event loop brings the answer
      due[0]?.();
    }, clock);
    expect(outcome.kind).toBe('pass');
  });

  it.each([
    { lateMs: 900, kind: 'fail' },
    { lateMs: 1_100, kind: 'inconclusive' },
  ])('whose deadline comes $lateMs ms late ends as $kind', async ({ lateMs, kind }) => {
    let now = 0;
    const due: (() => void)[] = [];
    const clock = {
      ...movableClock(),
      monotonicMs: () => now,
      after: (_ms: number, task: () => void) => {
        due.push(task);
        return () => undefined;
      },
    };
    const trying = begin(() => undefined, clock);
    now = 10_000 + lateMs;
    due[0]?.();
    expect((await trying).kind).toBe(kind);
  });
});
