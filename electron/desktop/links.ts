/**
 * Links leave the app by this one door: http and https only, whoever asks.
 *
 * Anything else a system would happily start (`file:`, `javascript:`, `smb:`, handlers of other programs) is a way in.
 */

import type { Done } from '../../shared/contract/contract.ts';
import { readUrl } from '../engine/ports/read-url.ts';

const SCHEMES = new Set(['https:', 'http:']);

/** True only for links that may leave the app. Pure, so it can be tested to death. */
export function mayOpen(link: unknown): link is string {
  return typeof link === 'string' && SCHEMES.has(readUrl(link)?.protocol ?? '');
}

/** @param open the system's own way to open an address, `shell.openExternal` */
export async function openLink(link: unknown, open: (url: string) => Promise<void>): Promise<Done> {
  if (!mayOpen(link)) {
    return { accepted: false, text: 'Not opened: only http and https addresses leave this window' };
  }
  try {
    await open(new URL(link).href);
    return { accepted: true, text: 'Opened in your browser' };
  } catch (error) {
    return { accepted: false, text: `Not opened: ${error instanceof Error ? error.message : String(error)}` };
  }
}
