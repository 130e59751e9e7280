/**
 * Moving a database out of the way without losing a byte of it: renamed, together with its log, never deleted.
 */
import { existsSync, renameSync } from 'node:fs';
import type { EpochMs } from '../../../shared/model/ids.ts';

/** What SQLite keeps beside a database. The log can hold the newest commits, so it must keep the database's name. */
const BESIDE = ['', '-wal', '-shm', '-journal'] as const;

/** Renames the files of a database to `<name>.damaged-<UTC date>`, with a number when there is one of that day. Returns the new place. */
export function setAside(place: string, at: EpochMs): string {
  const wanted = `${place}.damaged-${new Date(at).toISOString().slice(0, 10)}`;
  let aside = wanted;
  for (let number = 2; BESIDE.some((end) => existsSync(aside + end)); number += 1) {
    aside = `${wanted}-${number}`;
  }
  for (const end of BESIDE) {
    if (existsSync(place + end)) {
      renameSync(place + end, aside + end);
    }
  }
  return aside;
}
