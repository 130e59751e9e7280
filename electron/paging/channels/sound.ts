/**
 * The pager tone. It is played from the feed's state, never from here, so that it stops exactly when the state says so;
 * this channel only answers for whether it can be heard.
 */
import type { Channel } from '../../engine/ports/channel.ts';
import type { SoundDoor } from '../../engine/ports/doors.ts';

export function createSoundChannel(door: SoundDoor): Channel<'sound'> {
  return {
    type: 'sound',
    // Asking twice makes no second tone, and asking costs nothing.
    can: { acknowledge: false, delivery: false, idempotent: true, rate: { pages: 600, perMs: 60_000 } },
    target: ({ volume }) => `tone on this machine, at most ${Math.round(volume * 100)} %`,
    secrets: () => [],
    send: () => door.ready(),
  };
}
