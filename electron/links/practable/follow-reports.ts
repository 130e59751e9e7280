/**
 * Follows the reports of jump or relay: one websocket after the other, the next one before the token of this one ends.
 *
 * A new one takes over with its first report, so that nothing is missed in between; while the old one still tells, what a new one meets
 * is nobody's trouble.
 */
import { readJump, readRelay } from '../../../shared/rules/practable/read-report.ts';
import type { Cancel } from '../../engine/ports/clock.ts';
import type { ServiceTrouble } from '../../engine/ports/practable.ts';
import { createBackOff } from './back-off.ts';
import type { FollowOptions } from './follow-book.ts';
import { openSocket, type Reporter } from './socket.ts';
import { unreadable } from './troubles.ts';

/** So long before the end of its token a websocket is replaced: a tenth of its life, and no more than this. */
const EARLY_MS = 60_000;

/** Returns the way to stop. */
export function followReports(service: Reporter, { settings, ear, connections, clock, random }: FollowOptions): Cancel {
  const backOff = createBackOff(random);
  const read = service === 'relay' ? readRelay : readJump;
  const { reconnectEvery } = settings;
  const renewAfter = reconnectEvery - Math.min(EARLY_MS, reconnectEvery / 10);
  /** The one that reports, and the one that is to take its place. */
  let current: Cancel | null = null;
  let next: Cancel | null = null;
  let cancel: Cancel = () => undefined;
  let unplan: Cancel = () => undefined;

  function open(): void {
    const opened = openSocket({
      service,
      settings,
      connections,
      clock,
      onMessage(text) {
        if (next === opened) {
          takeOver(opened);
        }
        take(text);
      },
      onEnd: (trouble) => ended(opened, trouble),
    });
    next = opened;
  }

  function takeOver(opened: Cancel): void {
    current?.();
    current = opened;
    next = null;
    unplan();
    unplan = clock.after(renewAfter, open);
  }

  function take(text: string): void {
    const reading = read(text);
    if (reading.ok) {
      backOff.reset();
      ear.report(service, reading.report);
    } else {
      ear.trouble(service, unreadable(service, reading.problem));
    }
  }

  function ended(opened: Cancel, trouble: ServiceTrouble): void {
    if (opened === next) {
      next = null;
    } else if (opened === current) {
      current = null;
      unplan();
    } else {
      return;
    }
    if (current === null) {
      ear.trouble(service, trouble);
    }
    if (next === null) {
      cancel();
      cancel = clock.after(backOff.nextMs(), open);
    }
  }

  open();
  return () => {
    cancel();
    unplan();
    next?.();
    current?.();
  };
}
