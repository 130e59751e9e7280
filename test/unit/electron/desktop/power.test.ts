/** "A `resume`" (decisions, section 8): the desktop tells the engine for how long the machine slept. */
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { type PowerMonitor, watchPower } from '../../../../electron/desktop/power.ts';
import { movableClock } from '../../../harness/clock.ts';

const MINUTE = 60_000;

function setUp() {
  const clock = movableClock();
  const away: number[] = [];
  const emitter = new EventEmitter();
  const stop = watchPower({ monitor: emitter satisfies PowerMonitor, clock, wasAway: (ms) => away.push(ms) });
  return { clock, away, emitter, stop };
}

it('a resume tells the engine how long the sleep was, each of them anew', () => {
  const { clock, away, emitter } = setUp();
  emitter.emit('suspend');
  clock.sleepThrough(40 * MINUTE);
  emitter.emit('resume');
  clock.sleepThrough(MINUTE);
  emitter.emit('suspend');
  clock.sleepThrough(5 * MINUTE);
  emitter.emit('resume');
  expect(away).toEqual([40 * MINUTE, 5 * MINUTE]);
});

it('a resume of which no sleep was told leaves it to the clocks to say how long it was', () => {
  const { clock, away, emitter } = setUp();
  clock.sleepThrough(40 * MINUTE);
  emitter.emit('resume');
  expect(away).toEqual([0]);
});

it('a desktop that is closed hears nothing more of the machine', () => {
  const { away, emitter, stop } = setUp();
  stop();
  emitter.emit('suspend');
  emitter.emit('resume');
  expect(away).toEqual([]);
  expect(emitter.eventNames()).toEqual([]);
});
