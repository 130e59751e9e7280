/**
 * The lanes as a picture with words: each lane can be read aloud, each bar says on hover what it was from when to when.
 */
import { useMemo, useState } from 'react';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { World } from '../../app/mirror.ts';
import { useWords, useWorld } from '../../app/parts.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Failed } from '../../components/failed.tsx';
import { LaneRow, WatchingRow } from './lane-row.tsx';
import { type Lanes, lanesOf } from './lanes.ts';
import { Legend } from './legend.tsx';
import { TimeAxis } from './time-axis.tsx';
import { useRangeEvents } from './use-range-events.ts';

const componentsOf = (world: World) => world.components;
const watcherOf = (world: World) => world.watcher;

/** Lanes that never changed are drawn on demand, and at most this many: they are all alike. */
const UNCHANGED_SHOWN = 100;

export function LaneChart({ from, to }: { readonly from: EpochMs; readonly to: EpochMs }) {
  const words = useWords();
  const components = useWorld(componentsOf);
  const watcher = useWorld(watcherOf);
  const [answer, again] = useRangeEvents(from, to);
  const shownFrom = answer.kind === 'here' ? Math.max(from, answer.value.completeFrom) : from;
  const lanes = useMemo((): Lanes | null => {
    if (answer.kind !== 'here') {
      return null;
    }
    return lanesOf({
      components: components.values(),
      events: answer.value.events,
      watching: watcher.state === 'watching',
      watchingSince: watcher.since,
      from: shownFrom,
      to,
    });
  }, [answer, components, watcher.state, watcher.since, shownFrom, to]);

  if (answer.kind === 'failed') {
    return <Failed why={answer.why} onAgain={again} />;
  }
  if (lanes === null) {
    return <p className="hint">{words.loading}</p>;
  }
  if (components.size === 0) {
    return <EmptyState shape="blind" title={words.timeline.none} hint={words.timeline.noneHint} />;
  }
  return (
    <section className="section" aria-label={words.timeline.lanes}>
      {shownFrom > from && <p className="hint">{words.timeline.tooMany(words.time.dayClock(shownFrom))}</p>}
      <Drawn lanes={lanes} from={shownFrom} to={to} />
    </section>
  );
}

interface DrawnProps {
  readonly lanes: Lanes;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

function Drawn({ lanes: { changed, unchanged, gaps }, from, to }: DrawnProps) {
  const words = useWords();
  const [all, setAll] = useState(false);
  const shown = all ? [...changed, ...unchanged.slice(0, UNCHANGED_SHOWN)] : changed;
  return (
    <>
      <ul className="lanes">
        <WatchingRow gaps={gaps} from={from} to={to} />
        {shown.map((lane) => (
          <LaneRow key={lane.id} lane={lane} from={from} to={to} />
        ))}
      </ul>
      <TimeAxis from={from} to={to} />
      <Legend />
      {unchanged.length > 0 && (
        <p className="hint">
          {words.timeline.wholeRange(unchanged.length)}{' '}
          <Button onClick={() => setAll(!all)}>{all ? words.timeline.showChanged : words.timeline.showAll}</Button>
        </p>
      )}
    </>
  );
}
