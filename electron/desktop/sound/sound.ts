/**
 * Speakers and alarm in one, for a host that has its feed before it needs its sound. The desktop, which is asked for its
 * speakers before there is a feed, puts the two together itself.
 */
import type { Clock, Log } from '../../engine/ports.ts';
import type { GlanceFeed } from '../follow-glance.ts';
import { startAlarm } from './alarm-player.ts';
import { createSpeaker, type Speaker } from './speaker.ts';

export type Sound = Omit<Speaker, 'play'>;

export interface SoundOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly glance: Pick<GlanceFeed, 'now' | 'onChange'>;
  /** The listener's own volume, 0 to 1. */
  readonly volume: () => number;
}

/** Sound through the system's own player programs. */
export function createCommandLineSound({ clock, log, glance, volume }: SoundOptions): Sound {
  const speaker = createSpeaker({ clock, volume });
  const stop = startAlarm({ speaker, glance, clock, log });
  return {
    ready: () => speaker.ready(),
    playOnce: (severity) => speaker.playOnce(severity),
    close() {
      stop();
      speaker.close();
    },
  };
}
