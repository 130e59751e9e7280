/**
 * The text filter (`/`), the shortcut to what is not well, and how many are left.
 */
import { useWords } from '../../app/parts.tsx';
import type { Filter } from './rows.ts';

interface FilterBarProps {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
  readonly shown: number;
  readonly all: number;
}

export function FilterBar({ filter, onChange, shown, all }: FilterBarProps) {
  const words = useWords();
  return (
    <div className="filter-bar">
      <label className="field-inline">
        <span className="field-name">{words.components.filter}</span>
        <input
          data-filter=""
          type="search"
          placeholder={words.components.filterHint}
          value={filter.text}
          onChange={(event) => onChange({ ...filter, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              onChange({ ...filter, text: '' });
              event.currentTarget.blur();
            }
          }}
        />
      </label>
      <label className="tick-label">
        <input
          type="checkbox"
          checked={filter.onlyUnwell}
          onChange={(event) => onChange({ ...filter, onlyUnwell: event.target.checked })}
        />
        {words.components.unwell}
      </label>
      <output className="hint">{words.components.shown(shown, all)}</output>
    </div>
  );
}
