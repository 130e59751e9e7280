/**
 * The front door of what is believed about one check: from single tries to a settled opinion, and what that means for the next look.
 */
export { graceUntil, inStartupGraceUntil } from './health/grace.ts';
export { groundOf } from './health/ground.ts';
export { acquit, askAnew, loseSight } from './health/sight.ts';
export { withLatencyLimit } from './health/slow.ts';
export { type HealthSettings, stepHealth } from './health/step.ts';
export { isUndecided, nextIntervalMs } from './health/undecided.ts';
export { unseen } from './health/unseen.ts';
export { inWindow, isWindowFull } from './health/window.ts';
