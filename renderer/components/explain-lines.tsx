/**
 * Lines of what happened and why: when, what kind, the sentence, and under it the reason and the words that were sent.
 */
import type { ExplainLine } from '../../shared/contract/explain.ts';
import { useWords } from '../app/parts.tsx';
import { Moment } from './times.tsx';

export function ExplainLines({ lines }: { readonly lines: readonly ExplainLine[] }) {
  return (
    <ol className="events">
      {lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: written down once, in this order; nothing in a line is its own
        <Line key={place} line={line} />
      ))}
    </ol>
  );
}

function Line({ line: { at, kind, text, because, said } }: { readonly line: ExplainLine }) {
  const { explain, time } = useWords();
  return (
    <li className={`event explain-${kind}`}>
      <span className="event-at">
        <Moment at={at} text={`${time.shortDay(at)} ${time.clockSeconds(at)}`} />
      </span>
      <span className="event-kind">{explain.kinds[kind]}</span>
      <span className="event-text">
        {text}
        {because !== '' && <span className="hint"> {because}</span>}
        {said !== '' && <q className="note">{said}</q>}
      </span>
    </li>
  );
}
