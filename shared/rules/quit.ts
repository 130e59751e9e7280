/**
 * What is lost by quitting now, in words, or null: then quitting needs no question.
 *
 * The question is asked of a person only; the system's own shutdown is never held up.
 */
import type { EpochMs } from '../model/ids.ts';
import type { Glance } from './glance.ts';
import { worstFirst } from './incident-order.ts';
import { shiftsOfDesk } from './tray/roster.ts';
import { wallClock } from './wall-clock.ts';

export interface QuitWarning {
  /** "You are on call until Mon 09:00" */
  readonly title: string;
  readonly text: string;
}

/** @param zone the viewer's own IANA zone */
export function quitWarning(
  snapshot: Pick<Glance, 'demo' | 'host' | 'onCall' | 'incidents'>,
  now: EpochMs,
  zone: string,
): QuitWarning | null {
  if (snapshot.demo) {
    return null;
  }
  const mine = shiftsOfDesk(snapshot);
  // Without a desk this machine wakes everybody.
  const held = snapshot.host.desk === null ? snapshot.onCall.flatMap((schedule) => schedule.now) : mine;
  const [first] = held;
  if (!first) {
    return null;
  }
  const who = mine.length > 0 ? 'You are' : `${first.name} is`;
  const until = first.until === null ? '' : ` until ${wallClock(first.until, now, zone)}`;
  const open = worstFirst(snapshot.incidents).length;
  const pages = open === 0 ? '' : ` ${open === 1 ? 'One incident is' : `${open} incidents are`} open.`;
  return {
    title: `${who} on call${until}`,
    text: `If Watchbell quits, nothing is watched and nobody will page ${mine.length > 0 ? 'you' : first.name}.${pages}`,
  };
}
