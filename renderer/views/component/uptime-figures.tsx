/**
 * Uptime in figures, over a day, a week, 30 and 90 days: one short line, which says of each how much of it nobody saw.
 */
import type { ComponentId } from '../../../shared/model/ids.ts';
import { uptimePercent } from '../../../shared/rules/uptime.ts';
import { useWords } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { Failed } from '../../components/failed.tsx';

const REFRESH_MS = 60_000;

export function UptimeFigures({ component }: { readonly component: ComponentId }) {
  const { component: words, loading } = useWords();
  const [answer, again] = useAnswer('figures', { component }, REFRESH_MS);
  if (answer.kind === 'failed') {
    return <Failed why={answer.why} onAgain={again} />;
  }
  if (answer.kind === 'loading') {
    return <p className="hint">{loading}</p>;
  }
  return (
    <ul className="uptime-figures" aria-label={words.figures}>
      {answer.value.map((figure) => (
        <li key={figure.to - figure.from}>
          {words.figure(figure.to - figure.from, uptimePercent(figure), figure.unseen)}
        </li>
      ))}
    </ul>
  );
}
