/** Whatever stands in a body: it is read within bounds, or refused with words; nothing throws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlertEvent,
  LONGEST_KEY,
  LONGEST_SUMMARY,
  MOST_DETAILS,
  MOST_LINKS,
} from '../../../../../shared/model/alert.ts';
import { Mapping } from '../../../../../shared/model/mapping.ts';
import { readAlertmanager } from '../../../../../shared/rules/alerts/alertmanager.ts';
import { readMapped } from '../../../../../shared/rules/alerts/mapped.ts';
import { readChange, readEnqueue } from '../../../../../shared/rules/alerts/pagerduty.ts';
import { alertmanagerBody } from '../../../../harness/alerts.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../../harness/fuzz.ts';

const EVENT = {
  routing_key: 'k',
  event_action: 'trigger',
  dedup_key: 'a',
  payload: { summary: 's', source: 'o', severity: 'info', custom_details: { a: 1, b: ['c'] } },
  links: [{ href: 'https://a.example', text: 't' }],
};

/** JSON of any kind, and what is nearly an event. */
function bodies(example: object): fc.Arbitrary<unknown> {
  const parsed = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  };
  const any = fc.jsonValue();
  const keys = fc.constantFrom('alerts', 'payload', 'links', 'severity', 'labels', '__proto__', 'status', 'dedup_key');
  return fc.oneof(
    near(JSON.stringify(example)).map(parsed),
    any,
    fc.dictionary(keys, any).map((extra) => ({ ...example, ...extra })),
  );
}

function expectBounded(event: AlertEvent): void {
  expect(event.key.length).toBeLessThanOrEqual(LONGEST_KEY);
  expect(event.summary.length).toBeLessThanOrEqual(LONGEST_SUMMARY);
  expect(event.details.length).toBeLessThanOrEqual(MOST_DETAILS);
  expect(event.links.length).toBeLessThanOrEqual(MOST_LINKS);
  expect(event.links.every(({ href }) => /^https?:\/\//i.test(href))).toBe(true);
  expect(JSON.stringify(event)).not.toMatch(/\\n|\\r|\\u0000/);
}

describe('any body', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('for PagerDuty is an event, or refused', () => {
    fc.assert(
      fc.property(bodies(EVENT), (body) => {
        const read = readEnqueue(body);
        if (read.ok) {
          expectBounded({ ...read.said, key: read.said.key.replaceAll(/\p{Cc}/gu, '') });
        } else {
          expect(read.problems.length).toBeGreaterThan(0);
        }
        expect(() => readChange(body)).not.toThrow();
      }),
      FUZZ,
    );
  });

  it('of an Alertmanager is events, or refused', () => {
    fc.assert(
      fc.property(bodies(alertmanagerBody([{ alertname: 'A', instance: 'b' }])), (body) => {
        const read = readAlertmanager(body);
        if (read.ok) {
          for (const event of read.events) {
            expectBounded({ ...event, key: event.key.replaceAll(/\p{Cc}/gu, '') });
          }
        } else {
          expect(read.problems.length).toBeGreaterThan(0);
        }
      }),
      FUZZ,
    );
  });

  it('by a mapping is events, or refused', () => {
    const mapping = Mapping.parse({
      each: 'alerts',
      key: '{{payload}}{{status}}',
      summary: '{{labels.a}}x',
      link: '{{links[0].href}}',
      details: { all: '{{$}}' },
      state: { in: '{{status}}', over: 'ok' },
    });
    fc.assert(
      fc.property(bodies({ alerts: [EVENT] }), (body) => {
        const read = readMapped(body, mapping, (pattern, text) => (text.includes(pattern) ? pattern : null));
        if (read.ok) {
          for (const event of read.events) {
            expectBounded({ ...event, key: event.key.replaceAll(/\p{Cc}/gu, '') });
          }
        } else {
          expect(read.problems.length).toBeGreaterThan(0);
        }
      }),
      FUZZ,
    );
  });
});
