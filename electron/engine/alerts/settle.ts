/**
 * What has happened to alerts but by their source: an incident that somebody resolved, a source that is gone, an end that never came.
 * And the other way: whose alerts are acknowledged at their source has an incident that is acknowledged. Pure.
 */
import type { Alert } from '../../../shared/model/alert.ts';
import { formatDuration } from '../../../shared/model/duration.ts';
import type { EventDraft } from '../../../shared/model/event.ts';
import type { ComponentId, EpochMs } from '../../../shared/model/ids.ts';
import type { SourceSettings } from '../../../shared/model/source.ts';
import type { ComponentWatch } from '../../../shared/model/watch.ts';
import { endedBy } from '../../../shared/rules/alerts/fold.ts';
import { targetOf } from '../../../shared/rules/alerts/target.ts';
import { openIncident, type WatchInput } from '../../../shared/rules/watch/turn.ts';
import { loose } from '../commands.ts';

export interface SettleContext {
  readonly now: EpochMs;
  readonly sourceOf: (id: string) => SourceSettings | undefined;
  readonly watchOf: (id: ComponentId) => ComponentWatch | undefined;
}

export interface Settled {
  readonly changed: readonly Alert[];
  readonly events: readonly EventDraft[];
  readonly inputs: readonly { readonly componentId: ComponentId; readonly input: WatchInput }[];
}

/** @param open all that go on */
export function settled(open: readonly Alert[], context: SettleContext): Settled {
  const ends = open.flatMap((alert) => endOf(alert, context) ?? []);
  const over = new Set(ends.map(({ alert }) => alert.number));
  const taken = takings(
    open.filter(({ number }) => !over.has(number)),
    context,
  );
  return {
    changed: [...ends.map(({ alert }) => alert), ...taken.changed],
    events: ends.map(({ alert, text, componentId }) => ({
      ...loose(context.now, 'alert', text),
      componentId,
      data: { source: alert.source, key: alert.key },
    })),
    inputs: [...ends.flatMap(({ inputs }) => inputs), ...taken.inputs],
  };
}

interface End {
  readonly alert: Alert;
  readonly text: string;
  readonly componentId: ComponentId | null;
  readonly inputs: Settled['inputs'];
}

function endOf(alert: Alert, { now, sourceOf, watchOf }: SettleContext): End | null {
  const source = sourceOf(alert.source);
  if (source === undefined) {
    const text = `${alert.source}: ${alert.name} is ended by the configuration, which has no such source any more`;
    return { alert: endedBy(alert, now, 'the configuration'), text, componentId: null, inputs: [] };
  }
  const { componentId } = targetOf(alert, source);
  const incident = watchOf(componentId)?.incident ?? null;
  if (incident?.state === 'resolved' && incident.resolvedBy !== null && (incident.resolvedAt ?? 0) > alert.at) {
    const text = `${source.name}: ${alert.name} is ended here by ${incident.resolvedBy}`;
    return { alert: endedBy(alert, incident.resolvedAt ?? now, incident.resolvedBy), text, componentId, inputs: [] };
  }
  if (source.endAfter === undefined || now - alert.lastAt <= source.endAfter) {
    return null;
  }
  const because = `not repeated for more than ${formatDuration(source.endAfter)}; whether it is over was not said`;
  const by = `the end of alerts of ${source.name}`;
  const input: WatchInput = { type: 'resolve', at: now, by, note: because };
  // Of a component that others share, the checks decide.
  const alone = source.component === null && !alert.stormy;
  return {
    alert: endedBy(alert, now, by),
    text: `${source.name}: ${alert.name} is ended: ${because}`,
    componentId,
    inputs: alone ? [{ componentId, input }] : [],
  };
}

/** Only where everything that is wrong there is in somebody's hands: a page for the rest must not be stopped by it. */
function takings(
  open: readonly Alert[],
  { now, sourceOf, watchOf }: SettleContext,
): Pick<Settled, 'changed' | 'inputs'> {
  const fresh = open.filter(({ takenAt, takenSaid }) => takenAt !== null && !takenSaid);
  const targets = new Map(
    fresh.flatMap((alert) => {
      const source = sourceOf(alert.source);
      return source === undefined ? [] : [[targetOf(alert, source).componentId, source] as const];
    }),
  );
  const done = [...targets].flatMap(([componentId, source]) => {
    const own = open.filter((alert) => componentOf(alert, sourceOf) === componentId);
    const watch = watchOf(componentId);
    const isOurs =
      own.every(({ takenAt }) => takenAt !== null) && watch !== undefined && failsOnlyBy(own, watch, sourceOf);
    return isOurs && openIncident(watch) !== null ? [{ componentId, source, own }] : [];
  });
  return {
    changed: done.flatMap(({ own }) => own.map((alert) => ({ ...alert, takenSaid: true }))),
    inputs: done.map(({ componentId, source }) => ({
      componentId,
      input: { type: 'acknowledge', at: now, by: source.name, until: null, note: 'acknowledged there' },
    })),
  };
}

function componentOf(alert: Alert, sourceOf: SettleContext['sourceOf']): ComponentId | null {
  const source = sourceOf(alert.source);
  return source === undefined ? null : targetOf(alert, source).componentId;
}

function failsOnlyBy(own: readonly Alert[], { checks }: ComponentWatch, sourceOf: SettleContext['sourceOf']): boolean {
  const ids = new Set<string>(
    own.flatMap((alert) => {
      const source = sourceOf(alert.source);
      return source === undefined ? [] : [targetOf(alert, source).checkId];
    }),
  );
  return checks.every(({ checkId, settled: is }) => is === 'up' || ids.has(checkId));
}
