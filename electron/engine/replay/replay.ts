/**
 * Stored tries judged again by another configuration: the same rules and the same watch book, on a clock of their own.
 *
 * Each try is taken once, at its own time: intervals and what a probe looks at cannot be changed after the fact, everything else
 * can. Pages count as taken at once. What people did to an incident of the history is done to the one that stands in its place.
 */
import type { ReplayReport } from '../../../shared/contract/replay.ts';
import type { StoredTry } from '../../../shared/contract/series.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { WatchEvent } from '../../../shared/model/event.ts';
import type { ComponentId, EpochMs, IncidentId } from '../../../shared/model/ids.ts';
import type { Incident } from '../../../shared/model/incident.ts';
import type { OutboxItem } from '../../../shared/model/page.ts';
import type { StoredOverride } from '../../../shared/model/roster.ts';
import { compareIncidents, replayedIncident } from '../../../shared/rules/replay/compare.ts';
import { isKindless, observationOf } from '../../../shared/rules/replay/retry.ts';
import type { JournalEntry, Log } from '../ports.ts';
import { LATE_PERIODS } from '../sight.ts';
import { createSurroundings } from '../surroundings.ts';
import { createWatchBook } from '../watch-book.ts';
import { replayClock } from './clock.ts';

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
  /** Acknowledgements and their ends, in any order. */
  readonly events: readonly WatchEvent[];
  readonly overrides: readonly StoredOverride[];
  readonly timeZone: string;
  readonly log: Log;
  /** Gives others their turn. */
  readonly breathe: () => Promise<void>;
}

export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const { config, from, to, history, log, breathe } = options;
  const clock = replayClock(from);
  const incidents = new Map<IncidentId, Incident>();
  const reasons = new Map<IncidentId, string>();
  const queued: OutboxItem[] = [];
  let quietUntil = 0;
  let lastAt: EpochMs | null = null;
  let tries = 0;
  let strangers = 0;
  let kindless = 0;

  function write({ watches = [], incidents: own = [], outbox = [], events }: JournalEntry): Promise<void> {
    for (const incident of [...own, ...watches.flatMap((watch) => (watch.incident === null ? [] : [watch.incident]))]) {
      incidents.set(incident.id, incident);
    }
    for (const event of events) {
      if (event.type === 'incident-opened' && event.incidentId !== null) {
        reasons.set(event.incidentId, event.text);
      }
    }
    queued.push(...outbox.filter(({ state }) => state === 'queued'));
    return Promise.resolve();
  }

  const surroundings = createSurroundings({
    now: clock.now,
    config: () => config,
    state: { overrides: options.overrides, quiet: null },
    watchOf: (id) => book.get(id),
    windowsOf: ({ maintenance }) => maintenance,
    hold: () => (clock.now() < quietUntil ? { reason: 'Just woken', until: quietUntil } : null),
    timeZone: options.timeZone,
  });
  const book = createWatchBook({
    clock,
    log,
    write,
    withdraw: () => null,
    surroundings: surroundings.of,
    retiring: surroundings.retiring,
    onChange: () => undefined,
    onRing: () => undefined,
    lookNow: () => undefined,
  });
  book.configure(config);

  /** Every page is taken at once. */
  function deliver(): void {
    for (let row = queued.shift(); row !== undefined; row = queued.shift()) {
      const { id: pageId, componentId } = row.page;
      if (componentId !== null) {
        book.apply(componentId, {
          type: 'delivery',
          at: clock.now(),
          pageId,
          state: 'accepted',
          attempts: 1,
          reason: null,
        });
      }
    }
  }

  const acts = options.events.filter(({ type }) => type in ACTS).toSorted((one, other) => one.at - other.at);
  let act = 0;

  function moveTo(at: EpochMs): void {
    for (let event = acts[act]; event !== undefined && event.at <= at; event = acts[act]) {
      act += 1;
      clock.advance(event.at);
      deliver();
      perform(event.componentId, event);
    }
    clock.advance(at);
    deliver();
  }

  function perform(componentId: ComponentId | null, { at, type }: WatchEvent): void {
    if (componentId !== null && type === 'incident-acknowledged') {
      book.apply(componentId, { type: 'acknowledge', at, by: BY, until: null, note: '' });
    } else if (componentId !== null && type === 'incident-unacknowledged') {
      book.apply(componentId, { type: 'unacknowledge', at, by: BY });
    }
    deliver();
  }

  /** Nobody watched: what was believed before is not known any more, as it would have been then. */
  function noticeGap(at: EpochMs): void {
    const gapMs = lastAt === null ? 0 : at - lastAt;
    lastAt = at;
    const missed = [...config.components.values()].filter(
      ({ checks }) => gapMs > LATE_PERIODS * Math.min(...checks.map(({ interval }) => interval)),
    );
    if (missed.length === config.components.size && gapMs > 0) {
      quietUntil = at + config.settings.quietAfterWake;
      for (const { id } of missed) {
        book.apply(id, { type: 'lost-sight', at, because: 'No try is known of this time' });
      }
    }
  }

  function judge(stored: StoredTry): void {
    const check = config.checks.get(stored.checkId);
    if (check === undefined) {
      strangers += 1;
      return;
    }
    const observation = observationOf(stored, check);
    moveTo(observation.endedAt);
    noticeGap(stored.at);
    tries += 1;
    kindless += isKindless(stored) ? 1 : 0;
    book.apply(check.componentId, { type: 'observed', observation });
    deliver();
  }

  for await (const piece of history) {
    for (let start = 0; start < piece.length; start += AT_ONCE) {
      for (const stored of piece.slice(start, start + AT_ONCE)) {
        judge(stored);
      }
      await breathe();
    }
  }
  moveTo(Math.max(to, clock.now()));
  book.stop();

  const rows = [...config.components.keys()].flatMap((id) =>
    compareIncidents(
      id,
      options.incidents
        .filter(({ componentId }) => componentId === id)
        .map((incident) => replayedIncident(incident, incident.cause?.detail ?? '')),
      [...incidents.values()]
        .filter(({ componentId }) => componentId === id)
        .map((incident) => replayedIncident(incident, reasons.get(incident.id) ?? incident.cause?.detail ?? '')),
    ),
  );
  return { from, to, tries, strangers, kindless, rows };
}

const BY = 'the history';
/** What people did that is done again. */
const ACTS = { 'incident-acknowledged': true, 'incident-unacknowledged': true } as const;
