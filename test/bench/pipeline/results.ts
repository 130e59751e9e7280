/** A bench's figures as lines for people, or as one object for machines: machine, runs, median, least, most, goal, ratio to a floor. */
import { cpus } from 'node:os';
import { rounded, spreadOf } from './numbers.ts';

export interface Result {
  readonly what: string;
  readonly unit: string;
  readonly runs: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Which of the figures is held against the goal, and the most it may be. */
  readonly goal?: Goal & { readonly met: boolean };
  /** Median of the floor of the same run, and how many times that this is. */
  readonly floor?: { readonly median: number; readonly ratio: number };
}

/** What somebody promised. */
export interface Goal {
  readonly of: 'median' | 'mean' | 'max';
  readonly atMost: number;
}

export interface Results {
  tell(what: string, unit: string, samples: readonly number[], promised?: Goal, floor?: readonly number[]): void;
  /** A remark for people. */
  say(line: string): void;
  end(more?: Readonly<Record<string, unknown>>): void;
}

/** @param json all at the end, as one object, instead of line by line */
export function openResults(bench: string, json: boolean): Results {
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
  const results: Result[] = [];
  if (!json) {
    console.log(machine);
  }
  return {
    tell(what, unit, samples, promised, floor) {
      const { median, min, max } = spreadOf(samples);
      const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
      const figures = { median, min, max, mean };
      const below = floor === undefined ? undefined : spreadOf(floor).median;
      const result: Result = {
        what,
        unit,
        runs: samples.length,
        median: rounded(median),
        min: rounded(min),
        max: rounded(max),
        mean: rounded(mean),
        ...(promised !== undefined && { goal: { ...promised, met: figures[promised.of] <= promised.atMost } }),
        ...(below !== undefined && { floor: { median: rounded(below), ratio: rounded(median / below) } }),
      };
      results.push(result);
      if (!json) {
        console.log(lineOf(result));
      }
    },
    say: (line) => (json ? undefined : console.log(line)),
    end: (more = {}) => (json ? console.log(JSON.stringify({ bench, machine, results, ...more }, null, 2)) : undefined),
  };
}

function lineOf({ what, unit, runs, median, min, max, mean, goal, floor }: Result): string {
  const spread = `(${min} - ${max}, mean ${mean}, n = ${runs})`;
  const above = floor === undefined ? '' : `  ${floor.ratio} x the floor of ${floor.median}`;
  const verdict = goal === undefined ? '' : `  goal: ${goal.of} at most ${goal.atMost}: ${goal.met ? 'met' : 'MISSED'}`;
  return `${what.padEnd(56)} ${String(median).padStart(9)} ${unit}  ${spread}${above}${verdict}`;
}
