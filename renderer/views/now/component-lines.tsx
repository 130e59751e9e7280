/**
 * Components that are not well but have no incident: one line each, with the reason.
 */
import type { ComponentView } from '../../../shared/contract/view.ts';
import { useWords } from '../../app/parts.tsx';
import { hashOf } from '../../app/route.ts';
import { shapeOfComponent } from '../../components/shape-of.ts';
import { StateMark } from '../../components/state-mark.tsx';
import { Near } from '../../components/times.tsx';

/** More lines than this are a storm of doubt; the Components view has them all. */
const SHOWN = 20;

interface ComponentLinesProps {
  readonly title: string;
  readonly hint: string;
  readonly components: readonly ComponentView[];
}

export function ComponentLines({ title, hint, components }: ComponentLinesProps) {
  const words = useWords();
  if (components.length === 0) {
    return null;
  }
  const more = components.length - SHOWN;
  return (
    <section className="section">
      <h2>
        {title} <span className="hint">{hint}</span>
      </h2>
      <ul className="lines">
        {components.slice(0, SHOWN).map((component) => (
          <li key={component.id} className="line" data-row="" data-component={component.id} tabIndex={-1}>
            <StateMark shape={shapeOfComponent(component, undefined)} />
            <a href={hashOf({ view: 'component', component: component.id })}>{component.name}</a>
            <span className="line-state">{component.suspect ? words.suspect : words.statuses[component.status]}</span>
            <span className="line-why">{component.because}</span>
            {component.since !== null && (
              <span className="hint">
                <Near at={component.since} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {more > 0 && (
        <a href={hashOf({ view: 'components' })}>
          {words.more} ({more})
        </a>
      )}
    </section>
  );
}
