/**
 * Asks an instance to warm up, when the check allows it: one GET at a time, patient, and never again too soon.
 *
 * Runs beside the tries, for a warm-up takes longer than any of them; what became of it is told as a reading.
 */
import { request } from 'undici';
import { formatDuration } from '../../shared/model/duration.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import type { Clock } from '../engine/ports.ts';
import { statusWords } from './http-plan.ts';
import { oneLine } from './words.ts';

/** As ftw.monitor itself does it: a warm-up that reads catalogues from disk takes its time. */
const PATIENCE_MS = 30 * 60_000;
/** `Warmup successful` is short. */
const MOST_WORDS = 4 * 1024;

export interface WarmUps {
  /** Begins one unless one runs or the last began less than `againMs` ago. */
  begin(checkId: CheckId, url: string, againMs: number, clock: Clock): void;
  /** What the last one is or was: "under way for 40 s"; null: none yet. */
  said(checkId: CheckId, clock: Clock): string | null;
  forget(checkId: CheckId): void;
  close(): void;
}

interface WarmUp {
  /** Monotonic ms. */
  readonly since: number;
  readonly stop: AbortController;
  said: string | null;
}

export function createWarmUps(): WarmUps {
  const latest = new Map<CheckId, WarmUp>();

  async function run(warmUp: WarmUp, url: string, clock: Clock): Promise<void> {
    const { signal } = warmUp.stop;
    try {
      const patience = { headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS };
      const answer = await request(url, { signal, ...patience, headers: { 'user-agent': 'Watchbell' } });
      const words = await beginning(answer.body);
      const took = formatDuration(clock.monotonicMs() - warmUp.since);
      const well = answer.statusCode === 200;
      warmUp.said = well
        ? `${oneLine(words)}, took ${took}`
        : `failed: ${statusWords(answer.statusCode)} after ${took}`;
    } catch (error) {
      warmUp.said = `failed: ${oneLine(error instanceof Error ? error.message : String(error))}`;
    }
  }

  return {
    begin(checkId, url, againMs, clock) {
      const last = latest.get(checkId);
      const now = clock.monotonicMs();
      if (last !== undefined && (last.said === null || now - last.since < againMs)) {
        return;
      }
      const warmUp: WarmUp = { since: now, stop: new AbortController(), said: null };
      latest.set(checkId, warmUp);
      void run(warmUp, url, clock);
    },
    said(checkId, clock) {
      const last = latest.get(checkId);
      return last === undefined
        ? null
        : (last.said ?? `under way for ${formatDuration(clock.monotonicMs() - last.since)}`);
    },
    forget(checkId) {
      latest.get(checkId)?.stop.abort();
      latest.delete(checkId);
    },
    close() {
      for (const { stop } of latest.values()) {
        stop.abort();
      }
      latest.clear();
    },
  };
}

/** The first words of an answer; the rest is read and thrown away, so that the other side can finish. */
async function beginning(body: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of body) {
    if (text.length < MOST_WORDS) {
      text += chunk.toString('utf8');
    }
  }
  return text;
}
