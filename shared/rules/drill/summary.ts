/**
 * What a drill comes to: the lines it told beside what was true. Pure.
 *
 * Asleep or blind we show nothing, so those times are neither held against us as green nor counted as watched.
 */
import type { ComponentSettings, Config } from '../../model/config.ts';
import type { DrillComponent, DrillLine, DrillLineType, DrillStretch, DrillSummary } from '../../model/drill/line.ts';
import type { Segment } from '../../model/drill/world.ts';
import type { CheckId, ComponentId } from '../../model/ids.ts';
import { detectionMs } from './detection.ts';
import type { IncidentLife } from './lines.ts';
import { joined, overlapMs, type Span, spansOf, without } from './truth.ts';

/** In these a component is down, whatever we think. */
const OUT: readonly Segment['state'][] = ['down', 'hang'];
/** In these it is not in service. */
const NOT_IN_SERVICE: readonly Segment['state'][] = [...OUT, 'starting', 'draining'];

export interface Told {
  readonly lines: readonly DrillLine[];
  /** By the incident's name in the lines. */
  readonly incidents: ReadonlyMap<string, IncidentLife>;
  readonly checks: number;
  readonly lengthMs: number;
}

export function summaryOf(told: Told, config: Config, targets: ReadonlyMap<CheckId, readonly Segment[]>): DrillSummary {
  const { lines, checks, lengthMs } = told;
  const count = (type: DrillLineType): number => lines.filter((line) => line.type === type).length;
  const away = spansWhere(
    lines.filter(({ type }) => type === 'watcher'),
    'not-watching',
    'not-watching',
    lengthMs,
  );
  const own = new Map<ComponentId, DrillLine[]>([...config.components.keys()].map((id) => [id, []]));
  for (const line of lines) {
    if (line.component !== undefined) {
      own.get(line.component)?.push(line);
    }
  }
  return {
    type: 'summary',
    pages: count('page'),
    closes: count('close'),
    reminders: count('reminder'),
    held: count('held'),
    checks,
    notWatchingSeconds: seconds(away),
    components: Object.fromEntries(
      [...config.components.values()].map((component) => [
        component.id,
        componentOf(component, { ...told, lines: own.get(component.id) ?? [] }, targets, away),
      ]),
    ),
  };
}

function componentOf(
  component: ComponentSettings,
  { lines, incidents, lengthMs }: Told,
  targets: ReadonlyMap<CheckId, readonly Segment[]>,
  away: readonly Span[],
): DrillComponent {
  const states = lines.filter(({ type }) => type === 'state');
  const green = spansWhere(states, 'operational', 'unknown', lengthMs);
  const unknown = spansWhere(states, 'unknown', 'unknown', lengthMs);
  const shown = (wanted: readonly Segment['state'][]) => clipped(spansOf(component, targets, wanted), lengthMs);
  const out = shown(OUT);
  const slackMs = Math.max(...component.checks.map(detectionMs));
  return {
    stretches: out.map((stretch, index): DrillStretch => {
      const window = { ...stretch, slackMs, until: out[index + 1]?.from ?? lengthMs };
      const paged = firstNotice(window, lines, incidents);
      const arrived = paged === null ? null : firstArrival(paged, window, lines);
      const notGreen = without([stretch], without(green, away))[0];
      return {
        ...stretch,
        timeToPageMs: paged === null ? null : paged.at - stretch.from,
        timeToDeliveredMs: arrived === null ? null : arrived.at - stretch.from,
        timeToShowMs: notGreen === undefined ? null : notGreen.from - stretch.from,
      };
    }),
    falselyOperationalSeconds: round(overlapMs(without(green, away), shown(NOT_IN_SERVICE)) / 1_000),
    notWatchingSeconds: seconds(joined([...away, ...unknown].toSorted((one, other) => one.from - other.from))),
  };
}

/** A stretch, how late it may be noticed, and where the next one begins. */
interface Window extends Span {
  readonly slackMs: number;
  readonly until: number;
}

/**
 * The first word to anybody of an incident that opened because of the stretch. Of one that was open already it is any word said
 * while the stretch could be the reason. A page that comes hours later is about something else.
 */
function firstNotice(
  { from, to, slackMs, until }: Window,
  lines: readonly DrillLine[],
  incidents: ReadonlyMap<string, IncidentLife>,
): DrillLine | null {
  const found = lines.find(({ type, at, incident }) => {
    const life = incident === undefined ? undefined : incidents.get(incident);
    if (life === undefined || (type !== 'page' && type !== 'reminder') || at < from || at >= until) {
      return false;
    }
    return life.from >= from ? life.from < to + slackMs : (life.to ?? until) > from && at < to + slackMs;
  });
  return found ?? null;
}

/** The first message of the incident that reached anybody; its closing message does not count. */
function firstArrival(paged: DrillLine, { until }: Window, lines: readonly DrillLine[]): DrillLine | null {
  const own = lines.filter(({ incident, at }) => incident === paged.incident && at >= paged.at && at < until);
  const closing = (line: DrillLine): boolean =>
    own.some(
      ({ type, at, person, channel }) =>
        type === 'close' && at <= line.at && person === line.person && channel === line.channel,
    );
  return own.find((line) => line.type === 'delivered' && !closing(line)) ?? null;
}

/** When the lines' latest `to` was this; `first`: what it was before the first line. */
export function spansWhere(
  lines: readonly DrillLine[],
  wanted: NonNullable<DrillLine['to']>,
  first: NonNullable<DrillLine['to']>,
  lengthMs: number,
): readonly Span[] {
  const changes = [{ at: 0, to: first }, ...lines.map(({ at, to }) => ({ at, to: to ?? first }))];
  return changes.flatMap(({ at, to }, index) => {
    const end = changes[index + 1]?.at ?? lengthMs;
    return to === wanted && end > at ? [{ from: at, to: end }] : [];
  });
}

const clipped = (spans: readonly Span[], lengthMs: number): readonly Span[] =>
  without(spans, [{ from: lengthMs, to: Number.POSITIVE_INFINITY }]);

const seconds = (spans: readonly Span[]): number =>
  round(spans.reduce((sum, { from, to }) => sum + to - from, 0) / 1_000);
/** Whole milliseconds. */
const round = (value: number): number => Math.round(value * 1_000) / 1_000;
