/**
 * Lanes of state over a range, built backwards from what is known now and the status events before it. Pure.
 *
 * The rule a reader must not break: time in which nobody watched, or about which nothing is known, is never drawn as operational.
 */
import type { ComponentView } from '../../../shared/contract/view.ts';
import type { WatchEvent } from '../../../shared/model/event.ts';
import type { ComponentId, EpochMs } from '../../../shared/model/ids.ts';
import type { ComponentStatus } from '../../../shared/model/status.ts';

export interface Segment {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly status: ComponentStatus;
}

export interface Lane {
  readonly id: ComponentId;
  readonly name: string;
  /** Oldest first, without holes, from the range's beginning to its end. */
  readonly segments: readonly Segment[];
}

export interface Gap {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface Lanes {
  /** Components with anything but operational in the range; most trouble first. */
  readonly changed: readonly Lane[];
  readonly unchanged: readonly Lane[];
  /** When nobody was watching. */
  readonly gaps: readonly Gap[];
}

export interface LaneSource {
  readonly components: Iterable<ComponentView>;
  /** Any order, any types; only status and watcher events count. */
  readonly events: readonly WatchEvent[];
  readonly watching: boolean;
  readonly watchingSince: EpochMs;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export function lanesOf(source: LaneSource): Lanes {
  const newestFirst = source.events.toSorted((a, b) => b.seq - a.seq);
  const gaps = gapsOf(newestFirst, source);
  const byComponent = new Map<ComponentId, WatchEvent[]>();
  for (const event of newestFirst) {
    if (event.type === 'status' && event.componentId !== null) {
      byComponent.set(event.componentId, [...(byComponent.get(event.componentId) ?? []), event]);
    }
  }
  const changed: Lane[] = [];
  const unchanged: Lane[] = [];
  for (const component of source.components) {
    const lane = {
      id: component.id,
      name: component.name,
      segments: joined(cut(segmentsOf(component, byComponent.get(component.id) ?? [], source), gaps)),
    };
    (lane.segments.some(({ status }) => status !== 'operational' && status !== 'unknown') ||
    byComponent.has(component.id)
      ? changed
      : unchanged
    ).push(lane);
  }
  changed.sort((a, b) => troubleMs(b) - troubleMs(a) || a.name.localeCompare(b.name));
  return { changed, unchanged, gaps };
}

/** From now back to the beginning of the range: before each event stood what the event says it changed from. */
function segmentsOf(
  component: ComponentView,
  newestFirst: readonly WatchEvent[],
  { from, to }: LaneSource,
): readonly Segment[] {
  const segments: Segment[] = [];
  let end = to;
  let status = component.status;
  const newest = newestFirst[0];
  if (newest !== undefined && component.since !== null && component.since > newest.at) {
    // The picture is ahead of the history that was loaded: what is known now counts from its own beginning.
    end = Math.min(Math.max(component.since, from), to);
    segments.push({ from: end, to, status });
    status = statusIn(newest.data.to) ?? 'unknown';
  }
  for (const event of newestFirst) {
    const at = Math.min(Math.max(event.at, from), end);
    segments.push({ from: at, to: end, status });
    end = at;
    status = statusIn(event.data.from) ?? 'unknown';
  }
  // Without an event in the range, what is known now has stood since `since`; before that nothing is known.
  const known = newestFirst.length > 0 ? from : Math.min(Math.max(component.since ?? to, from), end);
  segments.push({
    from: known,
    to: end,
    status: newestFirst.length === 0 && component.since === null ? 'unknown' : status,
  });
  segments.push({ from, to: known, status: 'unknown' });
  return segments.filter((segment) => segment.to > segment.from).reverse();
}

/** Puts "unknown" over every gap: a state that was believed while nobody looked was not seen. */
function cut(segments: readonly Segment[], gaps: readonly Gap[]): readonly Segment[] {
  let pieces = segments;
  for (const gap of gaps) {
    pieces = pieces.flatMap((segment) => {
      const from = Math.max(segment.from, gap.from);
      const to = Math.min(segment.to, gap.to);
      if (to <= from) {
        return [segment];
      }
      return [
        { ...segment, to: from },
        { from, to, status: 'unknown' as const },
        { ...segment, from: to },
      ].filter((piece) => piece.to > piece.from);
    });
  }
  return pieces;
}

/** Neighbours of the same status are one bar. */
function joined(segments: readonly Segment[]): readonly Segment[] {
  const bars: Segment[] = [];
  for (const segment of segments) {
    const last = bars.at(-1);
    if (last?.status === segment.status) {
      bars[bars.length - 1] = { ...last, to: segment.to };
    } else {
      bars.push(segment);
    }
  }
  return bars;
}

/**
 * When nobody watched: from "not watching" to the next "watching", and each gap that was noticed only afterwards (`data.gapMs`).
 * Before the first "watching" of all that was loaded nobody is known to have watched.
 */
function gapsOf(newestFirst: readonly WatchEvent[], { watching, watchingSince, from, to }: LaneSource): readonly Gap[] {
  const gaps: Gap[] = [];
  const add = (begin: EpochMs, end: EpochMs) => gaps.push({ from: Math.max(from, begin), to: Math.min(to, end) });
  if (!watching) {
    add(watchingSince, to);
  }
  let seeingFrom: EpochMs | null = null;
  for (const { at, type, data } of newestFirst) {
    if (type !== 'watcher') {
      continue;
    }
    if (typeof data.gapMs === 'number') {
      add(at - data.gapMs, at);
    }
    if (data.to === 'watching') {
      seeingFrom = at;
    } else if (data.to === 'not-watching') {
      add(at, seeingFrom ?? to);
      seeingFrom = null;
    }
  }
  if (seeingFrom !== null) {
    const older = newestFirst.some(({ at }) => at < (seeingFrom ?? 0));
    if (!older) {
      add(from, seeingFrom);
    }
  }
  return gaps.filter((gap) => gap.to > gap.from);
}

const STATUSES: readonly ComponentStatus[] = [
  'operational',
  'performance_issues',
  'partial_outage',
  'major_outage',
  'under_maintenance',
  'unknown',
];

function statusIn(value: unknown): ComponentStatus | null {
  return STATUSES.find((status) => status === value) ?? null;
}

function troubleMs({ segments }: Lane): number {
  return segments.reduce(
    (sum, { status, from, to }) => sum + (status === 'operational' || status === 'unknown' ? 0 : to - from),
    0,
  );
}
