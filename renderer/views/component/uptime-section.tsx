/**
 * The last 90 days: bars, the figure over the days that have data, and the days with failures by name.
 */
import { useMemo } from 'react';
import type { CheckId } from '../../../shared/model/ids.ts';
import { useParts, useWords } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Failed } from '../../components/failed.tsx';
import { UPTIME_DAYS, uptimeOf } from './uptime.ts';
import { UptimeBars } from './uptime-bars.tsx';

const REFRESH_MS = 300_000;

export function UptimeSection({ checks }: { readonly checks: readonly CheckId[] }) {
  const { clock } = useParts();
  const words = useWords();
  const [answer, again] = useAnswer('uptime', { checks: [...checks] }, REFRESH_MS);
  const uptime = useMemo(() => (answer.kind === 'here' ? uptimeOf(answer.value, clock.now()) : null), [answer, clock]);
  const { component, time } = words;
  return (
    <section className="section">
      <h2>{component.uptime}</h2>
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
          <details className="fold">
            <summary>{component.worstDays}</summary>
            <ul className="lines">
              {uptime.days
                .filter(({ failed }) => failed > 0)
                .toReversed()
                .map(({ start, share, failed }) => (
                  <li key={start}>{component.uptimeDay(time.day(start, 'UTC'), time.percent(share ?? 0), failed)}</li>
                ))}
            </ul>
          </details>
        </>
      )}
    </section>
  );
}
