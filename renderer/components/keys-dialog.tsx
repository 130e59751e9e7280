/**
 * Every key and what it does, from the same table that the keyboard reads.
 */
import { KEY_LIST } from '../app/keyboard.ts';
import { useWords } from '../app/parts.tsx';
import { Dialog } from './dialog.tsx';

export function KeysDialog() {
  const { keys } = useWords();
  return (
    <Dialog title={keys.title} hint={keys.where}>
      <dl className="keys">
        {KEY_LIST.map(({ keys: pressed, meaning }) => (
          <div key={pressed}>
            <dt>
              <kbd>{pressed}</kbd>
            </dt>
            <dd>{keys.meanings[meaning]}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
