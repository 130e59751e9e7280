/**
 * Is it us? Unrelated targets that fail at once, the witnesses and the system's link, weighed against each other.
 *
 * Pure. Times are ms on any one clock that never goes back. While in doubt nobody is paged and everything is looked at once more;
 * then it is our own uplink (nobody is blamed), or they really are down together (told in one summary), or it has passed.
 */

import { formatDuration } from '../model/duration.ts';
import { assertNever } from '../model/never.ts';
import type { Settings } from '../model/settings.ts';

/** The second look at everything (5 s of spread), with time for a try to run into its time-out. */
export const CONFIRM_MS = 20_000;
/** A storm is over when it has been over for so long: one round of default checks. */
export const CALM_MS = 30_000;
/** What fails for longer than this has become a trouble of its own, with its own people and its own escalation. */
export const LONGEST_STORM_MS = 3_600_000;

export type UplinkState =
  | { readonly kind: 'clear' }
  /** Held: looking again. */
  | { readonly kind: 'doubt'; readonly since: number }
  /** It is us. `by` says what proved it, and so what must change for the end. */
  | { readonly kind: 'offline'; readonly since: number; readonly by: 'link' | 'routes' | 'witnesses' }
  /** It is them, all at once. `calmSince`: since when too few of them fail for a storm. */
  | { readonly kind: 'storm'; readonly since: number; readonly calmSince: number | null };

export interface Count {
  readonly failing: number;
  /** How many do not fail. */
  readonly well: number;
}

/** What is known at a moment. Counted are unrelated targets: not what stands behind another that fails, nor what is in maintenance. */
export interface UplinkFacts extends Count {
  readonly at: number;
  /** The system has an address beyond this machine; null: it cannot tell. */
  readonly link: boolean | null;
  /** Every target beyond this machine, two hosts at least, has just been told by our own kernel that there is no route to it. */
  readonly routeless: boolean;
  /** What those witnesses say that can be believed; `none`: there is none, or it has not been asked since anything failed. */
  readonly witnesses: 'answer' | 'silent' | 'none';
  /** Those that were well until a moment ago and fail now; in a storm: those of the storm that still fail. */
  readonly failing: number;
  /** All targets, related or not: together with silent witnesses whatever cannot be reached is evidence. */
  readonly every: Count;
  /** In doubt: each suspect has been looked at once more. */
  readonly lookedAgain: boolean;
}

export type MassFailure = Settings['massFailure'];

export interface UplinkStep {
  readonly uplink: UplinkState;
  /** What has changed and why, as a sentence without full stop; null: nothing has. */
  readonly because: string | null;
}

export const CLEAR: UplinkState = { kind: 'clear' };

/** So many at once are no coincidence. */
export function isMassFailure(count: Count, mass: MassFailure): boolean {
  return count.failing >= mass.least && isShare(count, mass);
}

/** The past, what is known now, the settings -> how we stand with the world, and why that is another answer than before. */
export function stepUplink(uplink: UplinkState, facts: UplinkFacts, mass: MassFailure): UplinkStep {
  if (uplink.kind === 'offline') {
    return whileOffline(uplink, facts, mass);
  }
  const ours = ourFault(facts, mass);
  if (ours !== null) {
    return ours;
  }
  switch (uplink.kind) {
    case 'clear':
      return isMassFailure(facts, mass)
        ? { uplink: { kind: 'doubt', since: facts.at }, because: `${count(facts)} fail at once: looking again` }
        : stay(uplink);
    case 'doubt':
      return inDoubt(uplink, facts, mass);
    case 'storm':
      return inStorm(uplink, facts, mass);
    default:
      return assertNever(uplink, 'uplink state');
  }
}

/** Proof that it is us, whatever was believed before. A witness that is silent while most targets are well proves nothing. */
function ourFault(facts: UplinkFacts, mass: MassFailure): UplinkStep | null {
  const { at, link, routeless, witnesses, every } = facts;
  if (link === false) {
    return { uplink: { kind: 'offline', since: at, by: 'link' }, because: 'This machine has no network' };
  }
  if (routeless && witnesses !== 'answer') {
    return { uplink: { kind: 'offline', since: at, by: 'routes' }, because: 'There is no route to anything from here' };
  }
  if (witnesses === 'silent' && every.failing > 0 && isShare(every, mass)) {
    const because = `${every.failing} of ${every.failing + every.well} targets fail at once and no witness answers: our own uplink is gone`;
    return { uplink: { kind: 'offline', since: at, by: 'witnesses' }, because };
  }
  return null;
}

function inDoubt(uplink: Extract<UplinkState, { kind: 'doubt' }>, facts: UplinkFacts, mass: MassFailure): UplinkStep {
  if (!isMassFailure(facts, mass)) {
    return { uplink: CLEAR, because: `${count(facts)} fail now, too few to doubt ourselves` };
  }
  const lookedLongEnough = facts.lookedAgain || facts.at - uplink.since >= CONFIRM_MS;
  if (!lookedLongEnough) {
    return stay(uplink);
  }
  const proof = facts.witnesses === 'answer' ? ' though witnesses answer' : '';
  return {
    uplink: { kind: 'storm', since: facts.at, calmSince: null },
    because: `${count(facts)} still fail at the second look${proof}: told in one summary`,
  };
}

function inStorm(uplink: Extract<UplinkState, { kind: 'storm' }>, facts: UplinkFacts, mass: MassFailure): UplinkStep {
  if (isMassFailure(facts, mass)) {
    return facts.at - uplink.since >= LONGEST_STORM_MS
      ? {
          uplink: CLEAR,
          because: `The mass failure has lasted ${formatDuration(facts.at - uplink.since)}. ${count(facts)} still fail and page on their own`,
        }
      : stay({ ...uplink, calmSince: null });
  }
  const calmSince = uplink.calmSince ?? facts.at;
  if (facts.at - calmSince < CALM_MS) {
    return stay({ ...uplink, calmSince });
  }
  const rest = facts.failing === 0 ? 'All of them are well again' : `${count(facts)} still fail and page on their own`;
  return {
    uplink: CLEAR,
    because: `The mass failure is over after ${formatDuration(facts.at - uplink.since)}. ${rest}`,
  };
}

/** What proved it must have changed. Then all is looked at once more before anybody is blamed: networks come back in pieces. */
function whileOffline(
  uplink: Extract<UplinkState, { kind: 'offline' }>,
  facts: UplinkFacts,
  mass: MassFailure,
): UplinkStep {
  if (facts.link === false) {
    return stay(uplink);
  }
  if (facts.routeless && facts.witnesses !== 'answer') {
    return stay(uplink);
  }
  const stillOut = uplink.by === 'witnesses' && facts.witnesses === 'silent' && isShare(facts.every, mass);
  return stillOut
    ? stay(uplink)
    : {
        uplink: { kind: 'doubt', since: facts.at },
        because: `Our own uplink is back after ${formatDuration(facts.at - uplink.since)}: looking again`,
      };
}

const isShare = ({ failing, well }: Count, { share }: MassFailure): boolean => failing >= share * (failing + well);

const stay = (uplink: UplinkState): UplinkStep => ({ uplink, because: null });

/** "6 of 8 unrelated targets" */
function count({ failing, well }: Count): string {
  return `${failing} of ${failing + well} unrelated target${failing + well === 1 ? '' : 's'}`;
}
