import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Layer } from '../../../../../shared/model/schedule.ts';
import { positionKept } from '../../../../../shared/rules/oncall/positions.ts';
import { turnsOf } from '../../../../../shared/rules/oncall/turns.ts';
import { utc } from './build.ts';

const ZONE = 'Europe/Berlin';
const START = '2026-01-05T09:00';
const AT = utc('2026-01-20T12:00Z'); // turn 2

const layer = (people: readonly string[], position = 0): Layer => ({
  ...Layer.parse({ turn: 'weekly', start: START, people }),
  position,
});
const onCall = (of: Layer, at = AT) => {
  const turns = turnsOf(of, ZONE);
  return turns.personOf(turns.indexAt(at));
};
/** The list as it is now, moved so that the turns go on. */
const edited = (before: Layer, people: readonly string[], at = AT): Layer => {
  const after = layer(people);
  return { ...after, position: positionKept(before, after, ZONE, at) };
};

describe('when the list of people is edited', () => {
  it.each<{ story: string; before: readonly string[]; after: readonly string[]; now: string; next: string }>([
    { story: 'removing somebody else', before: ['kim', 'ann', 'lee'], after: ['ann', 'lee'], now: 'lee', next: 'ann' },
    {
      story: 'adding somebody',
      before: ['kim', 'ann', 'lee'],
      after: ['sam', 'kim', 'ann', 'lee'],
      now: 'lee',
      next: 'sam',
    },
    { story: 'another order', before: ['kim', 'ann', 'lee'], after: ['lee', 'ann', 'kim'], now: 'lee', next: 'ann' },
  ])('$story leaves whoever is on call on call', ({ before, after, now, next }) => {
    const of = edited(layer(before), after);
    expect([onCall(layer(before)), onCall(of), onCall(of, AT + 7 * 86_400_000)]).toEqual(['lee', now, next]);
  });

  it('removing the one on call makes the next one take over', () => {
    expect(onCall(edited(layer(['kim', 'ann', 'lee', 'sam']), ['kim', 'ann', 'sam']))).toBe('sam');
  });

  it('with nobody left of the old list, the file says who', () => {
    expect(edited(layer(['kim', 'ann'], 1), ['lee', 'sam']).position).toBe(0);
  });

  it('other turns are another rotation: the file says who', () => {
    const daily: Layer = { ...Layer.parse({ turn: 'daily', start: START, people: ['kim', 'ann'] }) };
    expect(positionKept(layer(['ann', 'kim', 'lee'], 2), daily, ZONE, AT)).toBe(0);
  });

  it('whatever is edited, however often: whoever is on call and still in the list stays on call', () => {
    const people = fc.uniqueArray(fc.constantFrom('kim', 'ann', 'lee', 'sam', 'joe'), { minLength: 1 });
    const edits = fc.array(fc.record({ people, weeks: fc.nat({ max: 9 }) }), { maxLength: 6 });
    fc.assert(
      fc.property(people, edits, (first, later) => {
        let of = layer(first);
        let at = AT;
        for (const edit of later) {
          at += edit.weeks * 7 * 86_400_000;
          const before = onCall(of, at) as string;
          of = edited(of, edit.people, at);
          const after = onCall(of, at) as string;
          expect(edit.people).toContain(after);
          if ((edit.people as readonly string[]).includes(before)) {
            expect(after).toBe(before);
          }
        }
      }),
    );
  });
});
