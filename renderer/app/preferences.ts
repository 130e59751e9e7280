/**
 * The few things that belong to this window and not to the configuration: its look and its keys. Kept in the browser's own storage.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Preferences {
  readonly theme: Theme;
  /** Single-letter keys. */
  readonly letterKeys: boolean;
}

const DEFAULTS: Preferences = { theme: 'system', letterKeys: true };
const KEY = 'watchbell.window';

/** Reads what was kept and keeps every change. A storage that is forbidden (asking for it throws) or full costs the memory, not the window. */
export function createPreferences(storage: () => Pick<Storage, 'getItem' | 'setItem'>): StoreApi<Preferences> {
  const store = createStore<Preferences>(() => parse(attempt(() => storage().getItem(KEY))));
  store.subscribe((preferences) => attempt(() => storage().setItem(KEY, JSON.stringify(preferences))));
  return store;
}

function parse(text: string | null): Preferences {
  const raw = attempt(() => JSON.parse(text ?? '') as Partial<Record<keyof Preferences, unknown>> | null) ?? {};
  return {
    theme: THEMES.find((theme) => theme === raw.theme) ?? DEFAULTS.theme,
    letterKeys: typeof raw.letterKeys === 'boolean' ? raw.letterKeys : DEFAULTS.letterKeys,
  };
}

function attempt<T>(task: () => T): T | null {
  try {
    return task();
  } catch {
    return null; // private mode, quota, hand-edited text: the defaults serve
  }
}
