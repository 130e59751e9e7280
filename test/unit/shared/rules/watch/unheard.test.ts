/** Whoever is called cannot be reached: nobody else is kept waiting, nobody is called in a burst, and it never ends in silence. */
import { describe, expect, it } from 'vitest';
import { type FileInput, fileOf, hook, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

type Policy = NonNullable<FileInput['policies']>[number];
const onceAt = (delay: string, more: Partial<Policy> = {}): Policy[] => [
  { id: 'p', steps: [{ targets: [{ person: 'kim' }], delay }], repeat: 0, ...more },
];

/** Down from the third second on; `works` says which channel takes a page, and when. */
function down(change: Partial<FileInput>, works: (channel: string, at: number) => boolean) {
  const tale = story(fileOf({ settings: { pageAfter: 0 }, ...change })).pass();
  tale.deliveries(({ channelId }) => (works(channelId, tale.now()) ? 'accepted' : 'refused'));
  return tale.repeat('fail', 3, SECOND);
}
const sent = (tale: ReturnType<typeof story>) =>
  tale.pages.map(({ at, kind, channel }) => `${Math.round(at / SECOND)} ${kind} ${channel}`);
const never = () => false;

describe('a round that reaches nobody', () => {
  it('calls each telephone once, however many steps mean it, and begins again after its delay', () => {
    const policies = [
      {
        id: 'p',
        steps: [
          { targets: [{ person: 'kim' }], delay: '5m' },
          { targets: [{ person: 'kim' }, { person: 'sam' }], delay: '10m' },
          { targets: [{ channel: 'boss-hook' }, { person: 'kim' }], delay: '4m' },
        ],
        repeat: 2,
      },
    ];
    const round = (at: number) => ['kim-hook', 'sam-hook', 'boss-hook'].map((channel) => `${at} trigger ${channel}`);
    const tale = down({ policies }, never).wait(10 * MINUTE);
    expect(sent(tale)).toEqual([...round(3), ...round(243), ...round(483)]);
    expect(tale.events.some(({ text }) => text.includes('Kim is not tried again yet: kim-hook refused just now'))).toBe(
      true,
    );
    expect(tale.events.some(({ text }) => text.endsWith('nobody has been reached, trying again in 4 min'))).toBe(true);
  });

  it('has a number of its own in the history all the same: what is taken again is no first call', () => {
    const tale = down({ policies: onceAt('5m', { repeat: 1 }) }, (_, at) => at > 12 * MINUTE).wait(22 * MINUTE);
    const fired = tale.events.flatMap(({ type, data }) => (type === 'incident-escalated' ? [data] : []));
    expect(fired).toEqual([1, 2, 3, 4, 5].map((round) => ({ step: 1, round })));
  });

  it('does not count: the first one that is heard is followed by all others, and then by reminders', () => {
    const tale = down({ policies: onceAt('5m', { repeat: 1 }) }, (_, at) => at > 2 * HOUR).wait(4 * HOUR);
    expect(sent(tale).filter((_, index) => index > 23)).toEqual([
      '7203 trigger kim-hook',
      '7503 reminder kim-hook',
      '8703 reminder kim-hook', // 15 min after the last round ended
      '10503 reminder kim-hook',
      '14103 reminder kim-hook',
    ]);
  });

  it.each([
    ['20d', 15 * MINUTE],
    ['10s', MINUTE],
  ])('of steps that are %s apart waits neither for ever nor for a moment', (delay, gap) => {
    const tale = down({ policies: onceAt(delay) }, never).wait(2 * gap + SECOND);
    expect(tale.pages.map(({ at }) => at)).toEqual([0, 1, 2].map((turn) => 3 * SECOND + turn * gap));
  });

  it('goes to the last resort at once, and begins again when that is refused as well', () => {
    const policies = onceAt('5m', { repeat: 2, lastResort: { channel: 'boss-hook' } });
    const tale = down({ policies }, (channel, at) => channel === 'boss-hook' && at > MINUTE).wait(HOUR);
    expect(sent(tale).slice(0, 5)).toEqual([
      '3 trigger kim-hook',
      '3 trigger boss-hook',
      '303 trigger kim-hook',
      '303 trigger boss-hook',
      '1203 trigger kim-hook', // a reminder to Kim, who has heard nothing yet
    ]);
  });

  it('tries all of a person again, also the channel that only stands in for another', () => {
    const people = [
      { id: 'kim', name: 'Kim', channels: ['kim-hook', 'kim-second'], rules: { critical: [{ channel: 'kim-hook' }] } },
    ];
    const works = (channel: string, at: number) => channel === 'kim-second' && at > MINUTE;
    const tale = down(
      { people, channels: [hook('kim-hook'), hook('kim-second')], schedules: [], policies: onceAt('5m') },
      works,
    );
    expect(sent(tale.wait(6 * MINUTE)).at(-1)).toBe('303 trigger kim-second');
  });

  it('is no reason to wait when it gets worse meanwhile', () => {
    const checks = [
      { type: 'http' as const, url: 'http://127.0.0.1:1/', failureStatuses: { timeout: 'partial_outage' as const } },
    ];
    const tale = story(
      fileOf({ settings: { pageAfter: 0 }, components: [{ id: 'api', checks }], policies: onceAt('1h') }),
    )
      .pass()
      .deliveries(({ severity }) => (severity === 'critical' ? 'accepted' : 'refused'));
    for (let tries = 0; tries < 3; tries += 1) {
      tale.wait(SECOND).fail('timeout', 'no answer');
    }
    expect(sent(tale)).toEqual(['3 trigger kim-hook']);
    tale.wait(2 * MINUTE).repeat('fail', 3, SECOND);
    expect(sent(tale).map((words) => words.replace(/^\d+ /, ''))).toEqual(['trigger kim-hook', 'trigger kim-hook']);
  });

  it('because nobody is on call pages whoever comes on call, and not half an hour later', () => {
    const schedules = [
      {
        id: 'primary',
        name: 'Primary',
        timeZone: 'Europe/Berlin',
        rotation: { turn: 'weekly' as const, start: '2026-01-05T09:00', people: ['kim'] },
        overrides: [{ kind: 'remove' as const, person: 'kim', from: '2026-01-05T00:00', to: '2026-01-05T11:00' }],
      },
    ];
    const policies = [{ id: 'p', steps: [{ targets: [{ schedule: 'primary' }], delay: '5m' }], repeat: 0 }];
    const [page] = down({ schedules, policies }, () => true).wait(2 * HOUR).pages;
    expect(page?.at).toBeGreaterThanOrEqual(HOUR);
    expect(page?.at).toBeLessThanOrEqual(HOUR + 5 * MINUTE);
  });
});

describe('a round in which somebody was reached', () => {
  it('is followed by the next one in its time, also when the last step can reach nobody', () => {
    const policies = [
      {
        id: 'p',
        steps: [
          { targets: [{ person: 'kim' }], delay: '5m' },
          { targets: [{ person: 'sam' }], delay: '10m' },
        ],
        repeat: 1,
      },
    ];
    const tale = down({ policies }, (channel) => channel === 'kim-hook').wait(16 * MINUTE);
    expect(sent(tale)).toEqual(['3 trigger kim-hook', '303 trigger sam-hook', '903 reminder kim-hook']);
  });
});

it('the first page that arrives is no reminder, whatever became of those before it', () => {
  const tale = story(fileOf({ settings: { pageAfter: 0 }, policies: onceAt('5m', { repeat: 1 }) }))
    .deliveries(null)
    .repeat('fail', 3, SECOND);
  tale.deliver(tale.pages[0]?.id ?? '', 'trying', 0).deliver(tale.pages[0]?.id ?? '', 'trying', 1, 'no answer');
  tale.wait(5 * MINUTE);
  expect(sent(tale)).toEqual(['3 trigger kim-hook', '303 trigger kim-hook']);
});
