/** The glance: never lies green. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { glanceSentence } from '../../../../shared/contract/view.ts';
import { PersonId } from '../../../../shared/model/ids.ts';
import { HOLD_KINDS } from '../../../../shared/model/incident.ts';
import { STATUSES } from '../../../../shared/model/status.ts';
import { type Glance, type Glimpse, pictureOf } from '../../../../shared/rules/picture.ts';

const up: Glimpse = { status: 'operational', suspect: false, taken: false, held: null };
const down: Glimpse = { status: 'major_outage', suspect: false, taken: false, held: null };
const slow: Glimpse = { status: 'performance_issues', suspect: false, taken: false, held: null };
const NOW = Date.UTC(2026, 10, 21, 3);
const look = (components: readonly Glimpse[], change: Partial<Glance> = {}) =>
  pictureOf({
    components,
    ourselves: null,
    blindBecause: null,
    onCall: null,
    desk: null,
    now: NOW,
    timeZone: 'UTC',
    ...change,
  });

describe('the picture', () => {
  it.each([
    ['calm when everything is operational', [up, up], {}, 'calm', 0, 'All 2 operational'],
    ['a count of what nobody has taken', [down, down, up], {}, 'down', 2, '2 down'],
    [
      'what was acknowledged stays in the words',
      [down, { ...down, taken: true }],
      {},
      'down',
      1,
      '1 down, 1 acknowledged',
    ],
    ['a half square when everything is taken', [{ ...down, taken: true }, up], {}, 'acknowledged', 0, '1 acknowledged'],
    ['slow apart from down', [slow, up], {}, 'slow', 1, '1 slow'],
    [
      'a call is not down: it waits',
      [down, { ...down, call: true }, { ...slow, call: true }],
      {},
      'down',
      3,
      '1 down, 2 calls wait',
    ],
    ['a call alone is not calm', [up, { ...slow, call: true }], {}, 'slow', 1, '1 call waits'],
    ['undecided is not calm', [{ ...up, suspect: true }, up], {}, 'suspect', 0, '1 not confirmed'],
    ['not looked at yet is not calm', [{ ...up, status: 'unknown' }, up], {}, 'suspect', 0, '1 not confirmed'],
    [
      'maintenance has a picture of its own',
      [{ ...up, status: 'under_maintenance' }, up],
      {},
      'maintenance',
      0,
      '1 not in service',
    ],
    [
      'what fails in maintenance is said and calls nobody',
      [{ ...down, held: 'maintenance' }, up],
      {},
      'maintenance',
      0,
      '1 failing in maintenance',
    ],
    [
      'what is down behind something else is not counted beside it',
      [down, { ...down, held: 'parent-down' }, { ...slow, held: 'parent-down' }],
      {},
      'down',
      1,
      '1 down, 2 unreachable',
    ],
    [
      'a hold that ends by itself soon changes nothing',
      [
        { ...down, held: 'engine' },
        { ...down, held: 'startup-grace' },
      ],
      {},
      'down',
      2,
      '2 down',
    ],
    ['nothing configured is blind', [], {}, 'blind', 0, 'Nothing to watch yet'],
    ['not watching is blind', [up], { blindBecause: 'Away for 42 min' }, 'blind', 0, 'Away for 42 min'],
    [
      'what is wrong with the watcher itself wants somebody, and is not called down',
      [up],
      { ourselves: 'we are offline', blindBecause: 'no network' },
      'blind',
      1,
      'Watchbell itself: we are offline',
    ],
    ['it stands beside what is down', [down, up], { ourselves: 'x' }, 'down', 2, '1 down, Watchbell itself: x'],
    [
      'known trouble outranks blindness, and both are said',
      [down],
      { blindBecause: 'asleep' },
      'down',
      1,
      '1 down, asleep',
    ],
  ] as const)('%s', (_story, components, change, shape, count, words) => {
    expect(look(components, change)).toEqual({ shape, count, words, onCall: '' });
  });

  it('says who is on call, and until when', () => {
    const kim = { personId: PersonId.parse('kim'), name: 'Kim', until: Date.UTC(2026, 10, 23, 9) };
    expect(glanceSentence(look([up], { onCall: { people: [kim] } }))).toBe(
      'All 1 operational. On call: Kim until Mon 09:00',
    );
    expect(look([up], { onCall: { people: [kim] }, desk: kim.personId }).onCall).toContain('On call: you until');
    expect(look([up], { onCall: { people: [] } }).onCall).toContain('On call: nobody');
  });

  it('is calm only when every component is operational, settled, and we can see', () => {
    const glimpse = fc.record({
      status: fc.constantFrom(...STATUSES),
      suspect: fc.boolean(),
      taken: fc.boolean(),
      held: fc.constantFrom(null, ...HOLD_KINDS),
    });
    fc.assert(
      fc.property(fc.array(glimpse, { maxLength: 6 }), fc.option(fc.constant('asleep')), (components, blindBecause) => {
        const clear =
          components.length > 0 && components.every(({ status, suspect }) => status === 'operational' && !suspect);
        expect(look(components, { blindBecause }).shape === 'calm').toBe(clear && blindBecause === null);
      }),
    );
  });
});
