/**
 * One incident: what, since when, why, who was told and how, what happens next, and everything that can be done about it.
 */
import { useStore } from 'zustand';
import type { IncidentView } from '../../../shared/contract/view.ts';
import { useParts, useTick, useWords } from '../../app/parts.tsx';
import { hashOf } from '../../app/route.ts';
import { toggleSelected } from '../../app/stage.ts';
import { Phrase } from '../../components/phrase.tsx';
import { shapeOfIncident } from '../../components/shape-of.ts';
import { StateMark } from '../../components/state-mark.tsx';
import { Ago, Countdown, Lasting, Near } from '../../components/times.tsx';
import { troubledWord } from '../../components/troubled.ts';
import { HeldUntil } from './held-back.tsx';
import { IncidentActions } from './incident-actions.tsx';
import { ToldList } from './told-list.tsx';

export function IncidentCard({ incident }: { readonly incident: IncidentView }) {
  const words = useWords();
  const { incident: own } = words;
  return (
    <article
      className={`card card-${shapeOfIncident(incident)}`}
      aria-label={`${incident.componentName}, ${troubledWord(words, incident)}`}
      tabIndex={-1}
      data-row=""
      data-incident={incident.id}
      data-component={incident.componentId}
    >
      <header className="card-head">
        {incident.state !== 'resolved' && <Tick incident={incident} />}
        <StateMark shape={shapeOfIncident(incident)} size="medium" />
        <div className="card-what">
          <h2 className="card-name">
            <a href={hashOf({ view: 'component', component: incident.componentId })}>{incident.componentName}</a>
          </h2>
          <p className="card-since">
            <strong>{troubledWord(words, incident)}</strong> <Lasting since={incident.since} />
            <span className="hint">
              {' '}
              <Phrase say={own.since}>
                <Near at={incident.since} />
              </Phrase>
            </span>
          </p>
          <span className="card-severity">{words.severities[incident.severity]}</span>
          {incident.sounding && (
            <span className="card-sounding">
              <SoundSign /> {own.sounding}
            </span>
          )}
        </div>
      </header>
      <p className="card-cause">{incident.cause}</p>
      <Standing incident={incident} />
      <div className="card-facts">
        <ToldList told={incident.told} />
        {incident.held.map(({ reason, until }) => (
          <p key={reason} className="fact">
            <span className="fact-name">{own.held}</span>
            <span className="fact-text">
              {reason} {until !== null && <HeldUntil at={until} />}
            </span>
          </p>
        ))}
        <Target incident={incident} />
        <Next incident={incident} />
      </div>
      <IncidentActions incident={incident} />
    </article>
  );
}

/** Ticked ones are taken together. */
function Tick({ incident: { id, componentName } }: { readonly incident: IncidentView }) {
  const { stage } = useParts();
  const { incident: own } = useWords();
  const ticked = useStore(stage, ({ selected }) => selected.has(id));
  return (
    <input
      type="checkbox"
      className="card-tick"
      aria-label={own.select(componentName)}
      checked={ticked}
      onChange={() => toggleSelected(stage, id)}
    />
  );
}

/** Who has it, or how long it sleeps, or that it has recovered. */
function Standing({ incident }: { readonly incident: IncidentView }) {
  const { incident: own, time } = useWords();
  const { acknowledgement, snoozedUntil, recoveredAt, resolvedAt } = incident;
  if (resolvedAt !== null) {
    return <p className="card-standing">{own.resolved}</p>;
  }
  if (recoveredAt !== null) {
    return (
      <p className="card-standing">
        <Phrase say={own.recovered}>
          <Ago at={recoveredAt} />
        </Phrase>
      </p>
    );
  }
  if (acknowledgement !== null) {
    const { by, at, until, note, also = [] } = acknowledgement;
    return (
      <p className="card-standing">
        {own.acknowledgedBy(by, time.clock(at))}, {until === null ? own.untilFixed : <HeldUntil at={until} />}
        {note !== '' && <q className="note">{note}</q>}
        {also.map((one) => (
          <span key={one.by} className="also">
            {' '}
            {own.also(one.by)}, {one.until === null ? own.untilFixed : <HeldUntil at={one.until} />}
          </span>
        ))}
      </p>
    );
  }
  return snoozedUntil === null ? null : <p className="card-standing">{own.snoozedUntil(time.clock(snoozedUntil))}</p>;
}

function Next({ incident: { next, resolvedAt } }: { readonly incident: IncidentView }) {
  const { incident: own } = useWords();
  const due = useTick((now) => next !== null && next.at - now < 1_000);
  if (resolvedAt !== null) {
    return null;
  }
  if (next === null) {
    return <p className="fact hint">{own.nothingNext}</p>;
  }
  return (
    <p className="fact">
      <span className="fact-name">{own.next}</span>
      <span className="fact-text">
        {due ? (
          own.nextNow(next.what)
        ) : (
          <Phrase say={(countdown) => own.nextIn(next.what, countdown)}>
            <span className="countdown">
              <Countdown to={next.at} />
            </span>
          </Phrase>
        )}
      </span>
    </p>
  );
}

/** Time left until somebody should have said "mine". */
function Target({ incident: { respondBy } }: { readonly incident: IncidentView }) {
  const { incident: own } = useWords();
  const missed = useTick((now) => respondBy !== null && respondBy <= now);
  if (respondBy === null) {
    return null;
  }
  return (
    <p className="fact">
      <span className="fact-name">{own.target}</span>
      <span className={missed ? 'fact-text target-missed' : 'fact-text'}>
        {missed ? (
          <Phrase say={own.targetMissed}>
            <Ago at={respondBy} />
          </Phrase>
        ) : (
          <Phrase say={own.targetLeft}>
            <span className="countdown">
              <Countdown to={respondBy} />
            </span>
          </Phrase>
        )}
      </span>
    </p>
  );
}

function SoundSign() {
  return (
    <svg className="sign" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M1.5 6h2.7L8 2.8v10.4L4.2 10H1.5Z" fill="currentColor" />
      <path
        d="M10.3 5.2a4 4 0 0 1 0 5.6M12.2 3.3a6.6 6.6 0 0 1 0 9.4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
    </svg>
  );
}
