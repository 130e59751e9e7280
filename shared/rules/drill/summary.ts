/**
 * What a drill comes to: the lines it told beside what was true. Pure.
 *
 * Asleep or blind we show nothing, so those times are neither held against us as green nor counted as watched.
 */
import type { ComponentSettings, Config } from '../../model/config.ts';
import type { DrillComponent, DrillLine, DrillLineType, DrillStretch, DrillSummary } from '../../model/drill/line.ts';
import type { Segment } from '../../model/drill/world.ts';
import type { CheckId, ComponentId } from '../../model/ids.ts';
import { joined, overlapMs, type Span, spansOf, without } from './truth.ts';

/** In these a component is down, whatever we think. */
const OUT: readonly Segment['state'][] = ['down', 'hang'];
/** In these it is not in service. */
const NOT_IN_SERVICE: readonly Segment['state'][] = [...OUT, 'starting', 'draining'];

export interface Told {
  readonly lines: readonly DrillLine[];
  readonly checks: number;
  readonly lengthMs: number;
}

export function summaryOf(
  { lines, checks, lengthMs }: Told,
  config: Config,
  targets: ReadonlyMap<CheckId, readonly Segment[]>,
): DrillSummary {
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
        componentOf(component, own.get(component.id) ?? [], targets, away, lengthMs),
      ]),
    ),
  };
}

function componentOf(
  component: ComponentSettings,
  lines: readonly DrillLine[],
  targets: ReadonlyMap<CheckId, readonly Segment[]>,
  away: readonly Span[],
  lengthMs: number,
): DrillComponent {
  const states = lines.filter(({ type }) => type === 'state');
  const green = spansWhere(states, 'operational', 'unknown', lengthMs);
  const unknown = spansWhere(states, 'unknown', 'unknown', lengthMs);
  const shown = (wanted: readonly Segment['state'][]) => clipped(spansOf(component, targets, wanted), lengthMs);
  const out = shown(OUT);
  const pages = lines.filter(({ type }) => type === 'page').map(({ at }) => at);
  return {
    stretches: out.map((stretch, index): DrillStretch => {
      const until = out[index + 1]?.from ?? lengthMs;
      const paged = pages.find((at) => at >= stretch.from && at < until);
      const notGreen = without([stretch], without(green, away))[0];
      return {
        ...stretch,
        timeToPageMs: paged === undefined ? null : paged - stretch.from,
        timeToShowMs: notGreen === undefined ? null : notGreen.from - stretch.from,
      };
    }),
    falselyOperationalSeconds: round(overlapMs(without(green, away), shown(NOT_IN_SERVICE)) / 1_000),
    notWatchingSeconds: seconds(joined([...away, ...unknown].toSorted((one, other) => one.from - other.from))),
  };
}

/** When the lines' latest `to` was this; `first`: what it was before the first line. */
function spansWhere(
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
