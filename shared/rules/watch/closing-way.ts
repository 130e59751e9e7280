/**
 * By which channel somebody hears that it is over: by the one that told them, unless that would ring a telephone for good news.
 *
 * Then it is the person's next quieter channel, one that has told them of it before where there is any; so the closing message stays
 * one. Where there is none they are not told, and the history says so.
 */
import type { ChannelSettings } from '../../model/channel.ts';
import type { ChannelId } from '../../model/ids.ts';
import type { Incident, Told } from '../../model/incident.ts';
import { isHere } from './reach.ts';
import { wasSent } from './told.ts';
import type { Surroundings } from './turn.ts';

type Known = Pick<Surroundings, 'config'>;

/** Null: no channel of theirs is quiet enough. */
export function closingChannel(
  { personId, channelId }: Pick<Told, 'personId' | 'channelId'>,
  { told }: Pick<Incident, 'told'>,
  known: Known,
): ChannelId | null {
  const { config } = known;
  if (!wakes(config.channels.get(channelId))) {
    return channelId;
  }
  const person = personId === null ? undefined : config.people.get(personId);
  const quiet = (person?.channels ?? []).filter(
    (other) => person !== undefined && !wakes(config.channels.get(other)) && isHere(other, person.id, known),
  );
  const hasTold = (other: ChannelId): boolean =>
    told.some((page) => page.personId === personId && page.channelId === other && wasSent(page));
  return quiet.find(hasTold) ?? quiet[0] ?? null;
}

/** It makes itself heard whatever it says. The tone needs no closing: it falls silent. */
function wakes(channel: ChannelSettings | undefined): boolean {
  return channel?.type === 'sound' || (channel?.type === 'twilio-voice' && !channel.closings);
}
