/**
 * The tries that decided: which ones to ask the store for, and each of them as a line.
 */
import type { ExplainLine } from '../../contract/explain.ts';
import type { StoredTry } from '../../contract/series.ts';
import { formatDuration } from '../../model/duration.ts';
import type { WatchEvent } from '../../model/event.ts';
import { CheckId, type EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import { assertNever } from '../../model/never.ts';

/** The window of a check is no wider than this; more lines than that nobody reads. */
const MOST_TRIES = 20;
/** What happened longer ago than this decides nothing about being slow. */
const SLOW_LOOK_MS = 86_400_000;
/** Of something that recovered when it was not recorded how many passes it took. */
const UNKNOWN_RISE = 3;

/** The tries that led to the event with this number: the newest `limit` of them, ends inclusive. */
export interface Deciding {
  readonly seq: number;
  readonly checkId: CheckId;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly limit: number;
}

/** One question for each event in which a check went down, up or slow. `events` in order of writing. */
export function decidingTries({ since }: Pick<Incident, 'since'>, events: readonly WatchEvent[]): readonly Deciding[] {
  return events.flatMap(({ seq, type, at, data }) => {
    const checkId = CheckId.safeParse(data.check);
    if (type !== 'check' || !checkId.success || data.from === data.to) {
      return [];
    }
    const about = { seq, checkId: checkId.data, to: at };
    switch (data.to) {
      case 'down':
        return [
          { ...about, from: typeof data.failingSince === 'number' ? data.failingSince : since, limit: MOST_TRIES },
        ];
      case 'up':
        return [{ ...about, from: since, limit: passesOf(data) + MOST_TRIES }];
      case 'slow':
        return [{ ...about, from: at - SLOW_LOOK_MS, limit: MOST_TRIES }];
      default:
        return [];
    }
  });
}

/** Their lines, oldest first. Of a check that became slow only the slow ones: the others speak against it. */
export function tryLines(found: readonly StoredTry[], { to: settled, ...data }: WatchEvent['data']): ExplainLine[] {
  const tries = settled === 'up' ? latest(found, passesOf(data)) : found;
  const lines: ExplainLine[] = [];
  let row = 0;
  let last: StoredTry['outcome'] | null = null;
  for (const one of tries) {
    if (one.outcome !== 'inconclusive') {
      row = last === null || (one.outcome === 'fail') !== (last === 'fail') ? 1 : row + 1;
      last = one.outcome;
    }
    if (settled !== 'slow' || one.outcome === 'slow') {
      lines.push(tryLine(one, row, settled === 'slow' ? tries.length : null));
    }
  }
  return lines;
}

/** How many passes decided. */
const passesOf = ({ inRow }: WatchEvent['data']): number => (typeof inRow === 'number' ? inRow : UNKNOWN_RISE);

/** From the first of the latest `count` that could be judged. */
function latest(tries: readonly StoredTry[], count: number): readonly StoredTry[] {
  const places = tries.flatMap(({ outcome }, place) => (outcome === 'inconclusive' ? [] : [place]));
  return tries.slice(places.at(-count) ?? 0);
}

function tryLine(one: StoredTry, row: number, among: number | null): ExplainLine {
  return {
    at: one.at,
    kind: 'try',
    text: `${one.checkId} ${whatOf(one)}`,
    because: among === null ? countOf(one, row) : `one of the last ${among} tries`,
    said: '',
    personId: null,
    channelId: null,
    pageId: null,
  };
}

function whatOf({ outcome, latencyMs, detail }: StoredTry): string {
  const took = latencyMs === null ? '' : ` in ${formatDuration(latencyMs)}`;
  const why = detail === '' ? '' : `: ${detail}`;
  switch (outcome) {
    case 'pass':
      return `passed${took}`;
    case 'slow':
      return `passed, but slowly${took}`;
    case 'fail':
      return `failed${why}`;
    case 'inconclusive':
      return `could not be judged${why}`;
    default:
      return assertNever(outcome, 'outcome');
  }
}

function countOf({ outcome }: StoredTry, row: number): string {
  switch (outcome) {
    case 'pass':
    case 'slow':
      return `pass ${row} in a row`;
    case 'fail':
      return `failure ${row} in a row`;
    case 'inconclusive':
      return 'our own trouble: it counts for nothing';
    default:
      return assertNever(outcome, 'outcome');
  }
}
