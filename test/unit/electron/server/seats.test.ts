/** Sessions that have a window open: counted by who they are, and their place is kept while they load it again. */
import { describe, expect, it } from 'vitest';
import { createSeats } from '../../../../electron/server/admission/seats.ts';
import { movableClock } from '../../../integration/server/stage.ts';

describe('seats', () => {
  it('are one for each session, however many lines it has', () => {
    const seats = createSeats(movableClock(), () => 2);
    const lines = [seats.take('ann'), seats.take('ann'), seats.take('bob'), seats.take('ann')];
    expect(lines.every((leave) => leave !== null)).toBe(true);
    expect([seats.taken(), seats.room(), seats.take('cleo')]).toEqual([2, false, null]);
  });

  it('are free half a minute after the last line has ended', () => {
    const clock = movableClock();
    const seats = createSeats(clock, () => 1);
    const [one, other] = [seats.take('ann'), seats.take('ann')];
    one?.();
    one?.();
    clock.advance(60_000);
    expect(seats.room()).toBe(false);
    other?.();
    clock.advance(29_999);
    expect([seats.room(), seats.take('bob')]).toEqual([false, null]);
    seats.take('ann')?.();
    clock.advance(29_999);
    expect(seats.room()).toBe(false);
    clock.advance(1);
    expect([seats.room(), seats.take('bob') !== null]).toEqual([true, true]);
  });

  it('that are fewer than before leave whoever sits where they are', () => {
    let most = 3;
    const seats = createSeats(movableClock(), () => most);
    seats.take('ann');
    seats.take('bob');
    most = 1;
    expect([seats.take('ann') !== null, seats.take('cleo')]).toEqual([true, null]);
  });
});
