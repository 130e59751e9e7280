/**
 * The real channels for an engine on the movable clock: their tries go over real sockets, and can be waited for while the
 * clock stands still.
 */
import type { ChannelSet } from '../../electron/engine/ports/channel.ts';
import { createChannels } from '../../electron/paging/channels/registry.ts';
import { createPrograms } from '../../electron/probes/child.ts';
import type { MovableClock } from './clock.ts';

export interface RealChannels extends ChannelSet {
  /** Tries, and hushing, that have begun and not ended. */
  underWay(): number;
  /** Lets time pass in steps (ms); after each, every try under way comes to its end before the clock moves on. */
  play(clock: MovableClock, ms: number, stepMs?: number): Promise<void>;
}

const nobody = () => Promise.resolve({ status: 'refused' as const, reason: 'this test has neither screen nor sound' });

export function realChannels(): RealChannels {
  const channels = createChannels({ notice: { show: nobody }, sound: { ready: nobody }, programs: createPrograms() });
  const underWay = new Set<Promise<unknown>>();
  function noted<T>(sending: Promise<T>): Promise<T> {
    underWay.add(sending);
    void sending.finally(() => underWay.delete(sending));
    return sending;
  }
  return {
    can: channels.can,
    target: channels.target,
    send: (page, settings, context) => noted(channels.send(page, settings, context)),
    listen: channels.listen,
    hush(dedupKey, settings, context) {
      const hushing = channels.hush(dedupKey, settings, context);
      return hushing === null ? null : noted(hushing);
    },
    tell(message, settings, context) {
      const telling = channels.tell(message, settings, context);
      return telling === null ? null : noted(telling);
    },
    close: channels.close,
    underWay: () => underWay.size,
    async play(clock, ms, stepMs = 5_000) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await clock.advance(stepMs);
        while (underWay.size > 0) {
          await Promise.all(underWay);
          await clock.advance(0); // what follows from it is written
        }
      }
    },
  };
}
