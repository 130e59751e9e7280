import { describe, expect, it } from 'vitest';
import type { StoredOverride } from '../../../../../shared/model/schedule.ts';
import { LocalDateTime } from '../../../../../shared/model/wall-time.ts';
import { fileOverrideProblems, overrideRefusal } from '../../../../../shared/rules/oncall/oncall.ts';
import { override, schedule } from './build.ts';

const week = { from: '2026-01-05T00:00Z', to: '2026-01-12T00:00Z' };
const later = { from: '2026-01-12T00:00Z', to: '2026-01-13T00:00Z' };

describe('an override is refused', () => {
  it.each<{ story: string; draft: StoredOverride; stored: readonly StoredOverride[]; why: RegExp }>([
    {
      story: 'when it ends before it begins',
      draft: override({ kind: 'add', person: 'sam', from: week.to, to: week.from }),
      stored: [],
      why: /ends before it begins/,
    },
    {
      story: 'when nobody takes the place',
      draft: override({ kind: 'replace', person: 'kim', ...week }),
      stored: [],
      why: /nobody takes the place of kim/,
    },
    {
      story: 'when somebody would replace themselves',
      draft: override({ kind: 'replace', person: 'kim', by: 'kim', ...week }),
      stored: [],
      why: /kim cannot take the place of kim/,
    },
    {
      story: 'when the same person is already part of one in that time',
      draft: override({ kind: 'replace', person: 'kim', by: 'sam', ...week }),
      stored: [override({ kind: 'add', person: 'sam', ...week })],
      why: /sam is already part of an override by Sam in that time; remove that one/,
    },
  ])('$story', ({ draft, stored, why }) => {
    expect(overrideRefusal(schedule({}), stored, draft)).toMatch(why);
  });

  it('also when it clashes with one of the file', () => {
    const file = schedule({
      overrides: [{ person: 'kim', by: 'sam', from: '2026-01-06T00:00', to: '2026-01-07T00:00' }],
    });
    const draft = override({ kind: 'remove', person: 'kim', ...week });
    expect(overrideRefusal(file, [], draft)).toMatch(/kim is already part of an override in the configuration file/);
  });
});

describe('an override is taken', () => {
  it.each<{ story: string; stored: readonly StoredOverride[] }>([
    { story: 'when it begins as the other one ends', stored: [override({ kind: 'remove', person: 'kim', ...later })] },
    { story: 'when other people are touched', stored: [override({ kind: 'remove', person: 'ann', ...week })] },
    {
      story: 'when the other one is of another schedule',
      stored: [override({ kind: 'remove', person: 'kim', ...week, schedule: 'x' })],
    },
  ])('$story', ({ stored }) => {
    const draft = override({ kind: 'replace', person: 'kim', by: 'sam', ...week });
    expect(overrideRefusal(schedule({}), stored, draft)).toBeNull();
  });
});

describe('the file’s overrides', () => {
  it('are all looked at, each with its place in the list', () => {
    const file = schedule({
      overrides: [
        { person: 'kim', by: 'sam', from: '2026-01-06T00:00', to: '2026-01-07T00:00' },
        { person: 'ann', from: '2026-01-06T00:00', to: '2026-01-07T00:00' },
        { kind: 'remove', person: 'sam', from: '2026-01-06T12:00', to: '2026-01-08T00:00' },
        { kind: 'add', person: 'lee', from: '2026-01-06T12:00', to: '2026-01-08T00:00' },
        { kind: 'add', person: 'lee', from: '2026-01-09T12:00', to: '2026-01-09T11:00' },
      ],
    });
    expect(fileOverrideProblems(file).map(({ index, message }) => `${index}: ${message}`)).toEqual([
      '1: nobody takes the place of ann; name the substitute in `by`, or use "remove"',
      '2: overlaps overrides[0] and both touch sam; change one of the two',
      '4: it ends before it begins; `to` must be later than `from`',
    ]);
  });
});

describe('a local time', () => {
  it('must be on the calendar', () => {
    expect(LocalDateTime.safeParse('2028-02-29T09:00').success).toBe(true);
    expect(LocalDateTime.safeParse('2026-01-05T09:00:30').success).toBe(true);
    for (const wrong of [
      '2026-02-29T09:00',
      '2026-02-31T09:00',
      '2026-13-01T09:00',
      '2026-01-01T24:00',
      '2026-01-01T09:60',
      'soon',
    ]) {
      expect(LocalDateTime.safeParse(wrong).success, wrong).toBe(false);
    }
  });
});
