/** Whatever relay, jump and book send: a report of what can be read of it, or a word on why it is none. Nothing throws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../../../shared/rules/practable/read-manifest.ts';
import { readJump, readLast, readRelay } from '../../../../../shared/rules/practable/read-report.ts';
import { streamTopic } from '../../../../../shared/rules/practable/topics.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../../harness/fuzz.ts';
import { practableText } from '../../../../harness/practable/fixtures.ts';

const loose = fc.oneof(fc.constant(undefined), fc.string(), fc.integer(), fc.constant(null), fc.array(fc.string()));
const element = fc.record(
  {
    topic: loose,
    scopes: loose,
    connected: loose,
    expires_at: loose,
    user_agent: loose,
    stats: fc.oneof(
      loose,
      fc.record({ tx: fc.oneof(loose, fc.record({ last: loose, size: loose, fps: loose })), rx: loose }),
    ),
  },
  { requiredKeys: [] },
);
const message = fc.oneof(
  ...['relay-stats-0.7.0', 'relay-stats-0.9.3', 'jump-stats-0.4.0', 'jump-stats-camel', 'relay-rest-status-0.9.3'].map(
    (name) => near(practableText(name)),
  ),
  fc.array(element).map((list) => JSON.stringify(list)),
  fc.json(),
  fc.string(),
  fc.constantFrom('['.repeat(50_000), '{"__proto__":[]}', '[{"topic":"__proto__","scopes":["host"]}]'),
);

describe('whatever comes', () => {
  it(
    'a message is a report, or why not',
    () => {
      fc.assert(
        fc.property(message, (text) => {
          for (const read of [readRelay, readJump]) {
            const reading = read(text);
            if (!reading.ok) {
              expect(reading.problem).toMatch(/^it is no /);
              continue;
            }
            const { connections, unread, note } = reading.report;
            expect(unread === 0).toBe(note === null);
            for (const [topic, { tx, userAgent }] of connections) {
              expect(topic.length).toBeLessThanOrEqual(200);
              expect(userAgent.length).toBeLessThanOrEqual(200);
              expect(tx === null || tx.last === 'never' || tx.last === 'unreadable' || Number.isFinite(tx.last)).toBe(
                true,
              );
              expect(read === readJump || streamTopic(topic) !== null).toBe(true);
            }
          }
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'a list of resources is one, or why not',
    () => {
      fc.assert(
        fc.property(fc.oneof(near(practableText('book-resources')), fc.json(), fc.string()), (text) => {
          const read = readManifest(text);
          if (!read.ok) {
            expect(read.problem).toMatch(/^it is no /);
            return;
          }
          for (const { stub, required } of read.manifest.resources) {
            expect(stub).not.toBe('');
            expect(required.every((topic) => topic.startsWith(`${stub}-`))).toBe(true);
          }
          expect(read.manifest.unread === 0).toBe(read.manifest.note === null);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'a length of time is a number of ms, never, or unreadable',
    () => {
      const go = fc.stringMatching(/^[+-]?(\d{1,4}(\.\d{0,9})?(ns|us|µs|ms|s|m|h)){1,5}$/);
      fc.assert(
        fc.property(fc.oneof(go, fc.string(), fc.anything()), (value) => {
          const last = readLast(value);
          expect(last === 'never' || last === 'unreadable' || Number.isFinite(last)).toBe(true);
        }),
        FUZZ,
      );
      fc.assert(
        fc.property(go, (text) => {
          expect(typeof readLast(text)).toBe('number');
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});
