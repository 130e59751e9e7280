/**
 * One try of one message, bounded in time whatever the channel does.
 */
import type { CallerMessage } from '../../../shared/model/caller-news.ts';
import type { ChannelSettings } from '../../../shared/model/channel.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import type { Core } from '../core.ts';
import { inTime, type Tried } from '../one-try.ts';

/** Never rejects. */
export type Post = (message: CallerMessage, settings: ChannelSettings) => Promise<Tried>;

export function createPost({ clock, channels, memoryOf }: Core): Post {
  return (message, settings) =>
    inTime(clock, settings, (signal) => {
      const none: Delivery = { status: 'refused', reason: `channel ${settings.id} (${settings.type}) carries no news` };
      const context = { signal, clock, memory: memoryOf(settings.id) };
      return channels.tell(message, settings, context) ?? Promise.resolve(none);
    });
}
