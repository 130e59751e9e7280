/**
 * Which policies an incident takes: the component's own, or those of the first routes that match, or the default.
 *
 * Decided once, when it opens. The first is its escalation; further ones (`continue`) are called beside it, step by step.
 */
import type { ComponentSettings } from '../model/config.ts';
import type { EpochMs, PolicyId } from '../model/ids.ts';
import type { Route } from '../model/route.ts';
import type { Severity } from '../model/status.ts';
import { weekHours } from './oncall/hours.ts';
import { mayMatch } from './silences.ts';

/** The routes that can be for a component, in order. Severity and time are asked when an incident opens. */
export function routesFor(
  component: { readonly id: string; readonly group?: string | undefined; readonly tags: readonly string[] },
  routes: readonly Route[],
): readonly Route[] {
  return routes.filter(({ match }) => mayMatch(match, component));
}

/** Its policy first, then those that are called beside it. Empty: nobody is paged. */
export function policiesFor(
  { policy, routes }: Pick<ComponentSettings, 'policy' | 'routes'>,
  severity: Severity,
  at: EpochMs,
  timeZone: string,
): readonly PolicyId[] {
  const taken: PolicyId[] = [];
  for (const route of routes) {
    const { severities, hours } = route.match;
    if (severities !== undefined && !severities.includes(severity)) {
      continue;
    }
    if (hours !== undefined && !weekHours(hours, hours.timeZone ?? timeZone).holds(at)) {
      continue;
    }
    taken.push(route.policy);
    if (!route.continue) {
      break;
    }
  }
  return taken.length > 0 ? [...new Set(taken)] : policy === null ? [] : [policy];
}
