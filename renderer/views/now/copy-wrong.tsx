/**
 * Everything that is wrong now as text, to be handed on: the same list that a digest mail ends with.
 */
import type { IncidentView } from '../../../shared/contract/view.ts';
import { useParts, useWords } from '../../app/parts.tsx';
import { Button } from '../../components/button.tsx';
import { wrongOf, wrongTextOf } from './wrong-text.ts';

export function CopyWrong({ open }: { readonly open: readonly IncidentView[] }) {
  const { commands, clock } = useParts();
  const { now: words } = useWords();

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(wrongTextOf(open, clock.now()));
      commands.say(words.copied(wrongOf(open).length), true);
    } catch (error) {
      commands.say(words.notCopied(error instanceof Error ? error.message : String(error)), false);
    }
  }

  return (
    <Button title={words.copyHint} onClick={() => void copy()}>
      {words.copy}
    </Button>
  );
}
