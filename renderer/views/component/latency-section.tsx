/**
 * Latency over a range, as a chart and as one sentence that says the same.
 */
import { useId, useMemo, useState } from 'react';
import type { Answers } from '../../../shared/contract/contract.ts';
import type { CheckView } from '../../../shared/contract/view.ts';
import type { CheckId } from '../../../shared/model/ids.ts';
import { useTick, useWords } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Failed } from '../../components/failed.tsx';
import { RANGE_MS, type RangeName, RangePicker, useFirstRange } from '../../components/range-picker.tsx';
import { LatencyChart } from './latency-chart.tsx';
import { pointsOf, summaryOf } from './points.ts';

/** The range ends at the next full step of this (ms), so it is asked for again that often. */
const REFRESH_MS = 30_000;

export function LatencySection({ checks }: { readonly checks: readonly CheckView[] }) {
  const words = useWords();
  const [range, setRange] = useState<RangeName>(useFirstRange());
  const [chosen, setChosen] = useState<CheckId | null>(null);
  const check = checks.find(({ id }) => id === chosen) ?? checks[0];
  const selectId = useId();
  const to = useTick((now) => Math.ceil(now / REFRESH_MS) * REFRESH_MS);
  const [answer, again] = useAnswer(
    'series',
    check === undefined ? null : { checks: [check.id], from: to - RANGE_MS[range], to },
  );
  return (
    <section className="section">
      <div className="section-head">
        <h2>{words.component.latency}</h2>
        {checks.length > 1 && (
          <span className="field-inline">
            <label htmlFor={selectId}>{words.component.whichCheck}</label>
            <select id={selectId} value={check?.id} onChange={(event) => setChosen(event.target.value as CheckId)}>
              {checks.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </span>
        )}
        <RangePicker range={range} onChange={setRange} />
      </div>
      {answer.kind === 'failed' && <Failed why={answer.why} onAgain={again} />}
      {answer.kind === 'loading' && <p className="hint chart-place">{words.loading}</p>}
      {answer.kind === 'here' && check !== undefined && <Drawn series={answer.value} check={check.id} range={range} />}
    </section>
  );
}

interface DrawnProps {
  readonly series: Answers<'series'>;
  readonly check: CheckId;
  readonly range: RangeName;
}

function Drawn({ series, check, range }: DrawnProps) {
  const words = useWords();
  const points = useMemo(() => pointsOf(series, check), [series, check]);
  const summary = useMemo(() => summaryOf(points), [points]);
  if (points.at.length === 0) {
    return <EmptyState title={words.component.noPoints} hint={words.component.noPointsHint} />;
  }
  const latency = (ms: number | null) => (ms === null ? words.dash : words.time.latency(ms));
  const told = words.component.chartSummary(
    words.timeline.rangeNames[range],
    latency(summary.typical),
    latency(summary.worst),
    summary.failed,
  );
  return (
    <figure className="chart">
      <LatencyChart points={points} label={told} rangeMs={RANGE_MS[range]} />
      <figcaption className="hint">
        {told}
        <ChartKey spans={points.spans} />
      </figcaption>
    </figure>
  );
}

/** What the lines mean. The chart itself is a picture to the ear, and its words say the figures. */
function ChartKey({ spans }: { readonly spans: boolean }) {
  const { chart } = useWords().component;
  return (
    <span className="chart-key" aria-hidden="true">
      <span className="key-line">{spans ? chart.average : chart.latency}</span>
      {spans && <span className="key-line key-dashed">{chart.worst}</span>}
      <span className="key-failed">{chart.failed}</span>
    </span>
  );
}
