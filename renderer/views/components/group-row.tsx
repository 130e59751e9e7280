/**
 * The head of a group: its name, and how many in it are not well.
 */
import { useWords } from '../../app/parts.tsx';
import type { Row } from './rows.ts';

export function GroupRow({ row }: { readonly row: Extract<Row, { kind: 'group' }> }) {
  const { components } = useWords();
  return (
    <h2 className="group-row">
      {row.name ?? components.ungrouped}{' '}
      <span className="hint">
        {row.unwell === 0 ? components.groupAll(row.all) : components.groupSome(row.unwell, row.all)}
      </span>
    </h2>
  );
}
