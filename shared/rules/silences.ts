/**
 * Which silence keeps the messages of an incident back: the part of a match that depends on what is wrong.
 *
 * Which component a silence can be about at all is known with the configuration; its words and severity only while something is open.
 */
import type { EpochMs } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import type { Silence, SilenceMatch, StoredSilence } from '../model/silence.ts';
import { type WindowNow, windowAt } from './window.ts';

/** What a silence can look at of a component. */
export interface SilenceTarget {
  readonly id: string;
  readonly group?: string | null | undefined;
  readonly tags: readonly string[];
}

/** It can be about this component; what is wrong with it decides the rest. */
export function mayMatch(
  { components, groups, tags }: Pick<SilenceMatch, 'components' | 'groups' | 'tags'>,
  target: SilenceTarget,
): boolean {
  return (
    allows(components, (id) => id === target.id) &&
    allows(groups, (id) => id === target.group) &&
    allows(tags, (tag) => target.tags.includes(tag))
  );
}

/** It is about what is wrong now. A worse severity, or another reason, may fall out of it. */
export function matchesIncident({ text, severities }: SilenceMatch, { severity, cause }: Incident): boolean {
  const words = cause?.detail.toLowerCase() ?? '';
  return (
    (severities === undefined || severities.includes(severity)) &&
    (text === undefined || words.includes(text.toLowerCase()))
  );
}

/** Of the silences that are for this component, the one that runs for its incident; and when the calendar changes that. */
export function silenceAt(
  silences: readonly Silence[],
  incident: Incident,
  at: EpochMs,
  timeZone: string,
): WindowNow<Silence> {
  const matching = silences.filter(({ match }) => matchesIncident(match, incident));
  return windowAt(matching, at, timeZone);
}

/** One that was asked for by hand, in the shape of one in the file. */
export function silenceByHand({ id, match, reason, by, from, until }: StoredSilence): Silence {
  const instant = (at: EpochMs) => new Date(at).toISOString();
  return { id, match, reason, by, kind: 'once', from: instant(from), to: instant(until) };
}

/** "Silenced by Kim: new disks on Monday" */
export function silenceWords({ by, reason }: Pick<Silence, 'by' | 'reason'>): string {
  return `Silenced by ${by}: ${reason}`;
}

/** What it is about, for people: "API, tag backup, saying “503”, severity low". */
export function matchWords(
  { components, groups, tags, text, severities }: SilenceMatch,
  nameOf = (id: string) => id,
): string {
  const parts = [
    ...components.map((id) => nameOf(id)),
    ...groups.map((id) => `group ${nameOf(id)}`),
    ...tags.map((tag) => `tag ${tag}`),
    ...(text === undefined ? [] : [`saying “${text}”`]),
    ...(severities === undefined ? [] : [`severity ${severities.join(' or ')}`]),
  ];
  return parts.join(', ');
}

/** An empty list asks for nothing. */
function allows<T>(list: readonly T[], holds: (one: T) => boolean): boolean {
  return list.length === 0 || list.some(holds);
}
