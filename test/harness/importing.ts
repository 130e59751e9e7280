/**
 * Imports a text or a recorded file the way the command does, without a process: reader, judge, report.
 */
import { join } from 'node:path';
import { parse } from 'yaml';
import { importTools } from '../../electron/compose/commands/import-tools.ts';
import { parseConfig } from '../../electron/config/parse.ts';
import { assemble, type Judge } from '../../electron/import/assemble.ts';
import type { Difference, ReadResult } from '../../electron/import/imported.ts';
import type { Kind } from '../../electron/import/kinds.ts';
import { readSource } from '../../electron/import/read.ts';
import { createReport, type Report } from '../../electron/import/report.ts';
import type { Tools } from '../../electron/import/tools.ts';

export const IMPORT_FIXTURES = join(import.meta.dirname, '../fixtures/import');

export const judge: Judge = (text, env) => {
  const parsed = parseConfig(text, { env, unseal: () => null });
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
};

export interface ImportedFile {
  readonly text: string;
  /** The YAML as plain values, before variables are filled in. */
  readonly file: { readonly components: readonly Written[] } & Record<string, unknown>;
  readonly differences: readonly Difference[];
  readonly variables: readonly string[];
  /** `name: why`, of one kind. */
  told(kind: Difference['kind']): readonly string[];
  component(id: string): Written;
}

interface Written {
  readonly id: string;
  readonly checks: readonly Record<string, unknown>[];
  readonly [field: string]: unknown;
}

/** Tools that know these files and nothing else. */
export function toolsWith(files: Readonly<Record<string, string>>): Tools {
  return {
    ...importTools,
    readText: async (path) => {
      const text = files[path];
      return text === undefined ? { ok: false, reason: `${path} cannot be read` } : { ok: true, path, text };
    },
    filesBelow: async () => null,
    filesLike: async () => [],
    isDatabase: async () => false,
  };
}

/** Imports one text. Throws when it cannot be read. */
export const importText = (kind: Kind, text: string, modules: string | null = null): Promise<ImportedFile> =>
  importWith(kind, 'source', toolsWith({ source: text, ...(modules !== null && { modules }) }), modules && 'modules');

/** Imports a recorded file, with all that lies beside it. */
export const importFixture = (kind: Kind, name: string, modules: string | null = null): Promise<ImportedFile> =>
  importWith(kind, join(IMPORT_FIXTURES, name), importTools, modules && join(IMPORT_FIXTURES, modules));

async function importWith(kind: Kind, file: string, tools: Tools, modules: string | null): Promise<ImportedFile> {
  const report = createReport();
  return finished(await readSource(kind, { file, modules }, report, tools), report);
}

/** What comes out of a reading; throws when our own parser would not take it. */
export function finished(read: ReadResult, report: Report): ImportedFile {
  if (!read.ok) {
    throw new Error(read.reason);
  }
  const assembled = assemble(read.imported, [], report, judge);
  if (!assembled.ok) {
    throw new Error(`not valid: ${assembled.problems.join('; ')}`);
  }
  const parsed = parse(assembled.text) as ImportedFile['file'];
  const differences = report.differences();
  return {
    text: assembled.text,
    file: parsed,
    differences,
    variables: report.variables().map(({ name }) => name),
    told: (kind) => differences.flatMap((one) => (one.kind === kind ? `${one.name}: ${one.why}` : [])),
    component: (id) => {
      const found = parsed.components.find((component) => component.id === id);
      if (found === undefined) {
        throw new Error(`no component ${id} among ${parsed.components.map((component) => component.id).join(', ')}`);
      }
      return found;
    },
  };
}
