/** m of n beside the counter: what fails most of the time is down, what fails three times in ten is not. */
import { describe, expect, it } from 'vitest';
import { inWindow, isWindowFull, loseSight } from '../../../../../shared/rules/health.ts';
import { believed, play, settingsOf } from '../../../../harness/tries.ts';

const settings = settingsOf();
/** The number of the try, from 1, with which it was down; null: never. */
function downWith(letters: string, own = settings): number | null {
  const index = play(letters, own).findIndex(({ settled }) => settled === 'down');
  return index === -1 ? null : index + 1;
}

describe('the window', () => {
  it.each([
    ['fail fail pass for ever is down with its 14th failure', `S${'FFS'.repeat(20)}`, 1 + 20],
    ['the same without a first pass', 'FFS'.repeat(20), 20],
    ['three tries in ten are not down', 'SSSFSSFSSF'.repeat(30), null],
    ['every other try is not down', 'SF'.repeat(200), null],
    ['what we could not judge is no try', `S${'FFIISI'.repeat(20)}`, 1 + 38],
    ['the counter is faster where it can be', 'SFFSFFSFFF', 10],
  ])('%s', (_rule, letters, expected) => {
    expect(downWith(letters)).toBe(expected);
  });

  it("counts over the check's own width, and not at all when it is off", () => {
    expect(downWith('SFFSFF', settingsOf({ window: { failures: 4, of: 5 } }))).toBe(6);
    expect(downWith('SFSSFSSFSF', settingsOf({ window: { failures: 4, of: 5 } }))).toBe(null);
    expect(downWith(`S${'FFS'.repeat(100)}`, settingsOf({ window: { failures: 0, of: 20 } }))).toBe(null);
  });

  it('catches what a patient counter never would: nine failures, two passes, for ever', () => {
    expect(downWith(`S${'FFFFFFFFFSS'.repeat(5)}`, settingsOf({ fall: 10 }))).toBe(1 + 9 + 2 + 5);
  });

  it('stays down while passes come one by one, and is well after rise passes in a row', () => {
    const down = believed(`S${'FFS'.repeat(20)}`);
    expect(down.settled).toBe('down');
    expect(believed('FSFSFSFS', settings, down).settled).toBe('down');
    expect(believed('SS', settings, down).settled).toBe('up');
  });

  it('is emptied by recovery: one later failure alone never makes down again, and what has been is still known', () => {
    const well = believed('S', settings, believed(`S${'FFS'.repeat(20)}`));
    expect(well).toMatchObject({ settled: 'up', windowCount: 0, resultCount: 21 });
    expect(believed('F', settings, well).settled).toBe('up');
    expect(believed('FFSFFSFFS', settings, well).settled).toBe('up');
  });

  it('begins anew when we lost sight', () => {
    const failing = believed('FFSFFSFFSFFSFFSFFSF'); // 13 failures of 19
    expect(believed('F', settings, failing).settled).toBe('down');
    expect(believed('F', settings, loseSight(failing, 1_000_000)).settled).toBe('unknown');
  });

  it('shows how many of how many', () => {
    const health = believed('SFFSFFS');
    expect(inWindow(health, settings.window)).toEqual({ failed: 4, of: 6 });
    expect(isWindowFull(health, { failures: 4, of: 6 })).toBe(true);
    expect(isWindowFull(health, { failures: 5, of: 6 })).toBe(false);
  });
});
