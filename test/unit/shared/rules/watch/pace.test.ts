/** The response target: the last step hears of it before the target is missed, whatever the delays say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigFile } from '../../../../../shared/model/config.ts';
import { EscalationPolicy } from '../../../../../shared/model/roster.ts';
import { resolveConfig } from '../../../../../shared/rules/config.ts';
import { delayAfter, missesTarget, respondBy } from '../../../../../shared/rules/watch/pace.ts';
import { configOf, fileOf, hook, START, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const policy = (delays: readonly number[], responseTarget?: number) =>
  EscalationPolicy.parse({
    id: 'p',
    steps: delays.map((delay) => ({ targets: [{ person: 'kim' }], delay: `${delay}ms` })),
    ...(responseTarget !== undefined && { responseTarget: `${responseTarget}ms` }),
  });

/** When each step fires after the first, ms. */
function play(of: EscalationPolicy): readonly number[] {
  let at = 0;
  return of.steps.map((step, place) => {
    const fired = at;
    at += delayAfter(of, place, step.delay, 0, at);
    return fired;
  });
}

describe('how soon the next step follows', () => {
  it.each<{ story: string; of: EscalationPolicy; fires: readonly number[] }>([
    {
      story: 'as the policy says where that is soon enough',
      of: policy([5, 10, 5].map((m) => m * MINUTE)),
      fires: [0, 5, 15],
    },
    {
      story: 'sooner, in proportion, where it is not',
      of: policy([60, 30, 30].map((m) => m * MINUTE)),
      fires: [0, 35.9, 54],
    },
    {
      story: 'by a target of its own',
      of: policy(
        [5, 5, 5].map((m) => m * MINUTE),
        10 * MINUTE,
      ),
      fires: [0, 4.5, 9],
    },
    { story: 'never within a minute', of: policy(Array(4).fill(30 * MINUTE), 2 * MINUTE), fires: [0, 1, 2, 3] },
    {
      story: 'in seconds where the policy itself is faster',
      of: policy([10 * SECOND, 10 * SECOND], MINUTE),
      fires: [0, 0.2],
    },
    { story: 'without a next one, as the policy says', of: policy([600 * MINUTE]), fires: [0] },
  ])('is $story', ({ of, fires }) => {
    expect(play(of).map((at) => Math.round((at / MINUTE) * 10) / 10)).toEqual(fires);
  });

  it('reaches the last step before the target ends wherever that can be, and hurries nobody otherwise', () => {
    const delays = fc.array(fc.integer({ min: SECOND, max: 600 * MINUTE }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(delays, fc.integer({ min: MINUTE, max: 300 * MINUTE }), (given, target) => {
        const of = policy(given, target);
        const fires = play(of);
        const asItSays = given.map((_, place) => given.slice(0, place).reduce((sum, delay) => sum + delay, 0));
        if ((asItSays.at(-1) ?? 0) <= target * 0.9) {
          expect(fires).toEqual(asItSays);
        }
        expect((fires.at(-1) ?? 0) <= target * 0.9 + 1).toBe(!missesTarget(of));
        for (const [place, at] of fires.entries()) {
          const next = fires[place + 1];
          expect(next === undefined ? 0 : next - at).toBeLessThanOrEqual(given[place] ?? 0);
        }
      }),
    );
  });
});

/** Three people, an hour between them: far too long for the default target. */
const slowSteps = (change: object = {}) =>
  fileOf({
    people: ['kim', 'sam', 'ann'].map((id) => ({ id, name: id, channels: [`${id}-hook`] })),
    channels: ['kim', 'sam', 'ann'].map((id) => hook(`${id}-hook`)),
    schedules: [],
    policies: [
      {
        id: 'default',
        steps: ['kim', 'sam', 'ann'].map((person) => ({ targets: [{ person }], delay: '1h' })),
        repeat: 0,
        ...change,
      },
    ],
  });

describe('an incident that nobody takes', () => {
  it('reaches the last step in time, and says until when somebody should have answered', () => {
    const tale = story(slowSteps()).pass().repeat('fail', 3, SECOND).repeat('fail', 120, MINUTE);
    const first = tale.pages[0]?.at ?? 0;
    const fires = tale.pages
      .filter(({ kind }) => kind === 'trigger')
      .map(({ at, to }) => `${(at - first) / MINUTE} ${to}`);
    expect(fires).toEqual(['0 kim', '27 sam', '54 ann']);
    const { incident } = tale.watch();
    expect(incident && respondBy(incident)).toBe(START + first + 60 * MINUTE);
    const hurry = 'The next step follows in 27 min instead of 1 h: the last one would miss the response target of 1 h';
    expect(tale.events.map(({ text }) => text).filter((text) => text.includes('response target'))).toEqual([
      hurry,
      hurry,
    ]);
  });

  it('is waited for anew after a promise that was not kept, and not while somebody has it', () => {
    const tale = story(slowSteps()).pass().repeat('fail', 3, SECOND).repeat('fail', 5, MINUTE);
    const at = START + tale.now();
    tale.give({ type: 'acknowledge', at, by: 'Kim', until: at + 10 * MINUTE, note: '' });
    const waited = () => {
      const { incident } = tale.watch();
      return incident === null ? null : respondBy(incident);
    };
    expect(waited()).toBeNull();
    tale.repeat('fail', 11, MINUTE);
    expect(waited()).toBe(at + 70 * MINUTE);
  });

  it('is not hurried in the rounds after the first', () => {
    const tale = story(slowSteps({ repeat: 1 }))
      .pass()
      .repeat('fail', 3, SECOND)
      .repeat('fail', 400, MINUTE);
    const pages = tale.pages.filter(({ kind }) => kind !== 'close');
    const first = pages[0]?.at ?? 0;
    expect(pages.slice(0, 6).map(({ at, to }) => `${(at - first) / MINUTE} ${to}`)).toEqual([
      '0 kim',
      '27 sam',
      '54 ann',
      '114 kim',
      '174 sam',
      '234 ann',
    ]);
  });
});

describe('the configuration', () => {
  it('warns where the steps cannot be taken in time however fast they follow one another', () => {
    const steps = Array.from({ length: 4 }, () => ({ targets: [{ person: 'kim' }], delay: '5m' }));
    const warned = (responseTarget: string) => {
      const resolved = resolveConfig(ConfigFile.parse(slowSteps({ steps, responseTarget })));
      return resolved.ok ? resolved.warnings.map(({ path, message }) => `${path.join('.')}: ${message}`) : null;
    };
    expect(warned('4m')).toEqual([]);
    expect(warned('3m')).toEqual([
      'policies.0.responseTarget: 4 steps cannot be taken within 3 min: they follow at least a minute apart; take out steps, or give it more time',
    ]);
  });

  it('takes a target, and an hour where none is given', () => {
    const target = (change: object) => [...configOf(slowSteps(change)).policies.values()][0]?.responseTarget;
    expect([target({}), target({ responseTarget: '20m' })]).toEqual([60 * MINUTE, 20 * MINUTE]);
    expect(() => configOf(slowSteps({ responseTarget: '30s' }))).toThrow('at least 1m');
  });
});
