/** The form by which people call, with whatever a machine may send in its place: read or refused, and never markup. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formHtml, readForm } from '../../../../electron/server/call-form.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

const recorded = 'name=Ann+Lee&reach=ann%40example.org&words=The+shop%0D%0Ais+%22down%22+%3Cagain%3E';

describe('a form from anybody', () => {
  it(
    'is read within its limits, on one line, or shown again with what was written',
    () => {
      fc.assert(
        fc.property(fc.oneof(near(recorded), fc.string({ unit: 'binary' }), fc.constant(undefined)), (body) => {
          const read = readForm(body);
          if (read.ok) {
            const { name, reach, words } = read.form;
            expect(name.length).toBeGreaterThan(0);
            expect([name.length <= 80, reach.length <= 120, words.length <= 600]).toEqual([true, true, true]);
            expect(`${name}${reach}${words}`).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
          } else {
            expect(Object.keys(read.mistakes).length).toBeGreaterThan(0);
          }
          const { markup } = formHtml(read.written, read.ok ? {} : read.mistakes);
          const tags = markup.match(/<\/?[a-z]+/g) ?? [];
          expect(new Set(tags)).toEqual(
            new Set([
              '<form',
              '<label',
              '<input',
              '</label',
              '<textarea',
              '</textarea',
              '<p',
              '<button',
              '</button',
              '</p',
              '</form',
              ...(read.ok ? [] : ['<span', '</span']),
            ]),
          );
          expect(markup.match(/</g)).toHaveLength(tags.length);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});
