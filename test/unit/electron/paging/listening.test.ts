import { describe, expect, it } from 'vitest';
import { keepLooking, type Look, within } from '../../../../electron/paging/channels/listening.ts';
import { movableClock } from '../../../harness/clock.ts';

const fine: Look = { kind: 'fine', nextMs: 10_000 };
const down: Look = { kind: 'trouble', reason: 'nothing listens there' };

/** A listener whose looks bring what the test says, and then nothing new. */
function listener(looks: readonly (Look | Error)[]) {
  const clock = movableClock();
  const controller = new AbortController();
  const told: (string | null)[] = [];
  const at: number[] = [];
  const begun = clock.now();
  const look = async () => {
    const seen = looks[at.length] ?? fine;
    at.push((clock.now() - begun) / 1_000);
    if (seen instanceof Error) {
      throw seen;
    }
    return seen;
  };
  const ended = keepLooking(look, { signal: controller.signal, clock, trouble: (reason) => told.push(reason) });
  return { clock, controller, told, at, ended };
}

describe('listening', () => {
  it('looks at once, and again after each wait', async () => {
    const { clock, at, told } = listener([]);
    await clock.advance(30_000);
    expect(at).toEqual([0, 10, 20, 30]);
    expect(told).toEqual([]);
  });

  it('waits longer after each failure, at most five minutes, and says so once', async () => {
    const { clock, at, told } = listener(Array.from({ length: 9 }, () => down));
    await clock.advance(20 * 60_000);
    expect(at).toEqual([0, 5, 15, 35, 75, 155, 315, 615, 915]);
    expect(told).toEqual(['nothing listens there']);
  });

  it('says once that it works again, and begins anew with short waits', async () => {
    const { clock, at, told } = listener([down, down, fine, fine, down, fine]);
    await clock.advance(60_000);
    expect(at).toEqual([0, 5, 15, 25, 35, 40, 50, 60]);
    expect(told).toEqual(['nothing listens there', null, 'nothing listens there', null]);
  });

  it('waits as long as the service asks', async () => {
    const { clock, at } = listener([{ ...down, afterMs: 60_000 }, fine]);
    await clock.advance(60_000);
    expect(at).toEqual([0, 60]);
  });

  it('takes a bug in a look for trouble, and goes on', async () => {
    const { clock, at, told } = listener([new Error('no such field'), fine]);
    await clock.advance(5_000);
    expect(at).toEqual([0, 5]);
    expect(told).toEqual(['listening failed: no such field', null]);
  });

  it('ends at the abort, in the middle of a wait, and leaves no timer', async () => {
    const { clock, controller, ended } = listener([]);
    await clock.advance(1_000);
    expect(clock.waiting).toBe(1);
    controller.abort();
    await ended;
    expect(clock.waiting).toBe(0);
  });

  it('does not call trouble what the abort itself broke', async () => {
    const clock = movableClock();
    const controller = new AbortController();
    const told: unknown[] = [];
    const look = async (): Promise<Look> => {
      controller.abort();
      return down;
    };
    await keepLooking(look, { signal: controller.signal, clock, trouble: (reason) => told.push(reason) });
    expect(told).toEqual([]);
    expect(clock.waiting).toBe(0);
  });
});

describe('a look that is bounded in time', () => {
  const hang = (signal: AbortSignal) =>
    new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('given up'), { once: true }));

  it('is given up when its time is over, or at the abort', async () => {
    const clock = movableClock();
    const controller = new AbortController();
    const late = within(15_000, { signal: controller.signal, clock }, hang);
    await clock.advance(15_000);
    expect(await late).toBe('given up');
    const aborted = within(15_000, { signal: controller.signal, clock }, hang);
    controller.abort();
    expect(await aborted).toBe('given up');
    expect(clock.waiting).toBe(0);
  });

  it('leaves no timer when it ended by itself', async () => {
    const clock = movableClock();
    expect(await within(15_000, { signal: new AbortController().signal, clock }, async () => 'done')).toBe('done');
    expect(clock.waiting).toBe(0);
  });
});
