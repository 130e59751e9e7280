/**
 * A status that somebody has set: whose word it is, until when, and the way back to the checks.
 */
import type { ComponentView } from '../../../shared/contract/view.ts';
import { useTick, useWords } from '../../app/parts.tsx';
import { CommandButton } from '../../components/button.tsx';

export function ByHandLine({ component: { id, byHand } }: { readonly component: ComponentView }) {
  const words = useWords();
  const until = byHand?.until ?? null;
  const ends = useTick((now) => (until === null ? '' : words.time.near(until, now)));
  if (byHand === null) {
    return null;
  }
  return (
    <p className="by-hand">
      {words.byHand.line(words.statuses[byHand.status], byHand.by, ends)}
      {byHand.note !== '' && ` (${byHand.note})`}{' '}
      <CommandButton command="releaseStatus" question={{ component: id }}>
        {words.byHand.release}
      </CommandButton>
    </p>
  );
}
