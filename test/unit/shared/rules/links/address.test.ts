import { expect, it } from 'vitest';
import { baseOf } from '../../../../../shared/rules/links/cachet/address.ts';

it.each([
  ['https://status.example.org', 'https://status.example.org'],
  ['https://status.example.org/', 'https://status.example.org'],
  ['https://status.example.org/api', 'https://status.example.org'],
  ['https://status.example.org/api/v1/', 'https://status.example.org'],
  ['https://example.org/status/api/v1?x=1', 'https://example.org/status'],
  ['https://example.org/rapid', 'https://example.org/rapid'],
])('the Cachet of %s is at %s', (url, base) => {
  expect(baseOf(url)).toBe(base);
});
