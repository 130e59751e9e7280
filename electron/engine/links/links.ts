/**
 * All links of the configuration, each told by itself: a slow one holds up nobody, and none of them a page.
 */

import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import type { WatcherView } from '../../../shared/contract/view.ts';
import type { EventType, WatchEvent } from '../../../shared/model/event.ts';
import type { LinkSettings } from '../../../shared/model/link.ts';
import type { LinkId } from '../../../shared/model/links/common.ts';
import type { Mark } from '../../../shared/rules/links/mark.ts';
import { isTold } from '../../../shared/rules/links/scope.ts';
import { type Scene, type Seen, type Wanted, wantedStates } from '../../../shared/rules/links/wanted.ts';
import type { Core } from '../core.ts';
import { comesAndGoes } from '../frame.ts';
import type { LinkSet } from '../ports/link.ts';
import { createLedger } from './ledger.ts';
import type { More } from './owed.ts';
import { linkRow } from './rows.ts';
import { createTeller, type Teller } from './teller.ts';

/** Something was written; what belongs together is told together. ms */
const AFTER_EVENT_MS = 500;

/** After these something looks different to others. What keeps messages back ends with time as well: looked at anyway. */
const NEWS: ReadonlySet<EventType> = new Set<EventType>([
  'check',
  'status',
  'status-by-hand',
  'incident-opened',
  'incident-acknowledged',
  'incident-unacknowledged',
  'incident-recovered',
  'incident-relapsed',
  'incident-worsened',
  'incident-resolved',
  'incident-reopened',
  'page-released',
  'maintenance',
  'watcher',
]);

export interface LinksOptions {
  readonly core: Core;
  /** Absent: nobody is told. */
  readonly links?: LinkSet | undefined;
  readonly watcher: () => WatcherView;
  /** Absent: nothing. */
  readonly more?: More;
  readonly random: () => number;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
}

export interface Links {
  /** Written by the journal: there may be news. */
  heard(events: readonly WatchEvent[]): void;
  /** Takes over what the configuration wants: at the start, and when it changes. */
  configure(): void;
  /** There is news that no event tells of. */
  look(): void;
  /** What is known of the other side's picture of one thing; null: nothing was told of it. */
  markOf(link: LinkId, key: string): Pick<Mark, 'reference' | 'trouble'> | null;
  rows(): readonly SelfCheckRow[];
  /** Nothing more is begun; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export function createLinks({ core, links, watcher, more = () => [], random, restored }: LinksOptions): Links {
  const { clock, log, config, book, state } = core;
  const ledger = createLedger(restored, core.write);
  const tellers = new Map<string, Teller>();
  /** Ended by a change of the configuration, and not done yet. */
  const ending = new Set<Promise<void>>();

  function wanted(settings: LinkSettings, began: (key: string) => boolean): readonly Wanted[] {
    // A book is told of none of these, and there may be a thousand of them to look through.
    if (settings.tell.length === 0) {
      return [];
    }
    return wantedStates(sceneFor(settings), { ...settings, unknownAfter: config().settings.blindAfter }, began);
  }

  function sceneFor({ for: scope }: LinkSettings): Scene {
    const { components, unpublished, publicFaces } = config();
    const seen = [...components.values()].flatMap((settings): Seen[] => {
      const watch = book.get(settings.id);
      const name = publicFaces.get(settings.id)?.name ?? settings.name;
      // Calls of people and alerts of others come and go, and are nobody else's business.
      return watch === undefined || comesAndGoes(settings.id) || !isTold(settings, scope, unpublished)
        ? []
        : [{ settings, name, watch, windows: core.windowsOf(settings) }];
    });
    const { state: sight, since } = watcher();
    return {
      now: clock.now(),
      timeZone: core.timeZone,
      blindSince: sight === 'watching' ? null : since,
      components: seen,
      recent: [...state.recent.values()],
    };
  }

  function end(teller: Teller): void {
    tellers.delete(teller.settings.id);
    const ended = teller.stop().finally(() => ending.delete(ended));
    ending.add(ended);
  }

  function begin(settings: LinkSettings, set: LinkSet): void {
    const teller = createTeller({ clock, log, random, links: set, ledger, settings, wanted, more });
    tellers.set(settings.id, teller);
    // Two of one link would tell one thing twice.
    void Promise.all(ending).then(() => tellers.get(settings.id) === teller && teller.look());
  }

  return {
    heard(events) {
      if (events.some(({ type }) => NEWS.has(type))) {
        for (const teller of tellers.values()) {
          teller.look(AFTER_EVENT_MS);
        }
      }
    },
    configure() {
      const { links: all } = config();
      for (const teller of [...tellers.values()]) {
        const now = all.get(teller.settings.id);
        if (now === undefined || JSON.stringify(now) !== JSON.stringify(teller.settings)) {
          end(teller);
        } else {
          teller.look();
        }
      }
      for (const settings of all.values()) {
        if (links !== undefined && !tellers.has(settings.id)) {
          begin(settings, links);
        }
      }
      ledger.tidy(new Set(all.keys()), clock.now());
    },
    look() {
      for (const teller of tellers.values()) {
        teller.look();
      }
    },
    markOf: (link, key) => ledger.marks(link).get(key) ?? null,
    rows: () =>
      [...tellers.values()].flatMap(({ settings, owed }) => {
        const { id, type } = settings;
        const place = links?.target(settings) ?? '';
        const marks = [...ledger.marks(id).values()].filter((mark) => mark.place === place);
        // A system whose book nobody wants to be told anything has a link all the same, to give back what was set before.
        const isIdle =
          settings.type === 'practable' && settings.system.availability.set === 'never' && marks.length === 0;
        return isIdle
          ? []
          : [linkRow({ id, type, place, owed: owed(), trouble: ledger.trouble(id), marks }, clock.now())];
      }),
    async stop() {
      for (const teller of [...tellers.values()]) {
        end(teller);
      }
      await Promise.all(ending);
    },
  };
}
