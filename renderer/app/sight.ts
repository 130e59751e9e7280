/**
 * What may honestly be shown as the state of everything, given how well we can see it.
 *
 * The rule a reader must not break: `calm` is never passed on while we are blind.
 */
import type { Picture } from '../../shared/contract/view.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Words } from '../texts/words.ts';
import { blindness } from './blindness.ts';
import type { Mirror } from './mirror.ts';

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
  return { shape: 'blind', count: 0, words: words.blind(blind ?? { kind: 'connecting' }, now), onCall: '' };
}
