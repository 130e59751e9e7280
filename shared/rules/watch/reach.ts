/**
 * By which channels a person can be reached from this machine, when each has its turn, and what quiet at this desk holds back.
 */

import type { ChannelType } from '../../model/channel.ts';
import type { ChannelId, EpochMs, PersonId } from '../../model/ids.ts';
import type { Person, PersonalRule } from '../../model/roster.ts';
import type { Severity } from '../../model/status.ts';
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
function isLocal(channelId: ChannelId, surroundings: Surroundings): boolean {
  const type = surroundings.config.channels.get(channelId)?.type;
  return type !== undefined && LOCAL.includes(type);
}

/** A notice or sound reaches only the person who sits here. */
export function isHere(channelId: ChannelId, personId: PersonId, surroundings: Surroundings): boolean {
  const { desk } = surroundings.config.settings;
  return desk === undefined || desk === personId || !isLocal(channelId, surroundings);
}

/** Until when quiet at this desk holds the channel back; null: it may go. */
export function quietUntil(
  channelId: ChannelId,
  severity: Severity,
  at: EpochMs,
  surroundings: Surroundings,
): EpochMs | null {
  const { quiet } = surroundings;
  if (quiet === null || quiet.until <= at || !isLocal(channelId, surroundings)) {
    return null;
  }
  return severity === 'critical' && !quiet.criticalToo ? null : quiet.until;
}
