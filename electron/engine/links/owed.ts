/**
 * What one link is owed now: worked out anew when it may have changed, the worst of it first. What the link stumbles over again and again
 * waits behind the rest.
 */
import type { LinkSettings } from '../../../shared/model/link.ts';
import type { LinkState } from '../../../shared/model/link-state.ts';
import { type Mark, maybeOf } from '../../../shared/rules/links/mark.ts';
import { isDone, owedOf } from '../../../shared/rules/links/owed.ts';
import type { Wanted } from '../../../shared/rules/links/wanted.ts';
import type { Clock } from '../ports/clock.ts';
import type { LinkSet } from '../ports/link.ts';
import type { Ledger } from './ledger.ts';

/** In a storm of changes all that is owed is worked out at most so often. ms */
const FRESH_MS = 1_000;

/**
 * What a link should have been told beside components and what is made of them. `known`: what it was told, or may have been.
 * What is not among it is left as it is.
 */
export type More = (settings: LinkSettings, known: readonly LinkState[]) => readonly Wanted[];

export interface OwedOptions {
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
  readonly links: Pick<LinkSet, 'face' | 'recheckEvery' | 'target'>;
  readonly ledger: Pick<Ledger, 'marks' | 'forget'>;
  readonly settings: LinkSettings;
  /** What this link should have been told by now. */
  readonly wanted: (settings: LinkSettings, began: (key: string) => boolean) => readonly Wanted[];
  readonly more: More;
}

export interface Owed {
  /** There may be news. */
  stale(): void;
  /** What is to be told now, and is not owed any more; null: nothing that is not resting. */
  take(rests: (key: string) => boolean): Wanted | null;
  /** The other side was asked about it. */
  tried(key: string, how: 'answered' | 'failed'): void;
  /** So many things, as it was seen last. */
  size(): number;
}

export function createOwed({ clock, links, ledger, settings, wanted, more }: OwedOptions): Owed {
  const { id } = settings;
  const place = links.target(settings);
  const face = (state: LinkState) => links.face(state, settings);
  let queue: readonly Wanted[] = [];
  let stale = true;
  let lookedAt = Number.NEGATIVE_INFINITY;
  /** By key, in a row. */
  const failures = new Map<string, number>();
  /** By key: when the other side was asked last. Monotonic ms. */
  const seenAt = new Map<string, number>();

  /** Of this place only: another one was told nothing. */
  function marksHere(): ReadonlyMap<string, Mark> {
    return new Map([...ledger.marks(id)].filter(([, mark]) => mark.place === place));
  }

  /** Not looked at since the start, or for too long. */
  function isStale(key: string): boolean {
    const every = links.recheckEvery(settings);
    return every !== null && clock.monotonicMs() - (seenAt.get(key) ?? Number.NEGATIVE_INFINITY) >= every;
  }

  function lookAgain(): void {
    const marks = marksHere();
    const began = (key: string): boolean => {
      const mark = marks.get(key);
      return mark !== undefined && (mark.told !== null || maybeOf(mark).length > 0);
    };
    const now = clock.now();
    const known = [...marks.values()].flatMap((mark) => maybeOf(mark).at(-1) ?? mark.told ?? []);
    const all = [...wanted(settings, began), ...more(settings, known)];
    queue = owedOf(all, marks, face, { now, latencyEvery: settings.latencyEvery, isStale });
    const keys = new Set(all.map(({ key }) => key));
    const done = [...marks.values()].filter((mark) => !keys.has(mark.key) && isDone(mark));
    void ledger.forget(
      id,
      done.map(({ key }) => key),
    );
    stale = false;
    lookedAt = clock.monotonicMs();
  }

  return {
    stale() {
      stale = true;
    },
    take(rests) {
      if (queue.length === 0 || (stale && clock.monotonicMs() - lookedAt >= FRESH_MS)) {
        lookAgain();
      }
      const ready = queue.filter(({ key }) => !rests(key));
      const tried = ({ key }: Wanted): number => failures.get(key) ?? 0;
      const found = ready.reduce<Wanted | null>(
        (best, one) => (best === null || tried(one) < tried(best) ? one : best),
        null,
      );
      if (found === null) {
        stale = true; // by the next look the world has gone on
      }
      queue = queue.filter((one) => one !== found);
      return found;
    },
    tried(key, how) {
      seenAt.set(key, clock.monotonicMs());
      if (how === 'failed') {
        failures.set(key, (failures.get(key) ?? 0) + 1);
      } else {
        failures.delete(key);
      }
    },
    size: () => queue.length,
  };
}
