/** Who is woken next, and what stops it. */
import { describe, expect, it } from 'vitest';
import { fileOf, hook, START, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const at = (ms: number) => START + ms;

const atOnce = { settings: { pageAfter: 0 } };
const down = (change = {}) =>
  story(fileOf({ ...atOnce, ...change }))
    .pass()
    .repeat('fail', 3, SECOND);
const sent = (tale: ReturnType<typeof story>) =>
  tale.pages.map((page) => `${Math.round(page.at / SECOND)} ${page.kind} ${page.to}`);

describe('escalation', () => {
  it('goes to the next step after the delay of the step just taken, and ends with reminders that become rarer', () => {
    const tale = down().wait(3 * 60 * MINUTE);
    expect(sent(tale)).toEqual([
      '3 trigger kim',
      '303 trigger sam',
      '1503 reminder kim', // 15 min after the last round ended
      '3303 reminder kim', // 30
      '6903 reminder kim', // 60
    ]);
    expect(tale.events.some(({ text }) => text.includes('nobody has acknowledged'))).toBe(true);
  });

  it('runs its extra rounds and then the last resort', () => {
    const policies = [
      {
        id: 'p',
        steps: [{ targets: [{ person: 'kim' }], delay: '1m' }],
        repeat: 1,
        lastResort: { channel: 'boss-hook' },
      },
    ];
    expect(sent(down({ policies }).wait(10 * MINUTE))).toEqual(['3 trigger kim', '63 reminder kim', '123 trigger -']);
  });

  it('passes a step with nobody at once, and says so', () => {
    const schedules = [
      {
        id: 'primary',
        name: 'Primary',
        timeZone: 'Europe/Berlin',
        rotation: { turn: 'weekly' as const, start: '2026-01-05T09:00', people: ['kim'] },
        overrides: [{ kind: 'remove' as const, person: 'kim', from: '2026-01-05T00:00', to: '2026-01-06T00:00' }],
      },
    ];
    const tale = down({ schedules });
    expect(sent(tale)).toEqual(['3 trigger sam']);
    expect(tale.events.filter(({ type }) => type === 'nobody')).toHaveLength(2);
  });

  describe('when nobody on call can be reached', () => {
    const schedule = { id: 'primary', name: 'Primary', timeZone: 'Europe/Berlin', standby: ['lee'] };
    const people = [
      { id: 'kim', name: 'Kim', channels: ['kim-hook'] },
      { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
      { id: 'lee', name: 'Lee', channels: ['kim-second'] },
    ];
    const rotation = { turn: 'weekly' as const, start: '2026-01-05T09:00', people: ['kim'] };

    it('calls whoever is on standby when nobody is on call, and says why', () => {
      const nights = { ...rotation, between: { from: '22:00', to: '06:00' } };
      const tale = down({ people, schedules: [{ ...schedule, rotation: nights }] });
      expect(sent(tale)).toEqual(['3 trigger lee']);
      expect(tale.events.find(({ type }) => type === 'nobody')?.text).toBe(
        'Nobody is on call in schedule Primary (step 1 of 2 of policy default); on standby: Lee',
      );
    });

    it('calls whoever is on standby when whoever is on call has no channel for it', () => {
      const deaf = { id: 'kim', name: 'Kim', channels: ['kim-hook'], rules: { critical: [] } };
      const tale = down({ people: [deaf, ...people.slice(1)], schedules: [{ ...schedule, rotation }] });
      expect(sent(tale)).toEqual(['3 trigger lee']);
      expect(tale.events.find(({ type }) => type === 'nobody')?.text).toBe(
        'Nobody on call in schedule Primary can be reached (step 1 of 2 of policy default); on standby: Lee',
      );
    });

    it('leaves whoever is on standby alone while somebody on call is reached', () => {
      expect(sent(down({ people, schedules: [{ ...schedule, rotation }] }))).toEqual(['3 trigger kim']);
    });
  });

  it('looks up who is on call when the step fires, not before', () => {
    const policies = [
      {
        id: 'p',
        steps: [{ targets: [{ person: 'sam' }], delay: '8d' }, { targets: [{ schedule: 'primary' }] }],
        repeat: 0,
        responseTarget: '30d',
      },
    ];
    expect(sent(down({ policies }).wait(9 * 24 * 60 * MINUTE))[1]).toBe('691203 reminder sam');
  });

  it('fires one step after a long downtime of ours, not all that were missed', () => {
    const tale = down();
    tale.give({ type: 'timer', at: at(5 * 60 * MINUTE) });
    expect(tale.pages).toHaveLength(2);
  });

  it('is stopped by an acknowledgement, and by nothing else that people tell each other', () => {
    const tale = down().give({ type: 'note', at: at(5 * SECOND), by: 'Kim', note: 'looking' });
    tale.give({ type: 'acknowledge', at: at(10 * SECOND), by: 'Kim', until: null, note: '' }).wait(24 * 60 * MINUTE);
    expect(sent(tale)).toEqual(['3 trigger kim']);
  });

  it('pages on when the promised time is over and it still fails', () => {
    const tale = down().give({ type: 'acknowledge', at: at(10 * SECOND), by: 'Kim', until: at(30 * MINUTE), note: '' });
    expect(sent(tale.wait(29 * MINUTE))).toEqual(['3 trigger kim']);
    expect(sent(tale.wait(2 * MINUTE))).toEqual(['3 trigger kim', '1800 reminder kim']);
    expect(tale.eventTypes()).toContain('incident-unacknowledged');
  });

  it('returns from a snooze to whoever is on call then', () => {
    const week = 7 * 24 * 60 * MINUTE;
    const tale = down()
      .give({ type: 'snooze', at: at(10 * SECOND), by: 'Kim', until: at(week + MINUTE) })
      .wait(week + 2 * MINUTE);
    expect(sent(tale)[1]).toMatch(/ trigger sam$/);
  });

  it('goes to the next step at once when somebody escalates, also from acknowledged', () => {
    const tale = down()
      .give({ type: 'acknowledge', at: at(4 * SECOND), by: 'Kim', until: null, note: '' })
      .give({ type: 'escalate', at: at(5 * SECOND), by: 'Kim', to: 'next' });
    expect(tale.pages.map(({ to }) => to)).toEqual(['kim', 'sam']);
    expect(tale.watch().incident?.state).toBe('triggered');
  });

  it('goes to a chosen person', () => {
    const tale = down().give({ type: 'escalate', at: at(5 * SECOND), by: 'Kim', to: 'sam' as never });
    expect(tale.pages.map(({ to }) => to)).toEqual(['kim', 'sam']);
  });
});

describe('escalating by hand to a person', () => {
  const acknowledged = (change = {}) =>
    down(change).give({ type: 'acknowledge', at: at(4 * SECOND), by: 'Kim', until: null, note: '' });
  const toSam = { type: 'escalate' as const, by: 'Kim', to: 'sam' as never };

  it('gives them as long as a step before it goes on, however old the acknowledgement was', () => {
    const tale = acknowledged({
      policies: [
        { id: 'p', steps: [{ targets: [{ person: 'kim' }], delay: '5m' }, { targets: [{ channel: 'boss-hook' }] }] },
      ],
    }).wait(60 * MINUTE);
    tale.give({ ...toSam, at: START + tale.now() }).wait(4 * MINUTE);
    expect(tale.pages.map(({ to }) => to)).toEqual(['kim', 'sam']);
    tale.wait(MINUTE);
    expect(tale.pages.map(({ to }) => to)).toEqual(['kim', 'sam', '-']);
  });

  it('does not end in silence when every round had passed before', () => {
    const tale = down().wait(40 * MINUTE);
    tale.give({ type: 'acknowledge', at: START + tale.now(), by: 'Kim', until: null, note: '' });
    const pages = tale.pages.length;
    tale.give({ ...toSam, at: START + tale.now() }).wait(15 * MINUTE);
    expect(tale.pages.slice(pages).map(({ to }) => to)).toEqual(['sam', 'kim']);
  });

  it('goes to the next step at once when that person has no channel', () => {
    const people = [
      { id: 'kim', name: 'Kim', channels: ['kim-hook'] },
      { id: 'sam', name: 'Sam', channels: ['sam-hook'], rules: { critical: [] } },
    ];
    const policies = [
      { id: 'p', steps: [{ targets: [{ person: 'kim' }], delay: '5m' }, { targets: [{ channel: 'boss-hook' }] }] },
    ];
    const tale = acknowledged({ people, policies });
    tale.give({ ...toSam, at: at(5 * SECOND) });
    expect(tale.pages.map(({ channel }) => channel)).toEqual(['kim-hook', 'boss-hook']);
    expect(tale.events.some(({ text }) => text.includes('no channel that works'))).toBe(true);
  });
});

describe('personal rules', () => {
  const people = [
    {
      id: 'kim',
      name: 'Kim',
      channels: ['kim-hook', 'kim-second'],
      rules: { critical: [{ channel: 'kim-hook' }, { channel: 'kim-second', after: '1m' }] },
    },
    { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
  ];
  const by = (tale: ReturnType<typeof story>) =>
    tale.pages.map((page) => `${Math.round(page.at / SECOND)} ${page.channel}`);

  it('send the later channel when its time has come', () => {
    expect(by(down({ people }).wait(2 * MINUTE))).toEqual(['3 kim-hook', '63 kim-second']);
  });

  it('stop with the acknowledgement', () => {
    const tale = down({ people }).give({ type: 'acknowledge', at: at(10 * SECOND), by: 'Kim', until: null, note: '' });
    expect(by(tale.wait(60 * MINUTE))).toEqual(['3 kim-hook']);
  });

  it('start the next channel at once when one is refused', () => {
    const tale = story(fileOf({ ...atOnce, people })).deliveries(({ channelId }) =>
      channelId === 'kim-hook' ? 'refused' : 'accepted',
    );
    expect(by(tale.repeat('fail', 3, SECOND))).toEqual(['3 kim-hook', '3 kim-second']);
  });

  it('go to the next person at once when none of the channels works', () => {
    const tale = story(fileOf({ ...atOnce, people })).deliveries(({ personId }) =>
      personId === 'kim' ? 'refused' : 'accepted',
    );
    expect(by(tale.repeat('fail', 3, SECOND))).toEqual(['3 kim-hook', '3 kim-second', '3 sam-hook']);
  });

  it('by default use notice and sound at once and the others one after another', () => {
    const tale = down({
      people: [{ id: 'kim', name: 'Kim', channels: ['screen', 'kim-hook', 'kim-second'] }],
      channels: [{ id: 'screen', type: 'native' as const }, hook('kim-hook'), hook('kim-second')],
      schedules: [],
      policies: [{ id: 'p', steps: [{ targets: [{ person: 'kim' }], delay: '1h' }] }],
    });
    expect(by(tale.wait(5 * MINUTE))).toEqual(['3 screen', '63 kim-hook', '183 kim-second']);
  });

  it('leave out the notice of somebody who does not sit at this machine', () => {
    const tale = down({
      settings: { pageAfter: 0, desk: 'sam' },
      people: [
        { id: 'kim', name: 'Kim', channels: ['screen', 'kim-hook'] },
        { id: 'sam', name: 'Sam', channels: ['screen'] },
      ],
      channels: [{ id: 'screen', type: 'native' as const }, hook('kim-hook')],
    });
    expect(by(tale)).toEqual(['3 kim-hook']);
  });
});

describe('quiet at this desk', () => {
  const file = {
    people: [{ id: 'kim', name: 'Kim', channels: ['screen'] }],
    channels: [{ id: 'screen', type: 'native' as const }],
    schedules: [],
    policies: [{ id: 'p', steps: [{ targets: [{ person: 'kim' }], delay: '1h' }] }],
  };
  const quiet = { until: at(30 * MINUTE), criticalToo: false, by: 'Kim' };
  const component = (severity: 'critical' | 'high') => [
    { id: 'api', severity, checks: [{ type: 'http' as const, url: 'http://127.0.0.1:1/' }] },
  ];

  it('holds a notice back until its end, with the reason', () => {
    const tale = story(fileOf({ ...atOnce, ...file, components: component('high') }))
      .quiet(quiet)
      .repeat('fail', 3, SECOND);
    expect(tale.pages).toEqual([]);
    expect(tale.events.find(({ type }) => type === 'page-held')?.text).toContain('quiet');
    tale.quiet(null).wait(31 * MINUTE);
    expect(sent(tale)).toEqual(['1800 trigger kim']);
  });

  it('lets a critical page break through', () => {
    const tale = story(fileOf({ ...atOnce, ...file, components: component('critical') }))
      .quiet(quiet)
      .repeat('fail', 3, SECOND);
    expect(sent(tale)).toEqual(['3 trigger kim']);
  });

  it('sends what it held back when it is ended early', () => {
    const tale = story(fileOf({ ...atOnce, ...file, components: component('high') }))
      .quiet(quiet)
      .repeat('fail', 3, SECOND);
    tale.quiet(null).give({ type: 'quiet-ended', at: at(MINUTE), until: quiet.until });
    expect(tale.pages).toHaveLength(1);
  });

  it('lets a page through that was held back and has become critical since', () => {
    const check = {
      type: 'http' as const,
      url: 'http://127.0.0.1:1/',
      fall: 1,
      failureStatuses: { timeout: 'partial_outage' as const },
    };
    const tale = story(fileOf({ ...atOnce, ...file, components: [{ id: 'api', checks: [check] }] }))
      .quiet(quiet)
      .fail('timeout', 'no answer')
      .wait(MINUTE);
    expect(tale.pages).toEqual([]);
    tale.fail('refused');
    expect(sent(tale)).toEqual(['60 trigger kim']);
  });
});

describe('what can wait', () => {
  const slow = fileOf({
    components: [
      {
        id: 'cert',
        name: 'Certificate',
        checks: [{ type: 'http', url: 'http://127.0.0.1:1/', failureStatuses: { certificate: 'performance_issues' } }],
      },
    ],
    policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }], delay: '5m' }], repeat: 3 }],
  });
  const days = (tale: ReturnType<typeof story>, kind: 'certificate' | 'refused', count: number) => {
    for (let tries = 0; tries < count * 24; tries += 1) {
      tale.wait(60 * MINUTE).fail(kind, `ends in ${count} days`);
    }
    return tale;
  };

  it('is said once, and once more when it gets worse: reminders are for severity high and critical', () => {
    const tale = days(story(slow).pass(), 'certificate', 7);
    expect(tale.pages.map(({ kind, title }) => `${kind} ${title}`)).toEqual(['trigger DEGRADED Certificate']);
    days(tale, 'refused', 1);
    expect(tale.pages[1]).toMatchObject({ kind: 'reminder', title: 'STILL DOWN Certificate' });
    expect(tale.pages.length).toBeGreaterThan(10);
  });

  it('a check that calls its own trouble worse (the next threshold of a certificate) pages again', () => {
    const tale = story(
      fileOf({ components: [{ id: 'c', name: 'C', checks: [{ type: 'http', url: 'http://127.0.0.1:1/' }] }] }),
    ).pass();
    const tries = (level: 'performance_issues' | 'partial_outage') => {
      for (let count = 0; count < 48; count += 1) {
        tale.wait(60 * MINUTE).give({
          type: 'observed',
          observation: {
            checkId: tale.watch().checks[0]?.checkId as never,
            componentId: tale.watch().componentId,
            at: START + tale.now(),
            endedAt: START + tale.now(),
            outcome: {
              kind: 'fail',
              failure: { kind: 'certificate', phase: 'tls', detail: 'ends soon', level },
              timings: { totalMs: 1 },
            },
          },
        });
      }
    };
    tries('performance_issues');
    const before = tale.pages.length;
    expect(before).toBe(2); // Kim, and Sam five minutes later: nobody had acknowledged
    tries('partial_outage');
    expect(tale.pages[before]).toMatchObject({ kind: 'reminder', to: 'kim', title: 'STILL PARTLY DOWN C' });
  });
});
