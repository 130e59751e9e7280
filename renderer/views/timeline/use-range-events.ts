/**
 * All status and watcher events of a range, page by page. Says where it had to stop, so that nothing unseen is drawn.
 */
import { useEffect, useState } from 'react';
import type { Bridge } from '../../../shared/contract/contract.ts';
import type { WatchEvent } from '../../../shared/model/event.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { useParts } from '../../app/parts.tsx';

const PAGE = 500;
/** Twenty thousand changes of state in one picture are a storm, not a picture. */
const PAGES_MAX = 40;

export interface RangeEvents {
  readonly events: readonly WatchEvent[];
  /** Everything after this is in `events`; the range's beginning unless there were too many. */
  readonly completeFrom: EpochMs;
}

export type RangeAnswer =
  | { readonly kind: 'loading' }
  | { readonly kind: 'here'; readonly value: RangeEvents }
  | { readonly kind: 'failed'; readonly why: string };

/** `from` is rounded to whole minutes by the caller, or this asks at every step of the clock. */
export function useRangeEvents(from: EpochMs, to: EpochMs): readonly [RangeAnswer, () => void] {
  const { bridge } = useParts();
  const [answer, setAnswer] = useState<RangeAnswer>({ kind: 'loading' });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn is exactly the wish to ask again
  useEffect(() => {
    let wanted = true;
    rangeEvents(bridge, from, to, () => wanted).then(
      (value) => wanted && setAnswer({ kind: 'here', value }),
      (error: unknown) =>
        wanted && setAnswer({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [bridge, from, to, turn]);
  return [answer, () => setTurn((count) => count + 1)];
}

async function rangeEvents(bridge: Bridge, from: EpochMs, to: EpochMs, wanted: () => boolean): Promise<RangeEvents> {
  const events: WatchEvent[] = [];
  for (let page = 0; page < PAGES_MAX && wanted(); page += 1) {
    const before = events.at(-1)?.seq;
    const next = await bridge.ask('events', {
      from,
      to,
      types: ['status', 'watcher'],
      limit: PAGE,
      ...(before !== undefined && { beforeSeq: before }),
    });
    events.push(...next);
    if (next.length < PAGE) {
      return { events, completeFrom: from };
    }
  }
  return { events, completeFrom: events.at(-1)?.at ?? from };
}
