/** The referee about the pages on ourselves: each needs a reason in the world, and a long cut of our uplink is worth one. */
import type { DrillResult } from '../../electron/drill/run.ts';
import type { DrillLine } from '../../shared/model/drill/line.ts';
import { elapsedText } from '../../shared/rules/drill/text.ts';
import { overlapMs, type Span, without } from '../../shared/rules/drill/truth.ts';
import { WATCHER_ID } from '../../shared/rules/watcher.ts';
import { absencesOf, cutsOf, isMassFailure, type Referee } from './drill-truth.ts';

/** Until it is confirmed that it is us, with the breath before a page; or that we are back. ms. */
const CONFIRMED_MS = 120_000;

/** Blind is counted from the last look that came to something: up to a round of checks before the cut. ms. */
const ROUND_MS = 30_000;

/** Pages about the watcher itself. */
export function pagesAboutUs({ lines }: DrillResult): readonly DrillLine[] {
  return lines.filter(({ type, component }) => type === 'page' && component === WATCHER_ID);
}

export function wordsAboutUs(referee: Referee): readonly string[] {
  return [...needless(referee), ...missing(referee), ...unsaid(referee)];
}

/** None about ourselves unless we were offline for long, or so much failed at once that it is told in one summary. */
function needless(referee: Referee): readonly string[] {
  const { config, result, world } = referee;
  const least = config.settings.blindAfter - ROUND_MS;
  const long = cutsOf(world).filter(({ from, to }) => to - from >= least);
  return pagesAboutUs(result)
    .filter(({ at }) => !long.some(({ from, to }) => from + least <= at && at < to + CONFIRMED_MS))
    .filter(({ at }) => !isMassFailure(at, referee) && !isMassFailure(at - CONFIRMED_MS, referee))
    .map(({ at, because }) => `page about ourselves without need at ${elapsedText(at)}: ${because}`);
}

/** Each long cut that we were awake in is one incident of ours, told. */
function missing({ config, result, world }: Referee): readonly string[] {
  return awakeCuts({ world })
    .filter(({ from, to }) => to - from >= config.settings.blindAfter + CONFIRMED_MS && to < world.length)
    .flatMap(({ from, to }) => {
      const own = pagesAboutUs(result).filter(({ at }) => at >= from && at < to + CONFIRMED_MS);
      const incidents = new Set(own.map(({ incident }) => incident)).size;
      return incidents === 1 ? [] : [`offline from ${elapsedText(from)}: told as ${incidents} incidents of ours`];
    });
}

/** While we are away or cut off we never say for long that we watch. */
function unsaid({ result, world }: Referee): readonly string[] {
  const { lines } = result;
  const changes = lines.filter(({ type }) => type === 'watcher');
  const watching = changes.flatMap(({ at, to }, index) =>
    to === 'watching' ? [{ from: at, to: changes[index + 1]?.at ?? world.length }] : [],
  );
  const asleep = world.watcher
    .filter(({ event }) => event === 'asleep')
    .flatMap((event) => ('to' in event ? [event] : []));
  return [...asleep, ...awakeCuts({ world })].flatMap((away) => {
    const ms = overlapMs(watching, [{ from: away.from, to: Math.min(away.to, world.length) }]);
    return ms <= CONFIRMED_MS ? [] : [`away from ${elapsedText(away.from)}, and said to watch for ${ms} ms of it`];
  });
}

/** The cuts, as far as nothing else took us away meanwhile. */
function awakeCuts({ world }: Pick<Referee, 'world'>): readonly Span[] {
  const others = absencesOf({ ...world, watcher: world.watcher.filter(({ event }) => event !== 'offline') });
  return cutsOf(world).flatMap((cut) => without([cut], others));
}
