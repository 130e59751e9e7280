/**
 * How the store is, for the self-check: can it be read, did the last write work, is there room.
 */
import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Store } from '../../engine/ports/store.ts';
import { sqlite } from '../query-builder.ts';
import type { Connection } from './connection.ts';

/** Below this a night of trouble could fill the disk. Bytes. */
const ROOM_WANTED = 200 * 1024 * 1024;

/** `trouble` is what the last write failed with, null when it did not. */
export async function healthOf(connection: Connection, trouble: string | null): ReturnType<Store['health']> {
  const { place } = connection;
  const bytes = ['', '-wal'].reduce(
    (sum, end) => sum + (statSync(place + end, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  const problem =
    trouble === null ? (cannotRead(connection) ?? (await noRoom(place))) : `the last write failed: ${trouble}`;
  return { ok: problem === null, detail: problem ?? 'ok', bytes, place };
}

function cannotRead(connection: Connection): string | null {
  try {
    connection.first(sqlite.selectFrom('value').select('key').limit(1));
    return null;
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function noRoom(place: string): Promise<string | null> {
  if (place === ':memory:') {
    return null;
  }
  const { bavail, bsize } = await statfs(dirname(place));
  const left = bavail * bsize;
  return left < ROOM_WANTED ? `only ${Math.floor(left / 1024 / 1024)} MB are left on the disk` : null;
}
