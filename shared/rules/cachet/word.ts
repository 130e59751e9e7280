/**
 * What a program's word amounts to: a pass, a failure as bad as it says, or nothing known.
 *
 * Never green by silence: without a word, with one that says "unknown", or with one that is too old, it is not known how things are.
 */
import type { Word } from '../../model/cachet/word.ts';
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { ProbeOutcome } from '../../model/observation.ts';
import { type ComponentStatus, isTrouble } from '../../model/status.ts';

/** Nothing is asked, so nothing takes time. */
const NO_TIME = { totalMs: 0 };

/** The word now, after one more was heard. The same again changes nothing but when it was heard. */
export function heard(before: Word | undefined, next: Omit<Word, 'heardAt'>): Word {
  const same = before !== undefined && before.status === next.status;
  return { ...next, at: same ? before.at : next.at, heardAt: next.at };
}

/** When a word stops being believed. Epoch ms; null: it holds until the next one. */
export function staleAt({ heardAt }: Pick<Word, 'heardAt'>, staleAfter: number | null): EpochMs | null {
  return staleAfter === null ? null : heardAt + staleAfter;
}

export function isStale(word: Pick<Word, 'heardAt'>, now: EpochMs, staleAfter: number | null): boolean {
  const until = staleAt(word, staleAfter);
  return until !== null && now >= until;
}

/** @param staleAfter ms; null: a word holds until the next one */
export function judgeWord(word: Word | null, now: EpochMs, staleAfter: number | null): ProbeOutcome {
  if (word === null) {
    return notTold('Nothing was said of it yet');
  }
  const { name } = word.source;
  if (isStale(word, now, staleAfter)) {
    return notTold(`${name} has said nothing for ${formatDuration(now - word.heardAt)}`);
  }
  return isTrouble(word.status)
    ? {
        kind: 'fail',
        failure: { kind: 'said-failing', phase: 'body', detail: wordWords(word), level: word.status },
        timings: NO_TIME,
      }
    : word.status === 'operational'
      ? { kind: 'pass', timings: NO_TIME }
      : notTold(wordWords(word));
}

/** "cron says: performance issues" */
export function wordWords({ source, status }: Pick<Word, 'source' | 'status'>): string {
  return `${source.name} says: ${statusWords(status)}`;
}

const statusWords = (status: ComponentStatus): string => status.replaceAll('_', ' ');

function notTold(detail: string): ProbeOutcome {
  return { kind: 'inconclusive', trouble: { kind: 'not-told', detail } };
}
