/**
 * What a migration is: a pure list of statements, from one version to the next.
 *
 * A step that was released is frozen: people's files were made by it. Mend it with another step.
 */
import type { ColumnDefinitionBuilder, Compilable, CreateTableBuilder, Kysely } from 'kysely';

/** The few words in which SQLite and PostgreSQL differ when tables are made. */
export interface Words {
  /** A primary key that counts by itself and never gives a number twice, also after the highest was deleted. */
  readonly counted: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  /** A table that lies in the order of its primary key. */
  readonly clustered: <T extends string, C extends string>(table: CreateTableBuilder<T, C>) => CreateTableBuilder<T, C>;
}

export interface Step {
  readonly version: number;
  /** For people who look into the file. */
  readonly name: string;
  /** The statements, in order. Knows no schema type: the newest one would be wrong for an old step. */
  readonly statements: (build: Kysely<unknown>, words: Words) => readonly Compilable[];
}
