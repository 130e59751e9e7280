/**
 * The delivering half of the loop: what the journal has written goes out, and how each try went is written down.
 */
import { createDeliveries, type DeliveriesOptions } from './deliveries.ts';
import { createDigest, type DigestOptions } from './digest.ts';
import { createOutbox, type Outbox, type OutboxOptions } from './outbox.ts';
import type { EngineState } from './state.ts';

export interface DeliveringOptions
  extends Omit<OutboxOptions, 'report' | 'digest' | 'settingsOf'>,
    Pick<DeliveriesOptions, 'book' | 'write'>,
    Pick<DigestOptions, 'config' | 'timeZone'> {
  readonly state: EngineState;
}

export function createDelivering(options: DeliveringOptions): Outbox {
  const { book, write, clock, config, state } = options;
  const report = createDeliveries({
    book,
    write,
    now: clock.now,
    onEnded: ({ page, state: ended, lastReason }, at) => {
      state.deliveries.set(page.channelId, { at, state: ended, reason: lastReason });
    },
  });
  return createOutbox({
    ...options,
    report,
    settingsOf: (id) => config().channels.get(id),
    digest: createDigest({ ...options, now: clock.now }),
  });
}
