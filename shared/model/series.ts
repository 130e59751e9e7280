/**
 * A selection of Prometheus series as people write it: `queue_depth{queue="mail",host!~"test.*"}`. Pure.
 *
 * The grammar of PromQL's instant vector selectors, without functions and offsets. Regular expressions match the whole value, as
 * Prometheus has it.
 */

export interface SeriesMatcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export interface SeriesSelector {
  readonly metric: string;
  readonly matchers: readonly SeriesMatcher[];
}

export type ParsedSelector =
  | { readonly ok: true; readonly selector: SeriesSelector }
  | { readonly ok: false; readonly problem: string };

const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const MATCHER = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*"((?:[^"\\\n]|\\.)*)"\s*/;

export function parseSelector(text: string): ParsedSelector {
  const trimmed = text.trim();
  const metric = METRIC.exec(trimmed)?.[0];
  if (metric === undefined) {
    return { ok: false, problem: 'a selection begins with the name of a metric, like queue_depth{queue="mail"}' };
  }
  let rest = trimmed.slice(metric.length).trim();
  const matchers: SeriesMatcher[] = [];
  if (rest === '') {
    return { ok: true, selector: { metric, matchers } };
  }
  if (!rest.startsWith('{') || !rest.endsWith('}')) {
    return { ok: false, problem: `after ${metric} come its labels in braces, like {queue="mail"}` };
  }
  rest = rest.slice(1, -1).trim();
  while (rest !== '') {
    const found = MATCHER.exec(rest);
    if (found === null) {
      return { ok: false, problem: `not a label matcher: ${rest.slice(0, 40)}; write label="value", !=, =~ or !~` };
    }
    const [whole, label = '', operator = '=', value = ''] = found;
    const matcher = { label, operator: operator as SeriesMatcher['operator'], value: unescapeLabel(value) };
    const problem = regexProblem(matcher);
    if (problem !== null) {
      return { ok: false, problem };
    }
    matchers.push(matcher);
    rest = rest.slice(whole.length);
    if (rest !== '' && !rest.startsWith(',')) {
      return { ok: false, problem: `a comma is missing before ${rest.slice(0, 40)}` };
    }
    rest = rest.slice(1).trim();
  }
  return { ok: true, selector: { metric, matchers } };
}

function regexProblem({ label, operator, value }: SeriesMatcher): string | null {
  if (operator === '=' || operator === '!=') {
    return null;
  }
  try {
    new RegExp(wholeValue(value), 's');
    return null;
  } catch (error) {
    return `label ${label}: not a regular expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The whole value, as Prometheus matches. */
export const wholeValue = (pattern: string): string => `^(?:${pattern})$`;

/** `\\`, `\"` and `\n` are all the escapes there are in label values; anything else stays as it is. */
export const unescapeLabel = (text: string): string =>
  text.replaceAll(/\\([\\"n])/g, (_whole, letter: string) => (letter === 'n' ? '\n' : letter));
