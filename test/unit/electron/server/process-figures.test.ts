/** The process' own figures in their first moment: what was not measured yet has no series. */
import { describe, expect, it } from 'vitest';
import { createProcessFigures } from '../../../../electron/server/metrics/process.ts';

describe('the figures of the process', () => {
  it('hold no number that is none, even before anything of the event loop was measured', async () => {
    const figures = createProcessFigures();
    const text = await figures.text();
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(text).not.toMatch(/ nan$/im);
    const values = (await figures.rows()).flatMap(({ samples }) => samples.map(({ value }) => value));
    expect(values.length).toBeGreaterThan(10);
    expect(values.filter(Number.isNaN)).toEqual([]);
  });
});
