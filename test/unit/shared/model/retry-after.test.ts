/** Retry-After in all its forms (RFC 9110 sections 5.6.7 and 10.2.3). */
import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../../../shared/model/retry-after.ts';

const NOW = Date.UTC(2026, 10, 21, 4, 58, 0);

describe('Retry-After', () => {
  it.each([
    { value: '120', ms: 120_000 },
    { value: ' 0 ', ms: 0 },
    { value: 'Sat, 21 Nov 2026 05:00:00 GMT', ms: 120_000 },
    { value: 'Saturday, 21-Nov-26 05:00:00 GMT', ms: 120_000 },
    { value: 'Sat Nov 21 05:00:00 2026', ms: 120_000 },
    { value: 'Sat, 21 Nov 2026 04:00:00 GMT', ms: 0 },
    { value: '-1', ms: null },
    { value: '1.5', ms: null },
    { value: '2 minutes', ms: null },
    { value: '2026-11-21T05:00:00Z', ms: null },
    { value: 'Sat, 21 Nov 2026 05:00:00 CET', ms: null },
    { value: '', ms: null },
  ])('$value is $ms ms', ({ value, ms }) => {
    expect(parseRetryAfter(value, NOW)).toBe(ms);
  });
});
