/**
 * Keeps an ear on every channel through which answers can come: begun with the configuration, begun anew when a channel's settings
 * change, ended with the engine.
 */
import type { ChannelSettings } from '../../shared/model/channel.ts';
import type { Config } from '../../shared/model/config.ts';
import type { ChannelId } from '../../shared/model/ids.ts';
import { loose } from './commands.ts';
import type { MemoryOf } from './memories.ts';
import type { ChannelSet } from './ports/channel.ts';
import type { Cancel, Clock } from './ports/clock.ts';
import type { Ear } from './ports/ear.ts';
import type { Log } from './ports/log.ts';
import type { JournalEntry } from './ports/store.ts';

/** An adapter that broke off is our bug: not hammered, not left deaf. */
const AGAIN_MS = 60_000;
/** One that does not let go in time holds up nobody's quitting. */
const LETS_GO_MS = 3_000;

export interface ListeningOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly channels: Pick<ChannelSet, 'listen'>;
  readonly config: () => Config;
  readonly memoryOf: MemoryOf;
  readonly earOf: (channelId: ChannelId) => Ear;
  readonly write: (entry: JournalEntry) => Promise<void>;
}

export interface Listening {
  configure(): void;
  /** Why answers by a channel are not heard at the moment; null: they are, or none can come. */
  troubleOf(channelId: ChannelId): string | null;
  /** Resolves when nobody listens any more, or soon. */
  stop(): Promise<void>;
}

interface Listener {
  /** Another one: it listens for something else. */
  readonly key: string;
  readonly end: () => Promise<void>;
}

export function createListening(options: ListeningOptions): Listening {
  const { clock, log, channels, config, memoryOf, earOf, write } = options;
  const listeners = new Map<ChannelId, Listener>();
  const troubles = new Map<ChannelId, string>();
  const ending = new Set<Promise<void>>();

  /** Whether strangers can call through it stands on a card, not with the channel. */
  const keyOf = (settings: ChannelSettings): string =>
    JSON.stringify([settings, earOf(settings.id).called !== undefined]);

  function tell(id: ChannelId, reason: string | null): void {
    if (reason === (troubles.get(id) ?? null)) {
      return;
    }
    const text = reason === null ? `Answers by ${id} are heard again` : `Answers by ${id} are not heard: ${reason}`;
    if (reason === null) {
      troubles.delete(id);
    } else {
      troubles.set(id, reason);
    }
    void write({ events: [{ ...loose(clock.now(), 'watcher', text), channelId: id }] });
  }

  /** Null: nothing comes back by this channel. */
  function listenTo(settings: ChannelSettings): Listener | null {
    const controller = new AbortController();
    const { signal } = controller;
    let cancel: Cancel = () => undefined;
    const begin = () =>
      channels.listen(settings, {
        clock,
        signal,
        memory: memoryOf(settings.id),
        ear: earOf(settings.id),
        trouble: (reason) => (signal.aborted ? undefined : tell(settings.id, reason)),
      });
    const first = begin();
    if (first === null) {
      return null;
    }
    let heard = kept(first);
    function kept(turn: Promise<void>): Promise<void> {
      return turn.catch((error: unknown) => {
        if (!signal.aborted) {
          log.error({ channel: settings.id, err: String(error) }, 'a channel stopped listening: a bug of ours');
          tell(settings.id, `a bug of ours: ${String(error)}`);
          cancel = clock.after(AGAIN_MS, () => {
            heard = kept(begin() ?? Promise.resolve());
          });
        }
      });
    }
    return {
      key: keyOf(settings),
      async end() {
        controller.abort();
        cancel();
        await heard;
      },
    };
  }

  function end(id: ChannelId, listener: Listener): void {
    listeners.delete(id);
    troubles.delete(id);
    const ended = listener.end();
    ending.add(ended);
    void ended.finally(() => ending.delete(ended));
  }

  return {
    configure() {
      const wanted = config().channels;
      for (const [id, listener] of listeners) {
        const settings = wanted.get(id);
        if (settings === undefined || keyOf(settings) !== listener.key) {
          end(id, listener);
        }
      }
      for (const [id, settings] of wanted) {
        const listener = listeners.has(id) ? null : listenTo(settings);
        if (listener !== null) {
          listeners.set(id, listener);
        }
      }
    },
    troubleOf: (id) => troubles.get(id) ?? null,
    async stop() {
      for (const [id, listener] of listeners) {
        end(id, listener);
      }
      let cancel: Cancel = () => undefined;
      const patience = new Promise<void>((resolve) => {
        cancel = clock.after(LETS_GO_MS, resolve);
      });
      await Promise.race([Promise.all(ending), patience]);
      cancel();
    },
  };
}
