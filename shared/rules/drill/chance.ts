/**
 * Chance that can be repeated: every draw follows from the seed and from what it is about. Pure.
 *
 * A draw about a target depends on its name and on the time, not on how often somebody looked: the truth is the same
 * whatever the configuration.
 */

/** 0 to below 1, for this seed, this name and this instant (FNV-1a, finished as in MurmurHash3). */
export function drawAt(seed: number, name: string, at: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (at >>> 0), 0x01000193);
  hash = Math.imul(hash ^ Math.floor(at / 0x1_0000_0000), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}

/** Draw after draw, each 0 to below 1 (mulberry32). */
export function draws(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
