/**
 * What must hold in every drill, whatever happened in it: no false page, no outage missed or told twice, nothing green that was
 * down. Each breach is a sentence; none means that all was well.
 */
import type { DrillResult } from '../../electron/drill/run.ts';
import type { Check } from '../../shared/model/check.ts';
import type { ComponentSettings, Config } from '../../shared/model/config.ts';
import type { DrillLine } from '../../shared/model/drill/line.ts';
import type { Segment, World } from '../../shared/model/drill/world.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import { elapsedText } from '../../shared/rules/drill/text.ts';
import { joined, overlapMs, type Span, spansOf } from '../../shared/rules/drill/truth.ts';
import { WATCHER_ID } from '../../shared/rules/watcher.ts';

export interface Referee {
  readonly world: World;
  readonly targets: ReadonlyMap<CheckId, readonly Segment[]>;
  readonly config: Config;
  readonly result: DrillResult;
  /** Components whose outages need not be paged one by one (what flaps, what lies behind something else). */
  readonly bundled?: readonly string[];
}

/** Outages this long are paged, if we were there to see them for so long. ms. */
const WORTH_A_PAGE_MS = 120_000;
/** A page that goes out while the first passes come in is no lie. ms. */
const TURNING_MS = 30_000;
/** Shown, but gone before anybody is told of it. ms. */
const NOBODY_NEEDS_TO_KNOW_MS = 25_000;
const TROUBLE: readonly Segment['state'][] = ['down', 'hang', 'flaky', 'slow', 'starting', 'draining'];

export function breachesOf(referee: Referee): readonly string[] {
  const { config } = referee;
  return [...config.components.values()].flatMap((component) => [
    ...falsePages(component, referee),
    ...missedOutages(component, referee),
    ...falseGreen(component, referee),
    ...unclosed(component.id, referee),
  ]);
}

/** Every page belongs to a time in which something was wrong with that very component. */
function falsePages(component: ComponentSettings, { targets, result }: Referee): readonly string[] {
  const trouble = spansOf(component, targets, TROUBLE).filter(({ from, to }) => to - from >= NOBODY_NEEDS_TO_KNOW_MS);
  return pagesOf(component.id, result)
    .filter(({ at }) => !trouble.some(({ from, to }) => from <= at && at < to + TURNING_MS))
    .map((page) => `false page at ${said(page)}`);
}

/** Every outage that we could see for two minutes is paged once: by one incident, once to each. */
function missedOutages(
  component: ComponentSettings,
  { targets, result, world, bundled = [] }: Referee,
): readonly string[] {
  if (bundled.includes(component.id)) {
    return [];
  }
  const away = awayOf(result, world.length);
  return spansOf(component, targets, ['down', 'hang'])
    .filter(
      (span) => span.to - span.from - overlapMs([span], away) >= WORTH_A_PAGE_MS && span.to + TURNING_MS < world.length,
    )
    .flatMap((span) => {
      const own = pagesOf(component.id, result).filter(({ at }) => at >= span.from && at < span.to + TURNING_MS);
      const first = new Set(own.map(({ incident }) => incident)).size;
      const twice =
        own.length - new Set(own.map(({ incident, person, channel }) => `${incident} ${person} ${channel}`)).size;
      const where = `${component.id} down from ${elapsedText(span.from)} to ${elapsedText(span.to)}`;
      return [
        ...(first === 1 ? [] : [`${where} was paged as ${first} incidents`]),
        ...(twice === 0 ? [] : [`${where} was paged ${twice} times too often`]),
      ];
    });
}

/** Shown as operational for no longer than it takes to find out, in all times of being down that we were watching. */
function falseGreen(component: ComponentSettings, { targets, result }: Referee): readonly string[] {
  const down = spansOf(component, targets, ['down', 'hang']);
  const green = result.summary.components[component.id]?.falselyOperationalSeconds ?? 0;
  const gentle = spansOf(component, targets, ['starting', 'draining']).length;
  const allowed =
    ((down.length + gentle) * Math.max(...component.checks.map(detectionMs)) + restartsOf(result)) / 1_000;
  const late = (result.summary.components[component.id]?.stretches ?? [])
    .filter(
      ({ from, to, timeToShowMs }) => (timeToShowMs ?? to - from) > Math.max(...component.checks.map(detectionMs)),
    )
    .map(
      ({ from, timeToShowMs }) => `${component.id} down from ${elapsedText(from)} was shown ${timeToShowMs} ms later`,
    );
  return green > allowed
    ? [...late, `${component.id} was green for ${green} s while it was down; ${allowed} s were needed`]
    : late;
}

/** Up to a whole interval until the first try, then `fall` tries that each take their time-out, each on its grid. */
function detectionMs({ interval, fastInterval, fall, timeout }: Check): number {
  return interval + timeout + (fall - 1) * (fastInterval + timeout) + fall * 1_000;
}

/** A moment more for each new beginning: what was under way is tried again. */
function restartsOf({ lines }: DrillResult): number {
  return lines.filter(({ type, to }) => type === 'watcher' && to === 'watching').length * 10_000;
}

/** Whoever was paged hears once that it is over. */
function unclosed(component: string, { result, world }: Referee): readonly string[] {
  const keys = new Map<string, { pages: number; closes: number; last: DrillLine }>();
  for (const line of result.lines) {
    if (line.component === component && (line.type === 'page' || line.type === 'close')) {
      const key = `${line.incident} ${line.person} ${line.channel}`;
      const known = keys.get(key) ?? { pages: 0, closes: 0, last: line };
      keys.set(key, {
        pages: known.pages + (line.type === 'page' ? 1 : 0),
        closes: known.closes + (line.type === 'close' ? 1 : 0),
        last: line,
      });
    }
  }
  return [...keys].flatMap(([key, { pages, closes, last }]) => {
    const mayBeOpen = closes === 0 && last.at > world.length - 1_800_000;
    return (pages === 1 && closes === 1) || mayBeOpen
      ? []
      : [`${component} ${key}: ${pages} pages, ${closes} closing messages`];
  });
}

/** Pages about the watcher itself. */
export function pagesAboutUs({ lines }: DrillResult): readonly DrillLine[] {
  return lines.filter(({ type, component }) => type === 'page' && component === WATCHER_ID);
}

function pagesOf(component: string, { lines }: DrillResult): readonly DrillLine[] {
  return lines.filter((line) => line.type === 'page' && line.component === component);
}

function awayOf({ lines }: DrillResult, lengthMs: number): readonly Span[] {
  const changes = lines.filter(({ type }) => type === 'watcher');
  return joined(
    changes.flatMap(({ at, to }, index) =>
      to === 'not-watching' ? [{ from: at, to: changes[index + 1]?.at ?? lengthMs }] : [],
    ),
  );
}

const said = ({ at, component, because }: DrillLine): string => `${elapsedText(at)} about ${component}: ${because}`;
