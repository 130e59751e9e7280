/**
 * Every kind of source that can be imported, by the name it has on the command line.
 */
import { readGatus } from './gatus/read.ts';
import type { ReadResult } from './imported.ts';
import type { Kind } from './kinds.ts';
import { readKuma } from './kuma/read.ts';
import { type KumaResult, kumaBackup, kumaDatabase } from './kuma/source.ts';
import { readNagios } from './nagios/read.ts';
import { readPractable } from './practable/read.ts';
import { readPrometheus } from './prometheus/read.ts';
import type { Report } from './report.ts';
import type { Tools } from './tools.ts';

/** Where a source is. `modules`: the blackbox exporter's file, for prometheus. */
export interface SourcePaths {
  readonly file: string;
  readonly modules: string | null;
}

/** Reads a source of that kind from the disk. */
export async function readSource(kind: Kind, paths: SourcePaths, report: Report, tools: Tools): Promise<ReadResult> {
  switch (kind) {
    case 'uptime-kuma': {
      const kuma = await kumaSource(paths.file, tools);
      return kuma.ok ? readKuma(kuma.source, paths.file, report) : kuma;
    }
    case 'nagios':
      return readNagiosFiles(paths.file, report, tools);
    case 'gatus': {
      const source = await tools.readText(paths.file);
      return source.ok ? readGatus(source.text, paths.file, report, tools.readYaml) : source;
    }
    case 'practable': {
      const source = await tools.readText(paths.file);
      return source.ok ? readPractable(source.text, paths.file, report) : source;
    }
    case 'prometheus': {
      const source = await tools.readText(paths.file);
      const modules = paths.modules === null ? null : await tools.readText(paths.modules);
      if (!source.ok || modules?.ok === false) {
        return source.ok ? (modules as Extract<typeof modules, { ok: false }>) : source;
      }
      return readPrometheus({ path: paths.file, text: source.text, modules }, report, tools);
    }
  }
}

async function kumaSource(file: string, tools: Tools): Promise<KumaResult> {
  if (!(await tools.isDatabase(file))) {
    const source = await tools.readText(file);
    return source.ok ? kumaBackup(source.text, file) : source;
  }
  try {
    const database = await tools.openDatabase(file);
    try {
      return kumaDatabase(database, file);
    } finally {
      database.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      reason: `${file} cannot be read as a database: ${reason}; stop Uptime Kuma, or copy kuma.db with kuma.db-wal`,
    };
  }
}

/** One file, or every .cfg file of a folder. */
async function readNagiosFiles(path: string, report: Report, tools: Tools): Promise<ReadResult> {
  const folder = await tools.filesBelow(path, '.cfg');
  const files: { path: string; text: string }[] = [];
  for (const name of folder ?? [path]) {
    const file = await tools.readText(name);
    if (file.ok) {
      files.push(file);
    } else if (folder === null) {
      return file;
    } else {
      report.lost({ file: name, line: null, name: '' }, file.reason);
    }
  }
  return readNagios(files, report);
}
