/** Flapping bundles messages and hides none: what others are known to get wrong (research/probes.md 2.3) we do not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flappingChecks } from '../../../../../shared/rules/flapping.ts';
import { runsOf } from '../../../../harness/fuzz.ts';
import { type FileInput, fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const EVERY = 30 * SECOND;

interface Manner {
  readonly fall?: number;
  readonly rise?: number;
  readonly flapping?: { readonly on: number; readonly off: number };
  readonly pageAfter?: string;
  readonly closeAfter?: string;
  readonly steadyAfter?: string | number;
  readonly steps?: NonNullable<FileInput['policies']>[number]['steps'];
}
const STEADY = { on: 0, off: 0 };

/** One check, one person, nobody after them. */
function tale({ fall = 1, rise = 1, flapping, pageAfter = '0s', closeAfter = '2m', ...more }: Manner = {}): Story {
  return story(
    fileOf({
      settings: { pageAfter, closeAfter, ...(more.steadyAfter !== undefined && { steadyAfter: more.steadyAfter }) },
      components: [
        {
          id: 'api',
          name: 'API',
          checks: [
            {
              type: 'http',
              url: 'http://127.0.0.1:1/',
              rise,
              fall,
              ...(flapping && { flapping }),
              failureStatuses: { timeout: 'partial_outage' },
            },
          ],
        },
      ],
      policies: [{ id: 'default', steps: more.steps ?? [{ targets: [{ person: 'kim' }], delay: '20d' }], repeat: 0 }],
    }),
  );
}

/** A result every half minute: O is well, C fails, W fails less badly. */
function play(one: Story, results: string, every = EVERY): Story {
  for (const result of results) {
    one.wait(every);
    result === 'O' ? one.pass() : one.fail(result === 'W' ? 'timeout' : 'refused');
  }
  return one;
}
const isFlapping = (one: Story) => flappingChecks(one.watch().checks).length > 0;
const kinds = (one: Story) => one.pages.map(({ kind }) => kind);
const WELL = 'O'.repeat(21);
const SOLID = 'C'.repeat(21);

describe('what others get wrong', () => {
  it('Nagios mutes a solid outage after flips for 16 checks; here it is known from the first failure on', () => {
    const one = play(tale(), `${WELL}COCOCO`);
    expect(isFlapping(one)).toBe(true);
    play(one, 'C');
    expect(one.watch()).toMatchObject({ status: 'major_outage', incident: { state: 'triggered', recoveredAt: null } });
    play(one, SOLID);
    expect(isFlapping(one)).toBe(false);
    expect(kinds(one)).toEqual(['trigger', 'reminder']); // told down, and it is down
    play(one, WELL).wait(10 * MINUTE);
    expect(kinds(one).filter((kind) => kind === 'close')).toHaveLength(1);
  });

  it('Nagios is silent for ever when one check in five is bad; here a solid outage after that is told', () => {
    const one = play(tale({ fall: 3, rise: 2 }), `${WELL}${'COOOO'.repeat(30)}`);
    expect(isFlapping(one)).toBe(true);
    expect(kinds(one)).toEqual([]); // one failure alone is not down
    play(one, 'CCC');
    expect(kinds(one)).toEqual(['trigger']);
  });

  it('Nagios pages nobody while WARNING and CRITICAL take turns; here what is never well is told once per worsening', () => {
    const one = play(tale(), `${WELL}${'WC'.repeat(12)}${SOLID}`);
    expect(kinds(one)).toEqual(['trigger', 'reminder']);
  });

  it('Nagios never notices two failures in three; here the window does, and the page goes', () => {
    const one = play(tale({ fall: 3, rise: 2 }), `${WELL}${'CCO'.repeat(12)}`);
    expect(kinds(one)).toEqual(['trigger']);
  });

  it('Nagios never tells that it is well after flapping; here exactly one closing message follows', () => {
    const one = play(tale(), `${WELL}${'CO'.repeat(8)}`);
    expect(isFlapping(one)).toBe(true);
    play(one, WELL).wait(10 * MINUTE);
    expect(isFlapping(one)).toBe(false);
    expect(kinds(one).filter((kind) => kind === 'close')).toHaveLength(1);
    expect(one.watch().incident?.state).toBe('resolved');
  });

  it('Icinga says no PROBLEM when flapping ends in CRITICAL, then a RECOVERY of what nobody was told; here both or none', () => {
    const one = play(tale({ fall: 2, rise: 2, pageAfter: '45s' }), `${WELL}${'CO'.repeat(8)}CC${SOLID}`);
    expect(isFlapping(one)).toBe(false);
    expect(kinds(one)).toEqual(['trigger']);
    play(one, WELL).wait(10 * MINUTE);
    expect(kinds(one)).toEqual(['trigger', 'close']);
    const never = play(tale({ fall: 2, rise: 2, pageAfter: '45s' }), `${WELL}${'CO'.repeat(8)}${WELL}`).wait(
      10 * MINUTE,
    );
    expect(kinds(never)).toEqual([]);
  });
});

describe('while it flaps', () => {
  it('relapses are one incident: whoever was told hears once more, with a count, and not per flip', () => {
    const one = play(tale(), `${WELL}${'CO'.repeat(40)}`);
    expect(kinds(one)).toEqual(['trigger', 'reminder']);
    const said = one.events.filter(({ type }) => type === 'page-queued').map(({ text }) => text);
    expect(said.at(-1)).toMatch(/flapping: \d+ changes in the last 21 tries; further changes are not said one by one/);
  });

  it('short outages that each would be over before their page are told as what they are', () => {
    // 15 s down, 10 s well, for ever: no single one lasts the 45 s that a page waits.
    const manner = { fall: 3, rise: 2, pageAfter: '45s' };
    const one = play(tale(manner), `${WELL}${'CCCOO'.repeat(20)}`, 5 * SECOND);
    expect(kinds(one)).toEqual(['trigger', 'reminder']);
    const steady = play(tale({ ...manner, flapping: STEADY }), `${WELL}${'CCCOO'.repeat(20)}`, 5 * SECOND);
    expect(kinds(steady)).toEqual([]);
  });

  it('a recovery that nobody had to hear of is never mentioned, and the incident ends with the flapping', () => {
    const one = play(tale({ pageAfter: '10m' }), `${WELL}${'CO'.repeat(8)}`);
    expect(one.watch().incident?.state).toBe('triggered');
    play(one, WELL).wait(10 * MINUTE);
    expect(one.pages).toEqual([]);
    expect(one.watch().incident?.state).toBe('resolved');
  });

  it('its end begins the breath of the closing message, whatever was well before', () => {
    const one = play(tale({ closeAfter: '10m' }), `${WELL}${'CO'.repeat(8)}`);
    let steadyAt = 0;
    for (let tries = 0; tries < 60; tries += 1) {
      const was = isFlapping(one);
      play(one, 'O');
      steadyAt = was && !isFlapping(one) ? one.now() : steadyAt;
    }
    expect(one.pages.at(-1)).toMatchObject({ kind: 'close', at: steadyAt + 10 * MINUTE });
  });
});

describe('well and in trouble by turns, each for longer than a page and its closing message wait', () => {
  const SLOW = { fall: 3, rise: 2, pageAfter: '45s', closeAfter: '45s' };
  /** Down for `down`, then well for `up`, a try every ten seconds. */
  const turns = (one: Story, times: number, down = 2 * MINUTE, up = 2 * MINUTE) => {
    for (let turn = 0; turn < times; turn += 1) {
      play(one, 'C'.repeat(down / (10 * SECOND)) + 'O'.repeat(up / (10 * SECOND)), 10 * SECOND);
    }
    return one;
  };
  const acknowledge = (one: Story, until: number | null = null) =>
    one.give({ type: 'acknowledge', at: START + one.now(), by: 'Kim', until, note: '' });

  it('is one incident from the second time on: paged at once, told once more with a count, closed when it is steady', () => {
    const one = turns(play(tale(SLOW), WELL), 15);
    expect(isFlapping(one)).toBe(false); // the tries alone do not show it
    expect(kinds(one)).toEqual(['trigger', 'close', 'trigger', 'reminder']);
    const last = one.now() - 2 * MINUTE;
    play(one, WELL, 10 * SECOND).wait(10 * MINUTE);
    expect(one.pages.at(-1)).toMatchObject({ kind: 'close', at: last + 5 * MINUTE });
    expect(one.pages).toHaveLength(5);
    const because = one.events.filter(({ type }) => type === 'page-queued').map(({ text }) => text);
    expect(because[3]).toContain(
      'flapping: 3 times in trouble within 8 min 20 s; further changes are not said one by one',
    );
  });

  it('is paged as soon the second time as the first', () => {
    const one = turns(play(tale(SLOW), WELL), 2);
    const [first, second] = one.pages.filter(({ kind }) => kind === 'trigger');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(4 * MINUTE);
  });

  it('is not begun, nor ended, by blips that nobody had to hear of', () => {
    const one = play(tale(SLOW), WELL);
    turns(one, 4, 30 * SECOND);
    expect(one.pages).toEqual([]);
    for (let turn = 0; turn < 4; turn += 1) {
      turns(turns(one, 1), 1, 30 * SECOND);
    }
    expect(kinds(one)).toEqual(['trigger', 'close', 'trigger', 'reminder']);
  });

  it('turned off by steadyAfter: 0, pages and closes one by one', () => {
    expect(kinds(turns(play(tale({ ...SLOW, steadyAfter: 0 }), WELL), 3))).toEqual(
      Array.from({ length: 3 }, () => ['trigger', 'close']).flat(),
    );
  });

  it('one failed try in between begins the closing breath again', () => {
    const one = turns(play(tale(SLOW), WELL), 2, 2 * MINUTE, 4 * MINUTE);
    play(one, 'C', 10 * SECOND);
    const failedAt = one.now();
    play(one, 'O'.repeat(60), 10 * SECOND);
    expect(one.pages.at(-1)).toMatchObject({ kind: 'close', at: failedAt + 5 * MINUTE });
  });

  it('goes on up the escalation while nobody acknowledges', () => {
    const one = turns(
      play(
        tale({ ...SLOW, steps: [{ targets: [{ person: 'kim' }], delay: '5m' }, { targets: [{ person: 'sam' }] }] }),
        WELL,
      ),
      15,
    );
    expect(one.pages.filter(({ to }) => to === 'sam').length).toBeGreaterThan(0);
  });

  it('an acknowledgement until it is fixed stands while it flaps, and ends when it stays down', () => {
    const one = turns(play(tale(SLOW), WELL), 1);
    play(one, 'C'.repeat(12), 10 * SECOND);
    acknowledge(one);
    play(one, 'O'.repeat(12), 10 * SECOND);
    turns(one, 10);
    expect(kinds(one)).toEqual(['trigger', 'close', 'trigger']);
    expect(one.watch().incident?.state).toBe('acknowledged');
    play(one, 'C'.repeat(40), 10 * SECOND);
    expect(kinds(one)).toEqual(['trigger', 'close', 'trigger', 'reminder']);
    expect(one.watch().incident?.state).toBe('triggered');
  });

  it('an acknowledgement for a time ends when it was to end', () => {
    const one = turns(play(tale(SLOW), WELL), 1);
    play(one, 'C'.repeat(12), 10 * SECOND);
    const until = START + one.now() + 30 * MINUTE;
    acknowledge(one, until);
    play(one, 'O'.repeat(12), 10 * SECOND);
    turns(one, 3);
    expect(one.watch().incident?.acknowledgement?.until).toBe(until);
  });
});

it('never delays a page: the first one goes with flapping on no later than with flapping off', () => {
  const results = fc
    .array(fc.tuple(fc.constantFrom('O', 'C', 'W'), fc.integer({ min: 1, max: 5 })), { maxLength: 40 })
    .map((runs) => runs.map(([result, times]) => result.repeat(times)).join(''));
  const manner = fc.record({
    fall: fc.integer({ min: 1, max: 4 }),
    rise: fc.integer({ min: 1, max: 3 }),
    pageAfter: fc.constantFrom('0s', '45s', '3m'),
    closeAfter: fc.constantFrom('0s', '45s', '3m'),
  });
  fc.assert(
    fc.property(results, manner, fc.constantFrom(5 * SECOND, EVERY), (course, one, every) => {
      const first = (more: Manner) =>
        play(tale({ ...one, ...more }), `${WELL}${course}`, every).wait(MINUTE).pages[0]?.at;
      const without = first({ flapping: STEADY }) ?? Number.POSITIVE_INFINITY;
      expect(first({}) ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(without);
    }),
    { numRuns: runsOf(150) },
  );
});
