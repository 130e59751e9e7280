/**
 * The last 90 days: bars, the figure over the days that have data, and the days with failures by name.
 */
import { useMemo } from 'react';
import { UPTIME_DAYS } from '../../../shared/contract/series.ts';
import type { CheckId, ComponentId } from '../../../shared/model/ids.ts';
import { useWords } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Failed } from '../../components/failed.tsx';
import { type UptimeDay, uptimeOf } from './uptime.ts';
import { UptimeBars } from './uptime-bars.tsx';
import { UptimeFigures } from './uptime-figures.tsx';

const REFRESH_MS = 300_000;

interface UptimeProps {
  readonly component: ComponentId;
  readonly checks: readonly CheckId[];
}

export function UptimeSection({ component: id, checks }: UptimeProps) {
  const words = useWords();
  const [answer, again] = useAnswer('uptime', { checks: [...checks] }, REFRESH_MS);
  const uptime = useMemo(() => (answer.kind === 'here' ? uptimeOf(answer.value) : null), [answer]);
  const { component, time } = words;
  return (
    <section className="section">
      <h2>{component.uptime}</h2>
      <UptimeFigures component={id} />
      {answer.kind === 'failed' && <Failed why={answer.why} onAgain={again} />}
      {answer.kind === 'loading' && <p className="hint">{words.loading}</p>}
      {uptime !== null && uptime.share === null && <EmptyState title={component.uptimeNone} />}
      {uptime !== null && uptime.share !== null && (
        <>
          <p className="uptime-figure">
            <strong>{component.uptimeSummary(time.percent(uptime.share), uptime.daysWithData)}</strong>
            {uptime.daysWithData < UPTIME_DAYS && (
              <span className="hint"> {component.uptimeGap(UPTIME_DAYS - uptime.daysWithData)}</span>
            )}
          </p>
          <UptimeBars
            uptime={uptime}
            label={`${component.uptime}: ${component.uptimeSummary(time.percent(uptime.share), uptime.daysWithData)}`}
          />
          <FailedDays days={uptime.days} />
        </>
      )}
    </section>
  );
}

/** The bars' bad days by name: what a pointer finds by hovering, for everybody else. */
function FailedDays({ days }: { readonly days: readonly UptimeDay[] }) {
  const { component, time } = useWords();
  const failed = days.filter((day) => day.failed > 0).toReversed();
  if (failed.length === 0) {
    return null;
  }
  return (
    <details className="fold">
      <summary>{component.worstDays}</summary>
      <ul className="lines">
        {failed.map((day) => (
          <li key={day.start}>
            {component.uptimeDay(time.day(day.start, 'UTC'), time.percent(day.share ?? 0), day.failed)}
          </li>
        ))}
      </ul>
    </details>
  );
}
