/**
 * Whether the steps of a policy can reach anybody from this machine, by severity: the same question the engine asks when a
 * step fires, asked while somebody is still awake.
 */

import type { ChannelType } from '../../model/channel.ts';
import type { ConfigFile } from '../../model/config.ts';
import type { EscalationPolicy, Person, Target } from '../../model/roster.ts';
import { SEVERITIES, type Severity } from '../../model/status.ts';
import { peopleIn } from '../oncall/oncall.ts';
import type { Complaint, Path } from './complaint.ts';

const LOCAL: ReadonlySet<ChannelType> = new Set(['native', 'sound']);

/** Not being woken for `low` is a choice people make; for these it deserves a word. */
const LOUD: readonly Severity[] = ['critical', 'high'];

export interface Reach {
  /** Steps that can never reach anybody. */
  readonly problems: readonly Complaint[];
  /** Steps that reach nobody at some severity that matters. */
  readonly warnings: readonly Complaint[];
}

/** Asks every step and last resort. Unknown names count as reachable here: they have a complaint of their own. */
export function policyReach(file: ConfigFile): Reach {
  const problems: Complaint[] = [];
  const warnings: Complaint[] = [];
  for (const { targets, path, what } of targetLists(file.policies)) {
    const deaf = SEVERITIES.filter((severity) => !targets.some((target) => reaches(target, severity, file)));
    if (deaf.length === SEVERITIES.length) {
      problems.push({
        path,
        message: `${what} can reach nobody: ${targets.map((target) => whyNot(target, file)).join('; ')}`,
      });
    } else if (deaf.some((severity) => LOUD.includes(severity))) {
      warnings.push({ path, message: `${what} can reach nobody at severity ${deaf.join(' or ')}` });
    }
  }
  return { problems, warnings };
}

function targetLists(policies: readonly EscalationPolicy[]) {
  return policies.flatMap(({ steps, lastResort }, index) => [
    ...steps.map((step, place) => ({
      targets: step.targets as readonly Target[],
      path: ['policies', index, 'steps', place, 'targets'] as Path,
      what: `step ${place + 1}`,
    })),
    ...(lastResort === undefined
      ? []
      : [{ targets: [lastResort], path: ['policies', index, 'lastResort'] as Path, what: 'the last resort' }]),
  ]);
}

function reaches(target: Target, severity: Severity, file: ConfigFile): boolean {
  if ('channel' in target) {
    return true;
  }
  const people = peopleOf(target, file);
  return people === null || people.some((person) => person === null || usable(person, severity, file).length > 0);
}

/** Null: no such schedule. A null member: no such person. */
function peopleOf(target: Exclude<Target, { channel: unknown }>, file: ConfigFile): readonly (Person | null)[] | null {
  const byId = (id: string) => file.people.find((person) => person.id === id) ?? null;
  if ('person' in target) {
    return [byId(target.person)];
  }
  const schedule = file.schedules.find(({ id }) => id === target.schedule);
  if (schedule === undefined) {
    return null;
  }
  return peopleIn(schedule).map(byId);
}

/** The person's channels for a severity that work from here. Notices and sound are the desk's own. */
function usable(person: Person, severity: Severity, file: ConfigFile): readonly string[] {
  const desk = file.people.find(({ id }) => id === file.settings.desk)?.id; // an unknown desk has a complaint of its own
  const wanted = person.rules[severity]?.map(({ channel }) => channel) ?? person.channels;
  return wanted.filter((channel) => {
    const type = file.channels.find(({ id }) => id === channel)?.type;
    return desk === undefined || desk === person.id || type === undefined || !LOCAL.has(type);
  });
}

function whyNot(target: Target, file: ConfigFile): string {
  const people = 'channel' in target ? [] : (peopleOf(target, file) ?? []);
  return [...new Set(people)]
    .filter((person) => person !== null)
    .map((person) =>
      SEVERITIES.every((severity) => person.rules[severity]?.length === 0)
        ? `${person.name}'s \`rules\` leave no channel`
        : `${person.name} has only notices and sound, and those are for \`${file.settings.desk}\` on this machine (settings.desk)`,
    )
    .join('; ');
}
