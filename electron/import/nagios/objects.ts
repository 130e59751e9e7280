/**
 * Nagios' object files: `define host { … }` and what one definition inherits from another (Nagios Core manual, "Object
 * Definitions" and "Object Inheritance"; xdata/xodtemplate.c).
 */
import type { Place } from '../imported.ts';

export interface NagiosObject {
  /** `host`, `service`, `command` … */
  readonly type: string;
  readonly file: string;
  readonly line: number;
  /** Directives by name; templates not yet followed. */
  readonly own: ReadonlyMap<string, string>;
}

export interface ParsedObjects {
  readonly objects: readonly NagiosObject[];
  /** `$USER1$=/usr/lib/nagios/plugins` of a resource file. */
  readonly macros: ReadonlyMap<string, string>;
  /** `interval_length=60` of the main file. */
  readonly settings: ReadonlyMap<string, string>;
  readonly mistakes: readonly { readonly place: Place; readonly why: string }[];
}

/** Reads one file. A line that is neither is a mistake, and the rest is read on. */
export function parseObjects(text: string, file: string): ParsedObjects {
  const objects: NagiosObject[] = [];
  const macros = new Map<string, string>();
  const settings = new Map<string, string>();
  const mistakes: { place: Place; why: string }[] = [];
  let open: { type: string; line: number; own: Map<string, string> } | null = null;
  for (const { text: line, number } of joinedLines(text)) {
    const begins = /^define\s+([a-z_]+)\s*\{?\s*(.*)$/i.exec(line);
    const setting = /^([a-z_]+)\s*=\s*(.*)$/i.exec(line);
    const macro = /^(\$USER\d+\$)\s*=\s*(.*)$/.exec(line);
    if (begins !== null) {
      if (open !== null) {
        const why = `it is not closed before the next one begins in line ${number}; what stands until there was taken for its own`;
        mistakes.push({ place: { file, line: open.line, name: open.type }, why });
        objects.push({ type: open.type, file, line: open.line, own: open.own });
      }
      open = { type: (begins[1] ?? '').toLowerCase(), line: number, own: new Map() };
    } else if (open !== null && /^\}/.test(line)) {
      objects.push({ type: open.type, file, line: open.line, own: open.own });
      open = null;
    } else if (open !== null && line !== '{') {
      const [, name = '', value = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
      open.own.set(name.toLowerCase(), value.trim());
    } else if (macro !== null) {
      macros.set(macro[1] ?? '', (macro[2] ?? '').trim());
    } else if (setting !== null) {
      settings.set((setting[1] ?? '').toLowerCase(), (setting[2] ?? '').trim());
    } else {
      mistakes.push({ place: { file, line: number, name: '' }, why: 'the line stands outside of every definition' });
    }
  }
  if (open !== null) {
    mistakes.push({ place: { file, line: open.line, name: open.type }, why: 'the definition is never closed' });
  }
  return { objects, macros, settings, mistakes };
}

/** Lines without comments (`#` at the beginning, `;` anywhere, `\;` is the sign itself), joined where they end in `\`. */
function* joinedLines(text: string): Generator<{ readonly text: string; readonly number: number }> {
  let begun: { text: string; number: number } | null = null;
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = raw.replace(/(^|[^\\]);.*$/, '$1').replaceAll('\\;', ';');
    const whole: { text: string; number: number } = {
      text: begun === null ? line : begun.text + line.trimStart(),
      number: begun?.number ?? index + 1,
    };
    if (whole.text.endsWith('\\') && !/^\s*#/.test(whole.text)) {
      begun = { ...whole, text: whole.text.slice(0, -1) };
      continue;
    }
    begun = null;
    const trimmed = whole.text.trim();
    if (trimmed !== '' && !trimmed.startsWith('#')) {
      // `define host{ use x }` may stand on one line, or its end behind a directive.
      yield* split(trimmed, whole.number);
    }
  }
}

function* split(line: string, number: number) {
  const oneLine = /^(define\s+[a-z_]+\s*\{)\s*(\S.*)$/i.exec(line);
  if (oneLine === null) {
    yield { text: line, number };
    return;
  }
  yield { text: oneLine[1] ?? '', number };
  const rest = (oneLine[2] ?? '').replace(/\}\s*$/, '').trim();
  if (rest !== '') {
    yield { text: rest, number };
  }
  if (/\}\s*$/.test(line)) {
    yield { text: '}', number };
  }
}

/** An object with everything it inherits. */
export interface Resolved {
  readonly type: string;
  readonly place: Place;
  /** Null: not set, or taken back with `null`. */
  get(name: string): string | null;
  /** A comma list. */
  list(name: string): readonly string[];
  /** What is set and nobody asked for, with the place where it stands: its own, or a template's. */
  left(): readonly { readonly name: string; readonly value: string; readonly place: Place }[];
  /** Templates that it uses and that are in no file. */
  readonly unknownTemplates: readonly string[];
}

/** A value, and the object in which it was written. */
interface Directive {
  readonly value: string;
  readonly from: NagiosObject;
}

/** Follows `use`; templates themselves (`register 0`) are left out. */
export function resolveObjects(objects: readonly NagiosObject[]): readonly Resolved[] {
  const templates = new Map<string, NagiosObject>();
  for (const object of objects) {
    const name = object.own.get('name');
    if (name !== undefined) {
      templates.set(`${object.type} ${name}`, object);
    }
  }
  const known = new Map<NagiosObject, ReadonlyMap<string, Directive>>();

  function inherited(object: NagiosObject, above: ReadonlySet<NagiosObject>): ReadonlyMap<string, Directive> {
    const before = known.get(object);
    if (before !== undefined || above.has(object)) {
      return before ?? new Map(); // a template that uses itself adds nothing
    }
    const all = new Map<string, Directive>();
    const within = new Set([...above, object]);
    const uses = commaList(object.own.get('use') ?? '').flatMap(
      (name) => templates.get(`${object.type} ${name}`) ?? [],
    );
    // The first template that says something wins over those named later.
    for (const template of uses.toReversed()) {
      for (const [name, directive] of inherited(template, within)) {
        if (name !== 'name' && name !== 'register') {
          all.set(name, directive);
        }
      }
    }
    for (const [name, value] of object.own) {
      const base = all.get(name)?.value;
      // `+a,b` adds to what was inherited ("Additive Inheritance of String Values").
      const whole = value.startsWith('+') ? [base, value.slice(1)].filter((part) => part).join(',') : value;
      all.set(name, { value: whole, from: object });
    }
    known.set(object, all);
    return all;
  }

  return objects
    .filter((object) => object.own.get('register') !== '0')
    .map((object) => {
      const all = inherited(object, new Set());
      const asked = new Set<string>();
      const get = (name: string) => {
        asked.add(name);
        const value = all.get(name)?.value;
        return value === undefined || value === 'null' || value === '' ? null : value;
      };
      const name = get(`${object.type}_name`) ?? get('service_description') ?? get('name') ?? '';
      return {
        type: object.type,
        place: { file: object.file, line: object.line, name },
        get,
        list: (directive) => commaList(get(directive) ?? ''),
        left: () =>
          [...all].flatMap(([directive, { value, from }]) =>
            asked.has(directive) || value === '' || value === 'null'
              ? []
              : {
                  name: directive,
                  value,
                  place: { file: from.file, line: from.line, name: from.own.get('name') ?? name },
                },
          ),
        unknownTemplates: commaList(object.own.get('use') ?? '').filter(
          (template) => !templates.has(`${object.type} ${template}`),
        ),
      };
    });
}

export const commaList = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
