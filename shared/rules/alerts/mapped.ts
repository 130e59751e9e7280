/**
 * Any JSON as alerts, by the mapping of the configuration. What is not there is empty; an alert without a key or a summary is a mistake
 * that is said, never one that is swallowed.
 */
import type { AlertEvent } from '../../model/alert.ts';
import { kindWords, lookUp, parseJsonPath } from '../../model/json-path.ts';
import type { Mapping, Pick } from '../../model/mapping.ts';
import { bounded, keyProblem } from './bounds.ts';
import { type ReadEvents, valueWords } from './read.ts';

/** Alerts of one message. */
const MOST_AT_ONCE = 1_000;
/** Of what a pattern is looked for in. */
const LONGEST_TEXT = 10_000;

/**
 * The first group of what a pattern finds in a text, or all that it matched; null: it is not there. Its time is the caller's to bound.
 * `anyCase`: it is asked whether a state is meant.
 */
export type Find = (pattern: string, text: string, anyCase: boolean) => string | null;

export function readMapped(document: unknown, mapping: Mapping, find: Find): ReadEvents {
  const list = listOf(document, mapping.each);
  if (typeof list === 'string') {
    return { ok: false, problems: [list] };
  }
  if (list.length > MOST_AT_ONCE) {
    return { ok: false, problems: [`${list.length} alerts in one message, at most ${MOST_AT_ONCE}; send it in parts`] };
  }
  const read = list.map((item, index) => ({
    where: mapping.each === undefined ? '' : `[${index}] `,
    ...eventOf(item, mapping, find),
  }));
  const problems = read.flatMap(({ where, problem }) => (problem === null ? [] : [`${where}${problem}`]));
  return problems.length > 0
    ? { ok: false, problems: problems.slice(0, 20) }
    : { ok: true, events: read.map(({ event }) => event), leftOut: 0 };
}

function listOf(document: unknown, each: string | undefined): readonly unknown[] | string {
  if (each === undefined) {
    return [document];
  }
  const found = lookUp(document, pathOf(each));
  if (!found.ok) {
    return `\`each\` is ${each}, and there is no ${found.missing} in ${found.inside}`;
  }
  return Array.isArray(found.value)
    ? found.value
    : `\`each\` is ${each}, and that is ${kindWords(found.value)}, no list`;
}

function eventOf(
  item: unknown,
  mapping: Mapping,
  find: Find,
): { readonly event: AlertEvent; readonly problem: string | null } {
  const text = (pick: Pick | undefined): string => (pick === undefined ? '' : picked(item, pick, find));
  const key = text(mapping.key);
  const event = bounded({
    action: actionOf(item, mapping, find),
    key,
    name: '',
    summary: text(mapping.summary),
    severity: text(mapping.severity),
    origin: text(mapping.origin),
    details: Object.entries(mapping.details).map(([name, pick]) => ({ name, value: text(pick) })),
    links: [{ href: text(mapping.link), text: '' }],
  });
  return { event, problem: problemOf(event) };
}

function problemOf({ key, summary, action }: AlertEvent): string | null {
  if (key.trim() === '') {
    return 'its `key` is empty: what the mapping names is not there, or the pattern does not find it';
  }
  const problem = keyProblem(key);
  if (problem !== null) {
    return `its \`key\` ${problem}`;
  }
  return summary === '' && action === 'trigger' ? 'its `summary` is empty: what the mapping names is not there' : null;
}

function actionOf(item: unknown, { state }: Mapping, find: Find): AlertEvent['action'] {
  if (state === undefined) {
    return 'trigger';
  }
  const word = filled(item, state.in);
  if (find(state.over, word, true) !== null) {
    return 'resolve';
  }
  return state.taken !== undefined && find(state.taken, word, true) !== null ? 'acknowledge' : 'trigger';
}

function picked(item: unknown, pick: Pick, find: Find): string {
  return typeof pick === 'string' ? filled(item, pick) : (find(pick.find, filled(item, pick.in), false) ?? '');
}

/** `DOWN {{host.name}}` with what stands there; what is not there is empty. */
function filled(item: unknown, text: string): string {
  return text
    .replaceAll(/\{\{([^{}]*)\}\}/g, (_, path: string) => {
      const found = lookUp(item, pathOf(path.trim()));
      return found.ok ? valueWords(found.value) : '';
    })
    .slice(0, LONGEST_TEXT);
}

/** The configuration has seen to it that it is one. */
function pathOf(text: string) {
  const parsed = parseJsonPath(text);
  if (!parsed.ok) {
    throw new Error(`no path: ${text}: ${parsed.problem}`);
  }
  return parsed.path;
}
