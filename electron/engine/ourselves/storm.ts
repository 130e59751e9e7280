/**
 * Who belongs to a mass failure, and what is told of it: its summary, for whom it is, and what need not be said besides.
 *
 * A check belongs to it that began to fail with the others, until it is seen well again. Whatever else goes wrong meanwhile is a
 * trouble of its own.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { ComponentSettings, Config } from '../../../shared/model/config.ts';
import type { CheckHealth } from '../../../shared/model/health.ts';
import type { CheckId, ComponentId, EpochMs, PolicyId } from '../../../shared/model/ids.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { amountsTo, isWorse, severityOf } from '../../../shared/rules/status.ts';
import { hearingOf, levelOf } from '../../../shared/rules/summary.ts';
import { type EngineHold, openIncident } from '../../../shared/rules/watch/turn.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import type { Clock } from '../ports/clock.ts';
import type { WatchBook } from '../watch-book.ts';
import type { Counted } from './counted.ts';
import { componentsOf, type Hosts } from './hosts.ts';
import type { Verdict } from './report.ts';

/** Names in a summary; the rest are counted. A page shows no more than 200 characters of a cause. */
const MOST_NAMES = 8;

export interface StormOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly config: () => Config;
  readonly book: Pick<WatchBook, 'apply' | 'get'>;
  readonly hosts: Pick<Hosts, 'namesOf'>;
  readonly counted: Counted;
}

export interface Storm {
  /** These fail together: forget whoever did before. */
  begin(checks: Iterable<CheckId>): void;
  join(check: CheckId): void;
  /** The hosts of those who belong to it. */
  names(): ReadonlySet<string>;
  /** Lets go of what is well again; learns how bad the others are, for as long as it is `gathering`. */
  look(gathering: boolean): void;
  /** Whom it concerns besides ourselves. */
  policies(): readonly PolicyId[];
  /** Null: none of them fails at the moment, and whether that lasts is not known yet. */
  verdict(since: EpochMs): Verdict | null;
  /** Who of it still fails, now that it is told no longer; undefined: nobody. */
  goesOn(): string | undefined;
  /** `until`: when it ends at the latest. */
  hold(component: ComponentSettings, since: EpochMs, until: EpochMs): EngineHold | null;
}

export function createStorm({ clock, config, book, hosts, counted }: StormOptions): Storm {
  let members = new Set<CheckId>();
  /** How bad they were when it was told. */
  const severities = new Map<ComponentId, Severity>();

  function checksOf(ids: Iterable<CheckId>): readonly Check[] {
    return [...ids].flatMap((id) => config().checks.get(id) ?? []);
  }

  function healthOf({ id, componentId }: Check): CheckHealth | undefined {
    return book.get(componentId)?.checks.find(({ checkId }) => checkId === id);
  }

  /** Of what fails now, speaks for itself and belongs to it. */
  function listed(): readonly Check[] {
    return counted.checks(hosts.namesOf(members)).filter(({ id }) => members.has(id));
  }

  /** Of their components: "api, shop and 3 more". */
  function namesOf(checks: readonly Check[]): string {
    const ids = componentsOf(checks);
    const names = [...config().components.values()].flatMap(({ id, name }) => (ids.has(id) ? [name] : []));
    const more = names.length - MOST_NAMES;
    return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  }

  function severityIn(check: Check): Severity {
    const own = config().components.get(check.componentId)?.severity ?? null;
    const failure = healthOf(check)?.lastFailure ?? null;
    return own ?? severityOf(failure === null ? check.failureStatus : amountsTo(failure, check));
  }

  return {
    begin(checks) {
      members = new Set(checks);
      severities.clear();
    },
    join: (check) => void members.add(check),
    names: () => hosts.namesOf(members),
    look(gathering) {
      const left = checksOf(members).filter((check) => isWell(healthOf(check)));
      for (const { id } of left) {
        members.delete(id);
      }
      for (const id of componentsOf(checksOf(members))) {
        const now = openIncidentOf(book, id)?.severity;
        const known = severities.get(id);
        if (now !== undefined && (known === undefined || (gathering && isWorse(now, known)))) {
          severities.set(id, now);
        }
      }
      // What else is wrong there is no part of it any more.
      for (const id of componentsOf(left)) {
        if (openIncidentOf(book, id) !== null) {
          book.apply(id, { type: 'timer', at: clock.now() });
        }
      }
    },
    policies() {
      const confirmed = [...componentsOf(listed())].filter((id) => openIncidentOf(book, id) !== null);
      return [...new Set(confirmed.flatMap((id) => config().components.get(id)?.policy ?? []))];
    },
    verdict(since) {
      const checks = listed();
      if (checks.length === 0) {
        return null;
      }
      const { failing, well } = counted.count(hosts.namesOf(checks.map(({ id }) => id)));
      const detail = `${failing} of ${failing + well} unrelated targets fail at once: ${namesOf(checks)}`;
      return { well: false, since, detail, level: levelOf(checks.map(severityIn)) };
    },
    goesOn() {
      const checks = listed();
      return checks.length === 0 ? undefined : `Still failing: ${namesOf(checks)}; each is paged by itself now`;
    },
    hold(component, since, until) {
      if (!component.checks.some(({ id }) => members.has(id))) {
        return null;
      }
      const hearing = hearingOf(component.policy, openIncidentOf(book, WATCHER_ID), since, clock.now());
      return hearing.kind === 'unheard'
        ? null
        : {
            reason: 'Told in the summary of a mass failure',
            until: hearing.kind === 'due' ? Math.min(until, hearing.by) : until,
            summary: { severity: severities.get(component.id) ?? null },
          };
    },
  };
}

function openIncidentOf(book: StormOptions['book'], id: ComponentId) {
  const watch = book.get(id);
  return watch === undefined ? null : openIncident(watch);
}

/** Confirmed: a single pass in the middle of an outage is none. */
function isWell(health: CheckHealth | undefined): boolean {
  return health !== undefined && (health.settled === 'up' || health.settled === 'slow') && health.failStreak === 0;
}
