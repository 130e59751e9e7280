/**
 * What programs made and said through the Cachet API: kept over a restart, seen by the rest of the house as components and checks of the
 * configuration (rules/cachet/component).
 *
 * Everything of the file has a number here from the moment it is seen. The record stays when the thing goes: a number that stands in
 * somebody's script never means another component.
 */
import { CachetComponent, CachetGroup } from '../../../shared/model/cachet/component.ts';
import { Word } from '../../../shared/model/cachet/word.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { EventDraft } from '../../../shared/model/event.ts';
import type { CheckId } from '../../../shared/model/ids.ts';
import { withTold } from '../../../shared/rules/cachet/component.ts';
import { sourceCheckId } from '../../../shared/rules/cachet/ids.ts';
import type { ConfigSource } from '../options.ts';
import type { Clock } from '../ports/clock.ts';
import type { HeardWord } from '../ports/heard.ts';
import type { JournalEntry } from '../ports/store.ts';
import { createNumbers, type Numbers } from './numbers.ts';
import { createShelf, type Rows, type Shelf } from './shelf.ts';

export interface CachetBookOptions {
  readonly source: ConfigSource;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly clock: Pick<Clock, 'now'>;
  readonly write: (entry: JournalEntry) => Promise<void>;
}

export interface CachetBook {
  /** The same configuration, with what programs made and said. */
  readonly source: ConfigSource;
  readonly numbers: Numbers;
  /** By their ids in the house. */
  readonly components: Shelf<CachetComponent>;
  readonly groups: Shelf<CachetGroup>;
  /** By the ids of the checks that stand for them. */
  readonly words: Shelf<Word>;
  readonly checkIdOf: (word: Pick<Word, 'component' | 'source'>) => CheckId;
  /** For the check of a word. */
  readonly wordOf: (checkId: CheckId) => HeardWord;
  /** Writes rows in one transaction, and lets the house see what has changed. Resolves when it may be relied upon. */
  readonly keep: (rows: Rows, events?: readonly EventDraft[]) => Promise<void>;
  /** The wall clock was set back by so many ms: what was said was said as long ago as before. */
  readonly setBack: (byMs: number) => void;
  readonly stop: () => void;
}

/** The configuration as it was given out last, and what it was made of. */
interface Seen {
  readonly of: Config;
  readonly version: number;
  readonly shape: string;
  readonly with: Config;
}

export function openCachet({ source, restored, clock, write }: CachetBookOptions): CachetBook {
  const numbers = createNumbers(restored);
  const { components, groups, words, checkIdOf } = openShelves(restored);
  const listeners = new Set<() => void>();
  /** Another one with everything that is written. */
  let version = 0;
  let seen: Seen | null = null;

  /** Everything of the file that has no number yet gets one, in the order of the file. */
  function number({ settings, groups: own, components: all }: Config): void {
    if (settings.cachet === undefined) {
      return;
    }
    const times = { order: null, createdAt: clock.now(), updatedAt: clock.now() };
    const rows: Rows[] = [];
    for (const { id } of own.filter((group) => groups.get(group.id) === undefined)) {
      rows.push(groups.put({ ...times, number: numbers.next('group'), id, collapsed: 0, visible: true, name: null }));
    }
    for (const id of all.keys()) {
      if (components.get(id) === undefined) {
        const one = { ...times, number: numbers.next('component'), id, link: '', enabled: true, made: null };
        rows.push(components.put(one));
      }
    }
    if (rows.length > 0) {
      void write({ values: Object.assign(numbers.rows(), ...rows), events: [] });
    }
  }

  /** The configuration is another one when this is: what a word says is no matter of it, only that there is one. */
  function shapeOf({ settings }: Config): string {
    return settings.cachet === undefined
      ? ''
      : JSON.stringify([
          components.all().filter(({ made, enabled }) => made !== null || !enabled),
          groups.all(),
          words.all().map(checkIdOf),
        ]);
  }

  function current(): Config {
    const of = source.current();
    if (seen !== null && seen.of === of && seen.version === version) {
      return seen.with;
    }
    if (seen?.of !== of) {
      number(of);
    }
    const shape = shapeOf(of);
    seen =
      seen !== null && seen.of === of && seen.shape === shape
        ? { ...seen, version }
        : { of, version, shape, with: shape === '' ? of : withTold(of, told()) };
    return seen.with;
  }

  const told = () => ({ components: components.all(), groups: groups.all(), words: words.all() });

  return {
    source: {
      ...source,
      current,
      subscribe(listener) {
        const stop = source.subscribe(listener);
        listeners.add(listener);
        return () => {
          stop();
          listeners.delete(listener);
        };
      },
    },
    numbers,
    components,
    groups,
    words,
    checkIdOf,
    wordOf: (checkId) => ({
      word: words.get(checkId) ?? null,
      staleAfter: source.current().settings.cachet?.staleAfter ?? null,
    }),
    async keep(rows, events = []) {
      const before = seen?.with;
      const written = write({ values: { ...numbers.rows(), ...rows }, events });
      version += 1;
      if (current() !== before) {
        for (const listener of listeners) {
          listener();
        }
      }
      await written;
    },
    setBack(byMs) {
      const earlier = words.all().map((word) => ({ ...word, at: word.at - byMs, heardAt: word.heardAt - byMs }));
      if (earlier.length > 0) {
        void write({ values: Object.assign({}, ...earlier.map(words.put)), events: [] });
      }
    },
    stop: () => listeners.clear(),
  };
}

/** The configuration as the running app sees it. For whoever has no engine. */
export function withKeptTold(config: Config, values: ReadonlyMap<string, unknown>): Config {
  const { components, groups, words } = openShelves(values);
  return config.settings.cachet === undefined
    ? config
    : withTold(config, { components: components.all(), groups: groups.all(), words: words.all() });
}

function openShelves(
  values: ReadonlyMap<string, unknown>,
): Pick<CachetBook, 'components' | 'groups' | 'words' | 'checkIdOf'> {
  const components = createShelf('cachet-component', CachetComponent, values, ({ id }) => id);
  const groups = createShelf('cachet-group', CachetGroup, values, ({ id }) => id);
  const checkIdOf: CachetBook['checkIdOf'] = ({ component, source }) =>
    sourceCheckId(components.get(component)?.number ?? 0, source.id);
  const words = createShelf('cachet-word', Word, values, checkIdOf);
  return { components, groups, words, checkIdOf };
}
