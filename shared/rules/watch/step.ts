/**
 * One component, one event, the settings -> what we believe next, what to do, and why.
 *
 * The one journey of every observation, timer, command and delivery. Nearly all observations change nothing but counters:
 * that path makes one new health record and no effect.
 */
import type { Check } from '../../model/check.ts';
import type { ComponentSettings } from '../../model/config.ts';
import type { CheckHealth } from '../../model/health.ts';
import type { CheckId, ComponentId } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import { isTrouble } from '../../model/status.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { acquit, askAnew, groundOf, loseSight, stepHealth, unseen } from '../health.ts';
import { expireStatus, releaseStatus, setByHandBack, setStatus } from './by-hand.ts';
import { acknowledge, addNote, applyPolicy, escalate, hush, resolveByHand, snooze, unacknowledge } from './commands.ts';
import { onDelivery } from './delivery.ts';
import { isSteady, onSteady } from './flaps.ts';
import { judge } from './judge.ts';
import { releaseHeld } from './notify.ts';
import { onResult } from './reopen.ts';
import { resolve } from './resolve.ts';
import { onThreshold } from './thresholds.ts';
import { onlyLook, runTimers, setBack } from './timers.ts';
import { openIncident, type Surroundings, say, type Turn, type WatchInput, withIncident } from './turn.ts';
import { causeOf, describeCheck } from './words.ts';

/** A component nobody has looked at yet. */
export function newWatch(componentId: ComponentId): ComponentWatch {
  return {
    version: 1,
    componentId,
    checks: [],
    status: 'unknown',
    since: null,
    unreachableSince: null,
    reachableAt: null,
    incident: null,
    past: [],
    byHand: null,
  };
}

/** Every rule of the house for one component, in one pure function. */
export function stepWatch(watch: ComponentWatch, input: WatchInput, surroundings: Surroundings): Turn {
  const turn: Turn = { watch, effects: [] };
  switch (input.type) {
    case 'observed':
      return observed(turn, input, surroundings);
    case 'timer':
      return runTimers(expireStatus(turn, input.at, surroundings), input.at, surroundings);
    case 'gate':
      return onlyLook(turn, input.at, surroundings);
    case 'lost-sight':
      return lostSight(turn, input, surroundings);
    case 'reconfigured':
      return reconfigured(turn, input, surroundings);
    case 'clock-set-back':
      return setBack(setByHandBack(turn, input.byMs), input);
    case 'acknowledge':
      return acknowledge(turn, input);
    case 'unacknowledge':
      return runTimers(unacknowledge(turn, input), input.at, surroundings);
    case 'snooze':
      return snooze(turn, input);
    case 'escalate':
      return escalate(turn, input, surroundings);
    case 'apply-policy':
      return runTimers(applyPolicy(turn, input, surroundings), input.at, surroundings);
    case 'resolve':
      return resolveByHand(turn, input, surroundings);
    case 'note':
      return addNote(turn, input);
    case 'hush':
      return hush(turn, input);
    case 'set-status':
      return setStatus(turn, input, surroundings);
    case 'release-status':
      return releaseStatus(turn, input, surroundings);
    case 'quiet-ended':
      return runTimers(releaseHeld(turn, input), input.at, surroundings);
    case 'delivery':
      // A page whose try is about to begin may have become one to hold back.
      return onDelivery(onlyLook(turn, input.at, surroundings), input, surroundings);
    default:
      return assertNever(input, 'watch input');
  }
}

/** Checks that the configuration no longer has are forgotten, new ones begin unseen. The incident stays. */
export function reconcile(watch: ComponentWatch, surroundings: Surroundings): ComponentWatch {
  const known = new Map(watch.checks.map((health) => [health.checkId, health]));
  const checks = surroundings.component.checks.map((check) => known.get(check.id) ?? unseen(check.id));
  const same = checks.length === watch.checks.length && checks.every((health, index) => health === watch.checks[index]);
  return same ? watch : { ...watch, checks };
}

function observed(turn: Turn, input: Extract<WatchInput, { type: 'observed' }>, surroundings: Surroundings): Turn {
  const { observation } = input;
  const at = observation.endedAt;
  const index = turn.watch.checks.findIndex((health) => health.checkId === observation.checkId);
  const before = turn.watch.checks[index];
  const check = checkOf(surroundings.component, observation.checkId, index);
  if (before === undefined || check === undefined) {
    return turn; // the check was removed while its last try was under way
  }
  const after = stepHealth(before, observation, check);
  const next: Turn = { watch: withChecks(turn.watch, turn.watch.checks.with(index, after)), effects: turn.effects };
  const isNews = before.settled !== after.settled || before.flapping !== after.flapping;
  const same = turn.watch.since !== null && saysTheSame(before, after);
  if (same && !isNews && !before.flapping && isQuiet(turn.watch)) {
    return next;
  }
  const told = isNews ? sayHealth(next, before, after, check, at, surroundings) : next;
  const steadied = before.flapping && isSteady(told.watch) ? onSteady(told, at, surroundings) : told;
  const settled = same ? steadied : judge(steadied, at, surroundings);
  const judged = isLatestWord(check) ? withNewCause(settled, surroundings.component) : settled;
  const known =
    observation.outcome.kind === 'inconclusive'
      ? judged
      : onThreshold(onResult(judged, check.id, at, surroundings), check.id, at, surroundings);
  // It was to be looked at before anybody is paged.
  return openIncident(known.watch)?.held?.kind === 'parent-unseen' ? runTimers(known, at, surroundings) : known;
}

/** What another system says, or meets us with, is the reason in its latest words, also where they are as bad as before. */
function isLatestWord({ type }: Check): boolean {
  return type === 'alert' || type === 'practable_service';
}

function withNewCause(turn: Turn, component: ComponentSettings): Turn {
  const incident = openIncident(turn.watch);
  const cause = incident === null ? null : causeOf(turn.watch, component);
  return cause === null || cause.detail === incident?.cause?.detail ? turn : withIncident(turn, { cause });
}

/** Nothing is open, and nothing waits to be opened again. */
function isQuiet({ incident }: ComponentWatch): boolean {
  return incident === null || (incident.state === 'resolved' && incident.reopenAfterResults === null);
}

/** Field by field in the order of `newWatch`, which costs a tenth of a spread: this happens with every try. */
function withChecks(watch: ComponentWatch, checks: CheckHealth[]): ComponentWatch {
  return {
    version: watch.version,
    componentId: watch.componentId,
    checks,
    status: watch.status,
    since: watch.since,
    unreachableSince: watch.unreachableSince,
    reachableAt: watch.reachableAt,
    incident: watch.incident,
    past: watch.past,
    byHand: watch.byHand,
  };
}

/** Watch and configuration list the checks in the same order, but for a moment in which one of them has changed. */
function checkOf({ checks }: ComponentSettings, id: CheckId, index: number): Check | undefined {
  const likely = checks[index];
  return likely?.id === id ? likely : checks.find((check) => check.id === id);
}

/** Nothing that its component's status is made of has changed. */
function saysTheSame(before: CheckHealth, after: CheckHealth): boolean {
  return (
    before.settled === after.settled &&
    (after.settled !== 'down' ||
      (before.lastFailure?.kind === after.lastFailure?.kind && before.lastFailure?.level === after.lastFailure?.level))
  );
}

function lostSight(turn: Turn, input: Extract<WatchInput, { type: 'lost-sight' }>, surroundings: Surroundings): Turn {
  const { at, because, oursSince } = input;
  const ours = (since: number | null): boolean => oursSince !== undefined && since !== null && since >= oursSince;
  const checks = turn.watch.checks.map((health) =>
    input.checks === undefined || input.checks.includes(health.checkId)
      ? loseSight(ours(health.failingSince) ? acquit(health) : health, at)
      : health,
  );
  const judged = judge({ ...turn, watch: { ...turn.watch, checks } }, at, surroundings, because);
  const incident = openIncident(judged.watch);
  // Nobody was told of it: it never was. Whoever was told hears the end when it is seen well.
  return incident !== null && incident.told.length === 0 && ours(incident.since) && !isTrouble(judged.watch.status)
    ? resolve(judged, at, null, `It was our own trouble: ${because}`, surroundings)
    : judged;
}

/** Judged at once: a component that has got a check nobody has looked at is not operational, however well the others are. */
function reconfigured(
  turn: Turn,
  { at, changed }: Extract<WatchInput, { type: 'reconfigured' }>,
  surroundings: Surroundings,
): Turn {
  const watch = reconcile(turn.watch, surroundings);
  const checks = watch.checks.map((health) => (changed.includes(health.checkId) ? askAnew(health, at) : health));
  // What holds messages back may be another thing now.
  const others = watch !== turn.watch || changed.length > 0;
  const because = others ? 'Its checks have changed' : 'Its settings have changed';
  const known =
    others || watch.since !== null ? judge({ ...turn, watch: { ...watch, checks } }, at, surroundings, because) : turn;
  return onlyLook(known, at, surroundings);
}

function sayHealth(
  turn: Turn,
  before: CheckHealth,
  after: CheckHealth,
  check: Check,
  at: number,
  surroundings: Surroundings,
): Turn {
  const change = before.settled === after.settled ? after.settled : `${before.settled} -> ${after.settled}`;
  const steady = before.flapping && !after.flapping ? '; no longer flapping' : '';
  const text = `${after.checkId}: ${change}. ${describeCheck(after, surroundings.component)}${steady}`;
  const ground = before.settled === after.settled ? {} : groundOf(before, after, check);
  return say(turn, at, 'check', text, {
    data: { check: after.checkId, from: before.settled, to: after.settled, ...ground },
  });
}
