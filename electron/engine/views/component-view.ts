/**
 * A component as the window sees it. Pure: settings, what is believed, and the latest tries in; a view out.
 */
import type { CheckView, ComponentView } from '../../../shared/contract/view.ts';
import type { Check } from '../../../shared/model/check.ts';
import type { ComponentSettings, Config } from '../../../shared/model/config.ts';
import type { CheckHealth } from '../../../shared/model/health.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { ComponentWatch } from '../../../shared/model/watch.ts';
import { checkWarnings } from '../../../shared/rules/check-warnings.ts';
import { type Redundant, unreachableWords } from '../../../shared/rules/dependencies.ts';
import { flappingWords } from '../../../shared/rules/flapping.ts';
import { isUndecided, unseen } from '../../../shared/rules/health.ts';
import { estimateWait, waitWords } from '../../../shared/rules/overload.ts';
import { describeHealth } from '../../../shared/rules/watch/words.ts';
import { describeTarget } from '../../../shared/rules/words/target.ts';
import type { Tries } from '../prober.ts';

/** What only the running engine knows of a check. */
export interface Running {
  readonly tries: Tries;
  readonly nextAt: EpochMs | null;
}

export function componentView(
  component: ComponentSettings,
  watch: ComponentWatch,
  config: Config,
  maintenance: ComponentView['maintenance'],
  out: Redundant | null,
  running: (check: Check) => Running,
): ComponentView {
  const policy = component.policy === null ? undefined : config.policies.get(component.policy);
  return {
    id: component.id,
    name: component.name,
    group: component.group,
    description: component.description,
    owner: component.owner,
    runbook: component.runbook,
    status: watch.status,
    since: watch.since,
    suspect: watch.checks.some(isUndecided),
    because: watch.status === 'operational' || watch.byHand !== null ? '' : describeHealth(watch, component),
    byHand: watch.byHand,
    incidentId: watch.incident !== null && watch.incident.state !== 'resolved' ? watch.incident.id : null,
    maintenance,
    unreachableBecause: out === null || isWell(watch) ? null : unreachableWords(out),
    policy: policy === undefined ? null : (policy.name ?? policy.id),
    checks: component.checks.map((check) => {
      const health = watch.checks.find(({ checkId }) => checkId === check.id) ?? unseen(check.id);
      return checkView(check, health, running(check));
    }),
  };
}

function isWell({ status, checks }: ComponentWatch): boolean {
  return status === 'operational' && !checks.some(isUndecided);
}

function checkView(check: Check, health: CheckHealth, { tries, nextAt }: Running): CheckView {
  return {
    id: check.id,
    name: check.name ?? check.id,
    type: check.type,
    target: describeTarget(check),
    settled: health.settled,
    since: health.since,
    undecided: undecidedWords(check, health),
    lastAt: health.lastAt,
    lastOutcome: health.lastOutcome,
    lastTimings: tries.lastTimings,
    lastReadings: tries.lastReadings,
    lastTrouble: tries.lastTrouble,
    lastFailure:
      health.failingSince === null && health.settled !== 'down' && health.settled !== 'starting'
        ? null
        : (health.contrary?.latest ?? health.lastFailure),
    nextAt,
    recent: [...tries.recent],
    wait: waitWords(estimateWait(health)),
    warnings: checkWarnings(check),
  };
}

/** "2 of 3 failures; flapping: 8 changes in the last 21 tries"; null when settled and steady. */
function undecidedWords(check: Check, health: CheckHealth): string | null {
  const words = [countWords(check, health), flappingWords(health)].filter((part) => part !== null);
  return words.length === 0 ? null : words.join('; ');
}

/** "2 of 3 failures", "1 of 2 passes", "1 of 3 failures of another kind" (worse, or milder); null when settled. */
function countWords(check: Check, health: CheckHealth): string | null {
  if (!isUndecided(health) || health.settled === 'starting') {
    return null;
  }
  if (health.settled === 'down' && health.contrary !== null) {
    return `${health.contrary.times} of ${check.fall} failures of another kind`;
  }
  return health.settled === 'down' || health.failStreak === 0
    ? `${health.passStreak} of ${check.rise} passes`
    : `${health.failStreak} of ${check.fall} failures`;
}
