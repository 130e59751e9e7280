/**
 * Every page that was held back, with its reason and its end. Folded: the reason also stands on the incident itself.
 */
import { useWords } from '../../app/parts.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { Near } from '../../components/times.tsx';
import type { HeldPage } from './now-model.ts';

export function HeldBack({ held }: { readonly held: readonly HeldPage[] }) {
  const words = useWords();
  if (held.length === 0) {
    return null;
  }
  return (
    <details className="section fold">
      <summary>
        <h2>{words.now.held(held.length)}</h2>
      </summary>
      <ul className="lines">
        {held.map(({ incident, reason, until }) => (
          <li key={`${incident.id} ${reason}`} className="line">
            <strong>{incident.componentName}</strong>
            <span className="line-why">{reason}</span>
            {until !== null && <HeldUntil at={until} />}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** "until 07:00" */
export function HeldUntil({ at }: { readonly at: number }) {
  const words = useWords();
  return (
    <span className="hint">
      <Phrase say={words.now.heldUntil}>
        <Near at={at} />
      </Phrase>
    </span>
  );
}
