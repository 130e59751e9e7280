/** Whatever stands in the rows of a state: each is used or named with its reason, and none takes another one with it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomeOf, whyOf } from '../../../../electron/store/codes.ts';
import { readState } from '../../../../electron/store/read-state.ts';
import { eventOf } from '../../../../electron/store/sqlite/rows.ts';
import { FAILURE_KINDS, OWN_TROUBLE_KINDS } from '../../../../shared/model/observation.ts';
import { Trouble } from '../../../../shared/model/status.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';
import { anEvent, anIncident, anItem, anOverride, aWatch } from '../../../harness/store-values.ts';

const GOOD = {
  watch: JSON.stringify(aWatch({ incident: anIncident() })),
  outbox: JSON.stringify(anItem('p-1')),
  override: JSON.stringify(anOverride('o-1')),
  value: JSON.stringify({ until: 1, criticalToo: false, by: 'Kim' }),
} as const;
const TABLES = ['watch', 'outbox', 'override', 'value'] as const;

/** A text, or what SQLite keeps in a column of texts all the same. */
const column = (good: string) =>
  fc.oneof(
    { weight: 6, arbitrary: near(good) },
    { weight: 2, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.constantFrom('', 'null', '[]', '{"__proto__":null}', `${'['.repeat(20_000)}`) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 8 }) as unknown as fc.Arbitrary<string> },
  );
const spoilt = fc.record({
  watch: column(GOOD.watch),
  outbox: column(GOOD.outbox),
  override: column(GOOD.override),
  value: column(GOOD.value),
});

describe('fuzz', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('a spoilt row of state is named with its reason or used, and the good one beside it is used', () => {
    fc.assert(
      fc.property(spoilt, (bad) => {
        const { restored, unreadable } = readState((table) => [
          { key: 'bad', json: bad[table] },
          { key: 'good', json: GOOD[table] },
        ]);
        for (const { key, reason } of unreadable) {
          expect(key).toBe('bad');
          expect(reason).not.toBe('');
          expect(reason).not.toMatch(/\[object/);
        }
        const { watches, outbox, overrides, values } = restored;
        const used = watches.length + outbox.length + overrides.length + values.size;
        expect(used + unreadable.length).toBe(2 * TABLES.length);
        expect(watches.at(-1)).toEqual(JSON.parse(GOOD.watch));
        expect(outbox.at(-1)).toEqual(JSON.parse(GOOD.outbox));
        expect(overrides.at(-1)).toEqual(JSON.parse(GOOD.override));
      }),
      FUZZ,
    );
  });

  it('a code that nobody knows is never a pass, and says nothing of a kind that there is not', () => {
    const code = fc.oneof(fc.integer({ min: -400, max: 400 }), fc.double(), fc.constantFrom(Number.NaN, 2 ** 53));
    fc.assert(
      fc.property(code, fc.option(code), (outcome, why) => {
        const kind = outcomeOf(outcome);
        expect(kind === 'pass').toBe(outcome === 0);
        const said = whyOf(kind, why);
        expect([...FAILURE_KINDS, ...OWN_TROUBLE_KINDS, undefined]).toContain(said.kind);
        expect([...Trouble.options, undefined]).toContain(said.level);
      }),
      FUZZ,
    );
    expect(whyOf('fail', 306)).toEqual({ kind: 'timeout', level: 'major_outage' });
  });

  it('an event whose data is spoilt is an event all the same', () => {
    const row = { at: 1, type: 'status', component_id: null, incident_id: null, person_id: null, channel_id: null };
    fc.assert(
      fc.property(
        column(JSON.stringify(anEvent({ data: { from: 'up', to: 'down' } }).data)),
        fc.string(),
        (data, text) => {
          const event = eventOf({ ...row, seq: 1, type: 'status', text, data });
          expect(event.text).toBe(text);
          expect(event.data).toBeDefined();
        },
      ),
      FUZZ,
    );
  });
});
