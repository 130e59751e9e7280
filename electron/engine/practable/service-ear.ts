/**
 * What is known of one of the three services: when it was heard last, what its tries have met since, and whether it has just come back.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { SeenService } from '../../../shared/model/practable/experiment.ts';
import type { PractableSettings, Service } from '../../../shared/model/practable/settings.ts';
import { judgeService, type ServiceVerdict } from '../../../shared/rules/practable/service.ts';
import type { Sight } from '../../../shared/rules/practable/stream.ts';
import type { Clock } from '../ports/clock.ts';
import type { ServiceTrouble } from '../ports/practable.ts';

export interface ServiceEarOptions {
  readonly service: Service;
  readonly settings: () => PractableSettings;
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
}

export interface ServiceEar {
  heard(): void;
  troubled(trouble: ServiceTrouble): void;
  /** Nothing of ours ran: what was heard before says nothing any more. */
  deaf(): void;
  verdict(): ServiceVerdict;
  seen(): SeenService;
  /** What its latest try met; null: it came to something. */
  trouble(): ServiceTrouble | null;
  /** What it says of who is connected may be believed, or why not. */
  sight(): Sight;
  /** When something of all this changes by itself; null: it does not. Ms on the clock that does not jump. */
  changesAt(): number | null;
  lastReportAt(): EpochMs | null;
}

export function createServiceEar({ service, settings, clock }: ServiceEarOptions): ServiceEar {
  let hearingAt = clock.monotonicMs();
  let goodAt: number | null = null;
  let lastReportAt: EpochMs | null = null;
  let trouble: { readonly since: number; readonly latest: ServiceTrouble } | null = null;
  /** It was stale, and is heard again since then; null: it was not, or that is long ago. */
  let backAt: number | null = null;

  function verdict(now = clock.monotonicMs()): ServiceVerdict {
    const words = trouble === null ? null : { since: trouble.since, words: trouble.latest.detail };
    return judgeService(service, { goodAt, hearingAt, trouble: words }, settings(), now);
  }

  function settledAt(): number | null {
    const at = backAt === null ? null : backAt + settings().grace;
    return at !== null && at > clock.monotonicMs() ? at : null;
  }

  return {
    heard() {
      const now = clock.monotonicMs();
      if (verdict(now).state === 'stale') {
        backAt = now;
      }
      goodAt = now;
      lastReportAt = clock.now();
      trouble = null;
    },
    troubled(latest) {
      trouble = { since: trouble?.since ?? clock.monotonicMs(), latest };
    },
    deaf() {
      hearingAt = clock.monotonicMs();
      trouble = null;
      backAt = null;
      // What book said holds until it is asked again; who is connected is another matter from one moment to the next.
      goodAt = service === 'book' && goodAt !== null ? hearingAt : null;
    },
    verdict,
    seen() {
      const { state, detail } = verdict();
      return { system: settings().id, service, state, detail, lastReportAt };
    },
    trouble: () => trouble?.latest ?? null,
    sight() {
      const { state, detail } = verdict();
      if (state !== 'ok') {
        return { kind: 'dark', words: detail };
      }
      return settledAt() === null
        ? { kind: 'clear' }
        : { kind: 'settling', words: `${service} has just come back, so experiments are still connecting` };
    },
    changesAt() {
      const until = [verdict().until, settledAt()].filter((at) => at !== null);
      return until.length === 0 ? null : Math.min(...until);
    },
    lastReportAt: () => lastReportAt,
  };
}
