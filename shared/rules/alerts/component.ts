/**
 * Alerts as trouble of components, so that they travel like every trouble: an observation, the rules, an incident, a policy.
 *
 * An alert is a component of its own for as long as it lasts; what came in a storm shares one; and a source can be trouble of a
 * component of the configuration. The checks are looked at in their turn like others, so that sleep, restarts and lost sight need no
 * rules of their own.
 */
import type { Alert } from '../../model/alert.ts';
import type { Check } from '../../model/check.ts';
import { AlertCheck } from '../../model/checks/alert.ts';
import type { ComponentSettings, Config } from '../../model/config.ts';
import type { CheckId, ComponentId } from '../../model/ids.ts';
import type { SourceSettings } from '../../model/source.ts';
import { alwaysAfter } from '../config/page-after.ts';
import { alertCheckId, alertComponentId, sourceCheckId, stormCheckId, stormComponentId } from './ids.ts';
import { alertDescription, stormDescription } from './words.ts';

const LOOK_EVERY_MS = 60_000;

/** The configuration with the components and checks that these alerts make. */
export function withAlerts(config: Config, alerts: readonly Alert[]): Config {
  if (config.sources.size === 0) {
    return config;
  }
  const components = new Map(config.components);
  for (const source of config.sources.values()) {
    const bound = source.component === null ? undefined : components.get(source.component);
    if (bound !== undefined) {
      const check = alertCheck(sourceCheckId(source.id), bound.id, `Alerts of ${source.name}`);
      components.set(bound.id, { ...bound, checks: [...bound.checks, check] });
      continue;
    }
    const own = alerts.filter((alert) => alert.source === source.id);
    for (const component of [
      ...own.filter(({ stormy }) => !stormy).map((alert) => alertComponent(alert, source)),
      ...(own.some(({ stormy }) => stormy) ? [stormComponent(source)] : []),
    ]) {
      components.set(component.id, component);
    }
  }
  const checks = [...components.values()].flatMap((component) => component.checks);
  return { ...config, components, checks: new Map(checks.map((check) => [check.id, check])) };
}

function alertComponent(alert: Alert, source: SourceSettings): ComponentSettings {
  const id = alertComponentId(alert.number);
  return {
    ...componentOf(source),
    id,
    name: alert.name,
    description: alertDescription(alert, source.name),
    runbook: alert.links[0]?.href ?? null,
    checks: [alertCheck(alertCheckId(alert.number), id, `Alert of ${source.name}`)],
  };
}

function stormComponent(source: SourceSettings): ComponentSettings {
  const id = stormComponentId(source.id);
  return {
    ...componentOf(source),
    id,
    name: `Many alerts of ${source.name}`,
    description: stormDescription(source),
    runbook: null,
    checks: [alertCheck(stormCheckId(source.id), id, `Alerts of ${source.name}`)],
  };
}

function componentOf(
  source: SourceSettings,
): Omit<ComponentSettings, 'id' | 'name' | 'description' | 'runbook' | 'checks'> {
  return {
    group: source.group,
    tags: source.tags,
    owner: '',
    severity: null,
    pageAfter: alwaysAfter(source.pageAfter),
    closeAfter: source.closeAfter,
    steadyAfter: source.steadyAfter,
    policy: source.policy,
    routes: source.routes,
    redundancy: null,
    maintenance: source.maintenance,
    silences: source.silences,
    dependsOn: [],
  };
}

/** Said is said: one word is enough, in both directions. */
function alertCheck(id: CheckId, componentId: ComponentId, name: string): Check {
  const check = AlertCheck.parse({
    type: 'alert',
    name,
    interval: `${LOOK_EVERY_MS}ms`,
    rise: 1,
    fall: 1,
    startupGrace: 0,
    flapping: { on: 0, off: 0 },
  });
  return { ...check, id, componentId, fastInterval: LOOK_EVERY_MS, downInterval: LOOK_EVERY_MS };
}
