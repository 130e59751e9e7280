/** "Own uplink": a large share of unrelated targets fails within one interval, the witnesses, the link (decisions, section 1). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CALM_MS,
  CLEAR,
  CONFIRM_MS,
  isMassFailure,
  LONGEST_STORM_MS,
  stepUplink,
  type UplinkFacts,
  type UplinkState,
} from '../../../../shared/rules/uplink.ts';

const MASS = { share: 0.5, least: 5 };
const facts = (change: Partial<UplinkFacts> = {}): UplinkFacts => {
  const { failing = 0, well = 10 } = change;
  const known = { at: 0, link: true, routeless: false, witnesses: 'none' as const, lookedAgain: false };
  return { ...known, failing, well, every: { failing, well }, ...change };
};
const doubt: UplinkState = { kind: 'doubt', since: 0 };
const storm: UplinkState = { kind: 'storm', since: 0, calmSince: null };
const offline = (by: 'link' | 'routes' | 'witnesses'): UplinkState => ({ kind: 'offline', since: 0, by });

describe('how we stand with the world', () => {
  it.each<readonly [story: string, from: UplinkState, change: Partial<UplinkFacts>, to: UplinkState['kind']]>([
    ['four of four is no mass: fewer than five', CLEAR, { failing: 4, well: 0 }, 'clear'],
    ['five of eleven is no mass: less than half', CLEAR, { failing: 5, well: 6 }, 'clear'],
    ['five of ten is doubt, and nobody is paged', CLEAR, { failing: 5, well: 5 }, 'doubt'],
    ['no link is proof without any failure', CLEAR, { link: false }, 'offline'],
    ['silent witnesses alone prove nothing', CLEAR, { witnesses: 'silent' }, 'clear'],
    [
      'silent witnesses prove it for three targets as well',
      CLEAR,
      { failing: 3, well: 0, witnesses: 'silent' },
      'offline',
    ],
    [
      'silent witnesses while most are well are themselves away',
      CLEAR,
      { failing: 1, well: 9, witnesses: 'silent' },
      'clear',
    ],
    ['doubt lasts until all were looked at again', doubt, { at: 5_000, failing: 6, well: 4 }, 'doubt'],
    ['doubt ends as soon as it has passed', doubt, { at: 5_000, failing: 2, well: 8 }, 'clear'],
    [
      'what fails at the second look as well is a storm',
      doubt,
      { at: 5_000, failing: 6, well: 4, lookedAgain: true },
      'storm',
    ],
    ['a second look that hangs is not waited for', doubt, { at: CONFIRM_MS, failing: 6, well: 4 }, 'storm'],
    ['in doubt the witnesses decide', doubt, { failing: 6, well: 4, witnesses: 'silent' }, 'offline'],
    [
      'witnesses that answer make it a storm',
      doubt,
      { failing: 6, well: 4, witnesses: 'answer', lookedAgain: true },
      'storm',
    ],
    ['in doubt the link decides', doubt, { failing: 6, well: 4, link: false }, 'offline'],
    ['no route to anything at all is our own', CLEAR, { failing: 2, well: 0, routeless: true }, 'offline'],
    [
      'a witness that answers knows better',
      CLEAR,
      { failing: 2, well: 0, routeless: true, witnesses: 'answer' },
      'clear',
    ],
    ['offline until there is a route again', offline('routes'), { failing: 2, well: 0, routeless: true }, 'offline'],
    ['then all is looked at once more', offline('routes'), { failing: 2, well: 0 }, 'doubt'],
    ['offline until the link is back', offline('link'), { link: false, witnesses: 'answer' }, 'offline'],
    ['then everything is looked at before anybody is blamed', offline('link'), { failing: 9, well: 1 }, 'doubt'],
    ['offline until a witness answers', offline('witnesses'), { failing: 9, well: 1, witnesses: 'silent' }, 'offline'],
    ['a witness answers', offline('witnesses'), { failing: 9, well: 1, witnesses: 'answer' }, 'doubt'],
    ['the targets answer', offline('witnesses'), { failing: 1, well: 9, witnesses: 'silent' }, 'doubt'],
    ['a storm goes on while they fail', storm, { at: 60_000, failing: 6, well: 4 }, 'storm'],
    ['a storm is not over in a moment', storm, { at: 60_000, failing: 2, well: 8 }, 'storm'],
    [
      'a storm is over after one calm round',
      { ...storm, calmSince: 60_000 },
      { at: 60_000 + CALM_MS, failing: 2, well: 8 },
      'clear',
    ],
    ['a storm has an end, however long they fail', storm, { at: LONGEST_STORM_MS, failing: 6, well: 4 }, 'clear'],
    [
      'witnesses are held against all that cannot be reached, also what is not counted',
      CLEAR,
      { failing: 0, well: 0, every: { failing: 6, well: 2 }, witnesses: 'silent' },
      'offline',
    ],
    [
      'and while nothing of that answers, it stays so',
      offline('witnesses'),
      { failing: 0, well: 2, every: { failing: 6, well: 2 }, witnesses: 'silent' },
      'offline',
    ],
    ['a storm in which the link goes is blamed on nobody any more', storm, { link: false, failing: 6 }, 'offline'],
  ])('%s', (_story, from, change, to) => {
    const step = stepUplink(from, facts(change), MASS);
    expect(step.uplink.kind).toBe(to);
    expect(step.because === null).toBe(to === from.kind);
  });

  it('says what has changed and why', () => {
    expect(stepUplink(CLEAR, facts({ failing: 6, well: 2 }), MASS).because).toBe(
      '6 of 8 unrelated targets fail at once: looking again',
    );
    expect(stepUplink(storm, facts({ at: LONGEST_STORM_MS, failing: 6, well: 2 }), MASS).because).toBe(
      'The mass failure has lasted 1 h. 6 of 8 unrelated targets still fail and page on their own',
    );
    expect(stepUplink({ ...storm, calmSince: 0 }, facts({ at: 120_000, failing: 1, well: 7 }), MASS).because).toBe(
      'The mass failure is over after 2 min. 1 of 8 unrelated targets still fail and page on their own',
    );
  });

  const moment = fc.record({
    wait: fc.integer({ min: 0, max: 40_000 }),
    link: fc.constantFrom(true, false, null),
    witnesses: fc.constantFrom<UplinkFacts['witnesses']>('answer', 'silent', 'none'),
    failing: fc.nat({ max: 12 }),
    well: fc.nat({ max: 12 }),
    lookedAgain: fc.boolean(),
    routeless: fc.boolean(),
  });

  it('whatever comes: offline only with proof, a storm only after doubt and a mass, and an end of everything', () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 60 }), (moments) => {
        let uplink: UplinkState = CLEAR;
        let at = 0;
        for (const { wait, ...known } of moments) {
          at += wait;
          const now = facts({ at, ...known });
          const before: UplinkState = uplink;
          const step = stepUplink(before, now, MASS);
          uplink = step.uplink;
          expect(step.because !== null).toBe(uplink.kind !== before.kind);
          if (uplink.kind === 'offline' && before.kind !== 'offline') {
            expect(known.link === false || known.routeless || known.witnesses === 'silent').toBe(true);
          }
          if (uplink.kind === 'storm' && before.kind !== 'storm') {
            expect(before.kind).toBe('doubt');
            expect(isMassFailure(now, MASS)).toBe(true);
            expect(known.link).not.toBe(false);
          }
          if (known.link === false) {
            expect(uplink.kind).toBe('offline');
          }
        }
        for (let round = 0; round < 6; round += 1) {
          at += CALM_MS;
          uplink = stepUplink(uplink, facts({ at, lookedAgain: true, witnesses: 'answer' }), MASS).uplink;
        }
        expect(uplink).toEqual(CLEAR);
      }),
      { numRuns: 2_000 },
    );
  });
});
