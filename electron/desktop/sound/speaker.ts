/**
 * This machine's speakers, at the listener's own volume: the door that paging asks, the test button, and what the alarm plays
 * through. Needs no Electron, so a host without a screen has the same one.
 */
import type { Done } from '../../../shared/contract/contract.ts';
import type { Severity } from '../../../shared/model/status.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { SoundDoor } from '../../engine/ports/doors.ts';
import { createProgramRunner } from './run-program.ts';
import { createVoice, type Heard, type Voice } from './voice.ts';

export interface Speaker extends SoundDoor {
  /** One tone to its end. @param loudness 0 to 1, of the listener's volume */
  play(severity: Severity, loudness: number, signal: AbortSignal): Promise<Heard>;
  /** The test button: one tone at the listener's volume. */
  playOnce(severity: Severity): Promise<Done>;
  /** Silence at once, for good. */
  close(): void;
}

export interface SpeakerOptions {
  readonly clock: Clock;
  /** The listener's own volume, 0 to 1; asked for every tone. */
  readonly volume: () => number;
  readonly voice?: Voice;
}

export function createSpeaker({ clock, volume, ...options }: SpeakerOptions): Speaker {
  const voice = options.voice ?? createVoice(process.platform, createProgramRunner(clock));
  const closed = new AbortController();

  return {
    async ready() {
      const heard = await voice.ready(closed.signal);
      if (!heard.heard) {
        return { status: 'refused', reason: heard.reason };
      }
      return volume() > 0
        ? { status: 'accepted' }
        : { status: 'refused', reason: 'the volume of the tone is set to 0' };
    },
    play: (severity, loudness, signal) =>
      voice.play(severity, loudness * volume(), AbortSignal.any([signal, closed.signal])),
    async playOnce(severity) {
      const heard = await voice.play(severity, volume(), closed.signal);
      return heard.heard
        ? { accepted: true, text: `Played the ${severity} tone` }
        : { accepted: false, text: `The tone was not heard: ${heard.reason}` };
    },
    close: () => closed.abort(),
  };
}
