/**
 * One schedule: now, next, the next two weeks, and the way to change them.
 */
import { useEffect, useRef } from 'react';
import type { OnCallView } from '../../../shared/contract/view.ts';
import { useParts, useTick, useWords } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { Button } from '../../components/button.tsx';
import { Failed } from '../../components/failed.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { Near } from '../../components/times.tsx';
import { previewFrom, previewTo } from './preview.ts';
import { ShiftBars } from './shift-bars.tsx';
import { ShiftList } from './shift-list.tsx';

const REFRESH_MS = 60_000;

export function ScheduleCard({ schedule }: { readonly schedule: OnCallView }) {
  const { stage } = useParts();
  const words = useWords();
  const { scheduleId, name, timeZone, now } = schedule;
  const from = useTick(previewFrom);
  const [answer, again] = useAnswer('shifts', { schedule: scheduleId, from, to: previewTo(from) }, REFRESH_MS);
  useAgainOnChange(schedule, again);
  return (
    <section className="section schedule" aria-label={name}>
      <div className="section-head">
        <h2>
          {name} <span className="hint">{words.onCall.scheduleZone(timeZone)}</span>
        </h2>
        <div className="actions">
          <Button look="primary" onClick={() => stage.setState({ dialog: { kind: 'move', schedule: scheduleId } })}>
            {words.move.open}
          </Button>
          <Button onClick={() => stage.setState({ dialog: { kind: 'swap', schedule: scheduleId } })}>
            {words.swap.open}
          </Button>
          <Button
            onClick={() =>
              stage.setState({ dialog: { kind: 'override', schedule: scheduleId, person: now[0]?.personId ?? null } })
            }
          >
            {words.onCall.override}
          </Button>
          <Button onClick={() => stage.setState({ dialog: { kind: 'calendar', schedule: scheduleId } })}>
            {words.calendar.open}
          </Button>
        </div>
      </div>
      <dl className="duty">
        <div>
          <dt>{words.onCall.now}</dt>
          <dd>
            <OnDutyNow schedule={schedule} />
          </dd>
        </div>
        <div>
          <dt>{words.onCall.next}</dt>
          <dd>
            <NextOn schedule={schedule} />
          </dd>
        </div>
        {schedule.standby.length > 0 && (
          <div>
            <dt>{words.onCall.standby}</dt>
            <dd>
              <strong>{words.list(schedule.standby.map(({ name }) => name))}</strong>{' '}
              <span className="hint">{words.onCall.standbyHint}</span>
            </dd>
          </div>
        )}
      </dl>
      <h3>{words.onCall.weeks}</h3>
      {answer.kind === 'failed' && <Failed why={answer.why} onAgain={again} />}
      {answer.kind === 'loading' && <p className="hint">{words.loading}</p>}
      {answer.kind === 'here' && (
        <>
          <ShiftBars shifts={answer.value} from={from} to={previewTo(from)} zone={timeZone} />
          <ShiftList shifts={answer.value} zone={timeZone} />
        </>
      )}
    </section>
  );
}

function OnDutyNow({ schedule: { now, timeZone } }: { readonly schedule: OnCallView }) {
  const words = useWords();
  if (now.length === 0) {
    return (
      <span className="nobody" role="alert">
        <strong>{words.onCall.nobody}.</strong> {words.onCall.nobodyNow}
      </span>
    );
  }
  return (
    <ul className="duty-people">
      {now.map(({ personId, name, until, because }) => (
        <li key={personId}>
          <strong>{name}</strong>{' '}
          {until === null ? (
            words.onCall.openEnd
          ) : (
            <Phrase say={words.onCall.until}>
              <Near at={until} zone={timeZone} />
            </Phrase>
          )}{' '}
          <span className="hint">{because}</span>
        </li>
      ))}
    </ul>
  );
}

function NextOn({ schedule: { next, timeZone } }: { readonly schedule: OnCallView }) {
  const words = useWords();
  if (next === null) {
    return <span className="hint">{words.onCall.noNext}</span>;
  }
  return (
    <>
      <strong>
        {next.people.length === 0 ? words.onCall.nobody : words.list(next.people.map(({ name }) => name))}
      </strong>{' '}
      <Phrase say={words.onCall.from}>
        <Near at={next.at} zone={timeZone} />
      </Phrase>
    </>
  );
}

/** An override that somebody made shows at once, not at the next refresh. */
function useAgainOnChange(schedule: OnCallView, again: () => void): void {
  const seen = useRef(schedule);
  useEffect(() => {
    if (seen.current !== schedule) {
      seen.current = schedule;
      again();
    }
  }, [schedule, again]);
}
