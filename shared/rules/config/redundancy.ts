/**
 * Which checks of a component stand in for each other: names that are there, and a number that can be reached.
 */
import type { Check } from '../../model/check.ts';
import type { ConfigFile, Redundancy } from '../../model/config.ts';
import type { CheckId, ComponentId } from '../../model/ids.ts';
import { didYouMean } from '../nearest.ts';
import { isMember } from '../redundancy.ts';
import type { Complaint, Path } from './complaint.ts';
import { repeated } from './unique.ts';

/** @param byComponent every check with the id that it has got */
export function redundancyComplaints(
  file: ConfigFile,
  byComponent: ReadonlyMap<ComponentId, readonly Check[]>,
): readonly Complaint[] {
  return file.components.flatMap(({ id, redundancy }, index) =>
    redundancy === undefined
      ? []
      : ofComponent(redundancy, byComponent.get(id) ?? [], ['components', index, 'redundancy']),
  );
}

function ofComponent(redundancy: Redundancy, checks: readonly Check[], path: Path): readonly Complaint[] {
  const { atLeast, backups } = redundancy;
  const own = checks.map(({ id }) => id);
  const members = checks.filter((check) => isMember(check, redundancy)).map(({ id }) => id);
  const named = [...namesIn(redundancy.checks ?? [], 'checks', own, path), ...namesIn(backups, 'backups', own, path)];
  if (named.length > 0) {
    return named;
  }
  const strangers = backups.flatMap((backup, place): Complaint[] =>
    members.includes(backup)
      ? []
      : [
          {
            path: [...path, 'backups', place],
            message: `\`${backup}\` is not among the \`checks\` of this redundancy`,
          },
        ],
  );
  const tooMany: readonly Complaint[] =
    atLeast > members.length
      ? [
          {
            path: [...path, 'atLeast'],
            message: `only ${members.length} stand in for each other; need at most so many`,
          },
        ]
      : [];
  const onlyBackups: readonly Complaint[] =
    backups.length > 0 && members.every((id) => backups.includes(id))
      ? [{ path: [...path, 'backups'], message: 'all of them are backups; leave out those that normally serve' }]
      : [];
  return [...strangers, ...tooMany, ...onlyBackups];
}

/** Names that are not there, each with the nearest that is, and names that stand twice. */
function namesIn(
  ids: readonly CheckId[],
  field: 'checks' | 'backups',
  own: readonly CheckId[],
  path: Path,
): readonly Complaint[] {
  const uses = ids.map((name, place) => ({ name, path: [...path, field, place] as Path }));
  const unknown = uses
    .filter(({ name }) => !own.includes(name))
    .map((use) => ({
      path: use.path,
      message: `unknown check \`${use.name}\` of this component${didYouMean(use.name, own)}`,
    }));
  return [...unknown, ...repeated('check', uses, 'once is enough')];
}
