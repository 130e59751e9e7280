/**
 * Why the picture cannot be trusted: no line, a line gone silent, nobody watching, nothing to watch.
 *
 * The rule a reader must not break: null ("we can see") only when the line is alive, the engine is watching and something is watched.
 */
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Mirror } from './mirror.ts';

/** Longer than the silence after which we ask, plus the time an answer may take (ms). Also catches a machine that slept. */
const DEAF_MS = 75_000;

/** Why the picture cannot be trusted, or null when it can. */
export type Blindness =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'lost'; readonly since: EpochMs }
  | { readonly kind: 'not-watching'; readonly since: EpochMs; readonly because: string }
  | { readonly kind: 'nothing-configured' };

export function blindness({ world, line, heardAt }: Mirror, now: EpochMs): Blindness | null {
  if (line.kind === 'lost') {
    return line;
  }
  if (world === null || line.kind === 'connecting') {
    return { kind: 'connecting' };
  }
  if (now - heardAt > DEAF_MS) {
    return { kind: 'lost', since: heardAt };
  }
  if (world.components.size === 0) {
    return { kind: 'nothing-configured' };
  }
  return world.watcher.state === 'not-watching'
    ? { kind: 'not-watching', since: world.watcher.since, because: world.watcher.because }
    : null;
}
