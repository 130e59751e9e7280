/**
 * An incident as the window sees it: who was told how and whether it arrived, what happens next by itself, what is held back.
 */
import type { IncidentView, ToldView } from '../../../shared/contract/view.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Incident, Told } from '../../../shared/model/incident.ts';
import { type EscalationPolicy, KeptPolicy, type Target } from '../../../shared/model/roster.ts';
import { isTrouble } from '../../../shared/model/status.ts';
import type { ComponentWatch } from '../../../shared/model/watch.ts';
import { isSteady } from '../../../shared/rules/watch/flaps.ts';
import { isAudible } from '../../../shared/rules/watch/hold.ts';
import { respondBy } from '../../../shared/rules/watch/pace.ts';
import { nextDue } from '../../../shared/rules/watch/timers.ts';
import type { Quiet } from '../../../shared/rules/watch/turn.ts';
import { byHandWords } from '../../../shared/rules/watch/words.ts';
import { componentOf } from '../../../shared/rules/watcher.ts';
import { SLOW } from '../../../shared/rules/wrong-now.ts';

/** @param watch the component's watch when this is its present incident, else null (history) */
export function incidentView(
  incident: Incident,
  watch: ComponentWatch | null,
  config: Config,
  quiet: Quiet | null,
): IncidentView {
  const component = componentOf(config, incident.componentId);
  const { escalation } = incident;
  const steps = escalation.policy?.steps.length ?? 0;
  return {
    id: incident.id,
    componentId: incident.componentId,
    componentName: component?.name ?? incident.componentId,
    group: component?.group ?? null,
    state: incident.state,
    status: incident.status,
    severity: incident.severity,
    cause: incident.cause?.detail ?? SLOW,
    since: incident.since,
    openedAt: incident.openedAt,
    acknowledgement: incident.acknowledgement,
    snoozedUntil: incident.snoozedUntil,
    respondBy: watch === null ? null : respondBy(incident),
    next: nextOf(incident, watch, config),
    told: incident.told.filter((told) => told.closedBy !== told.pageId).map((told) => toldView(told, config)),
    sounding: watch !== null && isAudible(incident, watch),
    recoveredAt: incident.recoveredAt,
    resolvedAt: incident.resolvedAt,
    resolvedBy: incident.resolvedBy,
    runbook: component?.runbook ?? null,
    steps,
    policyChanged: watch !== null && isOutdated(incident, config),
    nextStep: Math.min(escalation.step + 1, Math.max(steps, 1)),
    held: heldOf(incident, watch, quiet),
  };
}

/** Somebody has edited the policy since it opened; applying it is a decision of its own. */
function isOutdated({ escalation: { policy }, resolvedAt }: Incident, config: Config): boolean {
  const present = policy === null ? undefined : config.policies.get(policy.id);
  return resolvedAt === null && policy !== null && present !== undefined && textOf(present) !== textOf(policy);
}

const texts = new WeakMap<EscalationPolicy, string>();

/** The same policy from the file and from the store is the same text. */
function textOf(policy: EscalationPolicy): string {
  let text = texts.get(policy);
  if (text === undefined) {
    text = JSON.stringify(KeptPolicy.parse(policy));
    texts.set(policy, text);
  }
  return text;
}

function nextOf(incident: Incident, watch: ComponentWatch | null, config: Config): IncidentView['next'] {
  const at = watch === null ? null : nextDue(watch);
  return at === null ? null : { at, what: whatAt(at, incident, config) };
}

function whatAt(at: EpochMs, incident: Incident, config: Config): string {
  if (at === incident.gateAt) {
    return incident.held === null ? 'held back from then on' : 'no longer held back';
  }
  if (incident.recoveredAt !== null) {
    return 'closes if it stays well';
  }
  if (incident.state === 'acknowledged') {
    return 'pages again if it still fails';
  }
  if (incident.snoozedUntil !== null) {
    return 'snooze ends';
  }
  const waiting = incident.waiting.find((other) => other.at === at);
  if (waiting !== undefined) {
    return `${waiting.personId === null ? 'page' : nameOf(waiting.personId, config)} by ${waiting.channelId}`;
  }
  const { policy, step, nextAt } = incident.escalation;
  if (nextAt !== at || policy === null) {
    return 'reminder';
  }
  const targets = policy.steps[step]?.targets;
  if (targets === undefined) {
    return policy.lastResort === undefined
      ? 'all steps have passed'
      : `last resort: ${targetName(policy.lastResort, config)}`;
  }
  const names = targets.map((target) => targetName(target, config)).join(', ');
  return incident.told.length === 0 ? `first page: ${names}` : `step ${step + 1}: ${names}`;
}

function targetName(target: Target, config: Config): string {
  if ('person' in target) {
    return nameOf(target.person, config);
  }
  return 'schedule' in target
    ? `on call in ${config.schedules.get(target.schedule)?.name ?? target.schedule}`
    : target.channel;
}

function heldOf(incident: Incident, watch: ComponentWatch | null, quiet: Quiet | null): IncidentView['held'] {
  if (watch === null || incident.state === 'resolved') {
    return [];
  }
  const held: { reason: string; until: EpochMs | null }[] = [];
  if (incident.held !== null) {
    held.push({ reason: incident.held.reason, until: incident.held.until });
  }
  if (incident.escalation.policy === null) {
    held.push({ reason: 'Nobody is paged: the component has no escalation policy', until: null });
  }
  if (quiet !== null && incident.waiting.some(({ at }) => at === quiet.until)) {
    held.push({ reason: `Quiet at this desk (${quiet.by})`, until: quiet.until });
  }
  if (incident.recoveredAt !== null && !isSteady(watch)) {
    held.push({ reason: 'Recovered, but it flaps: closed when it has been steady for a while', until: null });
  }
  const reason = notInTrouble(incident, watch);
  if (reason !== null) {
    held.push({ reason, until: null });
  }
  return held;
}

/** Why it stands still though it is neither in trouble nor over. */
function notInTrouble({ recoveredAt, closeAt }: Incident, { status, byHand }: ComponentWatch): string | null {
  if (isTrouble(status) || closeAt !== null) {
    return null;
  }
  if (byHand !== null) {
    return byHandWords(byHand);
  }
  if (status !== 'unknown') {
    return 'It says itself that it is starting';
  }
  return recoveredAt === null
    ? 'Lost from sight: paging goes on as soon as it is seen failing again'
    : 'Recovered, but lost from sight since: closed when it is seen well again';
}

function toldView(told: Told, config: Config): ToldView {
  return {
    personId: told.personId,
    who: told.personId === null ? told.channelId : nameOf(told.personId, config),
    channelId: told.channelId,
    channelType: config.channels.get(told.channelId)?.type ?? 'webhook',
    at: told.at,
    state: told.state,
    attempts: told.attempts,
    reason: told.reason,
  };
}

function nameOf(personId: NonNullable<Told['personId']>, config: Config): string {
  return config.people.get(personId)?.name ?? personId;
}
