/**
 * A component's past out of its events and the daily sums of its checks: how much of each stretch it was up, and how fast.
 */
import type { Rollup } from '../../contract/series.ts';
import { type UptimeHistory, uptimeFigures } from '../uptime.ts';
import type { Period, PublicHistory } from './page.ts';
import type { Stretch, Stretches } from './periods.ts';

/** What of a day's sums is looked at. UTC days: near enough for a mean over weeks. */
export type DaySums = Pick<Rollup, 'start' | 'passes' | 'slows' | 'latencySumMs'>;

export function publicHistory(
  history: UptimeHistory,
  sums: readonly DaySums[],
  { days, weeks, months, week, month, quarter }: Stretches,
): PublicHistory {
  const stretches = [...days, ...weeks, ...months, week, month, quarter];
  const figures = uptimeFigures(history, stretches);
  const periods = stretches.map((stretch, index): Period => {
    const uptime = figures[index];
    if (uptime === undefined) {
      throw new Error('uptime gives a figure for every range');
    }
    return { uptime, responseMs: responseOver(sums, stretch) };
  });
  const [lastWeek, lastMonth, lastQuarter] = periods.slice(-3) as [Period, Period, Period];
  return {
    days: figures.slice(0, days.length),
    weeks: periods.slice(days.length, days.length + weeks.length),
    months: periods.slice(days.length + weeks.length, -3),
    week: lastWeek,
    month: lastMonth,
    quarter: lastQuarter,
  };
}

/** Mean over all that answered on days that begin in it, in ms; null: nothing did. */
function responseOver(sums: readonly DaySums[], { from, to }: Stretch): number | null {
  let answered = 0;
  let total = 0;
  for (const { start, passes, slows, latencySumMs } of sums) {
    if (start >= from && start < to) {
      answered += passes + slows;
      total += latencySumMs;
    }
  }
  return answered === 0 ? null : total / answered;
}
