/** Whatever an id is made of, and whatever somebody wrote into the list of our files: no path leads out of the folder of the status page. */
import { resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSafePath } from '../../../../electron/links/status-export/manifest.ts';
import { fileNameOf, pathsOf } from '../../../../shared/rules/status-page/names.ts';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../../../harness/fuzz.ts';

const FOLDER = resolve('/srv/www/status');
const part = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '/',
    '\\',
    '%2e%2e',
    '%2f',
    '\0',
    ':',
    '~',
    'incident',
    'a',
    '.html',
    ' ',
    'C:',
    '\u2024\u2024',
    '\uff0f',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const id = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('').slice(0, 100));

const staysInside = (path: string): boolean => resolve(FOLDER, path).startsWith(`${FOLDER}${sep}`);

describe('a file of the status page', () => {
  it('has a name that leads nowhere else, whatever it is about', { timeout: FUZZ_TIMEOUT_MS }, () => {
    const paths = pathsOf(['en', 'de']);
    fc.assert(
      fc.property(
        id.filter((one) => one !== ''),
        fc.constantFrom('en' as const, 'de' as const),
        (hostile, language) => {
          for (const path of [
            paths.badge(hostile),
            paths.uptime(hostile),
            paths.incident(fileNameOf(hostile), language),
          ]) {
            expect(isSafePath(path), path).toBe(true);
            expect(staysInside(path), path).toBe(true);
          }
        },
      ),
      FUZZ,
    );
  });

  it('is ours only where it is in the folder: nothing else is replaced or removed', {
    timeout: FUZZ_TIMEOUT_MS,
  }, () => {
    fc.assert(
      fc.property(
        fc.oneof(
          id,
          fc.tuple(id, id).map(([one, other]) => `${one}/${other}`),
        ),
        (path) => {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
          expect(!isSafePath(path) || (staysInside(path) && !/[\\%:\x00-\x1f]|(?:^|\/)\.|\/\//.test(path)), path).toBe(
            true,
          );
        },
      ),
      FUZZ,
    );
  });
});
