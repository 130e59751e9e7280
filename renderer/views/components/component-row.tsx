/**
 * One component in the list: shape, name, state and since when, when it was last looked at, how fast it was, its last 60 checks.
 */
import { memo } from 'react';
import type { CheckView, ComponentView, Shape } from '../../../shared/contract/view.ts';
import { matterOf } from '../../../shared/rules/matter.ts';
import { useWords } from '../../app/parts.tsx';
import { hashOf } from '../../app/route.ts';
import { ComponentMarks } from '../../components/component-marks.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { Ago, Near } from '../../components/times.tsx';
import type { Words } from '../../texts/words.ts';

interface ComponentRowProps {
  readonly component: ComponentView;
  readonly shape: Shape;
}

export const ComponentRow = memo(function ComponentRow({ component, shape }: ComponentRowProps) {
  const words = useWords();
  const check = checkToShow(component.checks);
  const warnings = component.checks.flatMap((one) => one.warnings);
  // How long a failure took is no latency.
  const latency =
    check?.lastOutcome === 'pass' || check?.lastOutcome === 'slow' ? check.lastTimings?.totalMs : undefined;
  return (
    <div
      className="component-row"
      data-row=""
      data-component={component.id}
      {...(component.incidentId !== null && { 'data-incident': component.incidentId })}
      tabIndex={-1}
    >
      <span className="component-name">
        <StateMark shape={shape} />
        <span className="component-title">
          <a href={hashOf({ view: 'component', component: component.id })}>{component.name}</a>
          {component.owner !== '' && <span className="hint"> {words.components.owner(component.owner)}</span>}
          {warnings.length > 0 && (
            <>
              {' '}
              <span className="warning" title={warnings.join('\n')}>
                {words.components.warnings(warnings.length)}
              </span>
            </>
          )}
        </span>
      </span>
      <span className="component-state">
        {shape === 'suspect' ? words.suspect : stateWord(words, component)}
        {component.since !== null && (
          <span className="hint">
            {' '}
            <Phrase say={words.components.since}>
              <Near at={component.since} />
            </Phrase>
          </span>
        )}
        <ComponentMarks component={component} />
      </span>
      <span className="component-checked">
        <span className="only-aloud">{words.components.columns.checked} </span>
        {check === undefined || check.lastAt === null ? words.components.neverChecked : <Ago at={check.lastAt} />}
      </span>
      <span className="component-latency">
        <span className="only-aloud">{words.components.columns.latency} </span>
        {latency === undefined ? words.dash : words.time.latency(latency)}
      </span>
      <span className="component-recent">{check !== undefined && <Sparkline recent={check.recent} />}</span>
    </div>
  );
});

const WORST = { down: 0, slow: 1, starting: 2, unknown: 3, up: 4 } as const;

/** The check that speaks for the component: the worst, and among equals the first in the file. */
export function checkToShow(checks: readonly CheckView[]): CheckView | undefined {
  let shown = checks[0];
  for (const check of checks) {
    if (shown !== undefined && WORST[check.settled] < WORST[shown.settled]) {
      shown = check;
    }
  }
  return shown;
}

/** What nobody here has looked at is called by what it is. */
function stateWord({ components, statuses }: Words, { id, status }: ComponentView): string {
  const matter = matterOf(id);
  return matter === 'component' ? statuses[status] : components[matter];
}
