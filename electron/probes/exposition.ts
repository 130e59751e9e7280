/**
 * Prometheus text (format 0.0.4) and the basics of OpenMetrics: the series that a selection means, with their values. Pure.
 *
 * Only lines of the wanted metric are read, so a megabyte of others costs next to nothing. A line of it that cannot be read is told, for a
 * series that is silently left out would be a value of 0 to whoever sums up.
 */
import { type SeriesSelector, unescapeLabel, wholeValue } from '../../shared/model/series.ts';
import { patternOf } from './pattern.ts';

export interface Series {
  readonly labels: ReadonlyMap<string, string>;
  /** May be NaN or infinite. */
  readonly value: number;
}

export interface Exposition {
  readonly series: readonly Series[];
  /** The first line of the metric that could not be read, from 1; null: all could. */
  readonly brokenLine: number | null;
}

const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\\n]|\\.)*)"\s*(,?)/y;
/** A value, and perhaps a timestamp (0.0.4: ms, OpenMetrics: s with decimals) and an exemplar after `#`. */
const VALUE = /^\s*(\S+)(?:\s+-?\d+(?:\.\d+)?)?\s*(?:#.*)?$/;
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const SPECIAL: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

/** Tells whether a series is meant by a selection, with its regular expressions made once. */
export function seriesFilter({ matchers }: SeriesSelector): (series: Series) => boolean {
  const tests = matchers.map(({ label, operator, value }) => {
    const regex = operator === '=~' || operator === '!~' ? patternOf(wholeValue(value)) : null;
    const wanted = operator === '=' || operator === '=~';
    // A label that is not there is an empty one, in Prometheus, too.
    return ({ labels }: Series) => {
      const found = labels.get(label) ?? '';
      return (regex === null ? found === value : regex.test(found)) === wanted;
    };
  });
  return (series) => tests.every((test) => test(series));
}

export function readExposition(text: string, metric: string, wanted: (series: Series) => boolean): Exposition {
  const series: Series[] = [];
  let brokenLine: number | null = null;
  let number = 0;
  for (let from = 0; from <= text.length; ) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end < 0 ? text.length : end);
    from = end < 0 ? text.length + 1 : end + 1;
    number += 1;
    if (!line.startsWith(metric) && !line.trimStart().startsWith(metric)) {
      continue;
    }
    const after = line.trimStart().slice(metric.length);
    if (!/^[\s{]/.test(after)) {
      continue; // a longer name that begins alike
    }
    const read = readSeries(after);
    if (read === null) {
      brokenLine ??= number;
    } else if (wanted(read)) {
      series.push(read);
    }
  }
  return { series, brokenLine };
}

/** What stands after the name of the metric. */
function readSeries(text: string): Series | null {
  const labels = new Map<string, string>();
  let rest = text.trimStart();
  if (rest.startsWith('{')) {
    let at = 1;
    for (;;) {
      const closing = /^\s*\}/.exec(rest.slice(at, at + 32));
      if (closing !== null) {
        at += closing[0].length;
        break;
      }
      LABEL.lastIndex = at;
      const found = LABEL.exec(rest);
      if (found === null || (found[3] === '' && rest[at + found[0].length] !== '}')) {
        return null;
      }
      labels.set(found[1] ?? '', unescapeLabel(found[2] ?? ''));
      at += found[0].length;
    }
    rest = rest.slice(at);
  }
  const written = VALUE.exec(rest.trimEnd())?.[1];
  const value = written === undefined ? null : numberIn(written);
  return value === null ? null : { labels, value };
}

function numberIn(text: string): number | null {
  return NUMBER.test(text) ? Number(text) : (SPECIAL[text.toLowerCase()] ?? null);
}
