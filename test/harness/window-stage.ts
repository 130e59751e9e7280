/**
 * The whole window in a document without a screen, on a movable clock: what a test reads, presses and chooses.
 */
import { act } from 'react';
import { startWindow } from '../../renderer/app/start.tsx';
import { en } from '../../renderer/texts/en.ts';
import type { Snapshot } from '../../shared/contract/view.ts';
import { type MovableClock, movableClock } from './movable-clock.ts';
import { type FakeBridge, fakeBridge } from './window-bridge.ts';

export interface WindowStage {
  readonly clock: MovableClock;
  readonly bridge: FakeBridge;
  /** All that can be read, in one line. */
  text(selector?: string): string;
  all(selector: string): readonly HTMLElement[];
  find(selector: string): HTMLElement;
  /** The button or link of this name. */
  named(name: string): HTMLElement;
  click(name: string): Promise<void>;
  press(key: string, on?: Element): Promise<void>;
  /** Puts a text into a field as typing does. */
  type(selector: string, text: string): Promise<void>;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
  /** Something happens outside; what follows from it in the window is done when this resolves. */
  happens(event: () => void): Promise<void>;
  go(hash: string): Promise<void>;
  stop(): Promise<void>;
}

/** `prepare`: what the main process is like before the window asks its first question. */
export async function stageWindow(
  picture: (now: number) => Snapshot,
  hash = '#/now',
  prepare: (bridge: FakeBridge) => void = () => {},
): Promise<WindowStage> {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  const clock = movableClock();
  const bridge = fakeBridge(picture(clock.now()), clock.now);
  prepare(bridge);
  document.body.innerHTML = '<link rel="icon" href="./marks/blind.svg"><div id="place"></div>';
  window.localStorage.clear();
  window.location.hash = hash;
  const place = document.querySelector('#place') as Element;

  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const happens = (event: () => void) =>
    act(async () => {
      event();
      await settle();
      await settle();
    });

  let stopWindow = () => {};
  await happens(() => {
    stopWindow = startWindow({ window, place, bridge, clock, words: en });
  });

  const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
  const find = (selector: string) => {
    const found = document.querySelector<HTMLElement>(selector);
    if (found === null) {
      throw new Error(`nothing in the window is ${selector}; it says: ${document.body.textContent}`);
    }
    return found;
  };
  const nameOf = (element: Element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
  const named = (name: string) => {
    const found = all('button, a, [role^="menuitem"], summary').find((element) => nameOf(element) === name);
    if (found === undefined) {
      throw new Error(`no button "${name}"; there are: ${all('button, a, [role^="menuitem"]').map(nameOf).join(', ')}`);
    }
    return found;
  };
  return {
    clock,
    bridge,
    all,
    find,
    named,
    text: (selector = 'body') => textOf(find(selector)),
    click: (name) => happens(() => named(name).click()),
    press: (key, on = document.activeElement ?? document.body) =>
      happens(() => on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))),
    type: (selector, text) =>
      happens(() => {
        const field = find(selector) as HTMLInputElement;
        const prototype = Object.getPrototypeOf(field) as object;
        Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, text);
        field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
      }),
    pass: (ms) => happens(() => clock.advance(ms)),
    happens,
    go: (to) =>
      happens(() => {
        window.location.hash = to;
        window.dispatchEvent(new Event('hashchange'));
      }),
    stop: async () => {
      await act(async () => stopWindow());
      document.body.innerHTML = '';
    },
  };
}

/** Pieces of text with a space between them, as they stand apart on the screen. */
function textOf(element: Element): string {
  const pieces: string[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    pieces.push(walker.currentNode.textContent ?? '');
  }
  return pieces
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,:;])/g, '$1')
    .trim();
}
