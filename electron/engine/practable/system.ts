/**
 * One practable system: what its book, relay and jump told, held together. After every report, and whenever time alone changes a
 * verdict, it says which checks have news; nobody else is asked.
 */
import type { CheckId } from '../../../shared/model/ids.ts';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import type { SeenExperiment, SeenService, Told } from '../../../shared/model/practable/experiment.ts';
import type { Connection, Report } from '../../../shared/model/practable/report.ts';
import { type PractableSettings, SERVICES, type Service } from '../../../shared/model/practable/settings.ts';
import type { PractableCheck } from '../../../shared/rules/practable/component.ts';
import { type Known, withConnected, withManifest } from '../../../shared/rules/practable/known.ts';
import { jumpOutcome, NOT_SEEN_YET, serviceOutcome, streamOutcome } from '../../../shared/rules/practable/outcome.ts';
import { seeExperiment, type Teller } from '../../../shared/rules/practable/see.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { PractableEar } from '../ports/practable.ts';
import { changedChecks } from './changed.ts';
import { createServiceEar, type ServiceEar } from './service-ear.ts';

export interface SystemOptions {
  readonly settings: () => PractableSettings;
  readonly clock: Clock;
  /** From an earlier run. */
  readonly known: Known;
  /** There are other experiments, or other streams of them, than before. */
  readonly onKnown: (known: Known, before: Known) => void;
  /** After each report and each change by time. `news`: the checks whose verdict is another one. */
  readonly onRound: (news: readonly CheckId[]) => void;
}

export interface PractableSystem {
  readonly ear: PractableEar;
  known(): Known;
  experiments(): readonly SeenExperiment[];
  services(): readonly SeenService[];
  told(stub: string): Told | null;
  outcomeOf(check: PractableCheck): ProbeOutcome;
  /** What of the messages could not be read: the first mistake of each service that has one. */
  notes(): readonly string[];
  /** Nothing of ours ran for a while. */
  deaf(): void;
  /** The wall clock was set back. */
  setBack(byMs: number): void;
  /** Looks again by itself, as after a change of the settings. */
  look(): void;
  stop(): void;
}

const NOBODY: ReadonlyMap<string, Connection> = new Map();

export function createSystem({ settings, clock, onKnown, onRound, ...options }: SystemOptions): PractableSystem {
  const ears: Readonly<Record<Service, ServiceEar>> = {
    book: createServiceEar({ service: 'book', settings, clock }),
    jump: createServiceEar({ service: 'jump', settings, clock }),
    relay: createServiceEar({ service: 'relay', settings, clock }),
  };
  const reports: Record<'jump' | 'relay', Report | null> = { jump: null, relay: null };
  const notes = new Map<Service, string>();
  let known = options.known;
  let seen: ReadonlyMap<string, SeenExperiment> = new Map();
  let services: readonly SeenService[] = SERVICES.map((service) => ears[service].seen());
  let cancel: Cancel = () => undefined;

  function teller(service: 'jump' | 'relay'): Teller {
    return {
      sight: ears[service].sight(),
      connections: reports[service]?.connections ?? NOBODY,
      lastReportAt: ears[service].lastReportAt(),
    };
  }

  /** Who is connected, as far as that can be told now. */
  function connected() {
    const fresh = (service: 'jump' | 'relay') => (ears[service].sight().kind === 'dark' ? null : reports[service]);
    return { relay: fresh('relay'), jump: fresh('jump') };
  }

  function see(): readonly CheckId[] {
    const before = { seen, services };
    const telling = { relay: teller('relay'), jump: teller('jump') };
    const now = clock.now();
    seen = new Map([...known.values()].map((one) => [one.stub, seeExperiment(one, telling, settings(), now)]));
    services = SERVICES.map((service) => ears[service].seen());
    return changedChecks(settings().id, before, { seen, services });
  }

  function look(): void {
    cancel();
    const news = see();
    arm();
    onRound(news);
  }

  /** Whoever falls silent is noticed without a message. */
  function arm(): void {
    const times = SERVICES.flatMap((service) => ears[service].changesAt() ?? []);
    if (times.length > 0) {
      cancel = clock.after(Math.max(1, Math.ceil(Math.min(...times) - clock.monotonicMs())), look);
    }
  }

  function learn(next: Known): void {
    if (next !== known) {
      const before = known;
      known = next;
      onKnown(known, before);
    }
  }

  function note(service: Service, { unread, note: words }: { readonly unread: number; readonly note: string | null }) {
    if (unread === 0) {
      notes.delete(service);
    } else {
      notes.set(service, `${unread} ${unread === 1 ? 'entry' : 'entries'} of ${service} cannot be read: ${words}`);
    }
  }

  see();
  arm();
  return {
    ear: {
      manifest(manifest) {
        ears.book.heard();
        note('book', manifest);
        learn(withManifest(known, manifest, connected(), clock.now(), settings().unbooked));
        look();
      },
      report(service, report) {
        ears[service].heard();
        note(service, report);
        reports[service] = report;
        learn(withConnected(known, connected(), clock.now(), settings().unbooked));
        look();
      },
      trouble(service, trouble) {
        ears[service].troubled(trouble);
        look();
      },
    },
    known: () => known,
    experiments: () => [...seen.values()],
    services: () => services,
    told(stub) {
      const one = known.get(stub);
      if (one === undefined) {
        return null;
      }
      const streams = [...one.required, ...one.others].flatMap((topic) => reports.relay?.connections.get(topic) ?? []);
      return {
        streams: streams.toSorted((a, b) => (a.topic < b.topic ? -1 : 1)),
        jump: reports.jump?.connections.get(stub) ?? null,
        lastStreamsReportAt: ears.relay.lastReportAt(),
        lastJumpReportAt: ears.jump.lastReportAt(),
        foundInManifestAt: one.name === null ? null : ears.book.lastReportAt(),
      };
    },
    outcomeOf(check) {
      switch (check.type) {
        case 'practable_service': {
          const own = services.find(({ service }) => service === check.service);
          return own === undefined ? NOT_SEEN_YET : serviceOutcome(own, ears[check.service].trouble());
        }
        case 'practable_jump': {
          const sight = ears.jump.sight();
          const words = sight.kind === 'clear' ? 'book does not know it, and nothing of it is connected' : sight.words;
          return jumpOutcome(seen.get(check.stub)?.jump ?? 'unknown', words);
        }
        case 'practable_stream': {
          const one = seen.get(check.stub);
          const stream = one?.streams.find(({ name }) => name === check.topic);
          const sight = ears.relay.sight();
          return one === undefined || (stream === undefined && sight.kind === 'dark')
            ? NOT_SEEN_YET
            : streamOutcome(stream);
        }
      }
    },
    notes: () => [...notes.values()],
    deaf() {
      for (const service of SERVICES) {
        ears[service].deaf();
      }
      look();
    },
    setBack(byMs) {
      learn(new Map([...known].map(([stub, one]) => [stub, { ...one, firstSeenAt: one.firstSeenAt - byMs }])));
    },
    look,
    stop: () => cancel(),
  };
}
