/**
 * `watchbell import <kind> <file>`: somebody else's configuration as ours, and a list of everything that is not the same.
 *
 * Exit code 0 with the losses said, 2 when the source cannot be read or nothing could be written.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseConfig } from '../../config/parse.ts';
import { replaceFile, writeNewFile } from '../../config/write-file.ts';
import { type Assembled, assemble } from '../../import/assemble.ts';
import type { Difference, Variable } from '../../import/imported.ts';
import type { Kind } from '../../import/kinds.ts';
import { readSource } from '../../import/read.ts';
import { createReport, type Report } from '../../import/report.ts';
import type { Terminal } from '../terminal.ts';
import { importTools } from './import-tools.ts';
import { EXIT, type ExitCode } from './places.ts';

export interface ImportOptions {
  /** Absent: the configuration goes to standard output. */
  readonly output?: string;
  readonly force: boolean;
  readonly json: boolean;
  /** For prometheus: the blackbox exporter's own file. */
  readonly modules?: string;
}

export async function importCommand(
  kind: Kind,
  file: string,
  options: ImportOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const output = options.output === undefined ? null : resolve(options.output);
  if (output !== null && !options.force && existsSync(output)) {
    terminal.err(
      `${options.output} is there already and was left alone; name another --output, or replace it with --force`,
    );
    return EXIT.badInput;
  }
  const report = createReport();
  const read = await readSource(kind, { file, modules: options.modules ?? null }, report, importTools);
  if (!read.ok) {
    terminal.err(read.reason);
    return EXIT.badInput;
  }
  const assembled = assemble(read.imported, introOf(kind, file, report.variables()), report, judge);
  if (!assembled.ok) {
    terminal.err('Nothing was written: the result would not be a valid configuration. Please report this.');
    for (const problem of assembled.problems) {
      terminal.err(problem);
    }
    return EXIT.badInput;
  }
  if (output !== null) {
    const problem = await write(output, assembled.text, options.force);
    if (problem !== null) {
      terminal.err(problem);
      return EXIT.badInput;
    }
  }
  tell(kind, options, assembled, report, terminal);
  return EXIT.well;
}

/** Our own parser, with stand-ins for the secrets: whatever it takes can be used once the variables are set. */
function judge(text: string, env: Readonly<Record<string, string>>): readonly string[] {
  const parsed = parseConfig(text, { env, unseal: () => null });
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
}

function introOf(kind: Kind, file: string, variables: readonly Variable[]): readonly string[] {
  return [
    `Imported from ${file} (${kind}). What could not be carried over was said then; run the import again to see it.`,
    'How people are reached was not imported: look at people, channels and policies below.',
    ...(variables.length === 0 ? [] : ['Set these variables before you start Watchbell with this file:']),
    ...variables.map(({ name, where }) => `  ${name}: ${where}`),
  ];
}

/** Null: written. */
async function write(output: string, text: string, force: boolean): Promise<string | null> {
  try {
    if (force) {
      await replaceFile(output, text);
      return null;
    }
    return (await writeNewFile(output, text)) ? null : `${output} is there already and was left alone`;
  } catch (error) {
    return `${output} cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function tell(
  kind: Kind,
  { output, json }: ImportOptions,
  { text, components, checks, systems }: Extract<Assembled, { ok: true }>,
  report: Report,
  { out, err }: Terminal,
): void {
  const differences = report.differences();
  const variables = report.variables().map(({ name, where }) => ({ name, where }));
  if (json) {
    const written = output === undefined ? { output: null, config: text } : { output };
    out(JSON.stringify({ kind, components, checks, systems, differences, variables, ...written }));
    return;
  }
  if (output === undefined) {
    out(text.trimEnd());
  }
  for (const difference of differences) {
    err(differenceLine(difference));
  }
  if (variables.length > 0) {
    err('Set these variables; their values stand in the source and were written nowhere:');
    for (const { name, where } of variables) {
      err(`  ${name}  (${where})`);
    }
  }
  const lost = differences.filter((difference) => difference.kind === 'lost').length;
  err(
    `${kind === 'practable' ? `${systems} ${systems === 1 ? 'system' : 'systems'} of practable` : `${components} components with ${checks} checks`}${output === undefined ? '' : ` written to ${output}`}; ` +
      `${lost} things were not carried over, ${differences.length - lost} mean something else here`,
  );
}

/** `config.yaml:12: front-end: not carried over: …`, as editors and terminals make it a link. */
function differenceLine({ file, line, name, kind, why }: Difference): string {
  const what = kind === 'lost' ? 'not carried over' : 'changed';
  return `${file}${line === null ? '' : `:${line}`}: ${name === '' ? '' : `${name}: `}${what}: ${why}`;
}
