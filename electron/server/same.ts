/** Comparing secrets: in the same time whatever they hold, so that nobody can find one letter by letter. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Hashed first: texts of different length compare in the same time too. */
export function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
