/**
 * The alerts of other systems: kept over a restart, seen by the rest of the house as trouble of components (rules/alerts/component).
 *
 * What people do to an incident of alerts is looked up and not listened for: whatever crashed in between, the next look finds it.
 */
import type { Alert, AlertEvent } from '../../../shared/model/alert.ts';
import type { EventDraft } from '../../../shared/model/event.ts';
import type { CheckId, EpochMs } from '../../../shared/model/ids.ts';
import type { SourceId, SourceSettings } from '../../../shared/model/source.ts';
import { type Folded, type FoldedEvent, foldAlert } from '../../../shared/rules/alerts/fold.ts';
import { forgettable } from '../../../shared/rules/alerts/forget.ts';
import { type AlertTarget, targetOf } from '../../../shared/rules/alerts/target.ts';
import { manyCause, worstFirst } from '../../../shared/rules/alerts/words.ts';
import type { ConfigSource } from '../options.ts';
import type { Clock } from '../ports/clock.ts';
import type { HeardAlerts } from '../ports/heard.ts';
import type { JournalEntry } from '../ports/store.ts';
import type { WatchBook } from '../watch-book.ts';
import { createAlertHistory } from './history.ts';
import { alertKey, LAST_NUMBER, restoredAlerts, visibleAlerts } from './restore.ts';
import { settled } from './settle.ts';
import { createShown } from './shown.ts';

const TIDY_EVERY_MS = 3_600_000;
/** That an alert was said again is written at most so often: a crash may forget as much of it. */
const REPEATS_WRITTEN_MS = 60_000;

export interface AlertBookOptions {
  readonly source: ConfigSource;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly clock: Clock;
  readonly write: (entry: JournalEntry) => Promise<void>;
  readonly book: Pick<WatchBook, 'get' | 'apply'>;
  /** Since when alerts can come in; null: they cannot. */
  readonly hearingSince: () => EpochMs | null;
}

export interface AlertBook {
  /** The same configuration, with what alerts make of it. */
  readonly source: ConfigSource;
  /** For a check of alerts: what is wrong. */
  readonly of: (checkId: CheckId) => HeardAlerts;
  sourceOf(id: string): SourceSettings | undefined;
  /** The checks of alerts that go on. */
  waiting(): readonly CheckId[];
  /** Those that go on. */
  open(source: SourceId): readonly Alert[];
  /** In one transaction. Resolves, when it may be relied upon, to the checks that have news. */
  fold(source: SourceSettings, events: readonly AlertEvent[]): Promise<readonly CheckId[]>;
  /** A line for the history, with no alert. */
  note(source: SourceSettings, text: string): Promise<void>;
  /** The same, now and then. */
  unread(source: SourceSettings, problem: string): void;
  stop(): void;
}

export function openAlerts({ source, restored, clock, write, book, hearingSince }: AlertBookOptions): AlertBook {
  const alerts = new Map<number, Alert>(restoredAlerts(restored).map((alert) => [alert.number, alert]));
  const writtenAt = new Map<number, number>();
  const history = createAlertHistory(clock);
  const shown = createShown(source, visibleAlerts(alerts.values(), clock.now()));
  let last = Math.max(0, Number(restored.get(LAST_NUMBER) ?? 0) || 0, ...alerts.keys());

  const ofSource = (id: SourceId): readonly Alert[] => [...alerts.values()].filter((alert) => alert.source === id);
  const sourceOf = (id: string): SourceSettings | undefined => source.current().sources.get(id as SourceId);

  /** Of the alert that goes on: where it is trouble. */
  function target(alert: Alert): AlertTarget | null {
    const own = sourceOf(alert.source);
    return own === undefined ? null : targetOf(alert, own);
  }

  function keep(changed: readonly Alert[], events: readonly EventDraft[]): Promise<void> {
    for (const alert of changed) {
      alerts.set(alert.number, alert);
      writtenAt.set(alert.number, clock.monotonicMs());
    }
    const forgotten = [...new Set(changed.map((alert) => alert.source))].flatMap((id) =>
      forgettable(ofSource(id), clock.now()),
    );
    for (const { number } of forgotten) {
      alerts.delete(number);
      writtenAt.delete(number);
    }
    const rows = [
      ...changed.map((alert) => [alertKey(alert.number), alert] as const),
      ...forgotten.map(({ number }) => [alertKey(number), null] as const),
    ];
    return write({ values: { ...Object.fromEntries(rows), [LAST_NUMBER]: last }, events });
  }

  /** What people, the configuration and the clock have done to alerts meanwhile. */
  function settle(): void {
    const open = [...alerts.values()].filter(({ ended }) => ended === null);
    const { changed, events, inputs } = settled(open, { now: clock.now(), sourceOf, watchOf: book.get });
    if (changed.length > 0) {
      void keep(changed, events);
    }
    for (const { componentId, input } of inputs) {
      book.apply(componentId, input);
    }
  }

  function show(): void {
    shown.show(visibleAlerts(alerts.values(), clock.now()));
  }

  function tidy(): void {
    settle();
    const ids = new Set([...alerts.values()].map((alert) => alert.source));
    const forgotten = [...ids].flatMap((id) => forgettable(ofSource(id), clock.now()));
    for (const { number } of forgotten) {
      alerts.delete(number);
      writtenAt.delete(number);
    }
    if (forgotten.length > 0) {
      void write({ values: Object.fromEntries(forgotten.map(({ number }) => [alertKey(number), null])), events: [] });
    }
    show();
    cancel = clock.after(TIDY_EVERY_MS, tidy);
  }
  let cancel = clock.after(TIDY_EVERY_MS, tidy);

  function foldOne(own: SourceSettings, event: AlertEvent): FoldedEvent {
    const { steadyAfter } = own;
    const context = { source: own, at: clock.now(), number: last + 1, steadyAfter };
    const folded = foldAlert(ofSource(own.id), event, context);
    if (folded.alert !== null) {
      alerts.set(folded.alert.number, folded.alert);
      last = Math.max(last, folded.alert.number);
    }
    return { ...folded, event };
  }

  /** It is new, or it has not been written for a while. */
  function isWorthWriting({ change, alert }: Folded): boolean {
    const at = alert === null ? undefined : writtenAt.get(alert.number);
    return change !== 'repeated' || at === undefined || clock.monotonicMs() - at >= REPEATS_WRITTEN_MS;
  }

  return {
    source: shown.source,
    sourceOf,
    waiting: () =>
      [...alerts.values()].flatMap((alert) => (alert.ended === null ? (target(alert)?.checkId ?? []) : [])),
    open: (id) => ofSource(id).filter(({ ended }) => ended === null),
    of(checkId) {
      settle();
      const lasting = [...alerts.values()].filter(
        (alert) => alert.ended === null && target(alert)?.checkId === checkId,
      );
      const [worst] = worstFirst(lasting);
      const own = worst === undefined ? undefined : sourceOf(worst.source);
      if (worst === undefined || own === undefined) {
        return { kind: hearingSince() === null ? 'deaf' : 'well' };
      }
      return { kind: 'failing', cause: manyCause(lasting, own, clock.now()), severity: worst.severity };
    },
    async fold(own, events) {
      settle();
      const folded = events.map((event) => foldOne(own, event));
      const worth = folded.filter(isWorthWriting);
      const changed = new Map(worth.flatMap(({ alert }) => (alert === null ? [] : [[alert.number, alert] as const])));
      // Of an alert that several events were about, the last word is kept.
      const latest = [...changed.keys()].flatMap((number) => alerts.get(number) ?? []);
      const lines = folded.flatMap((one) => history.lineOf(one, own));
      const written = latest.length > 0 || lines.length > 0 ? keep(latest, lines) : null;
      show();
      await written;
      return [...new Set(folded.flatMap(({ alert }) => (alert === null ? [] : targetOf(alert, own).checkId)))];
    },
    unread(own, problem) {
      const events = history.unread(own, problem);
      if (events.length > 0) {
        void write({ events });
      }
    },
    async note(own, text) {
      await write({ values: {}, events: [history.note(own, text)] });
    },
    stop: () => cancel(),
  };
}
