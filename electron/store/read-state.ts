/**
 * Rows of state as values, through their schemas. A row that its schema refuses takes nothing else with it: it is named,
 * with the reason, and the others are used. Pure.
 */
import { z } from 'zod';
import { OutboxItem } from '../../shared/model/page.ts';
import { StoredOverride } from '../../shared/model/schedule.ts';
import { ComponentWatch } from '../../shared/model/watch.ts';
import type { Restored } from '../engine/ports/store.ts';
import type { StateTable } from './upsert.ts';

/** A row of any table of state: what names it, and its JSON. */
export interface StateJson {
  readonly key: string;
  readonly json: string;
}

export interface Unreadable extends StateJson {
  readonly source: StateTable;
  readonly reason: string;
}

export interface StateRead {
  readonly restored: Restored;
  readonly unreadable: readonly Unreadable[];
}

/** Reads the state from its rows, by table. Outbox: only what still wants work. */
export function readState(rows: (table: 'watch' | 'outbox' | 'override' | 'value') => readonly StateJson[]): StateRead {
  const unreadable: Unreadable[] = [];

  function read<T>(source: 'watch' | 'outbox' | 'override' | 'value', schema: z.ZodType<T>): [key: string, value: T][] {
    return rows(source).flatMap((row): [string, T][] => {
      const result = parseJson(row.json, schema);
      if (!result.ok) {
        unreadable.push({ source, ...row, reason: result.reason });
        return [];
      }
      return [[row.key, result.value]];
    });
  }

  const restored: Restored = {
    watches: read('watch', ComponentWatch).map(([, watch]) => watch),
    outbox: read('outbox', OutboxItem).map(([, item]) => item),
    overrides: read('override', StoredOverride).map(([, override]) => override),
    values: new Map(read('value', z.unknown())),
  };
  return { restored, unreadable };
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** JSON text through a schema: the value, or everything that is wrong with it in one line. */
export function parseJson<T>(json: string, schema: z.ZodType<T>): Parsed<T> {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch (error) {
    return { ok: false, reason: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const result = schema.safeParse(raw);
  return result.success
    ? { ok: true, value: result.data }
    : {
        ok: false,
        reason: result.error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`).join('; '),
      };
}
