/** Whatever a watched server put into a page: what leaves for a phone or a pager is what they take. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ComponentId } from '../../../../../shared/model/ids.ts';
import { LONGEST_PAGER_TEXT, LONGEST_SMS, pagerLines, smsText } from '../../../../../shared/rules/words/short-texts.ts';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../../../../harness/fuzz.ts';

const page = (more: Partial<Parameters<typeof smsText>[0]> = {}) => ({
  title: 'DOWN api-gateway',
  text: '503 Service Unavailable for 2 min, third failure, since 02:14',
  runbook: null,
  componentName: 'api-gateway',
  componentId: ComponentId.parse('api'),
  ...more,
});

describe('whatever comes', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('an SMS never exceeds what Twilio takes, and never loses its first word, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 3_000 }),
        fc.string({ maxLength: 3_000 }),
        (title, runbook) => {
          const text = smsText(page({ title: `DOWN ${title}`, text: title, runbook }));
          expect(text.length).toBeLessThanOrEqual(LONGEST_SMS);
          expect(text.startsWith('DOWN')).toBe(true);
        },
      ),
      FUZZ,
    );
  });

  it('a pager text is printable ASCII of at most one pager, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), fc.string({ maxLength: 300 }), (text, runbook) => {
        const lines = pagerLines(page({ text, runbook }));
        expect(lines.join('\n').length).toBeLessThanOrEqual(LONGEST_PAGER_TEXT);
        expect(lines.every((line) => /^[ -~]+$/.test(line))).toBe(true);
      }),
      FUZZ,
    );
  });
});
