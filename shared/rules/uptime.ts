/**
 * Uptime figures that leave out what we did not see: a component's statuses over a range, less the time in which nobody watched.
 *
 * The rule a reader must not break: time that nobody saw, and maintenance, count nowhere; they are neither up nor down. A
 * hundred per cent means that not one millisecond of what was seen was down.
 */
import type { WatchEvent } from '../model/event.ts';
import type { EpochMs } from '../model/ids.ts';
import { assertNever } from '../model/never.ts';
import { ComponentStatus } from '../model/status.ts';

/** The part of an event that is looked at. */
export type UptimeEvent = Pick<WatchEvent, 'seq' | 'at' | 'type' | 'data'>;

/** What was true when the history begins, and what it says happened since. */
export interface UptimeHistory {
  /** Nothing is known of the time before. */
  readonly from: EpochMs;
  /** The component's status at `from`; `unknown` where nobody can say. */
  readonly status: ComponentStatus;
  /** Whether anybody watched at `from`. */
  readonly watching: boolean;
  /** Its status events and the watcher's, in any order; all others are passed over. */
  readonly events: readonly UptimeEvent[];
}

/** ms of a range by what was seen. They add up to its length. */
export interface UptimeFigure {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly operational: number;
  readonly slow: number;
  readonly partial: number;
  readonly major: number;
  readonly maintenance: number;
  /** Nobody watched, or the status was unknown. */
  readonly unseen: number;
}

interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

interface Segment extends Span {
  readonly status: ComponentStatus;
}

/** One figure for each range; ranges may overlap. Everything after the last event is taken to last. */
export function uptimeFigures(history: UptimeHistory, ranges: readonly Span[]): readonly UptimeFigure[] {
  const inOrder = history.events.toSorted((a, b) => a.seq - b.seq);
  const end = Math.max(history.from, ...ranges.map(({ to }) => to));
  const segments = segmentsOf(history, inOrder, end);
  const gaps = merged(gapsOf(history, inOrder, end));
  return ranges.map((range) => figureOf(range, segments, gaps));
}

/**
 * The share of the time that was up among all that was seen to be up or down, from 0 to 1; null when nothing was seen. Slow is
 * up: it answered, and well.
 */
export function uptimeShare({ operational, slow, partial, major }: UptimeFigure): number | null {
  const up = operational + slow;
  const seen = up + partial + major;
  return seen === 0 ? null : up / seen;
}

/** `99.98`: rounded down, in whole milliseconds, so that 100 is said only when nothing was down. Null when nothing was seen. */
export function uptimePercent({ operational, slow, partial, major }: UptimeFigure): string | null {
  const up = operational + slow;
  const seen = up + partial + major;
  if (seen === 0) {
    return null;
  }
  return up === seen ? '100' : (Math.floor((up * 10_000) / seen) / 100).toFixed(2);
}

/** From event to event. The wall clock may jump: an event never begins before the one whose number is smaller. */
function segmentsOf({ from, status, events }: UptimeHistory, inOrder: typeof events, end: EpochMs): readonly Segment[] {
  const segments: Segment[] = [];
  let begin = from;
  let current = status;
  for (const { at, type, data } of inOrder) {
    if (type !== 'status') {
      continue;
    }
    const until = Math.min(Math.max(at, begin), end);
    const before = statusIn(data.from);
    // It changed meanwhile and nobody wrote that down (it was not configured, its store was another): nobody saw it.
    segments.push({ from: begin, to: until, status: before === null || before === current ? current : 'unknown' });
    begin = until;
    current = statusIn(data.to) ?? 'unknown';
  }
  segments.push({ from: begin, to: end, status: current });
  return segments;
}

/** From "not watching" to the next "watching", and every gap that was noticed only afterwards (`data.gapMs`, until `at`). */
function gapsOf({ from, watching, events }: UptimeHistory, inOrder: typeof events, end: EpochMs): readonly Span[] {
  const gaps: Span[] = [];
  let blindFrom: EpochMs | null = watching ? null : from;
  for (const { at, type, data } of inOrder) {
    if (type !== 'watcher') {
      continue;
    }
    if (typeof data.gapMs === 'number') {
      gaps.push({ from: at - data.gapMs, to: at });
    }
    if (data.to === 'not-watching') {
      blindFrom = Math.min(blindFrom ?? at, at);
    } else if (data.to === 'watching' && blindFrom !== null) {
      gaps.push({ from: blindFrom, to: at });
      blindFrom = null;
    }
  }
  return blindFrom === null ? gaps : [...gaps, { from: blindFrom, to: end }];
}

/** In order, none touching another. */
function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to) {
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    } else {
      result.push(span);
    }
  }
  return result;
}

type Kind = Exclude<keyof UptimeFigure, keyof Span>;

function figureOf(range: Span, segments: readonly Segment[], gaps: readonly Span[]): UptimeFigure {
  const sums: Record<Kind, number> = { operational: 0, slow: 0, partial: 0, major: 0, maintenance: 0, unseen: 0 };
  const length = Math.max(0, range.to - range.from);
  let next = 0;
  for (const segment of segments) {
    const from = Math.max(segment.from, range.from);
    const to = Math.min(segment.to, range.to);
    if (to <= from) {
      continue;
    }
    let seen = to - from;
    while ((gaps[next]?.to ?? Number.POSITIVE_INFINITY) <= from) {
      next += 1;
    }
    for (let index = next; index < gaps.length; index++) {
      const gap = gaps[index];
      if (gap === undefined || gap.from >= to) {
        break;
      }
      seen -= Math.min(gap.to, to) - Math.max(gap.from, from);
    }
    sums[kindOf(segment.status)] += seen;
  }
  const { unseen: _, ...known } = sums;
  const seen = Object.values(known).reduce((total, ms) => total + ms, 0);
  return { from: range.from, to: range.to, ...known, unseen: length - seen };
}

function kindOf(status: ComponentStatus): Kind {
  switch (status) {
    case 'operational':
      return 'operational';
    case 'performance_issues':
      return 'slow';
    case 'partial_outage':
      return 'partial';
    case 'major_outage':
      return 'major';
    case 'under_maintenance':
      return 'maintenance';
    case 'unknown':
      return 'unseen';
    default:
      return assertNever(status, 'status');
  }
}

function statusIn(value: unknown): ComponentStatus | null {
  const parsed = ComponentStatus.safeParse(value);
  return parsed.success ? parsed.data : null;
}
