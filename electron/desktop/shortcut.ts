/**
 * The keys that acknowledge the worst page from anywhere, also while another program is in front.
 *
 * Keys that somebody else has are not taken from them: those of before stay, and the self-check says so.
 */
import type { SelfCheckRow } from '../../shared/contract/contract.ts';

/** The part of Electron's `globalShortcut` that we use. */
export interface Keys {
  /** False: another program has them. Throws for keys that it does not understand. */
  register(accelerator: string, pressed: () => void): boolean;
  unregister(accelerator: string): void;
}

export interface ShortcutOptions {
  readonly keys: Keys;
  /** Wayland gives keys to the window in front and to nobody else. */
  readonly onWayland: boolean;
  readonly pressed: () => void;
}

export interface Shortcut {
  /** These from now on; null: none. */
  want(accelerator: string | null): void;
  row(): SelfCheckRow;
  close(): void;
}

const ROW = { id: 'shortcut', name: 'Keys to acknowledge' } as const;
const REMEDY = 'Choose others in settings.shortcut, or null for none';

export function createShortcut({ keys, onWayland, pressed }: ShortcutOptions): Shortcut {
  let held: string | null = null;
  let trouble: string | null = null;

  function letGo(): void {
    if (held !== null) {
      keys.unregister(held);
      held = null;
    }
  }

  return {
    want(accelerator) {
      trouble = null;
      if (accelerator === held) {
        return;
      }
      if (accelerator !== null && !taken(keys, accelerator, pressed)) {
        trouble = `${accelerator} is taken by another program, or unknown here${held === null ? '' : `; ${held} still works`}`;
        return;
      }
      letGo();
      held = accelerator;
    },
    row() {
      if (trouble !== null) {
        return { ...ROW, level: 'amber', text: trouble, fix: REMEDY };
      }
      if (held === null) {
        return { ...ROW, level: 'green', text: 'None are wanted (settings.shortcut)', fix: '' };
      }
      const text = `${held} acknowledges the worst page`;
      return onWayland
        ? { ...ROW, level: 'amber', text: `${text}, but perhaps not while a Wayland program is in front`, fix: REMEDY }
        : { ...ROW, level: 'green', text, fix: '' };
    },
    close: letGo,
  };
}

function taken(keys: Keys, accelerator: string, pressed: () => void): boolean {
  try {
    return keys.register(accelerator, pressed);
  } catch {
    return false;
  }
}
