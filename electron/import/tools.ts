/**
 * What readers need of the world, handed in: files, folders, a database, the house's YAML parser.
 */
import type { ReadYaml } from './yaml-source.ts';

export type TextFile =
  | { readonly ok: true; readonly path: string; readonly text: string }
  /** One sentence that names the path. */
  | { readonly ok: false; readonly reason: string };

/** A database that is only read. */
export interface SourceDatabase {
  /** Every row of a table, or null when there is none of that name. */
  rows(table: string): readonly Record<string, unknown>[] | null;
  close(): void;
}

export interface Tools {
  readonly readYaml: ReadYaml;
  readText(path: string): Promise<TextFile>;
  /** The files below a folder whose names end so, in order; null when the path is no folder. */
  filesBelow(path: string, ending: string): Promise<readonly string[] | null>;
  /** Paths that a pattern with `*` in its last part names, seen from the folder of `beside`. */
  filesLike(pattern: string, beside: string): Promise<readonly string[]>;
  isDatabase(path: string): Promise<boolean>;
  openDatabase(path: string): Promise<SourceDatabase>;
}
