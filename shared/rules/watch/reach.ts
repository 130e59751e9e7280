/**
 * By which channels a person can be reached from this machine, when each has its turn, and what quiet at this desk holds back.
 */

import type { ChannelType } from '../../model/channel.ts';
import type { ChannelId, EpochMs, PersonId } from '../../model/ids.ts';
import type { Waiting } from '../../model/incident.ts';
import type { Person, PersonalRule } from '../../model/roster.ts';
import type { Severity } from '../../model/status.ts';
import { quietHoursUntil } from '../presence.ts';
import type { Surroundings } from './turn.ts';

/** Channels outside this machine follow one another, so that one tap silences the rest. */
const REMOTE_AFTER_MS = [0, 60_000, 180_000, 300_000, 420_000];
const LOCAL: readonly ChannelType[] = ['native', 'sound'];

/** Which channel after how long: the person's own rules, or notice and sound at once and the others one after another. */
export function rulesOf(person: Person, severity: Severity, surroundings: Surroundings): readonly PersonalRule[] {
  const own = person.rules[severity];
  if (own !== undefined) {
    return own;
  }
  const local = person.channels.filter(
    (channel) => isLocal(channel, surroundings) && isHere(channel, person.id, surroundings),
  );
  const remote = person.channels.filter((channel) => !isLocal(channel, surroundings));
  const first = local.length === 0 ? 0 : 1;
  return [
    ...local.map((channel) => ({ channel, after: 0 })),
    ...remote.map((channel, index) => ({
      channel,
      after: REMOTE_AFTER_MS[Math.min(index + first, REMOTE_AFTER_MS.length - 1)] as number,
    })),
  ];
}

/** True when the channel speaks through this machine's own screen or speakers. */
function isLocal(channelId: ChannelId, surroundings: Pick<Surroundings, 'config'>): boolean {
  const type = surroundings.config.channels.get(channelId)?.type;
  return type !== undefined && LOCAL.includes(type);
}

/** A notice or sound reaches only the person who sits here. */
export function isHere(channelId: ChannelId, personId: PersonId, surroundings: Pick<Surroundings, 'config'>): boolean {
  const { desk } = surroundings.config.settings;
  return desk === undefined || desk === personId || !isLocal(channelId, surroundings);
}

/** What keeps a page to somebody back for their sake: quiet at this desk, or their own quiet hours. Null: it may go. */
export function quietOf(
  { channelId, personId, byHand }: Pick<Waiting, 'channelId' | 'personId' | 'byHand'>,
  severity: Severity,
  at: EpochMs,
  surroundings: Surroundings,
): { readonly until: EpochMs; readonly why: string } | null {
  const desk = deskQuiet(channelId, severity, at, surroundings);
  const person = personId === null ? undefined : surroundings.config.people.get(personId);
  const own =
    person === undefined || byHand === true ? null : quietHoursUntil(person, severity, at, surroundings.timeZone);
  if (person === undefined || own === null || (desk !== null && desk.until >= own)) {
    return desk;
  }
  return { until: own, why: `${person.name}'s quiet hours` };
}

/** Quiet at this desk alone: what waits for it may never be heard, what waits for somebody's morning will be. */
export function deskQuiet(
  channelId: ChannelId,
  severity: Severity,
  at: EpochMs,
  surroundings: Surroundings,
): { readonly until: EpochMs; readonly why: string } | null {
  const { quiet } = surroundings;
  if (quiet === null || quiet.until <= at || !isLocal(channelId, surroundings)) {
    return null;
  }
  const through = severity === 'critical' && !quiet.criticalToo;
  return through ? null : { until: quiet.until, why: `quiet at this desk (${quiet.by})` };
}

/** Until when; null: it may go. */
export function quietUntil(
  page: Pick<Waiting, 'channelId' | 'personId' | 'byHand'>,
  severity: Severity,
  at: EpochMs,
  surroundings: Surroundings,
): EpochMs | null {
  return quietOf(page, severity, at, surroundings)?.until ?? null;
}
