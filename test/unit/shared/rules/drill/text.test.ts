/** A drill in words: each kind of line, and the table. */
import { describe, expect, it } from 'vitest';
import type { DrillLine, DrillSummary } from '../../../../../shared/model/drill/line.ts';
import { ChannelId, ComponentId, PersonId } from '../../../../../shared/model/ids.ts';
import { elapsedText, lineText, summaryText } from '../../../../../shared/rules/drill/text.ts';

const component = ComponentId.parse('web');
const person = PersonId.parse('kim');
const channel = ChannelId.parse('hook');
const of = { at: 10_983_500, component, incident: 'i1', severity: 'critical' } as const;

describe('a line of a drill in words', () => {
  it.each<[DrillLine, string]>([
    [
      { ...of, type: 'page', step: 1, person, channel, because: 'third failure in a row (refused)' },
      ' 3:03:03.500 page          web              i1 critical step 1 kim by hook: third failure in a row (refused)',
    ],
    [
      { ...of, type: 'page', channel, because: 'slow' },
      ' 3:03:03.500 page          web              i1 critical by hook: slow',
    ],
    [
      { at: 0, type: 'state', component, from: 'operational', to: 'major_outage', because: 'refused' },
      '     0:00:00 state         web              operational -> major_outage: refused',
    ],
    [
      { ...of, type: 'held', person, channel, until: 90_000_000, because: 'quiet' },
      ' 3:03:03.500 held          web              i1 critical kim by hook until 1 d 1:00:00: quiet',
    ],
    [
      { ...of, type: 'held', until: null, because: 'maintenance' },
      ' 3:03:03.500 held          web              i1 critical until nobody knows: maintenance',
    ],
    [
      { ...of, type: 'escalate', step: 2, because: 'Paging Sam' },
      ' 3:03:03.500 escalate      web              i1 critical step 2 Paging Sam',
    ],
    [
      { ...of, type: 'acknowledge', person, because: 'Kim has it' },
      ' 3:03:03.500 acknowledge   web              i1 critical kim: Kim has it',
    ],
    [
      { at: 200_000_000, type: 'watcher', to: 'not-watching', because: 'Asleep' },
      ' 2 d 7:33:20 watcher       -                not-watching: Asleep',
    ],
  ])('%o', (line, text) => {
    expect(lineText(line)).toBe(text);
  });

  it('counts milliseconds only where there are any', () => {
    expect([0, 5, 3_600_000, 86_400_001].map(elapsedText)).toEqual([
      '0:00:00',
      '0:00:00.005',
      '1:00:00',
      '1 d 0:00:00.001',
    ]);
  });
});

describe('the summary of a drill in words', () => {
  const quiet = { stretches: [], falselyOperationalSeconds: 0, notWatchingSeconds: 20 };
  const summary: DrillSummary = {
    type: 'summary',
    pages: 1,
    closes: 1,
    reminders: 2,
    held: 0,
    checks: 500,
    notWatchingSeconds: 12,
    components: {
      web: {
        stretches: [
          { from: 3_600_000, to: 3_900_000, timeToShowMs: 35_000, timeToPageMs: 60_000, timeToDeliveredMs: 61_000 },
          { from: 7_200_000, to: 7_210_000, timeToShowMs: null, timeToPageMs: null, timeToDeliveredMs: null },
        ],
        falselyOperationalSeconds: 45,
        notWatchingSeconds: 90,
      },
      db: { stretches: [], falselyOperationalSeconds: 5, notWatchingSeconds: 0 },
      one: quiet,
      two: { ...quiet, notWatchingSeconds: 30 },
    },
  };

  it('is a table of what was down, with what was not watched, and a word on the rest', () => {
    expect(summaryText(summary)).toEqual([
      '1 pages, 1 closing messages, 2 reminders, 0 held back; 500 checks run; not watching for 12 s',
      'component  down from  for    shown after  paged after  reached after  green while not, in all  not watched, in all',
      'web        1:00:00    5 min  35 s         1 min        1 min 1 s      45 s                     1 min 30 s',
      'web        2:00:00    10 s   never        nobody       nobody',
      'db                                                                    5 s                      0 ms',
      '2 components were never down; not watched for at most 30 s',
    ]);
  });

  it('is one line when nothing was down', () => {
    expect(summaryText({ ...summary, components: { one: quiet } })).toEqual([
      expect.stringMatching(/^1 pages/),
      '1 component was never down; not watched for at most 20 s',
    ]);
  });
});
