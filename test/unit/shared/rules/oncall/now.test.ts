import { describe, expect, it } from 'vitest';
import type { Schedule, StoredOverride } from '../../../../../shared/model/schedule.ts';
import { onCallAt } from '../../../../../shared/rules/oncall/oncall.ts';
import { iso, override, schedule, utc } from './build.ts';

/** The answer as short text: "kim until … ; next …". */
function answer(of: Schedule, stored: readonly StoredOverride[], at: string): string {
  const { people, next } = onCallAt(of, stored, utc(at));
  const now = people.map(({ personId, until }) => `${personId} until ${until === null ? 'ever' : iso(until)}`);
  const then = next === null ? 'never' : `${next.people.join('+') || 'nobody'} at ${iso(next.at)}`;
  return `${now.join(', ') || 'nobody'}; next ${then}`;
}

describe('who is on call now', () => {
  it('belongs to the new person exactly at the handoff, to the old one a millisecond before', () => {
    expect(answer(schedule({}), [], '2026-01-12T07:59:59.999Z')).toBe(
      'kim until 2026-01-12T08:00:00Z; next ann at 2026-01-12T08:00:00Z',
    );
    expect(answer(schedule({}), [], '2026-01-12T08:00:00.000Z')).toBe(
      'ann until 2026-01-19T08:00:00Z; next lee at 2026-01-19T08:00:00Z',
    );
  });

  it.each<{ story: string; people?: readonly string[]; overrides: readonly StoredOverride[]; is: string }>([
    {
      story: 'one person alone has no end in sight',
      people: ['kim'],
      overrides: [],
      is: 'kim until ever; next never',
    },
    {
      story: 'turns of the same person that follow one another count as one',
      people: ['kim', 'kim', 'ann'],
      overrides: [],
      is: 'kim until 2026-01-19T08:00:00Z; next ann at 2026-01-19T08:00:00Z',
    },
    {
      story: 'a substitute hands back when the override ends',
      overrides: [
        override({ kind: 'replace', person: 'kim', by: 'sam', from: '2026-01-06T00:00Z', to: '2026-01-08T00:00Z' }),
      ],
      is: 'sam until 2026-01-08T00:00:00Z; next kim at 2026-01-08T00:00:00Z',
    },
    {
      story: 'an addition ends by itself while the turn goes on',
      overrides: [override({ kind: 'add', person: 'sam', from: '2026-01-06T00:00Z', to: '2026-01-08T00:00Z' })],
      is: 'kim until 2026-01-12T08:00:00Z, sam until 2026-01-08T00:00:00Z; next kim at 2026-01-08T00:00:00Z',
    },
    {
      story: 'an override to come is seen before the handoff',
      overrides: [
        override({ kind: 'replace', person: 'kim', by: 'sam', from: '2026-01-08T00:00Z', to: '2026-01-09T00:00Z' }),
      ],
      is: 'kim until 2026-01-08T00:00:00Z; next sam at 2026-01-08T00:00:00Z',
    },
    {
      story: 'a removal to come makes nobody the next',
      overrides: [override({ kind: 'remove', person: 'kim', from: '2026-01-08T00:00Z', to: '2026-01-09T00:00Z' })],
      is: 'kim until 2026-01-08T00:00:00Z; next nobody at 2026-01-08T00:00:00Z',
    },
    {
      story: 'nobody is said so, with who comes back',
      overrides: [override({ kind: 'remove', person: 'kim', from: '2026-01-06T00:00Z', to: '2026-01-09T00:00Z' })],
      is: 'nobody; next kim at 2026-01-09T00:00:00Z',
    },
    {
      story: 'a substitute who is next in turn anyway goes straight on',
      overrides: [
        override({ kind: 'replace', person: 'kim', by: 'ann', from: '2026-01-06T00:00Z', to: '2026-01-13T00:00Z' }),
      ],
      is: 'ann until 2026-01-19T08:00:00Z; next lee at 2026-01-19T08:00:00Z',
    },
    {
      story: 'an override to the end of time has no end in sight, and costs nothing',
      people: ['kim', 'ann'],
      overrides: [
        override({ kind: 'replace', person: 'kim', by: 'ann', from: '2026-01-06T00:00Z', to: '9999-12-31T00:00Z' }),
      ],
      is: 'ann until ever; next never',
    },
  ])('$story', ({ people, overrides, is }) => {
    expect(answer(schedule(people === undefined ? {} : { people }), overrides, '2026-01-07T00:00Z')).toBe(is);
  });

  it('skips a turn that never was: Apia had no 30 December 2011', () => {
    const apia = schedule({ zone: 'Pacific/Apia', turn: 'daily', start: '2011-12-28T00:00' });
    expect(answer(apia, [], '2011-12-29T12:00Z')).toBe(
      'ann until 2011-12-30T10:00:00Z; next kim at 2011-12-30T10:00:00Z',
    );
  });

  it('says why, and why nobody', () => {
    const gone = override({ kind: 'remove', person: 'kim', from: '2026-01-06T00:00Z', to: '2026-01-06T05:00Z' });
    expect(onCallAt(schedule({}), [], utc('2026-01-06T01:00Z')).because).toBe('kim, turn 1 of 3 (week of Mon 5 Jan)');
    expect(onCallAt(schedule({}), [gone], utc('2026-01-06T01:00Z')).because).toBe(
      'nobody: kim was taken off, override by Sam until 06:00',
    );
  });
});
