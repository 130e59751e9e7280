/**
 * The glance, kept true to the engine's feed. One for the whole desktop: tray, tone and window ask it, none asks the engine.
 */
import type { Change, Snapshot } from '../../shared/contract/view.ts';
import { foldGlance, type Glance, glanceOf } from '../../shared/rules/glance.ts';

/** What the desktop needs of the engine's feed. */
export interface Feed {
  /** Calls `listener` with every change from now on; the result stops it. */
  subscribe(listener: (change: Change) => void): () => void;
  snapshot(): Snapshot;
}

export interface GlanceFeed {
  now(): Glance;
  /** Called after each change; returns the way to stop. */
  onChange(listener: (glance: Glance) => void): () => void;
  close(): void;
}

export function followGlance(feed: Feed): GlanceFeed {
  const listeners = new Set<(glance: Glance) => void>();
  let glance: Glance | null = null;

  // Listening before looking: what happens in between is in the snapshot, or comes with a later number.
  const unsubscribe = feed.subscribe((change) => {
    const before = glance;
    glance = before && (foldGlance(before, change) ?? glanceOf(feed.snapshot()));
    if (glance && glance !== before) {
      for (const listener of [...listeners]) {
        listener(glance);
      }
    }
  });
  const now = (): Glance => {
    glance ??= glanceOf(feed.snapshot());
    return glance;
  };
  now();
  return {
    now,
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close() {
      unsubscribe();
      listeners.clear();
    },
  };
}
