/** The referee about the receivers: whoever can be reached is, and whoever was told hears once that it is over. */
import type { DrillLine } from '../../shared/model/drill/line.ts';
import { elapsedText } from '../../shared/rules/drill/text.ts';
import type { Span } from '../../shared/rules/drill/truth.ts';
import { WATCHER_ID } from '../../shared/rules/watcher.ts';
import { absencesOf, cutsOf, type Referee, troubleOf } from './drill-truth.ts';

/** Closing takes its breath, and what hangs is tried again: so long before the end what began may be open at the end. ms. */
const ENDING_MS = 1_800_000;
/** A first try that hangs, and then the next channel. ms. */
const REACHED_WITHIN_MS = 60_000;

interface Dialogue {
  readonly component: string;
  readonly channel: string;
  readonly lines: readonly DrillLine[];
}

/** Whoever a page has reached hears exactly once that it is over; whom none has reached, at most once. */
export function unclosed(referee: Referee): readonly string[] {
  const { config } = referee;
  return [...dialoguesOf(referee)].flatMap(([key, { component, channel, lines }]) => {
    const closes = lines.filter(({ type }) => type === 'close').length;
    const first = lines.findIndex(({ type }) => type === 'close');
    const reached = lines.some(({ type }, index) => type === 'delivered' && (first < 0 || index < first));
    const isOwed = reached && config.channels.get(channel as never)?.type !== 'sound' && !mayBeOpen(component, referee);
    return closes > 1 || (isOwed && closes === 0)
      ? [`${component} ${key}: ${reached ? 'reached' : 'not reached'}, ${closes} closing messages`]
      : [];
  });
}

/** A page reaches somebody soon, where any channel of those who were called was well all the time. */
export function unheard(referee: Referee): readonly string[] {
  const { result, world } = referee;
  const away = absencesOf(world);
  const cuts = cutsOf(world);
  return result.lines
    .filter(({ type }) => type === 'page')
    .flatMap(({ at, incident, component, person, channel }) => {
      const soon: Span = { from: at, to: at + REACHED_WITHIN_MS };
      const touches = (span: Span): boolean => span.from < soon.to && span.to > soon.from;
      const fates = world.channels[channel as never] ?? [];
      if ([...away, ...cuts, ...fates].some(touches) || soon.to > world.length) {
        return [];
      }
      const heard = result.lines.some(
        (line) => line.type === 'delivered' && line.incident === incident && line.at >= at && line.at <= soon.to,
      );
      return heard
        ? []
        : [`page about ${component} at ${elapsedText(at)} reached nobody, though ${person ?? ''} ${channel} was well`];
    });
}

/** What was said of each incident to each receiver by each channel, in order. */
function dialoguesOf({ result }: Referee): ReadonlyMap<string, Dialogue> {
  const dialogues = new Map<string, Dialogue & { readonly lines: DrillLine[] }>();
  for (const line of result.lines) {
    const { type, component, incident, person, channel } = line;
    if (incident === undefined || component === undefined || channel === undefined || !WORDS.includes(type)) {
      continue;
    }
    const key = `${incident} ${person ?? 'nobody'} ${channel}`;
    const known = dialogues.get(key) ?? { component, channel, lines: [] };
    known.lines.push(line);
    dialogues.set(key, known);
  }
  return dialogues;
}

const WORDS: readonly DrillLine['type'][] = ['page', 'reminder', 'delivered', 'close'];

/** Something was wrong with it, or with us, until shortly before the end. */
function mayBeOpen(component: string, referee: Referee): boolean {
  const { config, world } = referee;
  const watched = config.components.get(component as never);
  const trouble = watched === undefined || component === WATCHER_ID ? [] : troubleOf(watched, referee);
  return [...trouble, ...absencesOf(world)].some(
    ({ from, to }) => from < world.length && to > world.length - ENDING_MS,
  );
}
