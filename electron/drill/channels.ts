/**
 * The simulated channels: nothing is sent. Each page fares as the world says, and whoever it reaches is told.
 */
import type { Fate } from '../../shared/model/drill/world.ts';
import type { ChannelId } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { Delivery, Page } from '../../shared/model/page.ts';
import type { ChannelSet, Clock } from '../engine/ports.ts';

const DELIVERED_AFTER_MS = 200;
const REFUSED_AFTER_MS = 100;

export interface SimulatedChannelsOptions {
  readonly fates: Readonly<Partial<Record<ChannelId, readonly Fate[]>>>;
  /** What the real channels can do, their rates among it. */
  readonly can: ChannelSet['can'];
  readonly elapsed: () => number;
  /** It has reached its receiver. */
  readonly onArrived: (page: Page) => void;
}

export function createSimulatedChannels({ fates, can, elapsed, onArrived }: SimulatedChannelsOptions): ChannelSet {
  return {
    can,
    send(page, { id }, { clock, signal }) {
      const at = elapsed();
      const result = fates[id]?.findLast(({ from, to }) => from <= at && at < to)?.result ?? 'delivered';
      switch (result) {
        case 'delivered':
          return after(clock, DELIVERED_AFTER_MS, () => {
            onArrived(page);
            return { status: 'delivered' };
          });
        case 'refused':
          return after(clock, REFUSED_AFTER_MS, () => ({ status: 'refused', reason: 'the channel refused it' }));
        case 'hang':
          return new Promise((resolve) => {
            const giveUp = () => resolve({ status: 'try-later', reason: 'the channel did not answer' });
            signal.addEventListener('abort', giveUp, { once: true });
          });
        default:
          return assertNever(result, 'fate of a delivery');
      }
    },
    close: () => Promise.resolve(),
  };
}

function after(clock: Clock, ms: number, answer: () => Delivery): Promise<Delivery> {
  return new Promise((resolve) => {
    clock.after(ms, () => resolve(answer()));
  });
}
