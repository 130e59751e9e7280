/**
 * Somebody has it: what still rings elsewhere falls silent. A channel that rings by itself would wake people for what is taken.
 *
 * A courtesy, not a message: tried twice, and what comes of it changes nothing else.
 */
import type { ChannelSettings } from '../../shared/model/channel.ts';
import type { EventType, WatchEvent } from '../../shared/model/event.ts';
import type { Incident } from '../../shared/model/incident.ts';
import type { Core } from './core.ts';
import type { Cancel } from './ports/clock.ts';

/** Not `hushed`: that turns off the sound at one desk, and nobody has taken anything. */
const QUIETENING: ReadonlySet<EventType> = new Set(['incident-acknowledged', 'incident-snoozed']);
const PATIENCE_MS = 10_000;
const AGAIN_MS = 15_000;

export interface Hushing {
  heard(events: readonly WatchEvent[]): void;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

type HushingCore = Pick<Core, 'clock' | 'channels' | 'config' | 'memoryOf' | 'book' | 'log'>;

export function createHushing(core: () => HushingCore): Hushing {
  const underWay = new Set<Promise<void>>();
  const waiting = new Set<Cancel>();
  let stopped = false;

  function hush({ id, told }: Pick<Incident, 'id' | 'told'>, triesLeft: number): void {
    const { config } = core();
    const channels = new Set(told.filter(({ state }) => state !== 'withdrawn').map(({ channelId }) => channelId));
    for (const settings of [...channels].flatMap((channelId) => config().channels.get(channelId) ?? [])) {
      const work = hushOne(settings, id).then((done) => {
        if (!done && triesLeft > 1 && !stopped) {
          later(() => hush({ id, told: told.filter(({ channelId }) => channelId === settings.id) }, triesLeft - 1));
        }
      });
      underWay.add(work);
      void work.finally(() => underWay.delete(work));
    }
  }

  /** False: it may ring on. */
  async function hushOne(settings: ChannelSettings, dedupKey: string): Promise<boolean> {
    const { clock, channels, memoryOf, log } = core();
    const controller = new AbortController();
    const cancel = clock.after(PATIENCE_MS, () => controller.abort());
    try {
      const hushing = channels.hush(dedupKey, settings, {
        clock,
        signal: controller.signal,
        memory: memoryOf(settings.id),
      });
      return hushing === null || (await hushing);
    } catch (error) {
      log.error({ channel: settings.id, err: String(error) }, 'a channel could not be hushed: a bug of ours');
      return true;
    } finally {
      cancel();
    }
  }

  function later(task: () => void): void {
    const cancel = core().clock.after(AGAIN_MS, () => {
      waiting.delete(cancel);
      task();
    });
    waiting.add(cancel);
  }

  const isTaken = ({ state, snoozedUntil }: Incident): boolean => state === 'acknowledged' || snoozedUntil !== null;

  return {
    heard(events) {
      for (const { type, incidentId, componentId, channelId, data } of events) {
        const incident = componentId === null || stopped ? null : core().book.get(componentId)?.incident;
        if (!incident || incident.id !== incidentId) {
          continue;
        }
        if (QUIETENING.has(type)) {
          hush(incident, 2);
        } else if (type === 'page-delivered' && data.kind !== 'close' && isTaken(incident)) {
          // It was on its way when somebody took it, and nothing of it could be hushed yet.
          hush({ ...incident, told: incident.told.filter((told) => told.channelId === channelId) }, 2);
        }
      }
    },
    async stop() {
      stopped = true;
      for (const cancel of waiting) {
        cancel();
      }
      await Promise.allSettled(underWay);
    },
  };
}
