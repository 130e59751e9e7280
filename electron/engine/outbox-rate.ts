/**
 * How many messages a channel takes: so many in so long, and so many at once. A phone that rings without end is muted by its owner.
 */
import type { ChannelSettings } from '../../shared/model/channel.ts';
import type { ChannelId } from '../../shared/model/ids.ts';
import type { ChannelSet } from './ports/channel.ts';
import type { Clock } from './ports/clock.ts';

/** Tries at once on one channel that does not say more. */
const ABREAST = 8;

export interface Rate {
  /** Not before this, by the monotonic clock. */
  allowsAt(channelId: ChannelId): number;
  mayAbreast(channelId: ChannelId): number;
  /** A message goes out now. */
  sent(channelId: ChannelId): void;
}

export interface RateOptions {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly channels: Pick<ChannelSet, 'can'>;
  readonly settingsOf: (channelId: ChannelId) => ChannelSettings | undefined;
}

export function createRate({ clock, channels, settingsOf }: RateOptions): Rate {
  const sentAt = new Map<ChannelId, number[]>();
  return {
    allowsAt(channelId) {
      const settings = settingsOf(channelId);
      if (settings === undefined) {
        return 0;
      }
      const { pages, perMs } = channels.can(settings).rate;
      const recent = sentAt.get(channelId) ?? [];
      return recent.length < pages ? 0 : (recent[recent.length - pages] as number) + perMs;
    },
    mayAbreast(channelId) {
      const settings = settingsOf(channelId);
      return settings === undefined ? ABREAST : (channels.can(settings).abreast ?? ABREAST);
    },
    sent(channelId) {
      const settings = settingsOf(channelId);
      // As many as the rate counts are remembered.
      const counted = settings === undefined ? 1 : channels.can(settings).rate.pages;
      const recent = [...(sentAt.get(channelId) ?? []), clock.monotonicMs()];
      sentAt.set(channelId, recent.slice(Math.max(0, recent.length - counted)));
    },
  };
}
