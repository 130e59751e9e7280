/**
 * While you were away: incidents that came and went in the last 24 hours, latest first.
 */
import type { IncidentView } from '../../../shared/contract/view.ts';
import { useParts, useWords } from '../../app/parts.tsx';
import { hashOf } from '../../app/route.ts';
import { Button } from '../../components/button.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { Near } from '../../components/times.tsx';
import { troubledWord } from '../../components/troubled.ts';

/** The rest is in the timeline. */
const SHOWN = 30;

export function AwayList({ incidents }: { readonly incidents: readonly IncidentView[] }) {
  const words = useWords();
  return (
    <section className="section">
      <h2>
        {words.now.away} <span className="hint">{words.now.awayHint}</span>
      </h2>
      {incidents.length === 0 ? (
        <p className="hint">{words.now.awayNone}</p>
      ) : (
        <ul className="lines">
          {incidents.slice(0, SHOWN).map((incident) => (
            <Away key={incident.id} incident={incident} />
          ))}
        </ul>
      )}
      {incidents.length > SHOWN && (
        <a href={hashOf({ view: 'timeline' })}>
          {words.more} ({incidents.length - SHOWN})
        </a>
      )}
    </section>
  );
}

function Away({ incident }: { readonly incident: IncidentView }) {
  const { stage } = useParts();
  const words = useWords();
  const ended = incident.recoveredAt ?? incident.resolvedAt ?? incident.openedAt;
  return (
    <li className="line" data-row="" data-component={incident.componentId} tabIndex={-1}>
      <StateMark shape="calm" label={words.incident.resolved} />
      <a href={hashOf({ view: 'component', component: incident.componentId })}>{incident.componentName}</a>
      <span className="line-state">
        {troubledWord(words, incident)} {words.now.lasted(words.time.length(ended - incident.since))}
      </span>
      <span className="line-why">{incident.cause}</span>
      <span className="hint">
        <Near at={incident.since} /> – <Near at={ended} />
        {' · '}
        {incident.resolvedBy === null ? words.now.recoveredByItself : words.now.resolvedBy(incident.resolvedBy)}
      </span>
      <Button
        look="quiet"
        aria-label={words.explain.title(incident.componentName)}
        onClick={() => stage.setState({ dialog: { kind: 'explain', incident: incident.id } })}
      >
        {words.incident.explain}
      </Button>
    </li>
  );
}
