/** Which policy an incident takes, and the hands that move it along: a chosen step, the policy as it is now. */
import { describe, expect, it } from 'vitest';
import { type FileInput, fileOf, hook, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const policy = (id: string, people: readonly string[]) => ({
  id,
  steps: people.map((person) => ({ targets: [{ person }], delay: '5m' })),
  repeat: 0,
});
const tale = (change: Partial<FileInput>, component: object = {}): Story =>
  story(
    fileOf({
      settings: { pageAfter: 0 },
      groups: [{ id: 'edge', name: 'Edge' }],
      components: [
        {
          id: 'api',
          name: 'API',
          group: 'edge',
          tags: ['money'],
          checks: [{ type: 'http', url: 'http://127.0.0.1:1/' }],
          ...component,
        },
      ],
      people: ['kim', 'sam', 'lee'].map((id) => ({ id, name: id, channels: [`${id}-hook`] })),
      channels: ['kim', 'sam', 'lee'].map((id) => hook(`${id}-hook`)),
      schedules: [],
      policies: [policy('default', ['kim']), policy('money', ['sam', 'kim']), policy('night', ['lee'])],
      ...change,
    }),
  ).pass();
const down = (of: Story) => of.repeat('fail', 3, SECOND);
const sent = (of: Story) => of.pages.map(({ at, kind, to }) => `${Math.round(at / MINUTE)} ${kind} ${to}`);

describe('a route', () => {
  // The start is a Monday, 10:00 in Berlin.
  const day = { hours: { from: '08:00', to: '18:00', timeZone: 'Europe/Berlin' } };
  it.each<{ story: string; routes: NonNullable<FileInput['routes']>; to: readonly string[] }>([
    {
      story: 'that matches its tag gives the policy',
      routes: [{ match: { tags: ['money'] }, policy: 'money' }],
      to: ['sam'],
    },
    { story: 'that matches its group', routes: [{ match: { groups: ['edge'] }, policy: 'night' }], to: ['lee'] },
    {
      story: 'is the first that matches',
      routes: [
        { match: { groups: ['edge'] }, policy: 'night' },
        { match: { tags: ['money'] }, policy: 'money' },
      ],
      to: ['lee'],
    },
    {
      story: 'of another severity does not match',
      routes: [{ match: { severities: ['low'] }, policy: 'night' }],
      to: ['kim'],
    },
    { story: 'of these hours matches', routes: [{ match: day, policy: 'night' }], to: ['lee'] },
    {
      story: 'of other hours, that wrap midnight, does not',
      routes: [{ match: { hours: { from: '18:00', to: '08:00', timeZone: 'Europe/Berlin' } }, policy: 'night' }],
      to: ['kim'],
    },
    {
      story: 'of these hours on another day does not',
      routes: [{ match: { hours: { ...day.hours, days: ['sat', 'sun'] } }, policy: 'night' }],
      to: ['kim'],
    },
    { story: 'that asks for nothing takes everything', routes: [{ policy: 'night' }], to: ['lee'] },
  ])('$story', ({ routes, to }) => {
    expect(sent(down(tale({ routes })))).toEqual(to.map((id) => `0 trigger ${id}`));
  });

  it('that continues calls the next one’s people beside its own, step by step', () => {
    const routes = [
      { match: { tags: ['money'] }, policy: 'money', continue: true },
      { match: { groups: ['edge'] }, policy: 'night' },
      { policy: 'default' },
    ];
    const of = down(tale({ routes }));
    expect(sent(of)).toEqual(['0 trigger sam', '0 trigger lee']);
    expect(sent(of.wait(6 * MINUTE)).slice(2)).toEqual(['5 trigger kim']);
  });

  it('does not touch a component that names its policy', () => {
    expect(sent(down(tale({ routes: [{ policy: 'night' }] }, { policy: 'money' })))).toEqual(['0 trigger sam']);
  });
});

describe('by hand', () => {
  it('it goes to a chosen step now, and on from there', () => {
    const policies = [policy('default', ['kim', 'sam', 'lee'])];
    const of = down(tale({ policies }));
    of.give({ type: 'escalate', at: START + 10 * SECOND, by: 'Kim', to: { step: 3 } });
    expect(sent(of.wait(2 * MINUTE))).toEqual(['0 trigger kim', '0 trigger lee']);
    of.give({ type: 'escalate', at: START + 2 * MINUTE, by: 'Kim', to: { step: 2 } });
    expect(sent(of.wait(6 * MINUTE)).slice(2)).toEqual(['2 trigger sam', '7 reminder lee']);
  });

  it('it follows an edited policy only when somebody says so, from the same step', () => {
    const of = down(tale({ policies: [policy('default', ['kim', 'sam'])] }));
    of.reload(
      fileOf({
        settings: { pageAfter: 0 },
        people: ['kim', 'sam', 'lee'].map((id) => ({ id, name: id, channels: [`${id}-hook`] })),
        channels: ['kim', 'sam', 'lee'].map((id) => hook(`${id}-hook`)),
        schedules: [],
        policies: [policy('default', ['kim', 'lee'])],
      }),
    );
    expect(of.watch().incident?.escalation.policy?.steps[1]?.targets).toEqual([{ person: 'sam' }]);
    of.give({ type: 'apply-policy', at: START + MINUTE, by: 'Kim' });
    expect(sent(of.wait(6 * MINUTE))).toEqual(['0 trigger kim', '5 trigger lee']);
    expect(of.events.some(({ text }) => text === 'Kim applied policy default as it is now')).toBe(true);
  });
});
