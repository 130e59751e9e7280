/**
 * The simulated channels: nothing is sent. Each page fares as the world says, and whoever it reaches is told.
 */

import type { ChannelType } from '../../shared/model/channel.ts';
import type { Fate } from '../../shared/model/drill/world.ts';
import type { ChannelId } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { Delivery, Page } from '../../shared/model/page.ts';
import type { ChannelSet } from '../engine/ports/channel.ts';
import type { Clock } from '../engine/ports/clock.ts';

const DELIVERED_AFTER_MS = 200;
const REFUSED_AFTER_MS = 100;
const NO_ROUTE_AFTER_MS = 3;

export interface SimulatedChannelsOptions {
  readonly fates: Readonly<Partial<Record<ChannelId, readonly Fate[]>>>;
  /** What the real channels can do, their rates among it. */
  readonly can: ChannelSet['can'];
  readonly elapsed: () => number;
  /** Our own uplink is cut: what has to leave this machine cannot. */
  readonly isOffline: (at: number) => boolean;
  /** It has reached its receiver. */
  readonly onArrived: (page: Page) => void;
}

export function createSimulatedChannels({
  fates,
  can,
  elapsed,
  isOffline,
  onArrived,
}: SimulatedChannelsOptions): ChannelSet {
  return {
    can,
    target: ({ id }) => `simulated: ${id}`,
    send(page, { id, type }, { clock, signal }) {
      const at = elapsed();
      if (isOffline(at) && goesFar(type)) {
        return after(clock, NO_ROUTE_AFTER_MS, () => ({ status: 'try-later', reason: 'our own uplink is cut' }));
      }
      const result = fates[id]?.findLast(({ from, to }) => from <= at && at < to)?.result ?? 'delivered';
      switch (result) {
        case 'delivered':
          return after(clock, DELIVERED_AFTER_MS, () => {
            onArrived(page);
            return { status: 'delivered' };
          });
        case 'refused':
          return after(clock, REFUSED_AFTER_MS, () => ({ status: 'refused', reason: 'the channel refused it' }));
        case 'error-inside':
          return after(clock, DELIVERED_AFTER_MS, () => ({
            status: 'try-later',
            reason: 'the channel answered 200 OK with an error inside',
          }));
        case 'hang':
          return new Promise((resolve) => {
            const giveUp = () => resolve({ status: 'try-later', reason: 'the channel did not answer' });
            signal.addEventListener('abort', giveUp, { once: true });
          });
        default:
          return assertNever(result, 'fate of a delivery');
      }
    },
    listen: () => null,
    hush: () => null,
    tell: () => null,
    close: () => Promise.resolve(),
  };
}

/** It has to leave this machine, which needs an uplink. */
function goesFar(type: ChannelType): boolean {
  switch (type) {
    case 'native':
    case 'sound':
      return false;
    case 'webhook':
    case 'twilio-sms':
    case 'twilio-voice':
    case 'vonage-sms':
    case 'wctp':
    case 'tap':
    case 'snpp':
    case 'ntfy':
    case 'smtp':
    case 'pushover':
    case 'telegram':
    case 'pagerduty':
    case 'slack':
    case 'teams':
    case 'command':
      return true;
    default:
      return assertNever(type, 'channel type');
  }
}

function after(clock: Clock, ms: number, answer: () => Delivery): Promise<Delivery> {
  return new Promise((resolve) => {
    clock.after(ms, () => resolve(answer()));
  });
}
