/**
 * After each round over a system: whose health changed, written down with the news that readers are owed, in one transaction.
 */
import type { EventDraft } from '../../../../shared/model/event.ts';
import type { SeenExperiment } from '../../../../shared/model/practable/experiment.ts';
import type { HealthEvent } from '../../../../shared/model/practable/health.ts';
import type { HealthLine } from '../../../../shared/model/practable/mail-ledger.ts';
import type { SystemId } from '../../../../shared/model/practable/settings.ts';
import { newMailLedger, withEvents } from '../../../../shared/rules/practable/mail-ledger.ts';
import { round } from '../../../../shared/rules/practable/round.ts';
import type { Rows } from '../../cachet/shelf.ts';
import { loose } from '../../commands.ts';
import type { Core } from '../../core.ts';
import type { PractableBook } from '../book.ts';
import { experimentKey, type WordShelves } from './shelves.ts';

/** Should people be able to book it, and what is wrong with it. Null: nobody can tell now. */
export interface Wanted {
  readonly available: boolean | null;
  readonly issues: readonly string[];
}

export interface RoundsOptions {
  readonly core: Core;
  readonly seen: Pick<PractableBook, 'experiments' | 'services'>;
  readonly shelves: WordShelves;
  /** How it stands in book when this has been carried out; null: nobody knows. */
  readonly bookable: (experiment: SeenExperiment, wanted: boolean | null) => boolean | null;
}

export interface Rounds {
  /** Looks at every experiment of a system. True: of some it is another one whether it should be bookable. */
  look(system: SystemId): boolean;
  /** As the last look found it. */
  wantedOf(experiment: Pick<SeenExperiment, 'system' | 'stub'>): Wanted;
  /** The system is followed no more. */
  forget(system: SystemId): void;
}

const UNKNOWN: Wanted = { available: null, issues: [] };

export function createRounds({ core, seen, shelves, bookable }: RoundsOptions): Rounds {
  const { clock, config } = core;
  const wanteds = new Map<string, Wanted>();

  /** Gone for good, and not just out of sight: all three services were heard. */
  function forgetGone(system: SystemId, there: ReadonlySet<string>): Rows[] {
    const services = seen.services().filter((service) => service.system === system);
    if (services.some(({ state }) => state !== 'ok')) {
      return [];
    }
    const gone = shelves.healths.all().filter((health) => health.system === system && !there.has(health.stub));
    for (const { stub } of gone) {
      wanteds.delete(experimentKey(system, stub));
    }
    return gone.map(shelves.healths.remove);
  }

  return {
    look(system) {
      const settings = config().practable.get(system);
      if (settings === undefined) {
        return false;
      }
      let isNew = false;
      const rules = { events: settings.events, silentIsUnavailable: settings.availability.silentIsUnavailable };
      const rows: Rows[] = [];
      const events: EventDraft[] = [];
      const lines: HealthLine[] = [];
      const own = seen.experiments().filter((one) => one.system === system);
      for (const experiment of own) {
        const key = experimentKey(system, experiment.stub);
        const before = shelves.healths.get(key) ?? null;
        const stands = (available: boolean | null) => bookable(experiment, available);
        const { health, event, wanted, issues } = round(before, experiment, rules, stands, clock.now());
        isNew ||= wanteds.get(key)?.available !== wanted;
        wanteds.set(key, { available: wanted, issues });
        if (health !== null && health !== before) {
          rows.push(shelves.healths.put(health));
        }
        if (event !== null) {
          lines.push({ stub: experiment.stub, issues: event.issues, available: event.available });
          events.push(eventOf(experiment, event));
        }
      }
      rows.push(...forgetGone(system, new Set(own.map(({ stub }) => stub))));
      if (settings.mail !== undefined && lines.length > 0) {
        rows.push(shelves.mails.put(withEvents(shelves.mails.get(system) ?? newMailLedger(system), lines)));
      }
      if (rows.length > 0) {
        void core.write({ values: Object.assign({}, ...rows), events });
      }
      return isNew;
    },
    wantedOf: ({ system, stub }) => wanteds.get(experimentKey(system, stub)) ?? UNKNOWN,
    forget(system) {
      const healths = shelves.healths.all().filter((health) => health.system === system);
      for (const { stub } of healths) {
        wanteds.delete(experimentKey(system, stub));
      }
      const rows = healths.map(shelves.healths.remove);
      const mail = shelves.mails.get(system);
      if (rows.length > 0 || mail !== undefined) {
        const values = Object.assign({}, ...rows, mail === undefined ? {} : shelves.mails.remove(mail));
        void core.write({ values, events: [] });
      }
    },
  };
}

function eventOf(
  { componentId, stub, name }: SeenExperiment,
  { at, healthy, issues, available }: HealthEvent,
): EventDraft {
  const words = healthy ? 'is well' : issues.join(', ');
  const booking = available === null ? '' : available ? '; it can be booked' : '; it cannot be booked';
  const text = `${name ?? stub}${healthy ? ' ' : ': '}${words}${booking}`;
  return { ...loose(at, 'experiment', text), componentId, data: { healthy, available } };
}
