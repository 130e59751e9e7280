/**
 * What keeps the messages of an incident back at a moment: the one gate for all of them, and the order in which they count.
 *
 * The rule to keep: it suppresses messages, never watching. The incident is shown, probing, history and recovery go on.
 */
import type { ComponentSettings } from '../../model/config.ts';
import type { ComponentId, EpochMs } from '../../model/ids.ts';
import type { Held, Incident } from '../../model/incident.ts';
import { isTrouble } from '../../model/status.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { namesOf, outGroup, type Redundant, unreachableWords, unseenSince } from '../dependencies.ts';
import { inStartupGraceUntil } from '../health.ts';
import { maintenanceWords } from '../maintenance.ts';
import { silenceAt, silenceWords } from '../silences.ts';
import { isWorse } from '../status.ts';
import { windowAt } from '../window.ts';
import { type EngineHold, openIncident, type Surroundings } from './turn.ts';

/** A reason to say nothing now. */
export type Hold = Pick<Held, 'kind' | 'reason' | 'until'> & {
  /** A look at these would end it. */
  readonly look?: readonly ComponentId[];
};

/** What holds messages back now, and when the calendar alone changes that: the engine rings for everything else. */
export interface Gate {
  readonly hold: Hold | null;
  /** Epoch ms; null: never. */
  readonly changesAt: EpochMs | null;
}

/** What holds messages about this component back at `at`, if anything does: the first of `HOLD_KINDS` that applies. */
export function holdOf(watch: ComponentWatch, at: EpochMs, surroundings: Surroundings): Gate {
  const { running, changesAt } = windowAt(surroundings.maintenance, at, surroundings.timeZone);
  if (running !== null) {
    return { hold: { kind: 'maintenance', reason: maintenanceWords(running.window), until: running.until }, changesAt };
  }
  const silence = bySilence(watch, at, surroundings);
  const next = earlier(changesAt, silence.changesAt);
  if (silence.hold !== null) {
    return { hold: silence.hold, changesAt: next };
  }
  // Somebody's word is not a matter of reach, nor of being new.
  const seen = watch.byHand === null;
  const hold =
    (seen ? byParents(watch, at, surroundings) : null) ??
    byEngine(watch, at, surroundings) ??
    (seen ? byGrace(watch, at, surroundings.component) : null);
  return { hold, changesAt: earlier(next, hold?.until ?? null) };
}

/** Asked only about what is open: what a silence is about is the trouble, not the component. */
function bySilence(watch: ComponentWatch, at: EpochMs, { silences, timeZone }: Surroundings): Gate {
  const incident = openIncident(watch);
  if (incident === null || silences.length === 0) {
    return { hold: null, changesAt: null };
  }
  const { running, changesAt } = silenceAt(silences, incident, at, timeZone);
  return running === null
    ? { hold: null, changesAt }
    : { hold: { kind: 'silence', reason: silenceWords(running.window), until: running.until }, changesAt };
}

/** After a look that should have been over, so much longer at most. */
const LOOK_SLACK_MS = 5_000;

function byParents(watch: ComponentWatch, at: EpochMs, surroundings: Surroundings): Hold | null {
  const { parents, component } = surroundings;
  if (parents.length === 0) {
    return null;
  }
  const out = outGroup(parents);
  if (out !== null) {
    return { kind: 'parent-down', reason: unreachableWords(out), until: null };
  }
  const incident = openIncident(watch);
  return incident === null
    ? null
    : (afterParents(watch, incident, at, component) ?? beforeParents(incident, at, parents));
}

/** It can be reached again: only what it does from now on is its own doing, and has its own breath. */
function afterParents(
  { checks, reachableAt, componentId }: ComponentWatch,
  { since, severity }: Incident,
  at: EpochMs,
  { pageAfter }: ComponentSettings,
): Hold | null {
  // In the future: the clock was set back.
  if (reachableAt === null || reachableAt > at || reachableAt <= since) {
    return null;
  }
  const stillBad = checks.some(
    ({ lastAt, lastOutcome, settled }) =>
      lastAt !== null &&
      lastAt >= reachableAt && // a look begins in the very moment in which it can be reached
      (lastOutcome === 'fail' || (settled === 'slow' && lastOutcome !== 'inconclusive')),
  );
  const reason = 'It can be reached again: looking first whether it still fails';
  const look = [componentId];
  if (!stillBad) {
    return { kind: 'parent-unseen', reason, until: null, look };
  }
  const until = reachableAt + pageAfter[severity];
  return at < until ? { kind: 'parent-unseen', reason, until, look } : null;
}

/** A page is due, and it is not known whether the way to it was free: a look at the parents, and no longer than it takes to know. */
function beforeParents({ escalation, since }: Incident, at: EpochMs, parents: readonly Redundant[]): Hold | null {
  const { nextAt } = escalation;
  const awaited = nextAt === null || nextAt > at ? [] : unseenSince(parents, since);
  const until = (nextAt ?? at) + Math.max(0, ...awaited.map(({ lookMs }) => lookMs)) + LOOK_SLACK_MS;
  return awaited.length === 0 || at >= until
    ? null
    : {
        kind: 'parent-unseen',
        reason: `Looking at ${namesOf(awaited)} first: it may be the cause`,
        until,
        look: awaited.map(({ id }) => id),
      };
}

/** Closing messages go out under every hold but maintenance, which is silence in both directions. */
export function holdsClosing({ held }: Incident): boolean {
  return held?.kind === 'maintenance';
}

/**
 * The tone falls silent while the cause is known to be elsewhere or wanted, and while somebody, or the target itself, says that it is
 * no trouble now; it goes on afterwards. What is out of sight is still in trouble for all we know.
 */
export function isAudible({ soundingSince, held }: Incident, { status, byHand }: ComponentWatch): boolean {
  const excused = held?.kind === 'maintenance' || held?.kind === 'silence' || held?.kind === 'parent-down';
  return soundingSince !== null && !excused && (isTrouble(status) || (status === 'unknown' && byHand === null));
}

function earlier(one: EpochMs | null, other: EpochMs | null): EpochMs | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** Every check that is in trouble has only just been added. */
function byGrace({ checks }: ComponentWatch, at: EpochMs, component: ComponentSettings): Hold | null {
  // First looked at in the future: the clock was set back, and nobody knows since when.
  const known = checks.every(({ firstAt }) => firstAt === null || firstAt <= at);
  const until = known ? inStartupGraceUntil(checks, component) : null;
  return until === null || until <= at
    ? null
    : { kind: 'startup-grace', reason: 'Just added: it may still be on its way up', until };
}

function byEngine(watch: ComponentWatch, at: EpochMs, { hold }: Surroundings): Hold | null {
  if (hold === null || hold.until <= at || (hold.summary !== undefined && isMoreThan(watch, hold.summary))) {
    return null;
  }
  return { kind: 'engine', reason: hold.reason, until: hold.until };
}

/** A summary does not say it all: somebody is being told of this one already, or it has become worse since. */
function isMoreThan(watch: ComponentWatch, { severity }: NonNullable<EngineHold['summary']>): boolean {
  const incident = openIncident(watch);
  if (incident === null) {
    return false;
  }
  const { escalation, told, waiting } = incident;
  const begun = told.length > 0 || waiting.length > 0 || escalation.step > 0 || escalation.round > 0;
  return begun || (severity !== null && isWorse(incident.severity, severity));
}
