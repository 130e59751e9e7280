/**
 * What is said and done about the experiments of practable systems after each round: puts together the rounds, the mails, what book is to
 * be told, and what the status API answers.
 */
import type { SelfCheckRow } from '../../../../shared/contract/contract.ts';
import type { SystemId } from '../../../../shared/model/practable/settings.ts';
import { loose } from '../../commands.ts';
import type { Core } from '../../core.ts';
import type { Links } from '../../links/links.ts';
import type { PractableStatus } from '../../ports/practable-status.ts';
import type { PractableBook } from '../book.ts';
import { createInBook, type InBook, type Named } from './in-book.ts';
import { createMails } from './mails.ts';
import { createRounds } from './rounds.ts';
import { mailRows } from './rows.ts';
import { openWordShelves } from './shelves.ts';
import { createStatusDesk } from './status-desk.ts';

export interface PractableWordOptions {
  readonly core: Core;
  readonly seen: PractableBook;
  /** False: nothing is said (a drill), so that a system is silent means nothing. */
  readonly isFollowed: boolean;
  /** By which book is told. */
  readonly links: Pick<Links, 'look' | 'markOf'>;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly random: () => number;
}

export interface PractableWord {
  readonly status: PractableStatus;
  /** What the links to books should have been told. */
  readonly states: InBook['states'];
  /** For the self-check: mails that do not go. */
  rows(): readonly SelfCheckRow[];
  /** The configuration may be another one. */
  configure(): void;
  /** Nothing more is begun; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export function createPractableWord(options: PractableWordOptions): PractableWord {
  const { core, seen, isFollowed, links, restored, random } = options;
  const { clock, config } = core;
  const shelves = openWordShelves(restored);
  const rounds = createRounds({ core, seen, shelves, bookable });
  const inBook = createInBook({ seen, wantedOf: rounds.wantedOf, markOf: links.markOf });
  const mails = createMails({ core, seen, shelves, availableOf, random });

  function bookable(experiment: Named, wanted: boolean | null): boolean | null {
    const settings = config().practable.get(experiment.system);
    return settings === undefined ? wanted : inBook.bookable(settings, experiment, wanted);
  }

  function availableOf(experiment: Named): boolean | null {
    return bookable(experiment, rounds.wantedOf(experiment).available);
  }

  function look(system: SystemId): void {
    if (!isFollowed) {
      return;
    }
    if (rounds.look(system)) {
      links.look();
    }
    mails.look();
  }

  /** Without its settings nobody can reach its book: it is said, and what we set there stays remembered for a while. */
  function sayLeftBehind(system: SystemId): void {
    const ours = shelves.healths.all().filter((health) => health.system === system && inBook.isOurs(health));
    if (ours.length > 0) {
      const names = ours.map(({ stub }) => stub).join(', ');
      const text = `practable ${system} is not in the configuration any more, and in its book these are unavailable by us: ${names}. Put it back with \`availability: { set: never }\` until they are given back, or set them by hand`;
      void core.write({ values: {}, events: [loose(clock.now(), 'experiment', text)] });
    }
  }

  function configure(): void {
    const systems = new Set([...shelves.healths.all(), ...shelves.mails.all()].map(({ system }) => system));
    for (const system of systems) {
      if (!config().practable.has(system)) {
        sayLeftBehind(system);
        rounds.forget(system);
      }
    }
    for (const system of config().practable.keys()) {
      look(system);
    }
  }

  const stopRounds = seen.onRound(look);
  return {
    status: createStatusDesk({ seen, shelves, availableOf }),
    states: inBook.states,
    rows: () => [...config().practable.values()].flatMap((settings) => mailRows(settings, mails.trouble(settings.id))),
    configure,
    async stop() {
      stopRounds();
      await mails.stop();
    },
  };
}
