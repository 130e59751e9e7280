/**
 * Something could not be loaded: why, and the way to try again.
 */
import { useWords } from '../app/parts.tsx';
import { Button } from './button.tsx';

interface FailedProps {
  readonly why: string;
  readonly onAgain: () => void;
}

export function Failed({ why, onAgain }: FailedProps) {
  const words = useWords();
  return (
    <div className="failed" role="alert">
      <p>{words.couldNotLoad(why)}</p>
      <Button onClick={onAgain}>{words.tryAgain}</Button>
    </div>
  );
}
