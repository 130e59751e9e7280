/** What the self-check says of callers that were turned away: now, lately, long ago, never. */
import { describe, expect, it } from 'vitest';
import { callersRow } from '../../../../electron/compose/rows.ts';
import type { Spell } from '../../../../shared/rules/admission/spell.ts';

const MINUTE = 60_000;
const NOW = 100 * MINUTE;
const spell = (change: Partial<Spell> = {}): Spell => ({
  since: NOW - 2 * MINUTE,
  lastAt: NOW,
  counts: { queue: 800, wait: 0, draining: 0, sessions: 12 },
  ...change,
});

describe('the row about callers', () => {
  it.each([
    ['nobody ever was', null, 'green', 'Nobody was turned away'],
    [
      'some are now',
      { isOn: true, spell: spell() },
      'amber',
      'Turned away for 2 min: 812 (800 too many requests at once, 12 all sessions are taken)',
    ],
    [
      'some were lately',
      { isOn: false, spell: spell({ lastAt: NOW - 59 * MINUTE }) },
      'amber',
      'Turned away 59 min ago: 812 (800 too many requests at once, 12 all sessions are taken)',
    ],
    [
      'some were, and nobody since',
      { isOn: false, spell: spell({ lastAt: NOW - 60 * MINUTE }) },
      'green',
      'Turned away 1 h ago: 812 (800 too many requests at once, 12 all sessions are taken); nobody since',
    ],
  ] as const)('when %s', (_, latest, level, text) => {
    expect(callersRow(latest, NOW)).toMatchObject({ level, text });
    expect(callersRow(latest, NOW).fix !== '').toBe(level === 'amber');
  });
});
