/**
 * One event: when, what kind, and the sentence that the engine wrote about it.
 */
import type { WatchEvent } from '../../shared/model/event.ts';
import { useWords, useWorld } from '../app/parts.tsx';
import { hashOf } from '../app/route.ts';
import { Moment } from './times.tsx';

export function EventRow({ event }: { readonly event: WatchEvent }) {
  const words = useWords();
  const { componentId } = event;
  const name = useWorld(({ components }) =>
    componentId === null ? null : (components.get(componentId)?.name ?? componentId),
  );
  return (
    <li className="event" data-row="" tabIndex={-1} {...(componentId !== null && { 'data-component': componentId })}>
      <span className="event-at">
        <Moment at={event.at} text={`${words.time.shortDay(event.at)} ${words.time.clockSeconds(event.at)}`} />
      </span>
      <span className="event-kind">{words.events.kinds[event.type]}</span>
      <span className="event-text">
        {componentId !== null && name !== null && (
          <>
            <a href={hashOf({ view: 'component', component: componentId })}>{name}</a>{' '}
          </>
        )}
        {name === null ? event.text : withoutName(event.text, name)}
      </span>
    </li>
  );
}

/** Many sentences begin with the component's name; the link before them already says it. */
function withoutName(text: string, name: string): string {
  return text.startsWith(name) ? text.slice(name.length).replace(/^[:\s]+/, '') : text;
}
