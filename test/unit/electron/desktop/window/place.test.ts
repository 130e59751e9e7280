import { describe, expect, it } from 'vitest';
import {
  bounds,
  DEFAULT_SIZE,
  MIN_SIZE,
  type Place,
  parsePlace,
} from '../../../../../electron/desktop/window/place.ts';

const LAPTOP = { x: 0, y: 25, width: 1_440, height: 875 };
const MONITOR = { x: 1_440, y: 0, width: 2_560, height: 1_400 };
const place = (over: Partial<Place>): Place => ({ x: 100, y: 100, width: 900, height: 600, maximized: false, ...over });

describe('the window', () => {
  it('opens where it was closed', () => {
    expect(bounds(place({}), [LAPTOP])).toEqual({ x: 100, y: 100, width: 900, height: 600 });
  });

  it('opens in the middle, at its own size, the first time', () => {
    expect(bounds(null, [LAPTOP])).toEqual(DEFAULT_SIZE);
  });

  it('comes back from a screen that is gone', () => {
    const there = place({ x: 2_000, y: 200 });
    expect(bounds(there, [LAPTOP, MONITOR])).toMatchObject({ x: 2_000, y: 200 });
    expect(bounds(there, [LAPTOP])).toEqual({ width: 900, height: 600 });
  });

  it.each([
    { story: 'above every screen', at: { y: -40 } },
    { story: 'below every screen', at: { y: 899 } },
    { story: 'left of every screen', at: { x: -850 } },
    { story: 'right of every screen', at: { x: 1_400 } },
  ])('is not left with its title bar $story', ({ at }) => {
    expect(bounds(place(at), [LAPTOP])).not.toHaveProperty('x');
  });

  it('may stand partly outside while its title bar can be grabbed', () => {
    expect(bounds(place({ x: -700, y: 860 }), [LAPTOP])).toMatchObject({ x: -700, y: 860 });
  });

  it('shrinks to a smaller screen, and never below what can be read', () => {
    expect(bounds(place({ width: 5_000, height: 5_000 }), [LAPTOP])).toMatchObject({ width: 1_440, height: 875 });
    expect(bounds(place({ width: 10, height: 10 }), [LAPTOP])).toMatchObject(MIN_SIZE);
  });

  it.each([undefined, null, 'left', {}, { x: 1, y: 2 }, { ...place({}), width: -5 }, { ...place({}), x: '1' }])(
    'does not believe %j',
    (remembered) => {
      expect(parsePlace(remembered)).toBeNull();
    },
  );
});
