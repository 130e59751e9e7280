/**
 * What the chosen series mean against the limits of a check. Pure.
 *
 * A series that is not there, a value that is none (NaN) and a line that cannot be read are failures: as 0 they would be green for ever.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { Failure } from '../../shared/model/observation.ts';
import type { Exposition, Series } from './exposition.ts';
import { oneLine, short } from './words.ts';

type PrometheusCheck = CheckOf<'prometheus'>;
export type PrometheusLimits = Pick<PrometheusCheck, 'series' | 'combine' | 'warn' | 'critical'>;

type Objection = Omit<Failure, 'phase'>;

export interface PrometheusVerdict {
  /** Null: all is within its limits. */
  readonly objection: Objection | null;
  /** What was compared: of several the one that decided; null when there was none. */
  readonly value: number | null;
}

/** A value and the words for whose it is. */
interface Figure {
  readonly name: string;
  readonly value: number;
}

type Reach = { readonly grade: 0 } | { readonly grade: 1 | 2; readonly words: string };

export function judgeSeries({ series, brokenLine }: Exposition, check: PrometheusLimits): PrometheusVerdict {
  const name = short(oneLine(check.series));
  if (brokenLine !== null) {
    return failing('wrong-content', `line ${brokenLine} of the metrics cannot be read, and it is about ${name}`);
  }
  if (series.length === 0) {
    return failing('wrong-content', `there is no series ${name}`);
  }
  const figures = figuresOf(series, name, check.combine);
  const nothing = figures.find(({ value }) => Number.isNaN(value));
  if (nothing !== undefined) {
    return failing('wrong-content', `${nothing.name} is NaN, which is no value`);
  }
  const graded = figures
    .map((figure) => ({ figure, reach: reachOf(figure.value, check) }))
    .toSorted((one, other) => other.reach.grade - one.reach.grade);
  const decisive = check.combine === 'all' ? graded.at(-1) : graded[0];
  if (decisive === undefined || decisive.reach.grade === 0) {
    return { objection: null, value: decisive?.figure.value ?? null };
  }
  const { figure, reach } = decisive;
  const others = graded.filter((one) => one.reach.grade > 0).length - 1;
  const more = others === 0 ? '' : ` (and ${others} more of ${series.length})`;
  return {
    objection: {
      kind: 'threshold',
      detail: `${figure.name} is ${figureWords(figure.value)}, ${reach.words}${more}`,
      ...(reach.grade === 1 && { level: 'performance_issues' as const }),
    },
    value: figure.value,
  };
}

const failing = (kind: Objection['kind'], detail: string): PrometheusVerdict => ({
  objection: { kind, detail },
  value: null,
});

function figuresOf(series: readonly Series[], name: string, combine: PrometheusLimits['combine']): readonly Figure[] {
  const values = series.map(({ value }) => value);
  const one = (what: string, value: number): readonly Figure[] => [
    { name: series.length === 1 ? name : `the ${what} of ${name}`, value },
  ];
  switch (combine) {
    case 'any':
    case 'all':
      return series.length === 1
        ? one('', values[0] ?? Number.NaN)
        : series.map(({ labels, value }) => ({ name: labelled(name, labels), value }));
    case 'sum':
      return one(
        'sum',
        values.reduce((sum, value) => sum + value, 0),
      );
    case 'max':
      return one(
        'largest',
        values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
      );
    case 'min':
      return one(
        'smallest',
        values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      );
    default:
      return assertNever(combine, 'combination');
  }
}

function labelled(name: string, labels: ReadonlyMap<string, string>): string {
  const told = [...labels].map(([label, value]) => `${label}="${oneLine(value)}"`).join(',');
  return `${name.replace(/\{.*$/s, '')}{${short(told)}}`;
}

function reachOf(value: number, { warn, critical }: PrometheusLimits): Reach {
  const severe = beyond(value, critical);
  if (severe !== null) {
    return { grade: 2, words: severe };
  }
  const mild = beyond(value, warn);
  return mild === null ? { grade: 0 } : { grade: 1, words: mild };
}

function beyond(value: number, limits: PrometheusLimits['warn']): string | null {
  if (limits?.above !== undefined && value > limits.above) {
    return `above ${figureWords(limits.above)}`;
  }
  return limits?.below !== undefined && value < limits.below ? `below ${figureWords(limits.below)}` : null;
}

/** Six digits are enough for people; whole numbers stay whole. */
const figureWords = (value: number) => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6))));
