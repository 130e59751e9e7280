/**
 * A numbered snapshot, then numbered changes: the one thing that windows and browsers see.
 *
 * Changes are gathered for a moment, so that a thousand checks in a second are a few messages. A view is made when it is asked
 * for, from what is believed then; nobody else keeps a copy that could go stale.
 */
import type { Change, Snapshot } from '../../shared/contract/view.ts';
import type { ComponentId, IncidentId } from '../../shared/model/ids.ts';
import type { Cancel, Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';

const GATHER_MS = 150;
/** Even when nothing happens: blindness, on-call handoffs and "checked 3 s ago" move with time alone. */
const LOOK_AGAIN_MS = 5_000;

/** The parts of a snapshot that are not lists by id. */
export type Frame = Omit<Snapshot, 'sequence' | 'at' | 'version' | 'components' | 'incidents'>;

export interface FeedOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly frame: () => Frame;
  readonly components: (only: ReadonlySet<ComponentId> | null) => Snapshot['components'];
  readonly incidents: (only: ReadonlySet<ComponentId> | null) => Snapshot['incidents'];
}

export interface Feed {
  snapshot(): Snapshot;
  /** Called with every change from now on; returns the way to stop. */
  subscribe(listener: (change: Change) => void): () => void;
  /** This component (or, with null, everything) may look different now. */
  touch(componentId: ComponentId | null): void;
  stop(): void;
}

export function createFeed({ clock, log, version, frame, components, incidents }: FeedOptions): Feed {
  const listeners = new Set<(change: Change) => void>();
  let sequence = 1;
  let touched = new Set<ComponentId>();
  let everything = false;
  let shownFrame = new Map<keyof Frame, string>();
  let shownComponents = new Set<ComponentId>();
  let shownIncidents = new Set<IncidentId>();
  let gathering: Cancel | null = null;
  let looking: Cancel = () => undefined;

  function lookAgain(): void {
    looking = clock.after(LOOK_AGAIN_MS, () => {
      if (listeners.size > 0) {
        gather();
      }
      lookAgain();
    });
  }

  function gather(): void {
    gathering ??= clock.after(GATHER_MS, send);
  }

  function send(): void {
    gathering = null;
    const change = listeners.size === 0 ? null : takeChange();
    if (change === null) {
      return;
    }
    for (const listener of listeners) {
      try {
        listener(change);
      } catch (error) {
        log.error({ err: String(error) }, 'a listener of the feed threw');
      }
    }
  }

  function takeChange(): Change | null {
    const only = everything ? null : touched;
    const parts = changedParts();
    const upserts = only === null || only.size > 0 ? { components: components(only), incidents: incidents(only) } : {};
    const removed = everything ? removals(upserts.components ?? [], upserts.incidents ?? []) : {};
    for (const { id } of upserts.components ?? []) {
      shownComponents.add(id);
    }
    for (const { id } of upserts.incidents ?? []) {
      shownIncidents.add(id);
    }
    touched = new Set();
    everything = false;
    if (Object.keys(parts).length === 0 && Object.keys(upserts).length === 0) {
      return null;
    }
    sequence += 1;
    return { sequence, at: clock.now(), ...parts, ...upserts, ...removed };
  }

  /** The parts of the frame that are not what was shown last. */
  function changedParts(): Partial<Frame> {
    const now = frame();
    const texts = new Map((Object.keys(now) as (keyof Frame)[]).map((key) => [key, JSON.stringify(now[key])]));
    const changed = [...texts].filter(([key, text]) => shownFrame.get(key) !== text).map(([key]) => [key, now[key]]);
    shownFrame = texts;
    return Object.fromEntries(changed) as Partial<Frame>;
  }

  function removals(nowComponents: Snapshot['components'], nowIncidents: Snapshot['incidents']): Partial<Change> {
    const stays = new Set(nowComponents.map(({ id }) => id));
    const remains = new Set(nowIncidents.map(({ id }) => id));
    const removedComponents = [...shownComponents].filter((id) => !stays.has(id));
    const removedIncidents = [...shownIncidents].filter((id) => !remains.has(id));
    shownComponents = stays;
    shownIncidents = remains;
    return {
      ...(removedComponents.length > 0 && { removedComponents }),
      ...(removedIncidents.length > 0 && { removedIncidents }),
    };
  }

  lookAgain();

  return {
    snapshot() {
      return {
        sequence,
        at: clock.now(),
        version,
        ...frame(),
        components: components(null),
        incidents: incidents(null),
      };
    },
    subscribe(listener) {
      if (listeners.size === 0) {
        // Nobody was listening: what was gathered meanwhile is in the snapshot they take.
        everything = true;
        gather();
      }
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    touch(componentId) {
      if (listeners.size === 0) {
        return; // whoever comes next is shown everything
      }
      if (componentId === null) {
        everything = true;
      } else {
        touched.add(componentId);
      }
      gather();
    },
    stop() {
      looking();
      gathering?.();
      listeners.clear();
    },
  };
}
