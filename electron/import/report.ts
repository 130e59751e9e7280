/**
 * Keeps account of an import: what was lost or changed on the way, and which variables stand for the secrets that were found.
 *
 * Nothing of a source may get lost in silence, and no secret of it may reach our file, the terminal or a report.
 */
import type { Difference, Place, Variable } from './imported.ts';

export interface Report {
  lost(place: Place, why: string): void;
  changed(place: Place, why: string): void;
  /**
   * A secret of the source becomes `${NAME}`. The name is made of `hint` ("shop password"); `where` says in the list of
   * variables what to put there. The secret itself is not even handed in.
   */
  secret(hint: string, where: string): string;
  /** A variable that the source itself uses, by its own name. */
  variable(name: string, where: string): string;
  differences(): readonly Difference[];
  variables(): readonly Variable[];
}

/** Long enough for a heartbeat's token; fit for headers, user names and parts of addresses. */
const secretStandIn = (name: string) => `stand-in-for-${name}`;

export function createReport(): Report {
  const differences: Difference[] = [];
  const variables = new Map<string, Variable>();
  const told = new Set<string>();

  function note(kind: Difference['kind'], place: Place, why: string): void {
    const difference = { file: place.file, line: place.line, name: plainLine(place.name), kind, why: plainLine(why) };
    const key = JSON.stringify(difference);
    if (!told.has(key)) {
      told.add(key);
      differences.push(difference);
    }
  }

  return {
    lost: (place, why) => note('lost', place, why),
    changed: (place, why) => note('changed', place, why),
    secret: (hint, where) => {
      const wanted = variableName(hint);
      let name = wanted;
      for (let number = 2; variables.has(name); number++) {
        name = `${wanted}_${number}`;
      }
      variables.set(name, { name, where: plainLine(where), standIns: [secretStandIn(name)] });
      return `\${${name}}`;
    },
    variable: (name, where) => {
      if (!variables.has(name)) {
        // Nobody can tell here what stands in it: a word, an address or a port.
        const standIns = [secretStandIn(name), 'https://stand-in.example', '8080'];
        variables.set(name, { name, where: plainLine(where), standIns });
      }
      return `\${${name}}`;
    },
    differences: () => differences,
    variables: () => [...variables.values()],
  };
}

/** `shop (EU) password` is SHOP_EU_PASSWORD. */
function variableName(hint: string): string {
  const name = hint
    .replace(/^[a-z]+:\/\//i, '')
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 80)
    .toUpperCase();
  return /^[A-Z]/.test(name) ? name : `IMPORTED_${name === '' ? 'SECRET' : name}`;
}

/** Names come from outside: in a terminal, a comment or a report they are one line without control characters. */
export function plainLine(text: string): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .trim();
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

const LONGEST_LINE = 400;
