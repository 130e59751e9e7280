/** What the head of a group says: its worst member, and how many are like that. */
import { describe, expect, it } from 'vitest';
import { en } from '../../../../renderer/texts/en.ts';
import { groupHead } from '../../../../renderer/views/components/group-head.ts';
import type { Shape } from '../../../../shared/contract/view.ts';
import type { ComponentStatus } from '../../../../shared/model/status.ts';
import { componentView } from '../../../harness/window-fixture.ts';

const NOW = Date.parse('2026-11-21T01:14:00Z');
const LETTERS: Readonly<Record<string, readonly [ComponentStatus, Shape]>> = {
  '+': ['operational', 'calm'],
  u: ['operational', 'suspect'],
  '?': ['unknown', 'blind'],
  m: ['under_maintenance', 'maintenance'],
  '~': ['performance_issues', 'slow'],
  o: ['partial_outage', 'down'],
  x: ['major_outage', 'down'],
  a: ['major_outage', 'acknowledged'],
};
const headOf = (letters: string) =>
  groupHead(
    [...letters].map((letter) => {
      const [status, shape] = LETTERS[letter] ?? ['unknown', 'blind'];
      return { component: componentView(NOW, 'one', { status }), shape };
    }),
  );

describe('the head of a group', () => {
  it.each([
    ['+++', 'calm', 'operational', '3 components'],
    ['+x+o', 'down', 'major_outage', '4 components, 2 down'],
    ['+o~', 'down', 'partial_outage', '3 components, 1 down, 1 more not well'],
    ['~~+', 'slow', 'performance_issues', '3 components, 2 with performance issues'],
    ['+?', 'blind', 'unknown', '2 components, 1 not known'],
    ['?m', 'maintenance', 'under_maintenance', '2 components, 1 under maintenance, 1 more not well'],
    ['+u', 'suspect', 'operational', '2 components, 1 not sure yet'],
  ] as const)('%s: %s, %s, %s', (letters, shape, status, count) => {
    const head = headOf(letters);
    expect(head).toMatchObject({ shape, status });
    expect(head && en.components.group(head)).toBe(count);
  });

  it('is no better because somebody has acknowledged the worst of them; one nobody has comes before it', () => {
    expect(headOf('~a+')).toMatchObject({ shape: 'acknowledged', status: 'major_outage', kind: 'down', alike: 1 });
    expect(headOf('ax')).toMatchObject({ shape: 'down', alike: 2, others: 0 });
  });

  it('says nothing of nobody', () => {
    expect(groupHead([])).toBe(null);
  });
});
