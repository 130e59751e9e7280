/**
 * Sets in book whether experiments can be booked, where the settings want that: book is read first and told only what differs.
 *
 * What is about to be told is written down first, and that it was taken afterwards. After a kill in between book is read again and tells
 * by the reason whether it was us. What was set is given back as soon as the settings say `never`.
 */
import type { EventDraft } from '../../../../shared/model/event.ts';
import type { ComponentId, EpochMs } from '../../../../shared/model/ids.ts';
import type { BookEntry } from '../../../../shared/model/practable/book-entry.ts';
import type { SeenExperiment } from '../../../../shared/model/practable/experiment.ts';
import type { PractableSettings } from '../../../../shared/model/practable/settings.ts';
import {
  type BookStep,
  bookStep,
  entryAfterRead,
  entryAfterSet,
  type InBook,
  newBookEntry,
} from '../../../../shared/rules/practable/availability.ts';
import { loose } from '../../commands.ts';
import type { Core } from '../../core.ts';
import type { Errand, Next } from '../../errands.ts';
import type { Tried } from '../../one-try.ts';
import type { PractableClient, ServiceTrouble } from '../../ports/practable.ts';
import type { PractableBook } from '../book.ts';
import type { Wanted } from './rounds.ts';
import { setterWords } from './setter-words.ts';
import { experimentKey, type WordShelves } from './shelves.ts';

export interface SetterOptions {
  readonly core: Core;
  readonly client: PractableClient;
  readonly seen: Pick<PractableBook, 'experiments'>;
  readonly shelves: WordShelves;
  readonly wantedOf: (experiment: Named) => Wanted;
  readonly signal: AbortSignal;
}

/** An experiment as anybody names it. */
export type Named = Pick<SeenExperiment, 'system' | 'stub'>;

/** One that book knows by this name. */
interface Target {
  readonly stub: string;
  readonly name: string;
  readonly componentId: ComponentId | null;
}

export interface Setter {
  /** What is to be done for a system now, or when to look again. */
  next(settings: PractableSettings): Next;
  /** Where nothing is to be set any more: nobody's hand has to be remembered. */
  tidy(settings: PractableSettings): void;
  /** How it stands in book when `wanted` has been carried out; null: book was not read. */
  bookable(settings: PractableSettings, experiment: Named, wanted: boolean | null): boolean | null;
}

interface Read extends InBook {
  /** By the monotonic clock. */
  readonly at: number;
}

export function createSetter({ core, client, seen, shelves, wantedOf, signal }: SetterOptions): Setter {
  const { clock } = core;
  /** As book had it when it was read last; null: it had no such thing. */
  const reads = new Map<string, Read | { readonly at: number; readonly available: null }>();

  function entryOf({ id }: PractableSettings, { stub, name }: Target): BookEntry {
    const known = shelves.entries.get(experimentKey(id, stub));
    return known === undefined || known.name !== name ? newBookEntry(id, stub, name) : known;
  }

  function keep(entry: BookEntry, before: BookEntry, events: readonly EventDraft[]): Promise<void> | undefined {
    const key = experimentKey(entry.system, entry.stub);
    const kept = shelves.entries.get(key);
    const worthless = entry.ours === null && entry.doing === null && !entry.byHand && entry.would === null;
    if (events.length === 0 && (isSame(entry, before) || (worthless && kept === undefined))) {
      return undefined;
    }
    const values = worthless && kept !== undefined ? shelves.entries.remove(kept) : shelves.entries.put(entry);
    return core.write({ values, events });
  }

  /** Those that may have to be read or told. Where nothing is to be set, those that are to be given back. */
  function targetsOf({ id, availability }: PractableSettings): readonly Target[] {
    const shown = seen.experiments().filter((one) => one.system === id);
    if (availability.set !== 'never') {
      return shown.flatMap(({ stub, name, componentId }) => (name === null ? [] : [{ stub, name, componentId }]));
    }
    return shelves.entries
      .all()
      .filter(({ system, ours, doing }) => system === id && (ours !== null || doing !== null))
      .map(({ stub, name }) => {
        const componentId = shown.find((one) => one.stub === stub)?.componentId ?? null;
        return { stub, name, componentId };
      });
  }

  const stepFor = (settings: PractableSettings, entry: BookEntry, book: InBook): BookStep => {
    const { available, issues } = wantedOf({ system: settings.id, stub: entry.stub });
    return bookStep(entry, book, available, issues, settings.availability.set);
  };

  /** When it should be read: 0 now, and more urgent than others (-1) where something is surely to be told. */
  function dueIn(settings: PractableSettings, target: Target): number {
    const read = reads.get(experimentKey(settings.id, target.stub));
    const giveBack = settings.availability.set === 'never';
    if (read === undefined) {
      return giveBack ? -1 : 0;
    }
    const again = Math.max(0, read.at + settings.queryBookEvery - clock.monotonicMs());
    if (read.available === null) {
      return again;
    }
    const entry = entryOf(settings, target);
    const step = stepFor(settings, entry, read);
    const news = step.kind === 'set' && !(settings.availability.set === 'dry-run' && entry.would === step.available);
    return news ? -1 : again;
  }

  function errandOf(settings: PractableSettings, target: Target): Errand {
    return {
      id: settings.id,
      what: `what book is told of ${target.name}`,
      send: () => carry(settings, target),
      ended: () => Promise.resolve(),
    };
  }

  async function carry(settings: PractableSettings, target: Target): Promise<Tried> {
    const key = experimentKey(settings.id, target.stub);
    const answer = await client.availability(settings, target.name, signal);
    const entry = entryOf(settings, target);
    if (!answer.ok) {
      return answer.trouble.status === 404 ? gone(key, entry, target) : tryLater(answer.trouble);
    }
    const book = answer.value;
    reads.set(key, { ...book, at: clock.monotonicMs() });
    const step = stepFor(settings, entry, book);
    if (step.kind === 'leave') {
      const after = { ...entryAfterRead(entry, book, step), would: null };
      await keep(after, entry, said(target, setterWords.left(target.name, entry, after, book)));
      return DONE;
    }
    if (settings.availability.set === 'dry-run') {
      const events = entry.would === step.available ? [] : said(target, setterWords.would(target.name, step));
      await keep({ ...entry, would: step.available }, entry, events);
      return DONE;
    }
    return tell(settings, target, entry, { available: step.available, reason: step.reason });
  }

  async function tell(settings: PractableSettings, target: Target, entry: BookEntry, wanted: InBook): Promise<Tried> {
    const key = experimentKey(settings.id, target.stub);
    const doing = { ...entry, doing: wanted };
    await keep(doing, entry, []);
    const answer = await client.setAvailability(settings, target.name, wanted, signal);
    if (!answer.ok) {
      // It may have been taken all the same: book is read before the next try.
      reads.delete(key);
      return tryLater(answer.trouble);
    }
    reads.set(key, { ...wanted, at: clock.monotonicMs() });
    await keep(entryAfterSet(doing, wanted), doing, said(target, setterWords.set(target.name, wanted)));
    return DONE;
  }

  /** Book has no such thing: nothing is to be given back there. */
  async function gone(key: string, entry: BookEntry, target: Target): Promise<Tried> {
    reads.set(key, { available: null, at: clock.monotonicMs() });
    const lost = entry.ours === null ? [] : said(target, setterWords.gone(target.name));
    await keep(newBookEntry(entry.system, entry.stub, entry.name), entry, lost);
    return DONE;
  }

  function said({ componentId }: Target, text: string | null): readonly EventDraft[] {
    const at: EpochMs = clock.now();
    return text === null ? [] : [{ ...loose(at, 'experiment', text), componentId }];
  }

  return {
    next(settings) {
      let soonest: { readonly inMs: number; readonly target: Target } | null = null;
      for (const target of targetsOf(settings)) {
        const inMs = dueIn(settings, target);
        if (soonest === null || inMs < soonest.inMs) {
          soonest = { inMs, target };
        }
      }
      return soonest === null || soonest.inMs > 0
        ? { errand: null, inMs: soonest?.inMs ?? settings.queryBookEvery }
        : { errand: errandOf(settings, soonest.target) };
    },
    tidy({ id, availability }) {
      const own = shelves.entries
        .all()
        .filter(({ system, ours, doing }) => system === id && ours === null && doing === null);
      if (availability.set === 'never' && own.length > 0) {
        void core.write({ values: Object.assign({}, ...own.map(shelves.entries.remove)), events: [] });
      }
    },
    bookable(settings, { stub }, wanted) {
      const key = experimentKey(settings.id, stub);
      const read = reads.get(key);
      if (settings.availability.set === 'never') {
        return wanted;
      }
      if (read === undefined || read.available === null) {
        return null;
      }
      if (settings.availability.set === 'dry-run') {
        return read.available;
      }
      const entry = shelves.entries.get(key) ?? newBookEntry(settings.id, stub, '');
      const step = bookStep(entry, read, wanted, [], 'in-book');
      return step.kind === 'set' ? step.available : read.available;
    },
  };
}

const DONE: Tried = { delivery: { status: 'accepted' }, uncertain: false, bug: null };

const tryLater = ({ detail }: ServiceTrouble): Tried => ({
  delivery: { status: 'try-later', reason: detail },
  uncertain: false,
  bug: null,
});

const isSame = (one: BookEntry, other: BookEntry): boolean => JSON.stringify(one) === JSON.stringify(other);
