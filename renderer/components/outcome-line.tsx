/**
 * What the last command came to. A good answer goes by itself after a while; a bad one stays until it is closed.
 */
import { useStore } from 'zustand';
import { useParts, useWords } from '../app/parts.tsx';
import { Button } from './button.tsx';

export function OutcomeLine() {
  const { commands } = useParts();
  const words = useWords();
  const outcome = useStore(commands.store, (state) => state.outcome);
  return (
    <div className="outcome-place">
      {/* Both stay in the page while empty: a live region that appears together with its text is not read. */}
      <div role="alert" className={outcome?.ok === false ? 'outcome outcome-bad' : 'only-aloud'}>
        {outcome?.ok === false && <OutcomeText key={outcome.id} text={outcome.text} />}
      </div>
      <output className={outcome?.ok === true ? 'outcome' : 'only-aloud'}>
        {outcome?.ok === true && <OutcomeText key={outcome.id} text={outcome.text} />}
      </output>
      {outcome !== null && (
        <Button
          look="quiet"
          className="button-square outcome-close"
          aria-label={words.commands.close}
          onClick={commands.close}
        >
          <span className="cross" aria-hidden="true" />
        </Button>
      )}
    </div>
  );
}

function OutcomeText({ text }: { readonly text: string }) {
  return <span>{text}</span>;
}
