import { describe, expect, it } from 'vitest';
import { wallClock } from '../../../../shared/rules/wall-clock.ts';

const at = (text: string) => Date.parse(text);

describe('an instant in words', () => {
  it.each([
    { story: 'is a bare time today', at: '2026-03-04T14:05Z', zone: 'UTC', words: '14:05' },
    { story: 'is a bare time earlier today', at: '2026-03-04T00:00Z', zone: 'UTC', words: '00:00' },
    { story: 'names the weekday within the week', at: '2026-03-09T09:00Z', zone: 'UTC', words: 'Mon 09:00' },
    { story: 'names the weekday of a past day', at: '2026-03-03T23:59Z', zone: 'UTC', words: 'Tue 23:59' },
    {
      story: 'names the date a week away, where a weekday would mislead',
      at: '2026-03-11T09:00Z',
      zone: 'UTC',
      words: '11 Mar 09:00',
    },
    { story: 'is told in the zone of the viewer', at: '2026-03-04T08:00Z', zone: 'Europe/Berlin', words: '09:00' },
    {
      story: 'turns the day where the viewer does',
      at: '2026-03-04T23:30Z',
      zone: 'Europe/Berlin',
      words: 'Thu 00:30',
    },
    {
      story: 'follows the change of the clocks',
      at: '2026-03-29T07:00Z',
      zone: 'Europe/Berlin',
      words: '29 Mar 09:00',
    },
  ])('$story', ({ at: text, zone, words }) => {
    expect(wallClock(at(text), at('2026-03-04T02:14Z'), zone)).toBe(words);
  });
});
