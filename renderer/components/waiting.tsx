/**
 * "2 new": rows that wait so that nothing moves under the pointer. Names them, so that nobody has to click to know.
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
    <li className="waiting">
      <Button look="primary" title={now.waitingHint} onClick={onShow}>
        {now.waiting(names)}
      </Button>
    </li>
  );
}
