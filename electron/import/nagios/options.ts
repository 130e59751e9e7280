/**
 * Options of a plugin as getopt reads them: `-p 80`, `-p80`, `--port=80`, `-Sf`.
 */

export interface OptionShape {
  /** Short or long name to the name that is asked for. */
  readonly names: Readonly<Record<string, string>>;
  /** Those without a value. `optional`: with one only when it is joined (`--ssl=1.2`). */
  readonly flags: ReadonlySet<string>;
}

export interface PluginOptions {
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** Words that belong to no option. */
  readonly words: readonly string[];
}

/** Null: there is an option that is not known, so nobody can say what the line means. */
export function pluginOptions(argv: readonly string[], { names, flags }: OptionShape): PluginOptions | null {
  const given = new Map<string, string[]>();
  const keep = (name: string, value: string) => given.set(name, [...(given.get(name) ?? []), value]);
  const words: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const long = /^(--[a-z0-9-]+)(?:=(.*))?$/s.exec(word);
    if (long !== null) {
      const name = own(names, long[1] ?? '');
      if (name === null) {
        return null;
      }
      if (long[2] === undefined && !flags.has(name)) {
        at += 1;
      }
      keep(name, long[2] ?? (flags.has(name) ? '' : (argv[at] ?? '')));
    } else if (/^-[A-Za-z0-9]/.test(word) && !/^-\d/.test(word)) {
      let letters = word.slice(1);
      while (letters !== '') {
        const name = own(names, `-${letters[0]}`);
        if (name === null) {
          return null;
        }
        letters = letters.slice(1);
        if (flags.has(name)) {
          keep(name, '');
          continue;
        }
        if (letters === '') {
          at += 1;
        }
        keep(name, letters === '' ? (argv[at] ?? '') : letters);
        letters = '';
      }
    } else {
      words.push(word);
    }
  }
  return { given, words };
}

const own = (names: Readonly<Record<string, string>>, name: string): string | null =>
  Object.hasOwn(names, name) ? (names[name] ?? null) : null;
