/**
 * What the history says of alerts, without drowning in it: what is said again and again, and what is about nothing, stands there now
 * and then, with a count.
 */
import type { EventDraft } from '../../../shared/model/event.ts';
import type { SourceSettings } from '../../../shared/model/source.ts';
import type { FoldedEvent } from '../../../shared/rules/alerts/fold.ts';
import { targetOf } from '../../../shared/rules/alerts/target.ts';
import { changeWords } from '../../../shared/rules/alerts/words.ts';
import { loose } from '../commands.ts';
import type { Clock } from '../ports/clock.ts';

/** One line for as many as come meanwhile. */
const SAY_AGAIN_MS = 600_000;
/** Matters that are remembered as said. */
const MOST_SAID = 2_000;

export interface AlertHistory {
  /** Empty: it is counted, and said with the next. */
  lineOf(folded: FoldedEvent, source: SourceSettings): readonly EventDraft[];
  note(source: SourceSettings, text: string): EventDraft;
  unread(source: SourceSettings, problem: string): readonly EventDraft[];
}

export function createAlertHistory(clock: Pick<Clock, 'now' | 'monotonicMs'>): AlertHistory {
  const said = new Map<string, { at: number; more: number }>();

  /** " (12 more like it since)"; null: not now. */
  function nowAndThen(matter: string): string | null {
    const before = said.get(matter);
    if (before !== undefined && clock.monotonicMs() - before.at < SAY_AGAIN_MS) {
      before.more += 1;
      return null;
    }
    said.delete(matter);
    said.set(matter, { at: clock.monotonicMs(), more: 0 });
    const [oldest] = said.keys();
    if (said.size > MOST_SAID && oldest !== undefined) {
      said.delete(oldest);
    }
    return before === undefined || before.more === 0 ? '' : ` (and ${before.more} times before)`;
  }

  const note = (source: SourceSettings, text: string): EventDraft => ({
    ...loose(clock.now(), 'alert', `${source.name}: ${text}`),
    data: { source: source.id },
  });

  return {
    lineOf({ change, alert, event }, source) {
      const line = (text: string): EventDraft => ({
        ...loose(clock.now(), 'alert', text),
        componentId: alert === null ? null : targetOf(alert, source).componentId,
        data: { source: source.id, key: event.key, change },
      });
      if (alert === null || change === 'unknown' || change === 'no-alert') {
        const more = nowAndThen(`${source.id} ${change} ${event.action}`);
        return more === null ? [] : [line(`${source.name}: ${idleWords(event, change)}${more}`)];
      }
      if (change === 'repeated') {
        const more = nowAndThen(`${source.id} repeated ${alert.number}`);
        return more === null
          ? []
          : [line(`${source.name}: ${alert.name} is said again, ${alert.repeats + 1} times by now`)];
      }
      return [line(changeWords(change, alert, source))];
    },
    note,
    unread(source, problem) {
      const more = nowAndThen(`${source.id} unread`);
      return more === null ? [] : [note(source, `something came that cannot be read: ${problem}${more}`)];
    },
  };
}

function idleWords({ action, key, summary, severity }: FoldedEvent['event'], change: FoldedEvent['change']): string {
  if (change === 'no-alert') {
    return `noted only, for its severity is \`${severity}\`: ${summary}`;
  }
  return `${action === 'resolve' ? 'the end' : 'an acknowledgement'} of \`${key}\`, which is no alert that lasts here`;
}
