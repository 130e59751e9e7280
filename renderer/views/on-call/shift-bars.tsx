/**
 * Two weeks as bars: a name in each, hatching and a word where there is nobody. The list below says the same in full.
 */
import type { ShiftView } from '../../../shared/contract/contract.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { useTick, useWords } from '../../app/parts.tsx';
import { previewDays } from './preview.ts';

interface ShiftBarsProps {
  readonly shifts: readonly ShiftView[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The schedule's own zone. */
  readonly zone: string;
}

export function ShiftBars({ shifts, from, to, zone }: ShiftBarsProps) {
  const words = useWords();
  const percent = (at: EpochMs) => ((Math.min(Math.max(at, from), to) - from) / (to - from)) * 100;
  const now = useTick((instant) => Math.floor(percent(instant) * 10) / 10);
  const days = previewDays(from);
  return (
    <div className="shift-bars" aria-hidden="true">
      <div className="shift-days">
        {days.slice(0, -1).map((day) => (
          <span key={day} style={{ left: `${percent(day)}%` }}>
            {words.time.shortDay(day)}
          </span>
        ))}
      </div>
      <div className="shift-lane">
        {shifts.map((shift) => {
          const who =
            shift.people.length === 0 ? words.onCall.nobody : words.list(shift.people.map(({ name }) => name));
          const times = words.onCall.shift(words.time.dayClock(shift.from), words.time.dayClock(shift.to));
          const there = words.onCall.shift(words.time.dayClock(shift.from, zone), words.time.dayClock(shift.to, zone));
          return (
            <span
              key={shift.from}
              className={`shift ${shift.people.length === 0 ? 'shift-nobody' : ''} ${shift.overrideId === null ? '' : 'shift-override'}`}
              style={{ left: `${percent(shift.from)}%`, width: `${percent(shift.to) - percent(shift.from)}%` }}
              title={`${who}\n${times}\n${there} ${zone}\n${shift.because}`}
            >
              {who}
            </span>
          );
        })}
        <span className="shift-now" style={{ left: `${now}%` }} />
      </div>
    </div>
  );
}
