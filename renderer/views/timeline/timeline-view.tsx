/**
 * What was when: lanes of state over a range, hatched where nobody watched, and under them the events themselves.
 */
import { useState } from 'react';
import { useTick, useWords } from '../../app/parts.tsx';
import { EventList } from '../../components/event-list.tsx';
import { RANGE_MS, type RangeName, RangePicker, useFirstRange } from '../../components/range-picker.tsx';
import { LaneChart } from './lane-chart.tsx';
import { ReplayPanel } from './replay-panel.tsx';

/** The right edge moves in steps of this (ms): a picture that creeps every second cannot be read. */
const STEP_MS = 15_000;

export function TimelineView() {
  const words = useWords();
  const [range, setRange] = useState<RangeName>(useFirstRange());
  const to = useTick((now) => Math.ceil(now / STEP_MS) * STEP_MS);
  const [listedFrom, setListedFrom] = useState(to - RANGE_MS[range]);
  return (
    <>
      <div className="section-head">
        <h1 tabIndex={-1} className="view-title">
          {words.views.timeline}
        </h1>
        <RangePicker
          range={range}
          onChange={(chosen) => {
            setRange(chosen);
            setListedFrom(to - RANGE_MS[chosen]);
          }}
        />
      </div>
      <LaneChart from={to - RANGE_MS[range]} to={to} />
      <ReplayPanel from={to - RANGE_MS[range]} to={to} />
      <section className="section">
        <h2>{words.events.title}</h2>
        {/* The list begins where the range began when it was chosen: a beginning that creeps would start the list anew each time. */}
        <EventList scope={{ from: listedFrom }} />
      </section>
    </>
  );
}
