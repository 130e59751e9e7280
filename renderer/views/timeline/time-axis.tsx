/**
 * The hours or days under the lanes, at round times in the viewer's zone.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';
import { useWords } from '../../app/parts.tsx';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Steps that people count in, ms. */
const STEPS = [5 * MINUTE, 10 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, DAY, 2 * DAY, 5 * DAY, 7 * DAY] as const;
const TICKS_MAX = 7;

export function TimeAxis({ from, to }: { readonly from: EpochMs; readonly to: EpochMs }) {
  const { time } = useWords();
  const { ticks, days } = ticksOf(from, to);
  return (
    <div className="axis" aria-hidden="true">
      <span className="lane-name" />
      <span className="axis-line">
        {ticks.map((at) => {
          const share = (at - from) / (to - from);
          return (
            <span key={at} className={`axis-tick ${roomAt(share)}`} style={{ left: `${share * 100}%` }}>
              <span>{days ? time.shortDay(at) : time.clock(at)}</span>
            </span>
          );
        })}
      </span>
    </div>
  );
}

/** So near to the end there is room for the line of a tick, but not for its words: nowhere, or not where the window is narrow. */
function roomAt(share: number): 'is-bare' | 'is-late' | '' {
  return share > 0.95 ? 'is-bare' : share > 0.84 ? 'is-late' : '';
}

/** Round instants between two others, counted from local midnight, so that a day starts at 00:00 on both sides of a clock change. */
export function ticksOf(from: EpochMs, to: EpochMs): { readonly ticks: readonly EpochMs[]; readonly days: boolean } {
  const step = STEPS.find((candidate) => (to - from) / candidate <= TICKS_MAX) ?? 7 * DAY;
  const ticks: EpochMs[] = [];
  const midnight = new Date(from);
  midnight.setHours(0, 0, 0, 0);
  for (let index = 0; ; index += 1) {
    const tick = new Date(midnight);
    if (step >= DAY) {
      tick.setDate(tick.getDate() + index * (step / DAY));
    } else {
      tick.setMinutes(index * (step / MINUTE));
    }
    const at = tick.getTime();
    if (at > to) {
      return { ticks, days: step >= DAY };
    }
    // A time that the clock skips falls on its neighbour; once is enough.
    if (at >= from && at !== ticks.at(-1)) {
      ticks.push(at);
    }
  }
}
