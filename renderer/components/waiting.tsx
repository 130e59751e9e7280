/**
 * "2 new": rows that wait so that nothing moves under the pointer. Names them, so that nobody has to click to know.
 *
 * Belongs beside the list's title, where room is kept for it: it must neither push the rows nor appear under the pointer itself.
 */
import { useWords } from '../app/parts.tsx';
import { Button } from './button.tsx';

interface WaitingProps {
  readonly names: readonly string[];
  readonly onShow: () => void;
}

export function Waiting({ names, onShow }: WaitingProps) {
  const { now } = useWords();
  if (names.length === 0) {
    return null;
  }
  return (
    <Button look="primary" title={now.waitingHint} onClick={onShow}>
      {now.waiting(names)}
    </Button>
  );
}
