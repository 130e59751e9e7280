/**
 * What stands beside a component's state without changing it: maintenance and its end, or what it is unreachable because of.
 */
import type { ComponentView } from '../../shared/contract/view.ts';
import { useWords } from '../app/parts.tsx';
import { Phrase } from './phrase.tsx';
import { Near } from './times.tsx';

export function ComponentMarks({ component }: { readonly component: ComponentView }) {
  const { components: words } = useWords();
  const { maintenance, unreachableBecause } = component;
  return (
    <>
      {maintenance !== null && (
        <span className="hint">
          {' '}
          <Phrase say={(clock) => words.maintenance(maintenance.name, clock)}>
            <Near at={maintenance.until} />
          </Phrase>
        </span>
      )}
      {unreachableBecause !== null && <span className="hint"> {unreachableBecause}</span>}
    </>
  );
}
