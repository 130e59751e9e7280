/**
 * What a Nagios plugin prints: a line for people, and behind `|` figures for machines (Nagios Plugins development guidelines,
 * "Performance data"; Nagios Core, "Plugin API"). Pure; what is no figure is left out, never made up.
 */
import { oneLine } from './words.ts';

export interface PluginOutput {
  /** The first line, fit for a page; empty when nothing was said. */
  readonly line: string;
  readonly figures: readonly Figure[];
}

export interface Figure {
  readonly label: string;
  /** Null: the plugin says `U`, it could not measure it. */
  readonly value: number | null;
  /** `s`, `ms`, `%`, `B`, `KB`, `c` …; empty for a bare number. */
  readonly unit: string;
  /** Ranges as they were written (`80`, `10:`, `~:5`, `@1:3`); null when there is none. */
  readonly warn: string | null;
  readonly crit: string | null;
}

/** More would be a report, not a reading. */
const MOST_FIGURES = 32;
const MOST_LABEL = 60;

/**
 * The text as it came. Figures stand behind the first line's `|`, and behind the first `|` of the lines below it up to the end
 * ("LONG TEXT LINE N | PERFDATA LINE 2").
 */
export function readPluginOutput(output: string): PluginOutput {
  const end = output.indexOf('\n');
  const first = end < 0 ? output : output.slice(0, end);
  const rest = end < 0 ? '' : output.slice(end + 1);
  const figures = [...readFigures(behindBar(first)), ...readFigures(behindBar(rest))].slice(0, MOST_FIGURES);
  return { line: oneLine(beforeBar(first)), figures };
}

const beforeBar = (text: string) => (text.includes('|') ? text.slice(0, text.indexOf('|')) : text);
const behindBar = (text: string) => (text.includes('|') ? text.slice(text.indexOf('|') + 1) : '');

/** `'label'=value[UOM];[warn];[crit];[min];[max]`, separated by white space. */
export function readFigures(text: string): readonly Figure[] {
  const figures: Figure[] = [];
  for (let at = nextWord(text, 0); at < text.length && figures.length < MOST_FIGURES; at = nextWord(text, at)) {
    const label = readLabel(text, at);
    const end = endOfWord(text, label.end);
    const figure = readFigure(label.text, text.slice(label.end, end));
    if (figure !== null) {
      figures.push(figure);
    }
    at = Math.max(end, at + 1);
  }
  return figures;
}

/** Up to the `=`, quotes taken off; `end` is where the value begins, or the end of a word that has none. */
function readLabel(text: string, from: number): { readonly text: string; readonly end: number } {
  if (text[from] !== "'") {
    const stop = endOfWord(text, from);
    const equals = text.indexOf('=', from);
    return equals < 0 || equals > stop ? { text: '', end: stop } : { text: text.slice(from, equals), end: equals + 1 };
  }
  let label = '';
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] !== "'") {
      label += text[at];
    } else if (text[at + 1] === "'") {
      label += "'"; // a quote inside is written twice
      at += 1;
    } else {
      return text[at + 1] === '=' ? { text: label, end: at + 2 } : { text: '', end: endOfWord(text, at) };
    }
  }
  return { text: '', end: text.length }; // a quote that is never closed
}

const VALUE = /^(U|[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)([a-zA-Z%µ]{0,8})$/;
/** `10`, `10:`, `~:10`, `10:20`, `@10:20`. */
const RANGE = /^@?(?:(?:~|-?(?:\d+(?:\.\d*)?|\.\d+))?:)?(?:-?(?:\d+(?:\.\d*)?|\.\d+))?$/;

function readFigure(label: string, text: string): Figure | null {
  const [written = '', warn = '', crit = ''] = text.split(';');
  const found = VALUE.exec(written);
  // Letters that cannot be shown are no name.
  const name = oneLine(label).slice(0, MOST_LABEL);
  if (name === '' || found === null) {
    return null;
  }
  const [, number = '', unit = ''] = found;
  const value = number === 'U' ? null : Number(number);
  if (value !== null && !Number.isFinite(value)) {
    return null;
  }
  return { label: name, value, unit, warn: range(warn), crit: range(crit) };
}

const range = (text: string) => (text !== '' && text.length <= 40 && RANGE.test(text) ? text : null);

const isBlank = (letter: string | undefined) => letter === ' ' || letter === '\t' || letter === '\n' || letter === '\r';

function nextWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text[at])) {
    at += 1;
  }
  return at;
}

function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBlank(text[at])) {
    at += 1;
  }
  return at;
}

/** A figure as a reading: a bare number stays one; a unit and limits make it a text: `93% (warn 80, crit 90)`. */
export function figureReading({ value, unit, warn, crit }: Figure): string | number {
  const limits = [...(warn === null ? [] : [`warn ${warn}`]), ...(crit === null ? [] : [`crit ${crit}`])];
  if (value !== null && unit === '' && limits.length === 0) {
    return value;
  }
  const text = value === null ? 'not measured' : `${value}${unit}`;
  return limits.length === 0 ? text : `${text} (${limits.join(', ')})`;
}
