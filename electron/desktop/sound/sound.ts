/**
 * The pager tone: plays what `alarm` says until it says nothing. It decides nothing, and needs no window and no Electron.
 *
 * Looks at the state again before every tone: a sound never outlives its cause, even when a change was missed.
 */
import type { Done } from '../../../shared/contract/contract.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { type Alarm, alarm } from '../../../shared/rules/alarm.ts';
import type { Cancel, Clock, Log, SoundDoor } from '../../engine/ports.ts';
import type { GlanceFeed } from '../follow-glance.ts';
import { createProgramRunner } from './run-program.ts';
import { createVoice, type Voice } from './voice.ts';

export interface SoundOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly glance: Pick<GlanceFeed, 'now' | 'onChange'>;
  /** The listener's own volume, 0 to 1. */
  readonly volume: () => number;
  readonly voice?: Voice;
}

export interface Sound extends SoundDoor {
  /** One tone at the listener's volume, heard to its end. */
  playOnce(severity: Severity): Promise<Done>;
  /** Silence at once, for good. */
  close(): void;
}

/** Sound through the system's own player programs, for the desktop and for a host without a screen. */
export function createCommandLineSound(options: SoundOptions): Sound {
  const { clock, log, glance, volume } = options;
  const voice = options.voice ?? createVoice(process.platform, createProgramRunner(clock));
  const closed = new AbortController();
  let ringing: Ringing | null = null;
  let forgetQuietEnd: Cancel = () => undefined;
  /** The last complaint, so that a silent night is one line in the log and not a thousand. */
  let complaint = '';

  function look(): void {
    forgetQuietEnd();
    const wanted = closed.signal.aborted ? null : alarm(glance.now(), clock.now());
    if (wanted === null) {
      ringing?.stop();
      ringing = null;
      lookAgainAfterQuiet();
    } else if (ringing === null || ringing.severity !== wanted.severity) {
      ringing?.stop();
      ringing = ring(wanted);
    }
  }

  /** Quiet ends by the clock: what it held back must not wait for the next change to be heard. */
  function lookAgainAfterQuiet(): void {
    const leftMs = (glance.now().quiet?.until ?? 0) - clock.now();
    if (leftMs > 0 && !closed.signal.aborted) {
      forgetQuietEnd = clock.after(leftMs, look);
    }
  }

  function ring(first: Alarm): Ringing {
    const stopped = new AbortController();
    let cancel: Cancel = () => undefined;
    log.info({ incident: first.incident, severity: first.severity }, `Sounding: ${first.cause}`);
    const tone = (now: Alarm) => {
      cancel = clock.after(now.repeatMs, () => {
        look();
        const next = stopped.signal.aborted ? null : alarm(glance.now(), clock.now());
        if (next) {
          tone(next);
        }
      });
      void voice.play(now.severity, now.volume * volume(), stopped.signal).then((heard) => {
        const reason = heard.heard ? '' : heard.reason;
        if (reason !== complaint && reason !== '') {
          log.error({ incident: now.incident, reason }, 'The tone was not heard');
        }
        complaint = reason;
      });
    };
    tone(first);
    return {
      severity: first.severity,
      stop: () => {
        cancel();
        stopped.abort();
      },
    };
  }

  const unfollow = glance.onChange(look);
  look();
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
    async playOnce(severity) {
      const heard = await voice.play(severity, volume(), closed.signal);
      return heard.heard
        ? { accepted: true, text: `Played the ${severity} tone` }
        : { accepted: false, text: `The tone was not heard: ${heard.reason}` };
    },
    close() {
      unfollow();
      closed.abort();
      look();
    },
  };
}

interface Ringing {
  readonly severity: Severity;
  readonly stop: () => void;
}
