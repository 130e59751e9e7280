/**
 * Mistakes with their places in the text, in the order in which a person meets them.
 */
import type { ConfigProblem } from '../../shared/model/config.ts';
import { redact } from '../../shared/rules/redact.ts';

/** A mistake before its place is counted in lines: `offset` in UTF-16 units from the start, null when it has no place. */
export interface Finding {
  readonly path: string;
  readonly offset: number | null;
  readonly message: string;
}

/** Beyond this the file is not a configuration with mistakes, it is something else. */
const MOST_LISTED = 1_000;

/** Findings as problems: each once, by line and column, without secrets. */
export function toProblems(
  findings: readonly Finding[],
  place: (offset: number) => { readonly line: number; readonly col: number },
  secrets: readonly string[],
): readonly ConfigProblem[] {
  const problems = findings.map(({ path, offset, message }): ConfigProblem => {
    const at = offset === null ? null : place(offset);
    return {
      path: redact(path, secrets),
      line: at?.line ?? null,
      column: at?.col ?? null,
      message: redact(message, secrets),
    };
  });
  const ordered = unique(problems).toSorted(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  const beyond = ordered.length - MOST_LISTED;
  return beyond <= 0
    ? ordered
    : [
        ...ordered.slice(0, MOST_LISTED),
        { path: '', line: null, column: null, message: `and ${beyond} more problems` },
      ];
}

/** "line 4, column 7: components[0].name: must not be empty", for logs and the command line. */
export function problemText({ path, line, column, message }: ConfigProblem): string {
  const where = line === null ? '' : `line ${line}, column ${column ?? 1}: `;
  return `${where}${path === '' ? '' : `${path}: `}${message}`;
}

function unique(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const byKey = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...byKey.values()];
}
