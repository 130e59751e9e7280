/**
 * A person's call as a component, so that it travels like every trouble: an observation, the rules, an incident, that card's policy.
 *
 * One component for each call, and not one for each person who is called: whoever acknowledges has seen this call, and the caller who
 * reads "Kim has it" is not told of somebody else's. It is in trouble while the call is open; it is over when somebody resolves it.
 * Its check is looked at in its turn like others, so that sleep, restarts and lost sight need no rules of their own.
 */

import type { Card } from '../../model/card.ts';
import type { Check } from '../../model/check.ts';
import { CallCheck } from '../../model/checks/call.ts';
import type { ComponentSettings, Config } from '../../model/config.ts';
import type { Call } from '../../model/page-me.ts';
import type { Severity, Trouble } from '../../model/status.ts';
import { alwaysAfter } from '../config/page-after.ts';
import { callCheckId, callComponentId } from './ids.ts';

/** Only so that it has a status; it is not shown as one. */
const AMOUNTS_TO = {
  critical: 'major_outage',
  high: 'partial_outage',
  low: 'performance_issues',
} as const satisfies Record<Severity, Trouble>;

/** Silences by hand may be for all of them. */
const CALL_TAG = 'call';

const LOOK_EVERY_MS = 60_000;

/** The configuration with a component for each of these calls. A call whose card is gone goes by the default policy. */
export function withCalls(config: Config, calls: readonly Call[]): Config {
  if (calls.length === 0) {
    return config;
  }
  const components = calls.map((call) => callComponent(call, config));
  const cards = calls.flatMap(({ card }) => config.cards.get(card) ?? []);
  return {
    ...config,
    components: new Map([...config.components, ...components.map((one) => [one.id, one] as const)]),
    checks: new Map([
      ...config.checks,
      ...components.flatMap(({ checks }) => checks.map((one) => [one.id, one] as const)),
    ]),
    policies: new Map([...config.policies, ...cards.map(({ policy }) => [policy.id, policy] as const)]),
  };
}

function callComponent(call: Call, { cards, settings }: Config): ComponentSettings {
  const card: Card | undefined = cards.get(call.card);
  return {
    id: callComponentId(call.number),
    name: callName(call),
    group: null,
    tags: [CALL_TAG],
    description: card?.note ?? '',
    owner: '',
    runbook: null,
    severity: call.severity,
    // Somebody has thought about it before pressing the button: no breath.
    pageAfter: alwaysAfter(0),
    closeAfter: 0,
    steadyAfter: 0,
    policy: card?.policy.id ?? settings.policy ?? null,
    routes: [],
    checks: [callCheck(call)],
    redundancy: null,
    maintenance: [],
    silences: [],
    dependsOn: [],
  };
}

/** "Call from Ann to Kim" */
export function callName({ from, to }: Pick<Call, 'from' | 'to'>): string {
  return `Call from ${from} to ${to}`;
}

/** Said is said: one word is enough, in both directions. */
function callCheck({ number, severity }: Call): Check {
  const check = CallCheck.parse({
    type: 'call',
    interval: `${LOOK_EVERY_MS}ms`,
    rise: 1,
    fall: 1,
    startupGrace: 0,
    flapping: { on: 0, off: 0 },
    failureStatus: AMOUNTS_TO[severity],
  });
  return {
    ...check,
    id: callCheckId(number),
    componentId: callComponentId(number),
    fastInterval: LOOK_EVERY_MS,
    downInterval: LOOK_EVERY_MS,
  };
}
