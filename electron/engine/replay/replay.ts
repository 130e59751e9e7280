/**
 * Stored tries judged again by another configuration: the same rules and the same watch book, on a clock of their own.
 *
 * Each try is taken once, at its own time: intervals and what a probe looks at cannot be changed after the fact, everything else
 * can. How the watch itself fared (asleep, out, in a mass failure), how pages fared and what people did is taken as it happened;
 * what people did to an incident of the history is done to the one that stands in its place.
 */
import type { ReplayReport } from '../../../shared/contract/replay.ts';
import type { StoredTry } from '../../../shared/contract/series.ts';
import type { Check } from '../../../shared/model/check.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { CheckId, EpochMs } from '../../../shared/model/ids.ts';
import type { Incident } from '../../../shared/model/incident.ts';
import type { StoredOverride } from '../../../shared/model/schedule.ts';
import type { ComponentWatch } from '../../../shared/model/watch.ts';
import { unseen } from '../../../shared/rules/health.ts';
import { isKindless } from '../../../shared/rules/replay/retry.ts';
import { newWatch } from '../../../shared/rules/watch/step.ts';
import type { Log } from '../ports/log.ts';
import { createSight } from '../sight.ts';
import { createSurroundings } from '../surroundings.ts';
import { createWatchBook } from '../watch-book.ts';
import { replayClock } from './clock.ts';
import { fatesOf } from './fates.ts';
import { begin, type Note } from './notes.ts';
import { createPast } from './past.ts';
import { createRecorder } from './recorder.ts';
import { rowsOf } from './rows.ts';
import { createTries, type Ended } from './tries.ts';

/** Tries judged without a pause: a few µs each. */
const AT_ONCE = 1_000;

export interface ReplayOptions {
  /** The configuration to judge by. */
  readonly config: Config;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Oldest first. */
  readonly history: AsyncIterable<readonly StoredTry[]>;
  /** What happened, in any order; empty: unknown. */
  readonly incidents: readonly Incident[];
  /** How the watch fared and what people did, in order of time. */
  readonly notes: readonly Note[];
  /** When each of our own checks was found down, oldest first. */
  readonly foundDown: ReadonlyMap<CheckId, readonly EpochMs[]>;
  /** It was watched before the range: no check is new at its beginning. */
  readonly watchedBefore: boolean;
  /** What people did that is not done again: quiet, maintenance, a status set by hand. */
  readonly undone: number;
  readonly overrides: readonly StoredOverride[];
  readonly timeZone: string;
  readonly log: Log;
  /** Gives others their turn. */
  readonly breathe: () => Promise<void>;
}

export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const { config, from, to, history, log, notes, breathe } = options;
  const clock = replayClock(from, deliver);
  const recorder = createRecorder();
  const fateOf = fatesOf(options.incidents);
  /** As often as they were really tried: what this configuration would have tried more often is not late for that. */
  const checks = new Map(config.checks);
  const triedAt = new Map<CheckId, number>();
  let note = 0;
  let tries = 0;
  let strangers = 0;
  let kindless = 0;

  const surroundings = createSurroundings({
    now: clock.now,
    config: () => config,
    state: { overrides: options.overrides, quiet: null, presences: [] },
    watchOf: (id) => book.get(id),
    windowsOf: ({ maintenance }) => maintenance,
    silencesOf: ({ silences }) => silences,
    hold: (component) => past.hold(component),
    concerned: () => past.concerned(),
    timeZone: options.timeZone,
  });
  const book = createWatchBook({
    clock,
    log,
    write: recorder.write,
    withdraw: () => null,
    surroundings: surroundings.of,
    retiring: surroundings.retiring,
    onChange: () => undefined,
    onRing: () => undefined,
    lookNow: () => undefined,
  });
  const past = createPast({ clock, config, book, inMaintenance: surroundings.inMaintenance });
  const sight = createSight({ clock, config: () => ({ ...config, checks }), book, onNothingSeen: () => undefined });
  book.configure(config, options.watchedBefore ? longWatched(config) : []);

  function deliver(): void {
    for (let row = recorder.next(); row !== undefined; row = recorder.next()) {
      const { id: pageId, componentId, channelId } = row.page;
      if (componentId !== null) {
        for (const said of fateOf(channelId, clock.now())) {
          book.apply(componentId, { type: 'delivery', at: clock.now(), pageId, ...said });
        }
      }
    }
  }

  function moveTo(at: EpochMs): void {
    for (let next = notes[note]; next !== undefined && isDue(next, at); next = notes[note]) {
      note += 1;
      clock.advance(begin(next));
      perform(next);
      deliver();
    }
    clock.advance(at);
  }

  function perform(what: Note): void {
    switch (what.type) {
      case 'away':
        // Before anything that fell due meanwhile rings: what was believed before pages nobody.
        clock.skip(what.at);
        past.away(what);
        return;
      case 'uplink':
        past.uplink(what);
        return;
      case 'act':
        book.apply(what.componentId, what.input);
        return;
    }
  }

  function judge({ observation: seen, check }: Ended): void {
    moveTo(seen.endedAt);
    // One that was under way when we were away ended after it.
    const observation = { ...seen, endedAt: Math.max(seen.endedAt, clock.now()) };
    learnInterval(check);
    past.tried(observation, check);
    if (observation.outcome.kind !== 'inconclusive') {
      sight.seen(check.id);
    }
    book.apply(check.componentId, { type: 'observed', observation });
    deliver();
  }

  function learnInterval({ id }: Check): void {
    const known = checks.get(id);
    const now = clock.monotonicMs();
    const distance = now - (triedAt.get(id) ?? now);
    triedAt.set(id, now);
    if (known !== undefined && distance > known.interval) {
      checks.set(id, { ...known, interval: distance });
    }
  }

  const pending = createTries(config, options.foundDown);

  function take(stored: StoredTry): void {
    for (const ended of pending.until(stored.at)) {
      judge(ended);
    }
    const check = pending.add(stored);
    if (check === null) {
      strangers += 1;
    } else if (config.checks.has(check.id)) {
      tries += 1;
      kindless += isKindless(stored) ? 1 : 0;
    }
  }

  for await (const piece of history) {
    for (let start = 0; start < piece.length; start += AT_ONCE) {
      for (const stored of piece.slice(start, start + AT_ONCE)) {
        take(stored);
      }
      await breathe();
    }
  }
  for (const ended of pending.until(to)) {
    judge(ended);
  }
  moveTo(Math.max(to, clock.now()));
  sight.stop();
  book.stop();

  const { rows, begunBefore } = rowsOf(config, options, recorder);
  const asItHappened = notes.filter(({ type }) => type !== 'act').length;
  return { from, to, tries, strangers, kindless, begunBefore, asItHappened, undone: options.undone, rows };
}

/** What ended in the moment in which an absence began was seen before it. */
function isDue(note: Note, at: EpochMs): boolean {
  return note.type === 'away' ? begin(note) < at : begin(note) <= at;
}

/** Nothing is known of them, but that nobody has added them just now. */
function longWatched({ components }: Config): readonly ComponentWatch[] {
  return [...components.values()].map(({ id, checks }) => ({
    ...newWatch(id),
    checks: checks.map((check) => ({ ...unseen(check.id), firstAt: 0 })),
  }));
}
