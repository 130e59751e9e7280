/**
 * Memories of channels for tests.
 */
import type { ChannelMemory } from '../../electron/engine/ports/channel.ts';

/** For an adapter that keeps nothing: keeping something anyway fails the test. */
export const noMemory: ChannelMemory = {
  read: () => undefined,
  keep(value) {
    throw new Error(`this channel keeps nothing, and kept ${JSON.stringify(value)}`);
  },
};

/**
 * One that can be looked into. Goes through JSON, as the store does.
 * @public for the adapters that keep something
 */
export function aMemory(kept?: unknown): ChannelMemory & { readonly kept: () => unknown } {
  let json = kept === undefined ? undefined : JSON.stringify(kept);
  const read = () => (json === undefined ? undefined : (JSON.parse(json) as unknown));
  return {
    read,
    kept: read,
    keep(value) {
      json = value === null ? undefined : JSON.stringify(value);
    },
  };
}
