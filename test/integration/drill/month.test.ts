/**
 * A month of random days (test/harness/drill-month.ts), and the referee of all rules: no false page, no outage missed or told
 * twice, nothing green that was down, nobody left without the end.
 *
 * `MONTHS=20` plays other months, `DAYS=3` shorter ones; a breach names the seed, and the same seed plays the same month.
 */
import { expect, it } from 'vitest';
import { refereed } from '../../harness/drill.ts';
import { ALTERNATING, monthFleet, monthWorld } from '../../harness/drill-month.ts';
import { breachesOf } from '../../harness/drill-referee.ts';

const MONTHS = Number(process.env.MONTHS ?? 1);
const DAYS = Number(process.env.DAYS ?? 30);

it.each(Array.from({ length: MONTHS }, (_, index) => index + 1))(
  'month %i: no false page, every outage of two minutes told once and closed once, nothing green that was down',
  async (seed) => {
    const referee = await refereed(monthWorld(seed, DAYS), monthFleet());
    expect(breachesOf({ ...referee, bundled: ALTERNATING })).toEqual([]);
    const told = (type: string): number => referee.result.lines.filter((line) => line.type === type).length;
    expect(told('page')).toBeGreaterThan(DAYS * 5);
    expect(told('escalate')).toBeGreaterThan(DAYS);
    expect(told('failed')).toBeGreaterThan(DAYS);
  },
  600_000,
);
