/**
 * The world of a drill against the configuration: every name in it must mean something, and each target one check.
 */
import type { Config } from '../../model/config.ts';
import type { Segment, World } from '../../model/drill/world.ts';
import type { CheckId } from '../../model/ids.ts';
import type { Complaint } from '../config/complaint.ts';
import { didYouMean } from '../nearest.ts';

export type PlacedWorld =
  | { readonly ok: true; readonly targets: ReadonlyMap<CheckId, readonly Segment[]> }
  | { readonly ok: false; readonly problems: readonly Complaint[] };

/** The targets by check; or each name that means nothing here. */
export function placeWorld(world: World, config: Config): PlacedWorld {
  const targets = new Map<CheckId, readonly Segment[]>();
  const problems: Complaint[] = [];
  for (const [name, segments] of Object.entries(world.targets)) {
    const found = checkNamed(name, config);
    if (typeof found === 'string') {
      problems.push({ path: ['targets', name], message: found });
    } else {
      targets.set(found.id, [...(targets.get(found.id) ?? []), ...segments]);
    }
  }
  problems.push(
    ...strangers('channels', Object.keys(world.channels), config.channels),
    ...strangers('people', Object.keys(world.people), config.people),
  );
  return problems.length === 0 ? { ok: true, targets } : { ok: false, problems };
}

/** A check's own id wins over a component's. A text says why there is none. */
function checkNamed(name: string, { checks, components }: Config): { readonly id: CheckId } | string {
  const check = [...checks.values()].find(({ id }) => id === name);
  if (check !== undefined) {
    return check;
  }
  const own = [...components.values()].find(({ id }) => id === name)?.checks ?? [];
  if (own.length > 1) {
    return `the component has ${own.length} checks; name one: ${own.map(({ id }) => id).join(', ')}`;
  }
  const known = [...checks.keys(), ...components.keys()];
  return own[0] ?? `the configuration has no check of this name${didYouMean(name, known)}`;
}

function strangers(
  field: 'channels' | 'people',
  names: readonly string[],
  known: ReadonlyMap<string, unknown>,
): Complaint[] {
  return names
    .filter((name) => !known.has(name))
    .map((name) => ({
      path: [field, name],
      message: `the configuration has no ${field === 'people' ? 'person' : 'channel'} of this name${didYouMean(name, known.keys())}`,
    }));
}
