/**
 * What must hold in every drill, whatever happened in it: no false page, no outage missed or told twice, nothing green that was
 * down, nobody left with a page that is over. Each breach is a sentence; none means that all was well.
 *
 * It believes the world (drill-truth.ts) and what was sent, never what we said of ourselves.
 */
import type { DrillResult } from '../../electron/drill/run.ts';
import type { ComponentSettings } from '../../shared/model/config.ts';
import type { DrillLine } from '../../shared/model/drill/line.ts';
import { detectionMs } from '../../shared/rules/drill/detection.ts';
import { spansWhere } from '../../shared/rules/drill/summary.ts';
import { elapsedText } from '../../shared/rules/drill/text.ts';
import { overlapMs, type Span, spansOf, without } from '../../shared/rules/drill/truth.ts';
import { wordsAboutUs } from './drill-referee-ourselves.ts';
import { unclosed, unheard } from './drill-referee-receivers.ts';
import { absencesOf, cutOffSpans, outagesOf, type Referee, troubleOf } from './drill-truth.ts';

/** Outages this long are paged, if we were there to see them for so long at a stretch. ms. */
const WORTH_A_PAGE_MS = 120_000;
/** What each turn may come too late. ms. */
const LATE_MS = 1_000;
/** Shown, but gone before anybody is told of it. ms. */
const NOBODY_NEEDS_TO_KNOW_MS = 25_000;
export function breachesOf(referee: Referee): readonly string[] {
  const own = [...referee.config.components.values()].flatMap((component) => [
    ...falsePages(component, referee),
    ...missedOutages(component, referee),
    ...falseGreen(component, referee),
  ]);
  return [...own, ...wordsAboutUs(referee), ...unclosed(referee), ...unheard(referee)];
}

/** Every page belongs to a time in which something was wrong with that very component, and not with what it hangs on. */
function falsePages(component: ComponentSettings, referee: Referee): readonly string[] {
  const trouble = troubleOf(component, referee).filter(({ from, to }) => to - from >= NOBODY_NEEDS_TO_KNOW_MS);
  const cutOff = cutOffSpans(component, referee).map(({ from, to }) => ({ from: from + detectionOf(component), to }));
  return pagesOf(component.id, referee.result).flatMap((page) => [
    ...(isWithin(page.at, trouble, turningOf(component)) ? [] : [`false page at ${said(page)}`]),
    ...(isWithin(page.at, cutOff) ? [`page in place of its cause at ${said(page)}`] : []),
  ]);
}

/** Every outage that we could see for two minutes is paged once: by one incident, once to each. */
function missedOutages(component: ComponentSettings, referee: Referee): readonly string[] {
  const { result, world, bundled = [] } = referee;
  if (bundled.includes(component.id)) {
    return [];
  }
  const absences = absencesOf(world);
  const turningMs = turningOf(component);
  const excused = cutOffSpans(component, referee);
  return outagesOf(component, referee)
    .filter((span) => {
      const seen = without([span], absences).some(({ from, to }) => to - from >= WORTH_A_PAGE_MS);
      return seen && overlapMs([span], excused) === 0 && span.to + turningMs < world.length;
    })
    .flatMap((span) => {
      const own = pagesOf(component.id, result).filter(({ at }) => at >= span.from && at < span.to + turningMs);
      const first = new Set(own.map(({ incident }) => incident)).size;
      const twice =
        own.length - new Set(own.map(({ incident, person, channel }) => `${incident} ${person ?? channel}`)).size;
      const where = `${component.id} down from ${elapsedText(span.from)} to ${elapsedText(span.to)}`;
      return [
        ...(first === 1 ? [] : [`${where} was paged as ${first} incidents`]),
        ...(twice === 0 ? [] : [`${where} was paged ${twice} times too often`]),
      ];
    });
}

/** In each time of being down that we could see: shown as operational for no longer than it takes to find out. */
function falseGreen(component: ComponentSettings, { targets, result, world }: Referee): readonly string[] {
  const states = result.lines.filter(({ type, component: id }) => type === 'state' && id === component.id);
  const green = without(spansWhere(states, 'operational', 'unknown', world.length), absencesOf(world));
  const allowed = detectionOf(component);
  return spansOf(component, targets, ['down', 'hang', 'starting', 'draining']).flatMap((span) => {
    const greenMs = overlapMs(green, [span]);
    return greenMs <= allowed
      ? []
      : [
          `${component.id} down from ${elapsedText(span.from)} was green for ${greenMs} ms of it; ${allowed} were needed`,
        ];
  });
}

const detectionOf = ({ checks }: ComponentSettings): number => Math.max(...checks.map(detectionMs));

/** A page that goes out before `rise` passes have come in is no lie: what is down is looked at a little less often. ms. */
const turningOf = ({ checks }: ComponentSettings): number =>
  Math.max(
    ...checks.map(({ downInterval, fastInterval, rise }) => downInterval + (rise - 1) * fastInterval + rise * LATE_MS),
  );

const isWithin = (at: number, spans: readonly Span[], slackMs = 0): boolean =>
  spans.some(({ from, to }) => from <= at && at < to + slackMs);

function pagesOf(component: string, { lines }: DrillResult): readonly DrillLine[] {
  return lines.filter((line) => line.type === 'page' && line.component === component);
}

const said = ({ at, component, because }: DrillLine): string => `${elapsedText(at)} about ${component}: ${because}`;
