/**
 * How long each phase of a try took. One phase runs at a time; one that comes again (a redirect's) is added up.
 *
 * A phase that never ran is absent from the timings: a kept connection has no time for connecting.
 */
import type { Phase, Timings } from '../../shared/model/observation.ts';
import type { Clock } from '../engine/ports/clock.ts';

export class Stopwatch {
  /** The phase under way; before the first one, the nearest to nothing having happened yet. */
  phase: Phase = 'send';

  private readonly clock: Clock;
  private readonly startedAt: number;
  /** When the present phase began; negative before the first one. */
  private phaseSince = -1;
  /** By phase, in ms; negative for one that never ran. */
  private readonly spent: Record<Phase, number> = { dns: -1, connect: -1, tls: -1, send: -1, headers: -1, body: -1 };

  constructor(clock: Clock) {
    this.clock = clock;
    this.startedAt = clock.monotonicMs();
  }

  /** The next phase begins, and with it ends the one before. */
  enter(phase: Phase): void {
    const now = this.clock.monotonicMs();
    this.closePhase(now);
    this.phase = phase;
    this.phaseSince = now;
  }

  /** Up to now, the phase under way included. */
  read(): Timings {
    const now = this.clock.monotonicMs();
    this.closePhase(now);
    const { dns, connect, tls, send, headers, body } = this.spent;
    const firstByte = send < 0 ? headers : headers < 0 ? send : send + headers;
    const timings: { -readonly [K in keyof Timings]: Timings[K] } = { totalMs: hundredths(now - this.startedAt) };
    if (dns >= 0) {
      timings.dnsMs = hundredths(dns);
    }
    if (connect >= 0) {
      timings.connectMs = hundredths(connect);
    }
    if (tls >= 0) {
      timings.tlsMs = hundredths(tls);
    }
    if (firstByte >= 0) {
      timings.firstByteMs = hundredths(firstByte);
    }
    if (body >= 0) {
      timings.bodyMs = hundredths(body);
    }
    return timings;
  }

  private closePhase(now: number): void {
    if (this.phaseSince >= 0) {
      this.spent[this.phase] = Math.max(0, this.spent[this.phase]) + now - this.phaseSince;
      this.phaseSince = now;
    }
  }
}

/** More digits would be noise, and are kept for days. */
const hundredths = (ms: number) => Math.round(ms * 100) / 100;
