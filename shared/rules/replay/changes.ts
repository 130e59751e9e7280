/**
 * "What if": the running configuration with some of its numbers changed for every check and component. Pure.
 */
import type { ReplayChanges } from '../../contract/replay.ts';
import type { ComponentSettings, Config } from '../../model/config.ts';
import { alwaysAfter } from '../config/page-after.ts';

export function withChanges(config: Config, { rise, fall, pageAfter, closeAfter }: ReplayChanges): Config {
  const counters = { ...(rise !== undefined && { rise }), ...(fall !== undefined && { fall }) };
  const breaths = {
    ...(pageAfter !== undefined && { pageAfter: alwaysAfter(pageAfter) }),
    ...(closeAfter !== undefined && { closeAfter }),
  };
  const components = new Map(
    [...config.components].map(([id, component]): [typeof id, ComponentSettings] => [
      id,
      { ...component, ...breaths, checks: component.checks.map((check) => ({ ...check, ...counters })) },
    ]),
  );
  const checks = new Map(
    [...components.values()].flatMap((one) => one.checks.map((check) => [check.id, check] as const)),
  );
  return { ...config, components, checks };
}
