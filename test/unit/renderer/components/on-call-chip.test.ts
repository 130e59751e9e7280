import { describe, expect, it } from 'vitest';
import { chipText } from '../../../../renderer/components/on-call-chip.tsx';
import { en } from '../../../../renderer/texts/en.ts';
import type { OnCallView } from '../../../../shared/contract/view.ts';
import { KIM, onCallView, SAM } from '../../../harness/window-fixture.ts';

const NOW = Date.parse('2026-11-21T01:14:00Z');
const MONDAY = Date.parse('2026-11-23T09:00:00Z');
const kim = (changed: Partial<OnCallView> = {}) =>
  onCallView(NOW, {
    now: [{ personId: KIM, name: 'Kim', until: MONDAY, because: '' }],
    next: { at: MONDAY, people: [{ personId: SAM, name: 'Sam' }] },
    ...changed,
  });

describe('the on-call chip', () => {
  it.each<{ story: string; schedules: OnCallView[]; desk: typeof KIM | null; says: string }>([
    { story: 'the person at this desk', schedules: [kim()], desk: KIM, says: 'You until Mon 09:00, then Sam' },
    { story: 'somebody else', schedules: [kim()], desk: SAM, says: 'Kim until Mon 09:00, then Sam' },
    {
      story: 'no end in sight',
      schedules: [kim({ now: [{ personId: KIM, name: 'Kim', until: null, because: '' }], next: null })],
      desk: null,
      says: 'Kim',
    },
    { story: 'nobody now', schedules: [kim({ now: [] })], desk: KIM, says: 'Nobody on call, then Sam' },
    {
      story: 'nobody next',
      schedules: [kim({ next: { at: MONDAY, people: [] } })],
      desk: null,
      says: 'Kim until Mon 09:00, then nobody',
    },
    { story: 'no schedule at all', schedules: [], desk: KIM, says: 'No schedule' },
    {
      story: 'a second schedule with nobody, before one’s own',
      schedules: [kim(), kim({ now: [] })],
      desk: KIM,
      says: 'Nobody on call, then Sam +1',
    },
  ])('tells of $story', ({ schedules, desk, says }) => {
    expect(chipText(schedules, desk, NOW, en)).toBe(says);
  });
});
