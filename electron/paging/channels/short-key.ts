import { createHash } from 'node:crypto';

/** A key of ours as 32 letters and digits, for services that take neither blanks nor slashes, or not so many of them. */
export function shortKey(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}
