/**
 * Everything a view may use, handed down once. Views ask for the few fields they show, so that a change renders only what it touches.
 */
import { createContext, use } from 'react';
import { type StoreApi, useStore } from 'zustand';
import type { Bridge } from '../../shared/contract/contract.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Words } from '../texts/words.ts';
import type { Clock } from './clock.ts';
import type { Commands } from './commands.ts';
import type { MirrorStore, World } from './mirror.ts';
import type { Preferences } from './preferences.ts';
import type { Route, Router } from './route.ts';
import type { Stage } from './stage.ts';
import type { Ticker } from './ticker.ts';

export interface Parts {
  readonly bridge: Bridge;
  readonly clock: Clock;
  readonly mirror: MirrorStore;
  readonly ticker: Ticker;
  readonly router: Router;
  readonly commands: Commands;
  readonly stage: StoreApi<Stage>;
  readonly preferences: StoreApi<Preferences>;
  readonly words: Words;
}

export const PartsContext = createContext<Parts | null>(null);

export function useParts(): Parts {
  const parts = use(PartsContext);
  if (parts === null) {
    throw new Error('a view was rendered outside the window');
  }
  return parts;
}

export function useWords(): Words {
  return useParts().words;
}

/** A part of the mirrored world. `select` must give back the same value for the same world. Only below <App>, which waits for a world. */
export function useWorld<T>(select: (world: World) => T): T {
  return useStore(useParts().mirror, ({ world }) => {
    if (world === null) {
      throw new Error('a view was rendered before the first snapshot');
    }
    return select(world);
  });
}

/** Something that changes with time; renders again only when its value does, so let it be a text or a number. */
export function useTick<T extends string | number | boolean>(read: (now: EpochMs) => T): T {
  return useStore(useParts().ticker.store, read);
}

export function useRoute(): Route {
  return useStore(useParts().router.store);
}
