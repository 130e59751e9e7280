/**
 * Which way to the main process this window has: the desktop's own, or HTTP when it is an ordinary browser.
 */
import type { Bridge } from '../../shared/contract/contract.ts';
import type { Clock } from './clock.ts';
import { httpBridge } from './http-bridge.ts';

declare global {
  interface Window {
    /** Put there by the preload script. Absent in a browser. */
    readonly watchbell?: Bridge;
  }
}

export function chooseBridge(window: Window & typeof globalThis, clock: Clock): Bridge {
  const { watchbell, document } = window;
  return (
    watchbell ??
    httpBridge(document.baseURI, { fetch: window.fetch.bind(window), EventSource: window.EventSource }, clock)
  );
}
