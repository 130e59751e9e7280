/**
 * Whatever stands in the rows of Uptime Kuma's database: every value that SQLite can hold, in every column. SQLite itself
 * promises nothing about them: a column that is called a number takes any text.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { readSource } from '../../../../electron/import/read.ts';
import { createReport } from '../../../../electron/import/report.ts';
import type { SourceDatabase } from '../../../../electron/import/tools.ts';
import { loadDriver } from '../../../../electron/store/sqlite/driver.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';
import { finished, IMPORT_FIXTURES, toolsWith } from '../../../harness/importing.ts';

type Row = Readonly<Record<string, unknown>>;
type Tables = ReadonlyMap<string, readonly Row[]>;

let recorded: Tables = new Map();

beforeAll(async () => {
  const handle = (await loadDriver()).open(':memory:');
  handle.exec(readFileSync(join(IMPORT_FIXTURES, 'kuma/kuma.sql'), 'utf8'));
  const names = handle.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
  recorded = new Map(names.map(({ name }) => [name, handle.prepare(`SELECT * FROM "${name}"`).all() as Row[]]));
  handle.close();
});

/** What SQLite may give back for one cell. */
const cell = fc.oneof(
  fc.constantFrom(null, '', '0', '1', -1, 0, 1, 65_536, 1e300, Number.POSITIVE_INFINITY, 2n ** 63n - 1n),
  fc.constantFrom(
    'http',
    'dns',
    'port',
    'push',
    'group',
    'smtp',
    'single',
    'cron',
    'recurring-interval',
    '[1,2]',
    '{}',
  ),
  fc.integer(),
  fc.double(),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.uint8Array({ maxLength: 8 }),
  near('["200-299","304"]'),
  near('https://user:secret@shop.example.org:8443/health?key=abc'),
  near('2026-01-02 03:04:00'),
);

/** Few of the monitors and windows at a time: judging what comes out is what costs. */
const kept = fc.tuple(
  fc.subarray([2, 3, 5], { minLength: 1, maxLength: 2 }),
  fc.subarray([1, 2, 3, 4, 5], { maxLength: 1 }),
);

const changes = fc.array(
  fc.record({ table: fc.nat(), row: fc.nat(), column: fc.nat(), value: cell, double: fc.boolean() }),
  { minLength: 1, maxLength: 5 },
);

function spoilt(tables: Tables, all: readonly Change[]): Tables {
  const result = new Map([...tables].map(([name, rows]) => [name, [...rows]]));
  const names = [...result.keys()];
  for (const { table, row, column, value, double } of all) {
    const rows = result.get(names[table % names.length] ?? '') ?? [];
    const at = row % Math.max(1, rows.length);
    const old = rows[at];
    if (old !== undefined) {
      const columns = Object.keys(old);
      rows.splice(at, double ? 0 : 1, { ...old, [columns[column % columns.length] ?? '']: value });
    }
  }
  return result;
}

function partOf(tables: Tables, monitors: readonly number[], windows: readonly number[]): Tables {
  const wanted = (rows: readonly Row[], ids: readonly number[]) => rows.filter(({ id }) => ids.includes(Number(id)));
  return new Map([
    ...tables,
    ['monitor', wanted(tables.get('monitor') ?? [], [1, ...monitors])],
    ['maintenance', wanted(tables.get('maintenance') ?? [], windows)],
  ]);
}

/** Names that stand in a report as they are. */
const PLAIN = new Set<unknown>(['Shop', 'SSH', 'Backup']);

interface Change {
  readonly table: number;
  readonly row: number;
  readonly column: number;
  readonly value: unknown;
  readonly double: boolean;
}

async function importRows(tables: Tables) {
  const report = createReport();
  const database: SourceDatabase = { rows: (name) => tables.get(name) ?? null, close: () => undefined };
  const tools = { ...toolsWith({}), isDatabase: async () => true, openDatabase: async () => database };
  const read = await readSource('uptime-kuma', { file: 'kuma.db', modules: null }, report, tools);
  return finished(read, report);
}

it(
  'what comes out is valid, and each monitor that is not in it is told of',
  async () => {
    await fc.assert(
      fc.asyncProperty(kept, changes, async ([few, windows], all) => {
        const tables = spoilt(partOf(recorded, few, windows), all);
        const { file, differences } = await importRows(tables);
        const told = new Set(differences.map(({ name }) => name));
        for (const { type, name } of tables.get('monitor') ?? []) {
          if (type !== 'group' && PLAIN.has(name)) {
            expect(told.has(String(name)) || file.components.some((component) => component.name === name)).toBe(true);
          }
        }
        for (const { name, why } of differences) {
          expect(`${name}${why}`).not.toMatch(/[\n\r\0]|undefined|\[object/);
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

it('the rows as they were recorded are read whole', async () => {
  expect((await importRows(recorded)).file.components.length).toBe(3);
});
