/**
 * A dialog whose content is still asked for, or could not be had.
 */
import { useWords } from '../app/parts.tsx';
import { Dialog } from './dialog.tsx';
import { Failed } from './failed.tsx';

interface AskingProps {
  readonly title: string;
  readonly hint: string;
  readonly answer: { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly why: string };
  readonly onAgain: () => void;
}

export function Asking({ title, hint, answer, onAgain }: AskingProps) {
  const { loading } = useWords();
  return (
    <Dialog title={title} hint={hint}>
      {answer.kind === 'loading' ? <p className="hint">{loading}</p> : <Failed why={answer.why} onAgain={onAgain} />}
    </Dialog>
  );
}
