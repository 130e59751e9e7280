/**
 * Who may talk to the main process: the top frame of a page of our own origin. Everybody else is refused, whatever they ask.
 *
 * Compares parsed parts: `app://watchbell.evil` starts with `app://watchbell` too.
 */
import { readUrl } from '../engine/ports/read-url.ts';

/** The parts of Electron's WebFrameMain that say who is asking. */
export interface Frame {
  readonly url: string;
  readonly parent: unknown;
}

export function isOurs(frame: Frame | null | undefined, home: string): boolean {
  return frame !== null && frame !== undefined && frame.parent === null && isUnder(home, frame.url);
}

/** Whether an address belongs to the same origin as our own page. */
export function isUnder(home: string, url: string): boolean {
  const [ours, theirs] = [new URL(home), readUrl(url)];
  return theirs !== null && ours.protocol === theirs.protocol && ours.host === theirs.host && theirs.username === '';
}
