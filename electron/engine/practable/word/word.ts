/**
 * What is said and done about the experiments of practable systems after each round: puts together the rounds, the mails, what book is
 * told, and what the status API answers.
 */
import type { SelfCheckRow } from '../../../../shared/contract/contract.ts';
import type { SystemId } from '../../../../shared/model/practable/settings.ts';
import { loose } from '../../commands.ts';
import type { Core } from '../../core.ts';
import { createLine, type Line } from '../../errands.ts';
import type { PractableClient } from '../../ports/practable.ts';
import type { PractableStatus } from '../../ports/practable-status.ts';
import type { PractableBook } from '../book.ts';
import { createMails } from './mails.ts';
import { createRounds } from './rounds.ts';
import { bookRows, mailRows } from './rows.ts';
import { createSetter, type Named } from './setter.ts';
import { openWordShelves } from './shelves.ts';
import { createStatusDesk } from './status-desk.ts';

export interface PractableWordOptions {
  readonly core: Core;
  readonly seen: PractableBook;
  /** Absent: nothing is followed, said or set. */
  readonly client: PractableClient | undefined;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly random: () => number;
}

export interface PractableWord {
  readonly status: PractableStatus;
  /** For the self-check: mails that do not go, and what is set in book. */
  rows(): readonly SelfCheckRow[];
  /** The configuration may be another one. */
  configure(): void;
  /** Nothing more is begun; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export function createPractableWord({ core, seen, client, restored, random }: PractableWordOptions): PractableWord {
  const { clock, log, config } = core;
  const shelves = openWordShelves(restored);
  const stopping = new AbortController();
  const setter =
    client === undefined
      ? null
      : createSetter({
          ...{ core, client, seen, shelves, signal: stopping.signal },
          wantedOf: (experiment) => rounds.wantedOf(experiment),
        });
  const rounds = createRounds({ core, seen, shelves, bookable });
  function bookable(experiment: Named, wanted: boolean | null): boolean | null {
    const settings = config().practable.get(experiment.system);
    return setter === null || settings === undefined ? wanted : setter.bookable(settings, experiment, wanted);
  }
  const availableOf = (experiment: Named): boolean | null =>
    bookable(experiment, rounds.wantedOf(experiment).available);
  const mails = createMails({ core, seen, shelves, availableOf, random });
  /** One for each system: a book that does not answer holds up no other. */
  const lines = new Map<SystemId, Line>();
  const orphansSaid = new Set<SystemId>();

  function lineOf(system: SystemId, toldBy: NonNullable<typeof setter>): Line {
    const known = lines.get(system);
    if (known !== undefined) {
      return known;
    }
    const settings = () => config().practable.get(system);
    const line = createLine({
      ...{ clock, log, random, what: 'what book is told' },
      perMinute: () => settings()?.availability.perMinute ?? 60,
      next: async (rests) => {
        const own = settings();
        return own === undefined || rests(system) ? { errand: null, inMs: 60_000 } : toldBy.next(own);
      },
    });
    lines.set(system, line);
    return line;
  }

  function lookAtBook(system: SystemId): void {
    const wanted = config().practable.get(system)?.availability.set ?? 'never';
    const ours = shelves.entries.all().some((entry) => entry.system === system);
    if (setter !== null && (wanted !== 'never' || ours)) {
      lineOf(system, setter).look();
    }
  }

  function look(system: SystemId): void {
    if (client === undefined) {
      return; // nothing of it is followed here (a drill), so that it is silent says nothing
    }
    rounds.look(system);
    lookAtBook(system);
    mails.look();
  }

  /** Without its settings nobody can reach its book: it is said, and what we set there stays remembered. */
  function sayOrphans(): void {
    const left = shelves.entries.all().filter(({ system, ours }) => ours !== null && !config().practable.has(system));
    for (const system of new Set(left.map((entry) => entry.system))) {
      if (!orphansSaid.has(system)) {
        orphansSaid.add(system);
        const names = left.flatMap((entry) => (entry.system === system ? entry.name : [])).join(', ');
        const text = `practable ${system} is not in the configuration any more, and in its book these are unavailable by us: ${names}. Put it back with \`availability: { set: never }\` until they are given back, or set them by hand`;
        void core.write({ values: {}, events: [loose(clock.now(), 'experiment', text)] });
      }
    }
  }

  function configure(): void {
    const systems = new Set([...shelves.healths.all(), ...shelves.mails.all()].map(({ system }) => system));
    for (const system of systems) {
      if (!config().practable.has(system)) {
        rounds.forget(system);
      }
    }
    for (const [system, line] of lines) {
      if (!config().practable.has(system)) {
        lines.delete(system);
        void line.stop();
      }
    }
    sayOrphans();
    for (const [system, settings] of config().practable) {
      setter?.tidy(settings);
      look(system);
    }
  }

  const stopRounds = seen.onRound(look);
  return {
    status: createStatusDesk({ seen, shelves, availableOf }),
    rows: () =>
      [...config().practable.values()].flatMap((settings) => [
        ...mailRows(settings, mails.trouble(settings.id)),
        ...bookRows(
          settings,
          shelves.entries.all().filter(({ system }) => system === settings.id),
          lines.get(settings.id)?.failing().get(settings.id) ?? null,
        ),
      ]),
    configure,
    async stop() {
      stopRounds();
      stopping.abort();
      await Promise.all([...lines.values()].map((line) => line.stop()));
      await mails.stop();
    },
  };
}
