/**
 * What may honestly be shown as the state of everything, given how well we can see it.
 *
 * The rule a reader must not break: `calm` is only passed on when the line is alive, the engine is watching and something is watched.
 */
import type { Picture } from '../../shared/contract/view.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Words } from '../texts/words.ts';
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
  if (world.watcher.state === 'not-watching') {
    return { kind: 'not-watching', since: world.watcher.since, because: world.watcher.because };
  }
  return world.components.size === 0 ? { kind: 'nothing-configured' } : null;
}

/** The glance for header, title and icon. Known trouble stays in the picture while the engine is blind; behind a lost line nothing does. */
export function honestPicture(mirror: Mirror, now: EpochMs, words: Words): Picture {
  const blind = blindness(mirror, now);
  const told = mirror.world?.picture;
  if (blind === null && told !== undefined) {
    return told;
  }
  if (blind?.kind === 'not-watching' && told !== undefined && told.shape !== 'calm') {
    return told;
  }
  return { shape: 'blind', count: 0, words: words.blind(blind ?? { kind: 'connecting' }, now) };
}
