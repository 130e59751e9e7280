/** The questions that setup asks before it touches anything. */
import { describe, expect, it } from 'vitest';
import { missingFrom as packagesMissing } from '../../../build/setup/dependencies.mjs';
import { isAtLeast } from '../../../build/setup/node-version.mjs';
import { missingFrom as systemMissing } from '../../../build/setup/system-packages.mjs';

it.each([
  ['20.19.0', true],
  ['20.18.3', false],
  ['22.1.0', true],
  ['18.20.4', false],
])('knows whether Node %s will do', (found, will) => {
  expect(isAtLeast(found, '>=20.19')).toBe(will);
});

describe('the installed packages', () => {
  const wanted = {
    '': {},
    'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' },
    'node_modules/for-mac': { version: '1.0.0', integrity: 'sha512-b', optional: true },
  };
  const present = { 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' } };

  it('suffice without those for other platforms', () => {
    expect(packagesMissing(present, wanted)).toEqual([]);
  });

  it.each([
    ['absent', {}],
    ['of another version', { 'node_modules/zod': { version: '3.0.0', integrity: 'sha512-a' } }],
    ['of the same version with other bytes', { 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-x' } }],
  ])('do not suffice when one is %s', (_story, found) => {
    expect(packagesMissing(found, wanted)).toEqual(['node_modules/zod']);
  });
});

describe('the system packages', () => {
  it('are missing when dpkg does not say "installed"', () => {
    const answer = 'installed libnss3\nconfig-files libcups2\n';

    expect(systemMissing(['libnss3', 'libcups2', 'sox'], answer)).toEqual(['libcups2', 'sox']);
  });

  it('are known by their newer names too', () => {
    expect(systemMissing(['libgtk-3-0'], 'installed libgtk-3-0t64\n')).toEqual([]);
  });
});
