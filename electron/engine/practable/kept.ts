/**
 * The experiments of a system, as they outlast a restart: they are there before book answers again.
 */
import { z } from 'zod';
import type { Config } from '../../../shared/model/config.ts';
import type { SystemId } from '../../../shared/model/practable/settings.ts';
import { withPractable } from '../../../shared/rules/practable/component.ts';
import { type Known, KnownExperiment } from '../../../shared/rules/practable/known.ts';

const PREFIX = 'practable:';
export const knownKey = (system: SystemId): string => `${PREFIX}${system}:experiments`;

const Kept = z.array(KnownExperiment);

/** What cannot be read is none: book and relay will tell it again. */
export function restoredKnown(system: SystemId, values: ReadonlyMap<string, unknown>): Known {
  const kept = Kept.safeParse(values.get(knownKey(system)));
  return new Map((kept.data ?? []).map((one) => [one.stub, one]));
}

/** Systems of which something was kept. */
export function systemsKept(values: ReadonlyMap<string, unknown>): readonly string[] {
  return [...values.keys()].filter((key) => key.startsWith(PREFIX) && key.endsWith(':experiments'));
}

/** The configuration as the running app sees it. For whoever has no engine. */
export function withKeptPractable(config: Config, values: ReadonlyMap<string, unknown>): Config {
  return withPractable(config, (system) => restoredKnown(system, values));
}
