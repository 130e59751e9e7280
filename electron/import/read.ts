/**
 * Every kind of source that can be imported, by the name it has on the command line.
 */
import { readGatus } from './gatus/read.ts';
import type { ReadResult } from './imported.ts';
import { readPractable } from './practable/read.ts';
import { readPrometheus } from './prometheus/read.ts';
import type { Report } from './report.ts';
import type { Tools } from './tools.ts';

export const KINDS = ['gatus', 'prometheus', 'practable'] as const;
export type Kind = (typeof KINDS)[number];

/** Where a source is. `modules`: the blackbox exporter's file, for prometheus. */
export interface SourcePaths {
  readonly file: string;
  readonly modules: string | null;
}

/** Reads a source of that kind from the disk. */
export async function readSource(kind: Kind, paths: SourcePaths, report: Report, tools: Tools): Promise<ReadResult> {
  const source = await tools.readText(paths.file);
  if (!source.ok) {
    return source;
  }
  switch (kind) {
    case 'gatus':
      return readGatus(source.text, paths.file, report, tools.readYaml);
    case 'practable':
      return readPractable(source.text, paths.file, report);
    case 'prometheus': {
      const modules = paths.modules === null ? null : await tools.readText(paths.modules);
      if (modules?.ok === false) {
        return modules;
      }
      return readPrometheus({ path: paths.file, text: source.text, modules }, report, tools);
    }
  }
}
