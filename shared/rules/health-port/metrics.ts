/**
 * perf_metrics: one line of JSON in ftw.monitor's groups, as far as we have them, and one of our own. `error` when they would be old.
 */
import type { Circumstances } from './circumstances.ts';
import { trafficWithin } from './traffic.ts';
import { isSilent, silentWords } from './verdict.ts';

/** @param withinMs what of the store's traffic counts */
export function metricsLine(withinMs: number, known: Circumstances): string {
  const { beat, picture, now, ageMs, traffic, memory } = known;
  if (beat === null) {
    return JSON.stringify({ error: 'Instance is booting' });
  }
  if (isSilent(known, known.silentAfterMs)) {
    return JSON.stringify({ error: silentWords(ageMs) });
  }
  const sums = trafficWithin(traffic, withinMs);
  return JSON.stringify({
    instance: { uptime: Math.max(0, Math.round((now - beat.startedAt) / 1_000)) },
    ...(sums !== null && { db: { loads: sums.reads, stores: sums.writes, connections: sums.transactions } }),
    ...(memory !== null && { memory: { rss: memory.residentKb * 1_024 } }),
    watchbell: {
      checks: beat.checks,
      tries_under_way: beat.underWay.count,
      ...(picture !== null && { open_incidents: picture.open }),
      unfinished_pages: beat.unfinished,
    },
  });
}
