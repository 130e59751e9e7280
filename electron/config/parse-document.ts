/**
 * A YAML or JSON text that is not the configuration (the world of a drill) to a value, or to every mistake in it with its place.
 *
 * The same steps and the same words as for the configuration; variables are not filled in from anywhere. Never throws.
 */
import type { z } from 'zod';
import type { ConfigProblem } from '../../shared/model/config.ts';
import { type Complaint, pathText } from '../../shared/rules/config/complaint.ts';
import { toPlain } from './document.ts';
import { objections } from './issues.ts';
import { toProblems } from './problems.ts';
import { wording } from './wording.ts';
import { readYaml } from './yaml.ts';

export type ParsedDocument<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

const NO_SURROUNDINGS = { env: {}, unseal: () => null };

/** `judge`: what the schema cannot see; only asked about what has the right shape. */
export function parseDocument<S extends z.ZodType>(
  text: string,
  schema: S,
  judge: (value: z.infer<S>) => readonly Complaint[],
): ParsedDocument<z.infer<S>> {
  const yaml = readYaml(text);
  if (yaml.findings.length > 0 || yaml.root === null) {
    const findings = yaml.root === null && yaml.findings.length === 0 ? [EMPTY] : yaml.findings;
    return { ok: false, problems: toProblems(findings, yaml.place, []) };
  }
  const plain = toPlain(yaml.root, NO_SURROUNDINGS);
  const read = schema.safeParse(plain.value, { error: wording });
  const complaints = read.success ? judge(read.data) : objections(schema, plain.value, read.error.issues);
  const findings = [
    ...plain.findings,
    ...complaints.map(({ path, message, ...more }) => {
      const about = 'about' in more && more.about === 'key' ? 'key' : 'value';
      return { path: pathText(path), offset: offsetNear(path, about), message };
    }),
  ];
  return read.success && findings.length === 0
    ? { ok: true, value: read.data }
    : { ok: false, problems: toProblems(findings, yaml.place, []) };

  /** A missing field has no place: then the nearest group of fields around it has. */
  function offsetNear(path: Complaint['path'], about: 'key' | 'value'): number | null {
    let offset = plain.offsetOf(path, about);
    for (let length = path.length - 1; offset === null && length >= 0; length -= 1) {
      offset = plain.offsetOf(path.slice(0, length), 'value');
    }
    return offset;
  }
}

const EMPTY = { path: '', offset: 0, message: 'the file is empty' };
