/**
 * The text behind a calendar's address or path: bounded in size and time, and never a reason that quotes the address.
 */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Agent, fetch } from 'undici';
import type { CalendarReader, FetchedCalendar } from '../../engine/ports/calendars.ts';
import { networkReason } from '../network-reason.ts';
import { createOwnConnections } from '../own-connections.ts';

export interface CalendarLimits {
  /** From the first word to the last byte. */
  readonly timeoutMs: number;
  /** Unpacked. A team's roster for years is a few hundred kilobytes. */
  readonly bytes: number;
}

const LIMITS: CalendarLimits = { timeoutMs: 20_000, bytes: 2 * 1_048_576 };

/** @param folder paths are from there on */
export function createCalendarReader(folder: string, limits = LIMITS): CalendarReader {
  const connections = createOwnConnections();
  return {
    fetch: ({ url, path = '' }) =>
      url === undefined
        ? fromFile(resolve(folder, path), limits)
        : connections.use({ timeout: limits.timeoutMs }, (agent) => fromAddress(url, agent, limits)),
    // Loaded by the first calendar: most have none.
    read: async (text, zone) => (await import('./read-text.ts')).readCalendarText(text, zone),
    close: connections.close,
  };
}

async function fromAddress(url: string, agent: Agent, { timeoutMs, bytes }: CalendarLimits): Promise<FetchedCalendar> {
  try {
    const response = await fetch(url.replace(/^webcal:/i, 'https:'), {
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'user-agent': 'Watchbell', accept: 'text/calendar, text/plain;q=0.5' },
    });
    if (!response.ok) {
      await response.body?.cancel();
      return { ok: false, reason: statusReason(response.status) };
    }
    return await textOf(response.body ?? [], bytes);
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return { ok: false, reason: networkReason(cause, timeoutMs) };
  }
}

function statusReason(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return `it answered ${status}: the address wants somebody to log in`;
    case 404:
    case 410:
      return `it answered ${status}: the calendar is gone, or has another address now`;
    default:
      return `it answered ${status}`;
  }
}

async function fromFile(path: string, { bytes }: CalendarLimits): Promise<FetchedCalendar> {
  try {
    const file = await open(path);
    try {
      // A pipe or a device would never end.
      return (await file.stat()).isFile()
        ? await textOf(file.createReadStream({ autoClose: false }), bytes)
        : { ok: false, reason: 'it is no file' };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { ok: false, reason: code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})` };
  }
}

async function textOf(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  most: number,
): Promise<FetchedCalendar> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > most) {
      return { ok: false, reason: `it is larger than ${Math.floor(most / 1_048_576)} MB, which is no roster` };
    }
    kept.push(piece);
  }
  return { ok: true, text: Buffer.concat(kept).toString('utf8') };
}
