/**
 * How one incident went, open or over: asked of the store when it is opened, and again while the incident goes on.
 */
import type { IncidentId } from '../../../shared/model/ids.ts';
import { useWords, useWorld } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ExplainLines } from '../../components/explain-lines.tsx';
import { Failed } from '../../components/failed.tsx';

const REFRESH_MS = 10_000;

export function ExplainDialog({ id }: { readonly id: IncidentId }) {
  const words = useWords();
  const name = useWorld(({ incidents }) => incidents.get(id)?.componentName);
  const [answer, again] = useAnswer('explain', { incident: id }, REFRESH_MS);
  const explained = answer.kind === 'here' ? answer.value : null;
  return (
    <Dialog
      wide
      title={words.explain.title(name ?? explained?.explanation?.componentName ?? id)}
      hint={words.explain.hint}
      problem={explained?.problem ?? null}
    >
      {answer.kind === 'failed' && <Failed why={answer.why} onAgain={again} />}
      {answer.kind === 'loading' && <p className="hint">{words.loading}</p>}
      {explained?.explanation != null && <ExplainLines lines={explained.explanation.lines} />}
    </Dialog>
  );
}
