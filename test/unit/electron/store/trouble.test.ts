import { expect, test } from 'vitest';
import { type StoreTrouble, storeTrouble } from '../../../../electron/store/trouble.ts';

const sqliteError = (message: string, fields: object) =>
  Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', ...fields });

test.each<{ what: string; error: unknown; trouble: StoreTrouble }>([
  { what: 'SQLITE_FULL', error: sqliteError('database or disk is full', { errcode: 13 }), trouble: 'full' },
  { what: 'SQLITE_CORRUPT', error: sqliteError('malformed', { errcode: 11 }), trouble: 'damaged' },
  { what: 'an extended corruption code', error: sqliteError('x', { errcode: 11 | (2 << 8) }), trouble: 'damaged' },
  { what: 'SQLITE_NOTADB', error: sqliteError('x', { errcode: 26 }), trouble: 'damaged' },
  {
    what: 'a short read, as node:sqlite tells it',
    error: sqliteError('disk I/O error', { errcode: 522 }),
    trouble: 'damaged',
  },
  {
    what: 'a short read, as the drop-in tells it',
    error: sqliteError('disk I/O error', { errcode: 10, sqliteExtendedCode: 522 }),
    trouble: 'damaged',
  },
  { what: 'a log that cannot grow', error: sqliteError('disk I/O error', { errcode: 4874 }), trouble: 'full' },
  { what: 'SQLITE_BUSY', error: sqliteError('database is locked', { errcode: 5 }), trouble: 'busy' },
  { what: 'SQLITE_BUSY_SNAPSHOT', error: sqliteError('database is locked', { errcode: 517 }), trouble: 'busy' },
  {
    what: 'a later row that lost its code',
    error: sqliteError('database disk image is malformed', {}),
    trouble: 'damaged',
  },
  { what: 'no space for a file', error: Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }), trouble: 'full' },
  {
    what: 'a wrapped error',
    error: new Error('commit', { cause: sqliteError('x', { errcode: 13 }) }),
    trouble: 'full',
  },
  { what: 'any other I/O error', error: sqliteError('disk I/O error', { errcode: 10 }), trouble: 'other' },
  { what: 'a constraint', error: sqliteError('UNIQUE constraint failed', { errcode: 1555 }), trouble: 'other' },
  { what: 'our own bug', error: new TypeError('x is not a function'), trouble: 'other' },
  { what: 'something that is no error', error: 'full', trouble: 'other' },
])('$what is $trouble', ({ error, trouble }) => {
  expect(storeTrouble(error)).toBe(trouble);
});
