import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange } from '../../../../renderer/app/arrange.ts';

interface Row {
  readonly id: string;
  readonly version: number;
}
const row = (id: string, version = 1): Row => ({ id, version });
const nowhere = (_id: string): Row | undefined => undefined;

describe('rows under the cursor', () => {
  it('follow the list while nobody holds it', () => {
    expect(arrange<string, Row>([row('b'), row('a')], null, nowhere)).toEqual({
      rows: [row('b'), row('a')],
      waiting: [],
    });
  });

  it('keep their order while held, with their newest content, and new ones wait', () => {
    const live = [row('new'), row('b', 2), row('a', 2)];
    expect(arrange(live, ['a', 'b'], nowhere)).toEqual({ rows: [row('a', 2), row('b', 2)], waiting: [row('new')] });
  });

  it('keep the place of one that has left the list but still exists', () => {
    const resolved = row('a', 9);
    expect(arrange([row('b')], ['a', 'b'], (id) => (id === 'a' ? resolved : undefined)).rows).toEqual([
      resolved,
      row('b'),
    ]);
  });

  it('drop one that exists no more', () => {
    expect(arrange([row('b')], ['a', 'b'], nowhere).rows).toEqual([row('b')]);
  });

  it('come at once into an empty list: there is nothing to hold', () => {
    expect(arrange([row('first')], [], nowhere).rows).toEqual([row('first')]);
  });

  it('never lose one: every live row is shown or counted as waiting, exactly once', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 12 });
    fc.assert(
      fc.property(ids, ids, (live, held) => {
        const { rows, waiting } = arrange(
          live.map((id) => row(id)),
          held,
          nowhere,
        );
        expect([...rows, ...waiting].map(({ id }) => id).toSorted()).toEqual(live.toSorted());
      }),
    );
  });
});
