/**
 * What can go wrong with the store, in the few words that the engine decides by.
 *
 * `full` and `busy` pass: keep the work and try again. `damaged` does not: stop trusting the file. Never guess from this
 * that something was written: a commit that threw wrote nothing.
 */

/** What kind of trouble an error from the store is. */
export type StoreTrouble = 'full' | 'damaged' | 'busy' | 'other';

/** Primary result codes of SQLite (https://sqlite.org/rescode.html); the low byte of an extended code. */
const PRIMARY: Readonly<Record<number, StoreTrouble>> = {
  5: 'busy',
  6: 'busy',
  11: 'damaged',
  13: 'full',
  26: 'damaged',
};

/** Extended codes of SQLITE_IOERR that say more than "the disk did not do it". */
const EXTENDED: Readonly<Record<number, StoreTrouble>> = {
  266: 'damaged', // IOERR_READ: the disk cannot give back what it was given
  522: 'damaged', // IOERR_SHORT_READ: the file ends in the middle of a page
  4874: 'full', // IOERR_SHMSIZE: no room to grow the shared index of the log
  8458: 'damaged', // IOERR_CORRUPTFS
};

/** Node's own codes for the same, from work on the files around the database. */
const SYSTEM: Readonly<Record<string, StoreTrouble>> = { ENOSPC: 'full', EDQUOT: 'full', EBUSY: 'busy' };

/**
 * @photostructure/sqlite 1.2.1 loses the code when a row after the first one fails (StatementSync::All in its
 * sqlite_impl.cpp throws the bare message), so the fixed messages of sqlite3_errstr have to serve as well.
 */
const MESSAGES: ReadonlyArray<readonly [RegExp, StoreTrouble]> = [
  [/disk image is malformed|file is not a database/, 'damaged'],
  [/database or disk is full/, 'full'],
  [/database (?:table )?is locked/, 'busy'],
];

/** What kind of trouble this is, looking through `cause` as well. Anything unknown is `other`. */
export function storeTrouble(error: unknown): StoreTrouble {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const found = troubleOf(at);
    if (found !== 'other') {
      return found;
    }
  }
  return 'other';
}

function troubleOf(error: Error): StoreTrouble {
  const { errcode, sqliteExtendedCode, code } = error as Error & {
    readonly errcode?: unknown;
    readonly sqliteExtendedCode?: unknown;
    readonly code?: unknown;
  };
  // node:sqlite gives the extended code as errcode, the drop-in gives the primary one there and both beside it.
  for (const number of [sqliteExtendedCode, errcode]) {
    if (typeof number === 'number') {
      const trouble = EXTENDED[number] ?? PRIMARY[number & 0xff];
      if (trouble !== undefined) {
        return trouble;
      }
    }
  }
  return SYSTEM[String(code)] ?? MESSAGES.find(([words]) => words.test(error.message))?.[1] ?? 'other';
}

/** Why a store could not be opened at all, when setting the file aside would be wrong. */
export type Refusal =
  | 'in-use' // another Watchbell has it
  | 'newer' // written by a newer version
  | 'older' // a reader met a database that only the app may bring up to date
  | 'foreign' // a database of some other program
  | 'absent' // a reader found nothing to read
  | 'unusable'; // the place: no permission for the folder, no space, a folder in the way

/** Thrown by opening a store. The message is for people: what is the matter, and what to do. Nothing was changed. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, message: string, options?: ErrorOptions) {
    super(message, options);
    this.refusal = refusal;
  }
}
