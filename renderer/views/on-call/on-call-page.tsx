/**
 * Each schedule: who is on call, until when, who is next and why; the next two weeks; swaps that wait; taking over, swapping and overriding.
 */
import type { World } from '../../app/mirror.ts';
import { useWords, useWorld } from '../../app/parts.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PeopleList } from './people-list.tsx';
import { ReportSection } from './report-section.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { SwapList } from './swap-list.tsx';

const onCallOf = (world: World) => world.onCall;

export function OnCallPage() {
  const words = useWords();
  const schedules = useWorld(onCallOf);
  return (
    <>
      <h1 tabIndex={-1} className="view-title">
        {words.views['on-call']}
      </h1>
      {schedules.length === 0 ? (
        <EmptyState title={words.onCall.none} hint={words.onCall.noneHint} />
      ) : (
        <>
          <p className="hint">{words.onCall.yourZone(viewerZone())}</p>
          <SwapList />
          {schedules.map((schedule) => (
            <ScheduleCard key={schedule.scheduleId} schedule={schedule} />
          ))}
        </>
      )}
      <People />
      <ReportSection />
    </>
  );
}

const hasPeople = (world: World) => world.people.length > 0;

function People() {
  return useWorld(hasPeople) ? <PeopleList /> : null;
}

export function viewerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
