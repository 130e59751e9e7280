/**
 * All practable systems: followed as long as they stand in the configuration, their experiments seen by the rest of the house as
 * components of it (rules/practable/component).
 */
import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { CheckId } from '../../../shared/model/ids.ts';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import type { SeenExperiment, SeenService, Told } from '../../../shared/model/practable/experiment.ts';
import type { PractableSettings, SystemId } from '../../../shared/model/practable/settings.ts';
import type { Known } from '../../../shared/rules/practable/known.ts';
import { NOT_SEEN_YET } from '../../../shared/rules/practable/outcome.ts';
import { newsOfKnown } from '../../../shared/rules/practable/words.ts';
import { loose } from '../commands.ts';
import type { ConfigSource } from '../options.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { PractableClient } from '../ports/practable.ts';
import type { JournalEntry } from '../ports/store.ts';
import { knownKey, restoredKnown, systemsKept } from './kept.ts';
import { logState } from './log-state.ts';
import { practableRow } from './row.ts';
import { createShownExperiments } from './shown.ts';
import { createSystem, type PractableSystem } from './system.ts';

/** Shorter and nothing that was said is lost: the websockets have it still. */
const DEAF_AFTER_MS = 10_000;

export interface PractableBookOptions {
  readonly source: ConfigSource;
  /** Absent: no system can be followed here, and the self-check says so. */
  readonly client: PractableClient | undefined;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly clock: Clock;
  readonly log: Log;
  readonly write: (entry: JournalEntry) => Promise<void>;
  /** These checks have news. */
  readonly checkNow: (ids: readonly CheckId[]) => void;
}

export interface PractableBook {
  /** The same configuration, with a component for each experiment and each system. */
  readonly source: ConfigSource;
  /** Begins to follow. */
  start(): void;
  /** For a check of a stream, of jump or of a service. */
  readonly outcomeOf: (checkId: CheckId) => ProbeOutcome;
  experiments(): readonly SeenExperiment[];
  services(): readonly SeenService[];
  /** The raw connections of an experiment. Null: there is no such one. */
  told(system: SystemId, stub: string): Told | null;
  /** Called after each report, and when time alone has changed a verdict. Returns the way to stop. */
  onRound(listener: (system: SystemId) => void): Cancel;
  rows(): readonly SelfCheckRow[];
  /** Nothing of ours ran for so many ms. */
  gap(gapMs: number): void;
  setBack(byMs: number): void;
  stop(): void;
}

interface Followed {
  readonly system: PractableSystem;
  /** Where it is; another place is followed anew. */
  place: string;
  unfollow: Cancel;
  unlog: Cancel;
}

export function openPractable(options: PractableBookOptions): PractableBook {
  const { source, client, restored, clock, log, write, checkNow } = options;
  const systems = new Map<SystemId, Followed>();
  const rounds = new Set<(system: SystemId) => void>();
  let settings: Config['practable'] = source.current().practable;
  let started = false;

  const settingsOf = (id: SystemId): PractableSettings => {
    const own = settings.get(id);
    if (own === undefined) {
      throw new Error(`the practable system ${id} is followed, and stands in no configuration`);
    }
    return own;
  };

  function keep(id: SystemId, known: Known, before: Known): void {
    const text = newsOfKnown(settingsOf(id).name, known, before);
    const events = text === null ? [] : [loose(clock.now(), 'config', text)];
    void write({ values: { [knownKey(id)]: [...known.values()] }, events });
    shown.publish();
  }

  function add(id: SystemId, known: Known): Followed {
    const system = createSystem({
      settings: () => settingsOf(id),
      clock,
      known,
      onKnown: (...news) => keep(id, ...news),
      onRound(news) {
        checkNow(news);
        for (const listener of rounds) {
          listener(id);
        }
      },
    });
    const followed = { system, place: '', unfollow: () => undefined, unlog: () => undefined };
    systems.set(id, followed);
    return followed;
  }

  function follow(id: SystemId, followed: Followed): void {
    const own = settingsOf(id);
    const place = placeOf(own);
    if (client === undefined || !started || followed.place === place) {
      return;
    }
    followed.unfollow();
    followed.place = place;
    followed.unfollow = client.follow(own, followed.system.ear);
    followed.unlog();
    followed.unlog = logState({ clock, log, settings: () => settingsOf(id), system: followed.system });
  }

  function end(id: SystemId): void {
    const followed = systems.get(id);
    systems.delete(id);
    followed?.unfollow();
    followed?.unlog();
    followed?.system.stop();
  }

  /** The file is another one. */
  function configure(): void {
    const next = source.current().practable;
    for (const id of systems.keys()) {
      if (!next.has(id)) {
        end(id);
        void write({ values: { [knownKey(id)]: null }, events: [] });
      }
    }
    settings = next;
    for (const id of next.keys()) {
      const before = systems.get(id);
      follow(id, before ?? add(id, new Map()));
      before?.system.look();
    }
  }

  for (const id of settings.keys()) {
    add(id, restoredKnown(id, restored));
  }
  const shown = createShownExperiments(source, (id) => systems.get(id)?.system.known() ?? new Map(), configure);

  return {
    source: shown.source,
    start() {
      started = true;
      const gone = systemsKept(restored).filter((key) => ![...settings.keys()].some((id) => knownKey(id) === key));
      if (gone.length > 0) {
        void write({ values: Object.fromEntries(gone.map((key) => [key, null])), events: [] });
      }
      for (const [id, followed] of systems) {
        follow(id, followed);
      }
    },
    outcomeOf(checkId) {
      const check = shown.source.current().checks.get(checkId);
      return check !== undefined && 'system' in check
        ? (systems.get(check.system)?.system.outcomeOf(check) ?? NOT_SEEN_YET)
        : NOT_SEEN_YET;
    },
    experiments: () => [...systems.values()].flatMap(({ system }) => system.experiments()),
    services: () => [...systems.values()].flatMap(({ system }) => system.services()),
    told: (id, stub) => systems.get(id)?.system.told(stub) ?? null,
    onRound(listener) {
      rounds.add(listener);
      return () => rounds.delete(listener);
    },
    rows: () => [...systems].map(([id, { system }]) => practableRow(settingsOf(id), system, client !== undefined)),
    gap(gapMs) {
      if (gapMs > DEAF_AFTER_MS) {
        for (const { system } of systems.values()) {
          system.deaf();
        }
      }
    },
    setBack(byMs) {
      for (const { system } of systems.values()) {
        system.setBack(byMs);
      }
    },
    stop() {
      shown.stop();
      for (const id of [...systems.keys()]) {
        end(id);
      }
      rounds.clear();
    },
  };
}

/** All by which it is reached, and how often. */
function placeOf({ book, jump, relay, verifyTls, ca, ...rest }: PractableSettings): string {
  const { timeout, queryBookEvery, reconnectEvery, lastChecked, logEvery } = rest;
  return JSON.stringify([
    book,
    jump,
    relay,
    verifyTls,
    ca,
    timeout,
    queryBookEvery,
    reconnectEvery,
    lastChecked,
    logEvery,
  ]);
}
