/**
 * "What if": the running configuration with some of its numbers changed for every check and component. Pure.
 */
import { z } from 'zod';
import type { ComponentSettings, Config } from '../../model/config.ts';

const lengthMs = z.number().int().min(0).max(86_400_000);

/** Absent: as it is. Times in ms. */
export const ReplayChanges = z.strictObject({
  rise: z.number().int().min(1).max(100).optional(),
  fall: z.number().int().min(1).max(100).optional(),
  pageAfter: lengthMs.optional(),
  closeAfter: lengthMs.optional(),
});
export type ReplayChanges = z.infer<typeof ReplayChanges>;

export function withChanges(config: Config, { rise, fall, pageAfter, closeAfter }: ReplayChanges): Config {
  const counters = { ...(rise !== undefined && { rise }), ...(fall !== undefined && { fall }) };
  const breaths = { ...(pageAfter !== undefined && { pageAfter }), ...(closeAfter !== undefined && { closeAfter }) };
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
