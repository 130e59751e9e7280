/**
 * The text of a configuration file to a Config, or to every mistake in it with line and column.
 *
 * The order is the order of trust: YAML, then variables and sealed secrets, then the schema, then the cross-checks. Nothing of
 * a file with a mistake is used. Never throws, whatever the text.
 */
import { type Config, ConfigFile, type ConfigProblem } from '../../shared/model/config.ts';
import { type Complaint, type Path, pathText } from '../../shared/rules/config/complaint.ts';
import { resolveConfig } from '../../shared/rules/config.ts';
import { type Plain, toPlain } from './document.ts';
import { childOf } from './fields.ts';
import { type Objection, objections } from './issues.ts';
import type { Surroundings } from './placeholders.ts';
import { type Finding, toProblems } from './problems.ts';
import { findSecrets } from './secrets.ts';
import { wording } from './wording.ts';
import { readYaml } from './yaml.ts';

export type ParsedConfig =
  | {
      readonly ok: true;
      readonly config: Config;
      /** Not wrong, but worth a look: a step that reaches nobody at some severity, a file that watches nothing. */
      readonly warnings: readonly ConfigProblem[];
      /** For `redact`: what must not appear in logs, feeds and exports. */
      readonly secrets: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Reads a configuration. Problems come in the order of their lines, and hold no secret. */
export function parseConfig(text: string, surroundings: Surroundings): ParsedConfig {
  const yaml = readYaml(text);
  if (yaml.findings.length > 0) {
    return { ok: false, problems: toProblems(yaml.findings, yaml.place, []) };
  }
  if (yaml.root === null) {
    const message = 'the file is empty; a configuration begins with `version: 1`';
    return { ok: false, problems: toProblems([{ path: '', offset: 0, message }], yaml.place, []) };
  }
  const plain = toPlain(yaml.root, surroundings);
  const secrets = findSecrets(plain.value, plain.filled);
  const judged = judge(plain);
  const finding = (complaint: Complaint) => toFinding(complaint, plain, yaml.place);
  if (judged.ok && plain.findings.length === 0) {
    const short = secrets.tooShort.map((path) => ({
      path,
      message: 'a secret this short cannot be kept out of logs; use a longer one',
    }));
    const warnings = toProblems([...judged.warnings, ...short].map(finding), yaml.place, secrets.texts);
    return { ok: true, config: judged.config, warnings, secrets: secrets.texts };
  }
  const spoiled = new Set(plain.spoiled.map(pathText));
  const complaints = judged.ok ? [] : judged.problems.filter(({ path }) => !isUnder(path, spoiled));
  return {
    ok: false,
    problems: toProblems([...plain.findings, ...complaints.map(finding)], yaml.place, secrets.texts),
  };
}

/** Schema, then cross-checks: the second can only ask about what has the right shape. */
function judge(plain: Plain): ReturnType<typeof resolveConfig> {
  const first = ConfigFile.safeParse(plain.value, { error: wording });
  if (first.success) {
    return resolveConfig(first.data);
  }
  const value = withNumbers(plain, first.error.issues);
  const second = ConfigFile.safeParse(value, { error: wording });
  return second.success
    ? resolveConfig(second.data)
    : { ok: false, problems: objections(ConfigFile, value, second.error.issues) };
}

/**
 * `port: ${PORT}` is a text after filling in. Where the schema wants a number or a truth value and the variable stood there
 * without quotes, it is read as one.
 */
function withNumbers(
  plain: Plain,
  issues: readonly { readonly code: string; readonly path: readonly PropertyKey[]; readonly expected?: unknown }[],
): unknown {
  const candidates = new Map(
    plain.filled.filter((filled) => filled.plain).map((filled) => [pathText(filled.path), filled]),
  );
  let { value } = plain;
  for (const { code, path, expected } of issues) {
    const source = code === 'invalid_type' ? candidates.get(pathText(path as Path)) : undefined;
    if (source === undefined) {
      continue;
    }
    if ((expected === 'number' || expected === 'int') && /^-?\d+(?:\.\d+)?$/.test(source.text)) {
      value = replaced(value, source.path, Number(source.text));
    } else if (expected === 'boolean' && /^(?:true|false)$/.test(source.text)) {
      value = replaced(value, source.path, source.text === 'true');
    }
  }
  return value;
}

function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) {
    return by;
  }
  const inner = replaced(childOf(value, part), rest, by);
  return Array.isArray(value) ? value.with(Number(part), inner) : { ...(value as object), [part]: inner };
}

/** A missing field has no place: then the nearest group of fields around it has. */
function toFinding(
  complaint: Complaint | Objection,
  plain: Plain,
  place: (offset: number) => { readonly line: number },
): Finding {
  const { path, message, other } = complaint;
  const first = other === undefined ? null : plain.offsetOf(other, 'value');
  const addition = first === null ? '' : ` (first in line ${place(first).line})`;
  let offset = plain.offsetOf(path, 'about' in complaint ? complaint.about : 'value');
  for (let length = path.length - 1; offset === null && length >= 0; length--) {
    offset = plain.offsetOf(path.slice(0, length), 'value');
  }
  return { path: pathText(path), offset, message: message + addition };
}

const isUnder = (path: Path, spoiled: ReadonlySet<string>): boolean =>
  spoiled.size > 0 && [...path.keys(), path.length].some((length) => spoiled.has(pathText(path.slice(0, length))));
