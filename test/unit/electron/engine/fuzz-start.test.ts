/**
 * A start with rotten rows: what a schema lets through may be nonsense all the same, a number above all. The engine starts, shows
 * every component, goes on watching, and stops.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sqlite } from '../../../../electron/store/query-builder.ts';
import { outboxRow, overrideRow, valueRow, watchRow } from '../../../../electron/store/sqlite/rows.ts';
import { readAllState, shelve } from '../../../../electron/store/sqlite/state.ts';
import { sqliteStore } from '../../../../electron/store/sqlite/store.ts';
import { CheckId } from '../../../../shared/model/ids.ts';
import { unseen } from '../../../../shared/rules/health.ts';
import { bareStore } from '../../../harness/bare-store.ts';
import { movableClock } from '../../../harness/clock.ts';
import { testEngine } from '../../../harness/engine.ts';
import { FUZZ_RUNS, FUZZ_TIMEOUT_MS, place } from '../../../harness/fuzz.ts';
import { silentLog } from '../../../harness/log.ts';
import { anIncident, anItem, anOverride, aWatch } from '../../../harness/store-values.ts';
import { START } from '../../../harness/watch-story.ts';

/** A whole engine is dearer than a row: a tenth of what a parser gets. */
const RUNS = Math.ceil(FUZZ_RUNS / 10);

const check = { ...unseen(CheckId.parse('api/http')), settled: 'down' as const, since: START - 120_000, failStreak: 5 };
const SOUND = {
  watch: watchRow(aWatch({ checks: [check], incident: anIncident() }), START),
  outbox: outboxRow(anItem('p-1', {}, 'kim-hook'), START),
  override: overrideRow(anOverride('o-1'), START),
  quiet: valueRow('quiet', { until: START + 3_600_000, criticalToo: false, by: 'Kim' }),
  alive: valueRow('alive', START - 60_000),
};
type Name = keyof typeof SOUND;

const odd = fc.constantFrom(
  '1e300',
  '-1e300',
  '8.64e15',
  '8640000000000001',
  '-1',
  '0',
  '0.5',
  '9007199254740993',
  'null',
  '""',
);
/** Every number of a JSON text may become another one. */
const rot = fc.record({
  row: fc.constantFrom(...(Object.keys(SOUND) as Name[])),
  at: place,
  /** … or the whole of it. */
  whole: fc.boolean(),
  put: odd,
});

function rotten(json: string, at: number, put: string): string {
  const numbers = [...json.matchAll(/(?<=[:[,])(?:-?\d[\d.e+]*|null|true|false)(?=[,}\]])/g)];
  const found = numbers[Math.floor(at * numbers.length)];
  return found === undefined ? put : json.slice(0, found.index) + put + json.slice(found.index + found[0].length);
}

/** An override that runs, by its row, from long before our time to the end of all time. */
const FOR_EVER = (['-1e300', '8.64e15'] as const).map((put, index) => ({
  row: 'override' as const,
  at: index / 2.99,
  whole: false,
  put,
}));

async function startedWith(
  rots: readonly { readonly row: Name; readonly at: number; readonly put: string; readonly whole: boolean }[],
) {
  const clock = movableClock(START);
  const { connection } = await bareStore(':memory:', clock);
  const json = (name: Name) =>
    rots
      .filter(({ row }) => row === name)
      .reduce((text, { at, put, whole }) => (whole ? put : rotten(text, at, put)), SOUND[name].json);
  connection.run(sqlite.insertInto('watch').values({ ...SOUND.watch, json: json('watch') }));
  connection.run(sqlite.insertInto('outbox').values({ ...SOUND.outbox, json: json('outbox') }));
  connection.run(sqlite.insertInto('override').values({ ...SOUND.override, json: json('override') }));
  connection.run(sqlite.insertInto('value').values({ ...SOUND.quiet, json: json('quiet') }));
  connection.run(sqlite.insertInto('value').values({ ...SOUND.alive, json: json('alive') }));
  const state = readAllState(connection);
  shelve(connection, state.unreadable, clock.now());
  return testEngine({ clock, store: sqliteStore({ connection, log: silentLog, clock, state }) });
}

it(
  'the engine starts, shows every component, goes on and stops, whatever number is wrong in a row',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rot, { minLength: 1, maxLength: 3 }), async (rots) => {
        const one = await startedWith(rots);
        await one.clock.advance(45_000);
        const snapshot = one.snapshot();
        expect(snapshot.components.map(({ id }) => id)).toContain('api');
        expect(JSON.stringify(snapshot)).not.toMatch(/Invalid Date|NaN|undefined/);
        expect(one.log.lines.filter(({ message }) => message.includes('bug of ours'))).toEqual([]);
        await one.stop();
      }),
      { numRuns: RUNS, examples: [[FOR_EVER]] },
    );
    const sound = await startedWith([]);
    expect(sound.snapshot().incidents.map(({ id }) => id)).toContain('inc-1');
    await sound.stop();
  },
  FUZZ_TIMEOUT_MS * 2,
);
