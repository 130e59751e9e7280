/**
 * Ninety days as bars. A day with failures is filled from the ground, at least so much that it is seen; a day without data is only a dash.
 */
import { useWords } from '../../app/parts.tsx';
import type { Uptime, UptimeDay } from './uptime.ts';

const STEP = 4;
const HEIGHT = 32;
/** One failed try in a day must not vanish in a pixel. */
const LEAST = 7;

export function UptimeBars({ uptime, label }: { readonly uptime: Uptime; readonly label: string }) {
  return (
    <svg
      className="uptime-bars"
      viewBox={`0 0 ${uptime.days.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {uptime.days.map((day, index) => (
        <Day key={day.start} day={day} x={index * STEP} />
      ))}
    </svg>
  );
}

function Day({ day, x }: { readonly day: UptimeDay; readonly x: number }) {
  const { component, time } = useWords();
  const name = time.day(day.start, 'UTC');
  if (day.share === null) {
    return (
      <rect className="uptime-gap" x={x} y={HEIGHT - 2} width={STEP - 1} height={2}>
        <title>{component.uptimeDayGap(name)}</title>
      </rect>
    );
  }
  const bad = day.failed === 0 ? 0 : Math.max(LEAST, (1 - day.share) * HEIGHT);
  return (
    <g>
      <title>{component.uptimeDay(name, time.percent(day.share), day.failed)}</title>
      <rect className="uptime-good" x={x} y={0} width={STEP - 1} height={HEIGHT - bad} />
      {bad > 0 && (
        <rect className="uptime-bad" x={x} y={HEIGHT - bad + 1} width={STEP - 1} height={Math.max(1, bad - 1)} />
      )}
    </g>
  );
}
