/**
 * The pager tone: plays what `alarm` says until it says nothing. It decides nothing.
 *
 * Looks at the state again before every tone: a sound never outlives its cause, even when a change was missed.
 */
import type { Severity } from '../../../shared/model/status.ts';
import { type Alarm, alarm } from '../../../shared/rules/alarm.ts';
import type { Cancel, Clock } from '../../engine/ports/clock.ts';
import type { Log } from '../../engine/ports/log.ts';
import type { GlanceFeed } from '../follow-glance.ts';
import type { Speaker } from './speaker.ts';

export interface AlarmPlayerOptions {
  readonly speaker: Pick<Speaker, 'play'>;
  readonly glance: Pick<GlanceFeed, 'now' | 'onChange'>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Ringing {
  readonly severity: Severity;
  readonly stop: () => void;
}

/** Sounds whenever the state asks for it. Returns the way to stop, in the middle of a tone if need be. */
export function startAlarm({ speaker, glance, clock, log }: AlarmPlayerOptions): () => void {
  let ringing: Ringing | null = null;
  let forgetQuietEnd: Cancel = () => undefined;
  /** The last complaint, so that a silent night is one line in the log and not a thousand. */
  let complaint = '';

  function look(): void {
    forgetQuietEnd();
    const wanted = alarm(glance.now(), clock.now());
    if (ringing !== null && ringing.severity !== wanted?.severity) {
      hush();
    }
    if (wanted === null) {
      lookAgainAfterQuiet();
    } else if (ringing === null) {
      log.info({ incident: wanted.incident, severity: wanted.severity }, `Sounding: ${wanted.cause}`);
      ringing = ring(wanted);
    }
  }

  function hush(): void {
    ringing?.stop();
    ringing = null;
  }

  /** Quiet ends by the clock: what it held back must not wait for the next change to be heard. */
  function lookAgainAfterQuiet(): void {
    const leftMs = (glance.now().quiet?.until ?? 0) - clock.now();
    if (leftMs > 0) {
      forgetQuietEnd = clock.after(leftMs, look);
    }
  }

  function ring(first: Alarm): Ringing {
    const stopped = new AbortController();
    let cancel: Cancel = () => undefined;

    function tone(now: Alarm): void {
      void speaker
        .play(now.severity, now.volume, stopped.signal)
        .then((heard) => complain(heard.heard ? '' : heard.reason));
      cancel = clock.after(now.repeatMs, () => {
        look();
        const next = stopped.signal.aborted ? null : alarm(glance.now(), clock.now());
        if (next !== null) {
          tone(next);
        }
      });
    }

    tone(first);
    return {
      severity: first.severity,
      stop: () => {
        cancel();
        stopped.abort();
      },
    };
  }

  function complain(reason: string): void {
    if (reason !== '' && reason !== complaint) {
      log.error({ reason }, 'The tone was not heard');
    }
    complaint = reason;
  }

  const unfollow = glance.onChange(look);
  look();
  return () => {
    unfollow();
    forgetQuietEnd();
    hush();
  };
}
