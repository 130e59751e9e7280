/** What programs may send to the Cachet API, with noise in it: read within its limits or refused in sentences, and never a throw. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asking } from '../../../../electron/engine/cachet/asking.ts';
import { formIn } from '../../../../electron/server/cachet/bodies.ts';
import {
  ChangeComponent,
  MakeComponent,
  MakeIncident,
  MakeMetric,
  MakePoint,
  MakeSchedule,
  MakeSubscriber,
} from '../../../../shared/model/cachet/asks.ts';
import { dateIn, dateOut } from '../../../../shared/rules/cachet/dates.ts';
import { listed } from '../../../../shared/rules/cachet/listing.ts';
import { slugOf } from '../../../../shared/rules/cachet/tags.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

const SCHEMAS = { MakeComponent, ChangeComponent, MakeIncident, MakeMetric, MakePoint, MakeSchedule, MakeSubscriber };
const FIELDS = [
  'name',
  'status',
  'tags',
  'order',
  'enabled',
  'message',
  'components',
  'value',
  'email',
  'scheduled_at',
];
const body = fc.oneof(
  fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), fc.string()), fc.jsonValue(), { maxKeys: 8 }),
  fc.jsonValue(),
);
const RECORDED = 'name=Stream+14&status=2&tags%5B%5D=EU&tags%5B1%5D=US&enabled=1&link=https%3A%2F%2Fa.example%2F';

describe('noise at the Cachet API', () => {
  it(
    'is carried out only when it is what was asked for; otherwise every mistake is a sentence',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...Object.values(SCHEMAS)), body, async (schema, sent) => {
          const made = await asking<unknown>(schema, sent, async (ask) => ({ kind: 'done', row: { ask } }));
          if (made.kind === 'done') {
            expect(schema.safeParse(sent === null ? {} : made.row.ask).success).toBe(true);
          } else {
            expect(made.kind).toBe('wrong');
            const details = made.kind === 'wrong' ? made.details : [];
            expect(details.length).toBeGreaterThan(0);
            expect(details.every((detail) => /^(The|Send) .*\.$/s.test(detail))).toBe(true);
          }
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'in a form is read field by field',
    () => {
      fc.assert(
        fc.property(fc.oneof(near(RECORDED), fc.string({ unit: 'binary' })), (text) => {
          for (const value of Object.values(formIn(text))) {
            expect(typeof value === 'string' || Array.isArray(value)).toBe(true);
          }
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'in a date is none, or the time that it says',
    () => {
      fc.assert(
        fc.property(fc.oneof(near('2026-11-21 04:28:51'), fc.string()), (text) => {
          const at = dateIn(text, 'UTC');
          if (at !== null) {
            expect(dateOut(at, 'UTC').startsWith(text.trim().replace('T', ' ').slice(0, 16))).toBe(true);
          }
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'in a query leaves rows in their order, and no more than there are',
    () => {
      const query = fc.dictionary(
        fc.constantFrom('page', 'per_page', 'sort', 'order', 'id', 'tags[]', '__proto__'),
        fc.string(),
      );
      const rows = fc.array(fc.record({ id: fc.nat(), tags: fc.dictionary(fc.string(), fc.string()) }));
      fc.assert(
        fc.property(rows, query, (all, asked) => {
          const { data, meta } = listed(all, asked, 'http://h/x');
          expect(data.every((row) => all.includes(row as never))).toBe(true);
          expect(meta.pagination.count).toBe(data.length);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it('in a tag has a slug that can stand everywhere', () => {
    fc.assert(
      fc.property(fc.string(), (tag) => {
        expect(slugOf(tag)).toMatch(/^(|[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?)$/);
      }),
      FUZZ,
    );
  });
});
