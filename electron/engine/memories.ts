/**
 * What channels keep for themselves across restarts, each in a row of its own. The engine does not look inside.
 */
import type { ChannelId } from '../../shared/model/ids.ts';
import type { ChannelMemory } from './ports/channel.ts';
import type { JournalEntry } from './ports/store.ts';

export type MemoryOf = (channelId: ChannelId) => ChannelMemory;

/** @param restored the store's values at the start */
export function createMemories(
  restored: ReadonlyMap<string, unknown>,
  write: (entry: JournalEntry) => Promise<void>,
): MemoryOf {
  const kept = new Map<string, unknown>();
  return (channelId) => {
    const key = `channel:${channelId}`;
    return {
      read: () => (kept.has(key) ? kept.get(key) : restored.get(key)),
      keep(value) {
        kept.set(key, value ?? undefined);
        void write({ values: { [key]: value ?? null }, events: [] });
      },
    };
  };
}

/** For a process that sends one page and ends. */
export const forgetful: MemoryOf = () => ({ read: () => undefined, keep: () => undefined });
