/**
 * One lane. Trouble is taller than calm, slow is half as tall, not watching is hatched: it can be read without colour.
 */
import { memo } from 'react';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { ComponentStatus } from '../../../shared/model/status.ts';
import { useWords } from '../../app/parts.tsx';
import { hashOf } from '../../app/route.ts';
import type { Gap, Lane, Segment } from './lanes.ts';

interface Range {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export const LaneRow = memo(function LaneRow({ lane, from, to }: Range & { readonly lane: Lane }) {
  const words = useWords();
  const worth = lane.segments.filter(({ status }) => status !== 'operational');
  return (
    <li className="lane">
      <a className="lane-name" href={hashOf({ view: 'component', component: lane.id })}>
        {lane.name}
      </a>
      <span className="only-aloud">
        {words.timeline.laneSummary(
          lane.name,
          worth.map((segment) => textOf(segment, to, words)),
        )}
      </span>
      <Bars segments={lane.segments} from={from} to={to} />
    </li>
  );
});

export function WatchingRow({ gaps, from, to }: Range & { readonly gaps: readonly Gap[] }) {
  const words = useWords();
  const segments = gaps.map((gap): Segment => ({ ...gap, status: 'unknown' }));
  return (
    <li className="lane lane-watching">
      <span className="lane-name">{words.timeline.watching}</span>
      <span className="only-aloud">{segments.map((segment) => textOf(segment, to, words)).join('; ')}</span>
      <Bars segments={segments} from={from} to={to} watching />
    </li>
  );
}

function Bars({
  segments,
  from,
  to,
  watching = false,
}: Range & { readonly segments: readonly Segment[]; readonly watching?: boolean }) {
  const words = useWords();
  const percent = (ms: number) => `${((ms / (to - from)) * 100).toFixed(3)}%`;
  return (
    <span className={watching ? 'bars bars-watching' : 'bars'} aria-hidden="true">
      {segments.map((segment) => (
        <span
          key={segment.from}
          className={`bar bar-${segment.status}`}
          style={{ left: percent(segment.from - from), width: percent(segment.to - segment.from) }}
          title={textOf(segment, to, words)}
        />
      ))}
    </span>
  );
}

type Words = ReturnType<typeof useWords>;

function textOf({ status, from, to }: Segment, end: EpochMs, { timeline, time, statuses }: Words): string {
  return timeline.segment(
    nameOf(status, timeline.notWatching, statuses),
    time.dayClock(from),
    to >= end ? timeline.until : time.dayClock(to),
  );
}

function nameOf(
  status: ComponentStatus,
  notWatching: string,
  statuses: Readonly<Record<ComponentStatus, string>>,
): string {
  return status === 'unknown' ? notWatching : statuses[status];
}
