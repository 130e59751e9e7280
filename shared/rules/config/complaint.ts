/**
 * What is wrong in a configuration, by path. Lines and columns are the business of whoever read the text.
 */

/** The way from the root of the file to a value: `['components', 0, 'checks']`. */
export type Path = readonly (string | number)[];

/** One mistake (or one warning) at one place. */
export interface Complaint {
  readonly path: Path;
  /** One sentence without a full stop: what is wrong, and how to mend it. */
  readonly message: string;
  /** The other place, where a mistake has two: the first use of an id that stands twice. */
  readonly other?: Path;
}

/** `components[0].checks[1].headers["x-a b"]`, for people. */
export function pathText(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') {
        return `[${part}]`;
      }
      if (!/^[\w-]+$/.test(part)) {
        return `[${JSON.stringify(part)}]`;
      }
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}
