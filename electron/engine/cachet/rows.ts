/**
 * Rows of components as they were written last: of a thousand, few have changed since somebody asked, and to write a time by the clock
 * of a zone is what costs.
 */
import { type ComponentFacts, componentRow, type Row } from '../../../shared/rules/cachet/component-wire.ts';

/** One for each way of looking: guests see less. At most one row for each component that there ever was a number for. */
export type RowOf = (facts: ComponentFacts) => Row;

export function createRows(zone: string): RowOf {
  const written = new Map<number, { readonly facts: ComponentFacts; readonly row: Row }>();
  return (facts) => {
    const { number } = facts.kept;
    const known = written.get(number);
    if (known !== undefined && isSame(known.facts, facts)) {
      return known.row;
    }
    const row = componentRow(facts, zone);
    written.set(number, { facts, row });
    return row;
  };
}

/** Lists are replaced and never changed, so another list is another value. */
function isSame(one: ComponentFacts, other: ComponentFacts): boolean {
  return (Object.keys(one) as (keyof ComponentFacts)[]).every((field) => one[field] === other[field]);
}
