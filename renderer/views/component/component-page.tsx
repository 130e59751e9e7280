/**
 * One component in full: its incident, its checks with their phases, latency, the last 90 days, its events.
 */
import type { ComponentView, IncidentView } from '../../../shared/contract/view.ts';
import type { ComponentId } from '../../../shared/model/ids.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { hashOf } from '../../app/route.ts';
import { Button, CommandButton } from '../../components/button.tsx';
import { ComponentMarks } from '../../components/component-marks.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { EventList } from '../../components/event-list.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { shapeOfComponent } from '../../components/shape-of.ts';
import { StateMark } from '../../components/state-mark.tsx';
import { Near } from '../../components/times.tsx';
import { IncidentCard } from '../now/incident-card.tsx';
import { ByHandLine } from './by-hand.tsx';
import { CheckCard } from './check-card.tsx';
import { DryRunSection } from './dry-run-section.tsx';
import { LatencySection } from './latency-section.tsx';
import { UptimeSection } from './uptime-section.tsx';

export function ComponentPage({ id }: { readonly id: ComponentId }) {
  const words = useWords();
  const component = useWorld(({ components }) => components.get(id));
  const incident = useWorld(({ incidents }) =>
    component?.incidentId == null ? undefined : incidents.get(component.incidentId),
  );
  return (
    <>
      <a className="back" href={hashOf({ view: 'components' })}>
        {words.component.back}
      </a>
      {component === undefined ? (
        <>
          <h1 tabIndex={-1} className="view-title">
            {id}
          </h1>
          <EmptyState shape="blind" title={words.component.gone} hint={words.component.goneHint} />
        </>
      ) : (
        <Component component={component} incident={incident} />
      )}
      <section className="section">
        <h2>{words.component.events}</h2>
        <EventList scope={{ component: id }} />
      </section>
    </>
  );
}

interface ComponentProps {
  readonly component: ComponentView;
  readonly incident: IncidentView | undefined;
}

function Component({ component, incident }: ComponentProps) {
  const { commands, stage } = useParts();
  const words = useWords();
  const { runbook } = component;
  const shape = shapeOfComponent(component, incident);
  const checks = component.checks.map(({ id }) => id);
  return (
    <div data-about-component={component.id}>
      <header className="component-head">
        <StateMark shape={shape} size="large" />
        <div>
          <h1 tabIndex={-1} className="view-title">
            {component.name}
          </h1>
          <p>
            {shape === 'suspect' ? words.suspect : words.statuses[component.status]}
            {component.since !== null && (
              <>
                {' '}
                <Phrase say={words.components.since}>
                  <Near at={component.since} />
                </Phrase>
              </>
            )}
            {component.because !== '' && `: ${component.because}`}
          </p>
          <ByHandLine component={component} />
          <ComponentMarks component={component} />
          {component.description !== '' && <p className="hint">{component.description}</p>}
          <p className="hint">
            {component.owner !== '' && `${words.component.owner(component.owner)}. `}
            {component.policy === null ? words.component.noPolicy : words.component.policy(component.policy)}
          </p>
        </div>
        <div className="actions">
          <CommandButton command="checkNow" question={{ component: component.id }}>
            {words.incident.checkNow}
          </CommandButton>
          <Button onClick={() => stage.setState({ dialog: { kind: 'status', component: component.id } })}>
            {words.byHand.set}
          </Button>
          <MaintenanceButton component={component} />
          {runbook !== null && (
            <Button data-opens="" title={runbook} onClick={() => void commands.run('openLink', { url: runbook })}>
              {words.incident.runbook}
            </Button>
          )}
        </div>
      </header>
      {incident !== undefined && incident.state !== 'resolved' && <IncidentCard incident={incident} />}
      <section className="section">
        <h2>{words.component.checks}</h2>
        <ul className="checks">
          {component.checks.map((check) => (
            <li key={check.id}>
              <CheckCard check={check} />
            </li>
          ))}
        </ul>
      </section>
      <DryRunSection component={component.id} />
      {checks.length > 0 && (
        <>
          <LatencySection checks={component.checks} />
          <UptimeSection checks={checks} component={component.id} />
        </>
      )}
    </div>
  );
}

/** One that stands in the configuration file ends there; beside it another may be begun. */
function MaintenanceButton({ component: { id, maintenance } }: Pick<ComponentProps, 'component'>) {
  const { stage } = useParts();
  const words = useWords();
  return maintenance?.byHand === true ? (
    <CommandButton command="endMaintenance" question={{ id: maintenance.id }}>
      {words.maintenance.end}
    </CommandButton>
  ) : (
    <Button onClick={() => stage.setState({ dialog: { kind: 'maintenance', component: id } })}>
      {words.maintenance.begin}
    </Button>
  );
}
