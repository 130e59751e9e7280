/**
 * The head of a group: the worst of its members as a shape and in words, its name, and how many are like that.
 */
import { useWords } from '../../app/parts.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import type { Row } from './rows.ts';

export function GroupRow({ row: { name, head } }: { readonly row: Extract<Row, { kind: 'group' }> }) {
  const words = useWords();
  return (
    <h2 className="group-row">
      <StateMark shape={head.shape} />
      {name ?? words.components.ungrouped}{' '}
      <span className="hint">
        {head.kind === 'suspect' ? words.suspect : words.statuses[head.status]}: {words.components.group(head)}
      </span>
    </h2>
  );
}
