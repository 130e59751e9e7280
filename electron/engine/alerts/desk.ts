/**
 * Where alerts come in: which source they are of, whether it may say so much, and what is looked at because of it. What an event does is
 * the business of the rules.
 */
import type { AlertEvent } from '../../../shared/model/alert.ts';
import type { SourceId, SourceSettings } from '../../../shared/model/source.ts';
import { createBrake, type Pace } from '../calls/brake.ts';
import type { Core } from '../core.ts';
import type { AlertDesk, TakenAlerts } from '../ports/alerts.ts';
import type { AlertBook } from './book.ts';

/** PagerDuty lets a key send 120 a minute; an Alertmanager sends a group at once. */
const PER_SOURCE: Pace = { burst: 120, everyMs: 500 };
/** More than these of one source wait for nobody's answer already: one more helps nobody. */
const MOST_OPEN = 500;
const FULL_FOR_MS = 60_000;

export interface AlertDeskOptions {
  readonly core: Pick<Core, 'clock' | 'config' | 'scheduler'>;
  readonly book: AlertBook;
}

export function createAlertDesk({ core, book }: AlertDeskOptions): AlertDesk {
  const { clock, config, scheduler } = core;
  const brake = createBrake(clock, PER_SOURCE);
  let keysMade = 0;

  /** For an alert that has none of its own: it is no secret, and no other has it. */
  function newKey(): string {
    keysMade += 1;
    return `watchbell-${clock.now().toString(36)}-${keysMade}`;
  }

  /** By its id, as often as it may. */
  async function asOften(id: SourceId, work: (source: SourceSettings) => Promise<TakenAlerts>): Promise<TakenAlerts> {
    const source = book.sourceOf(id);
    if (source === undefined) {
      return { kind: 'unknown' };
    }
    const afterMs = brake.waitMs(id);
    if (afterMs > 0) {
      return { kind: 'too-many', afterMs, reason: `${source.name} says more than it may` };
    }
    brake.take(id);
    return work(source);
  }

  /** Of events that would begin an alert, as many as there is room for; all the others. */
  function admitted(source: SourceSettings, events: readonly AlertEvent[]): readonly AlertEvent[] {
    const open = new Set(book.open(source.id).map(({ key }) => key));
    return events.filter(({ action, key }) => {
      if (action !== 'trigger' || open.has(key)) {
        return true;
      }
      if (open.size >= MOST_OPEN) {
        return false;
      }
      open.add(key);
      return true;
    });
  }

  return {
    source: (id) => book.sourceOf(id) ?? null,
    pagerDuty: () => [...config().sources.values()].filter(({ type }) => type === 'pagerduty'),
    take: (id, events, leftOut = 0) =>
      asOften(id, async (source) => {
        const named = events.map((event) => (event.key === '' ? { ...event, key: newKey() } : event));
        const taken = admitted(source, named);
        scheduler.now(await book.fold(source, taken));
        if (leftOut > 0) {
          await book.note(
            source,
            `${leftOut} more alerts were not sent along: it says too much at once to say all of it`,
          );
        }
        return taken.length < named.length
          ? {
              kind: 'too-many',
              afterMs: FULL_FOR_MS,
              reason: `${named.length - taken.length} of ${named.length} were not taken: ${MOST_OPEN} alerts of ${source.name} are open already`,
            }
          : { kind: 'taken', keys: named.map(({ key }) => key) };
      }),
    unread(id, problem) {
      const source = book.sourceOf(id);
      if (source !== undefined) {
        book.unread(source, problem);
      }
    },
    note: (id, text) =>
      asOften(id, async (source) => {
        await book.note(source, text);
        return { kind: 'taken', keys: [] };
      }),
  };
}
