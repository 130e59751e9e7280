/**
 * What must hold between people and their channels, beyond that the names exist.
 */
import type { ConfigFile } from '../../model/config.ts';
import { type Person, SEVERITY_RANK } from '../../model/roster.ts';
import { SEVERITIES } from '../../model/status.ts';
import { didYouMean } from '../nearest.ts';
import type { Complaint, Path } from './complaint.ts';
import { repeated } from './unique.ts';

/** Mistakes that make somebody unreachable, or paged twice. */
export function rosterComplaints(file: ConfigFile): readonly Complaint[] {
  return [
    ...file.people.flatMap((person, index) => [
      ...repeated(
        `${person.name}'s channel`,
        person.channels.map((name, place) => ({ name, path: ['people', index, 'channels', place] })),
        'each page would be sent twice',
      ),
      ...ruleComplaints(person, ['people', index, 'rules']),
    ]),
  ];
}

/** A rule may only use what the person has: a rule for a channel of somebody else would wake somebody else. */
function ruleComplaints({ name, channels, rules }: Person, path: Path): readonly Complaint[] {
  return WORST_FIRST.flatMap((severity) =>
    (rules[severity] ?? []).flatMap(({ channel }, index): readonly Complaint[] => {
      if (channels.includes(channel)) {
        return [];
      }
      const remedy = didYouMean(channel, channels) || "; add it to the person's `channels`";
      return [
        { path: [...path, severity, index, 'channel'], message: `${name} has no channel \`${channel}\`${remedy}` },
      ];
    }),
  );
}

/** Worst first: that is the order in which they matter to whoever reads the list. */
const WORST_FIRST = SEVERITIES.toSorted((a, b) => SEVERITY_RANK[b] - SEVERITY_RANK[a]);
