/**
 * Listens to the keyboard for as long as it is wanted, and tells where a key was pressed.
 */
import { type Chord, type Press, readKey } from './keyboard.ts';
import type { Parts } from './parts.tsx';
import { perform } from './perform.ts';

const FIELDS = 'input, textarea, select, [contenteditable], [role="menu"], dialog';
const CONTROLS = 'button, a, summary, [role="menuitem"]';

/** Starts listening; returns the way to stop. */
export function listenToKeys(window: Window, parts: Parts): () => void {
  let chord: Chord | null = null;

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) {
      return;
    }
    const read = readKey(pressOf(event, parts.clock.now()), chord, parts.preferences.getState().letterKeys);
    chord = read.chord;
    if (read.meaning !== null) {
      event.preventDefault(); // Firefox opens its own search on a slash
      perform(read.meaning, parts, window.document);
    }
  }

  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}

function pressOf(event: KeyboardEvent, atMs: number): Press {
  const target = event.target instanceof Element ? event.target : null;
  return {
    key: event.key,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    on: target?.closest(FIELDS) ? 'field' : target?.closest(CONTROLS) ? 'control' : 'page',
    atMs,
  };
}
