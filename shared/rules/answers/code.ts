/**
 * A short number for an incident, for answers typed with a thumb: "217 a". The same for every page of it, on every machine.
 */
import type { IncidentId } from '../../model/ids.ts';

/** Three digits are typed in a second, and among the few incidents that are open at once two rarely share one. */
const CODES = 900;
const FIRST = 100;

/** "100" to "999". Whoever looks one up must be ready for two incidents with the same. */
export function incidentCode(id: IncidentId): string {
  // FNV-1a, 32 bits: ids of one hour differ in a letter or two.
  let hash = 0x811c9dc5;
  for (let place = 0; place < id.length; place += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(place), 0x01000193) >>> 0;
  }
  return String(FIRST + (hash % CODES));
}
