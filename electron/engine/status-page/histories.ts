/**
 * The past of every public component, worked out in the background, one after the other with a breath between: a year of events is
 * much to read, and nobody who looks at the page waits for it.
 */
import type { ComponentId } from '../../../shared/model/ids.ts';
import { publicHistory } from '../../../shared/rules/status-page/history.ts';
import type { PublicHistory } from '../../../shared/rules/status-page/page.ts';
import { type Stretches, stretchesUpTo } from '../../../shared/rules/status-page/periods.ts';
import type { Core } from '../core.ts';
import { historyOf, type WatcherPast, watcherPast } from '../figures.ts';

/** Figures over weeks do not change in this time. What has changed its status is worked out again at once. */
const FRESH_MS = 10 * 60_000;

/** At least a year of months. */
const BEGIN_MS = 400 * 86_400_000;

interface Kept {
  readonly value: PublicHistory;
  /** By the monotonic clock. */
  readonly madeAt: number;
  /** Its status and since when, of then. */
  readonly of: string;
}

export interface Histories {
  /** As it was worked out last; null: not yet. */
  of(id: ComponentId): PublicHistory | null;
  /** Works out what is old or missing, unless that is under way. Resolves when it is done. Never rejects. */
  renew(): Promise<void>;
  stop(): void;
}

/** @param zoneOf the page's own */
export function createHistories(core: Core, zoneOf: () => string): Histories {
  const { clock, log, book, config, store } = core;
  const kept = new Map<ComponentId, Kept>();
  let running: Promise<void> | null = null;
  let stopped = false;

  const statusOf = (id: ComponentId): string => `${book.get(id)?.status} ${book.get(id)?.since} ${zoneOf()}`;

  function isFresh(id: ComponentId): boolean {
    const one = kept.get(id);
    return one !== undefined && clock.monotonicMs() - one.madeAt < FRESH_MS && one.of === statusOf(id);
  }

  async function sweep(): Promise<void> {
    const faces = config().publicFaces;
    for (const id of [...kept.keys()].filter((one) => !faces.has(one))) {
      kept.delete(id);
    }
    const stale = [...faces.keys()].filter((id) => !isFresh(id));
    if (stale.length === 0) {
      return;
    }
    const now = clock.now();
    const past = await watcherPast(store, now - BEGIN_MS, now);
    const stretches = stretchesUpTo(now, zoneOf());
    for (const id of stale) {
      if (stopped) {
        return;
      }
      await workOut(id, past, stretches);
      await new Promise<void>((resolve) => void clock.after(0, resolve));
    }
  }

  async function workOut(id: ComponentId, past: WatcherPast, stretches: Stretches): Promise<void> {
    const of = statusOf(id);
    const checkIds = (config().components.get(id)?.checks ?? []).map((check) => check.id);
    const history = await historyOf(core, id, past);
    const sums = await store.rollups({ checkIds, unit: 'day', from: past.from, to: past.to });
    kept.set(id, { value: publicHistory(history, sums, stretches), madeAt: clock.monotonicMs(), of });
  }

  return {
    of: (id) => kept.get(id)?.value ?? null,
    renew() {
      running ??= sweep()
        .catch((error: unknown) => log.error({ err: String(error) }, 'the history for the status page failed'))
        .finally(() => {
          running = null;
        });
      return running;
    },
    stop() {
      stopped = true;
    },
  };
}
