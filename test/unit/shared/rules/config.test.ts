import { describe, expect, it } from 'vitest';
import { ConfigFile } from '../../../../shared/model/config.ts';
import type { CheckId, ComponentId } from '../../../../shared/model/ids.ts';
import { pathText } from '../../../../shared/rules/config/complaint.ts';
import { emptyConfig, resolveConfig } from '../../../../shared/rules/config.ts';

const tcp = { type: 'tcp', host: 'db', port: 5432 };
const native = { id: 'notice', type: 'native' };
const sms = { id: 'sms', type: 'snpp', host: 'gw', pager: '5551212' };
const kim = { id: 'kim', name: 'Kim', channels: ['notice'] };
const sam = { id: 'sam', name: 'Sam', channels: ['sms'] };
const people = { people: [kim, sam], channels: [native, sms] };
const rota = (overrides: readonly unknown[] = []) => ({
  id: 'rota',
  name: 'Rota',
  timeZone: 'Europe/Berlin',
  rotation: { turn: 'weekly', start: '2026-01-05T09:00', people: ['kim', 'sam'] },
  overrides,
});

const week = { turn: 'weekly', start: '2026-01-05T09:00', people: ['kim', 'sam'] };
const hush = { id: 'hush', kind: 'once', from: '2026-01-06T00:00', to: '2026-01-08T00:00', reason: 'noise', by: 'Kim' };
const fair = { from: '2026-01-06T00:00', to: '2026-01-08T00:00' };
const layered = (layers: readonly object[]) => ({ id: 'rota', name: 'Rota', timeZone: 'Europe/Berlin', layers });

const resolve = (file: object) => resolveConfig(ConfigFile.parse({ version: 1, ...file }));

/** "path: message" of everything that is wrong. */
function problems(file: object): readonly string[] {
  const resolved = resolve(file);
  return resolved.ok ? [] : resolved.problems.map(({ path, message }) => `${pathText(path)}: ${message}`);
}

function warnings(file: object): readonly string[] {
  const resolved = resolve(file);
  return resolved.ok
    ? resolved.warnings.map(({ path, message }) => `${pathText(path)}: ${message}`)
    : ['not even valid'];
}

function config(file: object) {
  const resolved = resolve(file);
  if (!resolved.ok) {
    throw new Error(JSON.stringify(resolved.problems));
  }
  return resolved.config;
}

const only = (file: object) => [...config(file).components.values()][0];

describe('a component that says little', () => {
  it('gets its name, breaths and texts from the defaults', () => {
    const component = only({ settings: { pageAfter: '10s' }, components: [{ id: 'db', checks: [tcp] }] });
    expect(component).toMatchObject({
      name: 'db',
      group: null,
      description: '',
      owner: '',
      runbook: null,
      severity: null,
      pageAfter: { low: 10_000, high: 10_000, critical: 10_000 },
      closeAfter: 45_000,
    });
  });

  it.each([
    { story: 'its own policy', settings: { policy: 'b' }, own: 'c', gets: 'c' },
    { story: 'the policy of the settings', settings: { policy: 'b' }, own: undefined, gets: 'b' },
    { story: 'the first policy', settings: {}, own: undefined, gets: 'a' },
  ])('is paged by $story', ({ settings, own, gets }) => {
    const policies = ['a', 'b', 'c'].map((id) => ({ id, steps: [{ targets: [{ person: 'kim' }] }] }));
    const components = [{ id: 'db', checks: [tcp], ...(own === undefined ? {} : { policy: own }) }];
    expect(only({ ...people, settings, policies, components })?.policy).toBe(gets);
  });

  it('has no policy when there is none, and the reader is told', () => {
    const file = { components: [{ id: 'db', checks: [tcp] }] };
    expect(only(file)?.policy).toBeNull();
    expect(warnings(file)).toEqual(['policies: nobody is paged: there is no policy']);
  });
});

describe('a check that says little', () => {
  it('is named after its component and type, and numbered when that is taken', () => {
    const components = [
      { id: 'db', checks: [tcp, tcp, { ...tcp, id: 'db/tcp-3' }, tcp, { type: 'zcmonitor', port: 8160 }] },
      { id: 'web', checks: [tcp] },
    ];
    expect([...config({ components }).checks.keys()]).toEqual([
      'db/tcp',
      'db/tcp-2',
      'db/tcp-3',
      'db/tcp-4',
      'db/zcmonitor',
      'web/tcp',
    ]);
  });

  it('never takes a name that is written down further below', () => {
    const components = [
      { id: 'db', checks: [tcp] },
      { id: 'web', checks: [{ ...tcp, id: 'db/tcp' }] },
    ];
    expect([...config({ components }).checks.values()].map(({ id, componentId }) => `${componentId} ${id}`)).toEqual([
      'db db/tcp-2',
      'web db/tcp',
    ]);
  });

  it.each([
    { interval: '30s', fast: 3_000, down: 30_000, timeout: 10_000 },
    { interval: '2s', fast: 1_000, down: 2_000, timeout: 2_000 },
    { interval: '500ms', fast: 500, down: 500, timeout: 500 },
    { interval: '10m', fast: 60_000, down: 600_000, timeout: 10_000 },
  ])(
    'looks every $interval, faster while undecided, and never waits longer than that',
    ({ interval, fast, down, timeout }) => {
      const check = only({ components: [{ id: 'db', checks: [{ ...tcp, interval }] }] })?.checks[0];
      expect(check).toMatchObject({ fastInterval: fast, downInterval: down, timeout });
    },
  );

  it.each([
    { interval: '5s', timeout: '20s', ms: 5_000 },
    { interval: '20s', timeout: '20s', ms: 20_000 },
    { interval: '1m', timeout: '20s', ms: 20_000 },
  ])('a time-out is never above the interval: $timeout of $interval', ({ interval, timeout, ms }) => {
    expect(only({ components: [{ id: 'db', checks: [{ ...tcp, interval, timeout }] }] })?.checks[0]?.timeout).toBe(ms);
  });

  it('has at most 8 tries per host and 256 in all in flight unless the file says otherwise', () => {
    expect(config({}).settings.limits).toEqual({ perHost: 8, inFlight: 256 });
    expect(config({ settings: { limits: { perHost: 2 } } }).settings.limits).toEqual({ perHost: 2, inFlight: 256 });
  });

  it('keeps what is written', () => {
    const written = { ...tcp, interval: '1m', fastInterval: '5s', downInterval: '2m', timeout: '3s' };
    const check = only({ components: [{ id: 'db', checks: [written] }] })?.checks[0];
    expect(check).toMatchObject({ interval: 60_000, fastInterval: 5_000, downInterval: 120_000, timeout: 3_000 });
  });
});

describe('the configuration', () => {
  it('finds everything by its id', () => {
    const found = config({ ...people, schedules: [rota()], components: [{ id: 'db', checks: [tcp] }] });
    expect(found.components.get('db' as ComponentId)?.checks[0]).toBe(found.checks.get('db/tcp' as CheckId));
    expect([...found.people.keys()]).toEqual(['kim', 'sam']);
    expect([...found.schedules.keys()]).toEqual(['rota']);
  });

  it('may have a schedule nobody uses', () => {
    expect(problems({ ...people, schedules: [rota()] })).toEqual([]);
  });

  it('may be empty, which is said', () => {
    expect(emptyConfig().components.size).toBe(0);
    expect(warnings({})).toEqual(['components: nothing is watched: there is no component']);
    expect(warnings({ settings: { witnesses: ['127.0.0.1:80', 'one.example:443'] } })).toContain(
      'settings.witnesses[0]: is this very machine: it says nothing about our uplink',
    );
  });
});

const nightly = { id: 'nightly', for: { components: ['db'] }, kind: 'weekly', days: ['mon'], at: '02:00', lasts: '1h' };

it('dependencies are groups of which any one is enough; a component by itself is a group of one', () => {
  const { components } = config({
    components: [
      { id: 'web', dependsOn: ['db', ['one', 'two']], checks: [tcp] },
      ...['db', 'one', 'two'].map((id) => ({ id, checks: [tcp] })),
    ],
  });
  expect([...components.values()].map(({ dependsOn }) => dependsOn)).toEqual([[['db'], ['one', 'two']], [], [], []]);
});

describe('maintenance', () => {
  it('is for the components, groups and tags that it names, and for everything only where that is said', () => {
    const windows = (scope: object) => {
      const { components } = config({
        groups: [{ id: 'data', name: 'Data' }],
        components: [
          { id: 'db', group: 'data', checks: [tcp] },
          { id: 'cache', tags: ['spare'], checks: [tcp] },
          { id: 'web', checks: [tcp] },
        ],
        maintenance: [{ ...nightly, for: scope }],
      });
      return [...components.values()].filter(({ maintenance }) => maintenance.length > 0).map(({ id }) => id);
    };
    expect(windows({ components: ['web'] })).toEqual(['web']);
    expect(windows({ groups: ['data'], tags: ['spare'] })).toEqual(['db', 'cache']);
    expect(windows({ everything: true })).toEqual(['db', 'cache', 'web']);
    expect(() => windows({})).toThrow('everything: true');
    expect(() => windows({ everything: false })).toThrow();
  });

  it('for everything is not for the watcher: that it cannot see is never planned', () => {
    expect(config({ maintenance: [{ ...nightly, for: { everything: true } }] }).watcher.maintenance).toEqual([]);
  });
});

describe('a mistake in the configuration', () => {
  const step = (...targets: readonly unknown[]) => ({ policies: [{ id: 'p', steps: [{ targets }] }] });
  const checks = (...list: readonly unknown[]) => ({ components: [{ id: 'db', checks: list }] });
  const beat = { type: 'heartbeat', every: '1h', token: '0123456789abcdef' };

  it.each<{ story: string; file: object; says: readonly string[] }>([
    {
      story: 'an id that stands twice',
      file: {
        groups: [
          { id: 'g', name: 'A' },
          { id: 'g', name: 'B' },
        ],
      },
      says: ['groups[1].id: group id `g` stands twice; every id stands for one thing'],
    },
    {
      story: 'a check id that stands twice, in different components',
      file: {
        components: [
          { id: 'a', checks: [{ ...tcp, id: 'x' }] },
          { id: 'b', checks: [{ ...tcp, id: 'x' }] },
        ],
      },
      says: ['components[1].checks[0].id: check id `x` stands twice; every check needs its own'],
    },
    {
      story: 'the id of the watcher itself, and of its checks',
      file: { components: [{ id: 'watchbell', checks: [{ ...tcp, id: 'watchbell/sight' }] }] },
      says: [
        'components[0].id: `watchbell` is the watcher itself; choose another id for this component',
        "components[0].checks[0].id: ids that begin with `watchbell/` are for the watcher's own checks; choose another one",
      ],
    },
    {
      story: 'ids that other programs have, and a word that is too old before it is looked at',
      file: {
        settings: { cachet: { staleAfter: '30s' } },
        groups: [{ id: 'cachet/1', name: 'Ours' }],
        components: [{ id: 'cachet/7', checks: [{ ...tcp, id: 'cachet/7/cron' }] }],
      },
      says: [
        'groups[0].id: ids that begin with `cachet/` are for what other programs make and say; choose another one',
        'components[0].id: ids that begin with `cachet/` are for what other programs make and say; choose another one',
        'components[0].checks[0].id: ids that begin with `cachet/` are for what other programs make and say; choose another one',
        'settings.cachet.staleAfter: must be at least 1m: words are looked at once a minute',
      ],
    },
    {
      story: 'a heartbeat of ours that beats too often',
      file: { settings: { heartbeat: { url: 'https://beats.example/x', every: '1s' } } },
      says: ['settings.heartbeat.every: must be at least 5s'],
    },
    {
      story: 'maintenance for what is not there',
      file: {
        components: [{ id: 'db', tags: ['backed-up'], checks: [tcp] }],
        maintenance: [
          {
            ...nightly,
            for: { components: ['bd'], groups: ['g'], tags: ['backed-upp'] },
          },
        ],
      },
      says: [
        'maintenance[0].for.components[0]: unknown component `bd`; did you mean `db`?',
        'maintenance[0].for.groups[0]: unknown group `g`; there is no group in this file',
        'maintenance[0].for.tags[0]: unknown tag `backed-upp`; did you mean `backed-up`?',
      ],
    },
    {
      story: 'maintenance without a length, without an end, or that never comes',
      file: {
        components: [{ id: 'db', checks: [tcp] }],
        maintenance: [
          { ...nightly, id: 'a', lasts: 0 },
          { ...nightly, id: 'b', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], lasts: '1d' },
          { id: 'c', for: { components: ['db'] }, kind: 'cron', cron: 'at night', lasts: '1h' },
          { id: 'd', for: { components: ['db'] }, kind: 'cron', cron: '0 0 31 2 *', lasts: '1h' },
          { id: 'e', for: { components: ['db'] }, kind: 'once', from: '2026-02-01T10:00', to: '2026-02-01T09:00' },
        ],
      },
      says: [
        'maintenance[0].lasts: must be above 0 and at most 31d',
        'maintenance[1].lasts: one window follows the other without end, so nobody would ever be told; make it shorter',
        'maintenance[2].cron: not a cron pattern; write minute, hour, day, month and weekday, like `0 2 * * sun`',
        'maintenance[3].cron: this pattern never comes',
        'maintenance[4].to: must be after `from`',
      ],
    },
    {
      story: 'a parent that is not there, alone and among others',
      file: {
        components: [
          { id: 'web', dependsOn: ['routr', ['router', 'b']], checks: [tcp] },
          { id: 'router', checks: [tcp] },
        ],
      },
      says: [
        'components[0].dependsOn[0]: unknown component `routr`; did you mean `router`?',
        'components[0].dependsOn[1][1]: unknown component `b`',
      ],
    },
    {
      story: 'components that wait for each other, each circle once',
      file: {
        components: [
          { id: 'web', dependsOn: ['db'], checks: [tcp] },
          { id: 'db', dependsOn: ['net'], checks: [tcp] },
          { id: 'net', dependsOn: [['spare', 'db']], checks: [tcp] },
          { id: 'spare', dependsOn: ['spare'], checks: [tcp] },
          { id: 'cache', dependsOn: ['web', 'db'], checks: [tcp] },
        ],
      },
      says: [
        'components[3].dependsOn: these wait for each other: spare -> spare; take one of them out',
        'components[1].dependsOn: these wait for each other: db -> net -> db; take one of them out',
      ],
    },
    {
      story: 'a default id that would be too long',
      file: { components: [{ id: 'a'.repeat(120), checks: [tcp] }] },
      says: [
        `components[0].checks[0]: give this check an \`id\` of its own: \`${'a'.repeat(120)}/tcp\` would be too long`,
      ],
    },
    {
      story: 'a token that two heartbeats share, without telling it',
      file: checks(beat, beat),
      says: [
        'components[0].checks[1].token: this token is used by another heartbeat; a beat would not say which of them is alive',
      ],
    },
    {
      story: 'an interval that never ends',
      file: checks({ ...tcp, interval: 0 }),
      says: ['components[0].checks[0].interval: must be at least 100ms'],
    },
    {
      story: 'a time-out that fails every try',
      file: checks({ ...tcp, timeout: '0' }),
      says: ['components[0].checks[0].timeout: a timeout of 0 fails every try; leave it out for 10s'],
    },
    {
      story: 'a fast interval slower than the other',
      file: checks({ ...tcp, interval: '10s', fastInterval: '20s' }),
      says: [
        'components[0].checks[0].fastInterval: is longer than `interval`; while undecided we look more often, not less',
      ],
    },
    {
      story: 'more pings than the time-out has room for',
      file: checks({ type: 'ping', host: 'h', count: 20, timeout: '3s' }),
      says: ['components[0].checks[0].count: 20 pings take 3.8 s; send fewer, or give the try a longer timeout'],
    },
    {
      story: 'a limit of a stage that no try can reach',
      file: checks({ ...tcp, interval: '5s', timeouts: { connect: '6s', headers: 0, body: '5s' } }),
      says: [
        'components[0].checks[0].timeouts.connect: is longer than the whole try may take (5 s: timeout, and never above interval)',
        'components[0].checks[0].timeouts.headers: a limit of 0 fails every try; leave it out for none of its own',
      ],
    },
    {
      story: 'a heartbeat expected all the time',
      file: checks({ ...beat, every: 0 }),
      says: ['components[0].checks[0].every: must be above 0'],
    },
    {
      story: 'a latency limit that everything breaks',
      file: checks({ ...tcp, latencyLimit: 0 }),
      says: ['components[0].checks[0].latencyLimit: must be above 0; leave it out to be never slow'],
    },
    {
      story: 'an unknown group',
      file: { groups: [{ id: 'web', name: 'Web' }], components: [{ id: 'db', group: 'wed', checks: [tcp] }] },
      says: ['components[0].group: unknown group `wed`; did you mean `web`?'],
    },
    {
      story: 'a reference where there is nothing of that kind',
      file: { components: [{ id: 'db', policy: 'nights', checks: [tcp] }] },
      says: ['components[0].policy: unknown policy `nights`; there is no policy in this file'],
    },
    {
      story: 'an unknown desk',
      file: { ...people, settings: { desk: 'kin' } },
      says: ['settings.desk: unknown person `kin`; did you mean `kim`?'],
    },
    {
      story: 'an unknown channel of a person',
      file: { channels: [native], people: [{ ...kim, channels: ['notice', 'pager'] }] },
      says: ['people[0].channels[1]: unknown channel `pager`'],
    },
    {
      story: 'a channel twice',
      file: { channels: [native], people: [{ ...kim, channels: ['notice', 'notice'] }] },
      says: ["people[0].channels[1]: Kim's channel `notice` stands twice; each page would be sent twice"],
    },
    {
      story: 'a personal rule with a channel of somebody else',
      file: {
        ...people,
        people: [{ ...kim, rules: { critical: [{ channel: 'notice' }, { channel: 'sms', after: '1m' }] } }, sam],
      },
      says: ["people[0].rules.critical[1].channel: Kim has no channel `sms`; add it to the person's `channels`"],
    },
    {
      story: 'unknown people in a rotation and an override',
      file: {
        ...people,
        schedules: [
          {
            ...rota([{ person: 'kim', by: 'sma', from: '2026-01-06T09:00', to: '2026-01-07T09:00' }]),
            rotation: { turn: 'daily', start: '2026-01-05T09:00', people: ['kim', 'alex'] },
          },
        ],
      },
      says: [
        'schedules[0].rotation.people[1]: unknown person `alex`',
        'schedules[0].overrides[0].by: unknown person `sma`; did you mean `sam`?',
      ],
    },
    {
      story: 'answers to mails by nothing, and by what is no mail; one name for two cards',
      file: {
        channels: [native],
        settings: { smtp: { answerBy: 'notize' } },
        people: [
          { ...kim, channels: ['notice'], pageMe: { mail: 'kim' } },
          { id: 'sam', name: 'Sam', channels: ['notice'], pageMe: { mail: 'KIM' } },
        ],
        policies: [{ id: 'p', steps: [{ targets: [{ person: 'sam' }] }] }],
      },
      says: [
        'people[1].pageMe.mail: mail name `kim` stands twice; each is for one card or source, in any case',
        'settings.smtp.answerBy: unknown channel `notize`; did you mean `notice`?',
      ],
    },
    {
      story: 'answers to mails by what is no mail',
      file: { channels: [native], settings: { smtp: { answerBy: 'notice' } } },
      says: [
        'settings.smtp.answerBy: callers by mail are answered by a channel of type smtp, and `notice` is of type native',
      ],
    },
    {
      story: 'news by nothing, about nothing, and without an address that leads back',
      file: {
        components: [{ id: 'db', checks: [tcp], public: false }],
        settings: {
          statusPage: {
            subscribers: {
              by: 'notize',
              webhooks: [
                { url: 'https://kim:pw@x.example/', secret: 'whsec_?', components: ['db', 'nope'] },
                { url: 'https://kim:pw@x.example/' },
              ],
            },
          },
        },
        channels: [native],
      },
      says: [
        'settings.statusPage.subscribers: needs `settings.publicUrl`: every mail carries the address by which it is ended',
        'settings.statusPage.subscribers.webhooks[1].url: this address stands twice; a program hears everything once: put its components together',
        'settings.statusPage.subscribers.webhooks[0].secret: must be whsec_ followed by base64',
        'settings.statusPage.subscribers.webhooks[0].components[0]: `db` is not on the status page, so there is no news of it',
        'settings.statusPage.subscribers.by: unknown channel `notize`; did you mean `notice`?',
        'settings.statusPage.subscribers.webhooks[0].components[1]: unknown component `nope`',
      ],
    },
    {
      story: 'news by what is no mail',
      file: {
        channels: [native],
        settings: { publicUrl: 'https://x.example', statusPage: { subscribers: { by: 'notice' } } },
      },
      says: ['settings.statusPage.subscribers.by: news go by a channel of type smtp, and `notice` is of type native'],
    },
    {
      story: 'routes to what is not there',
      file: { ...people, routes: [{ match: { groups: ['nope'] }, policy: 'nope' }] },
      says: [
        'routes[0].policy: unknown policy `nope`; there is no policy in this file',
        'routes[0].match.groups[0]: unknown group `nope`; there is no group in this file',
      ],
    },
    {
      story: 'silences of what is not there, without an end, twice',
      file: {
        ...people,
        silences: [
          { ...hush, match: { components: ['nope'] } },
          { ...hush, match: { text: 'certificate' }, to: hush.from },
          { ...hush, id: 'other', match: { tags: ['nope'] } },
        ],
      },
      says: [
        'silences[1].id: silence id `hush` stands twice; every id stands for one thing',
        'silences[0].match.components[0]: unknown component `nope`; there is no component in this file',
        'silences[2].match.tags[0]: unknown tag `nope`; there is no tag in this file',
        'silences[1].to: must be after `from`',
      ],
    },
    {
      story: 'unknown people in a layer, on standby and in a temporary shift',
      file: {
        ...people,
        schedules: [
          {
            ...layered([{ ...week, people: ['kmi'] }]),
            standby: ['alex'],
            temporary: [{ ...fair, shifts: [{ person: 'sma', from: fair.from, to: fair.to }] }],
          },
        ],
      },
      says: [
        'schedules[0].layers[0].people[0]: unknown person `kmi`; did you mean `kim`?',
        'schedules[0].standby[0]: unknown person `alex`',
        'schedules[0].temporary[0].shifts[0].person: unknown person `sma`; did you mean `sam`?',
      ],
    },
    {
      story: 'a layer that ends before it begins, and one that lasts no time',
      file: {
        ...people,
        schedules: [
          layered([
            { ...week, from: '2026-02-01T00:00', until: '2026-01-01T00:00' },
            { ...week, between: { from: '09:00', to: '09:00' } },
          ]),
        ],
      },
      says: [
        'schedules[0].layers[0].until: it ends before it begins; `until` must be later than `from`',
        'schedules[0].layers[1].between: it begins and ends at the same time of day; leave it out for the whole day',
      ],
    },
    {
      story: 'temporary schedules that overlap, end early, or whose shifts reach outside',
      file: {
        ...people,
        schedules: [
          {
            ...layered([week]),
            temporary: [
              { ...fair, shifts: [{ person: 'kim', from: fair.from, to: '2026-01-09T00:00' }] },
              { ...fair, shifts: [{ person: 'kim', from: fair.to, to: fair.from }] },
              { from: fair.to, to: fair.from, shifts: [] },
            ],
          },
        ],
      },
      says: [
        'schedules[0].temporary[0].shifts[0]: reaches outside its temporary schedule; widen that one, or shorten the shift',
        'schedules[0].temporary[1]: overlaps temporary[0]; only one can hold at a time',
        'schedules[0].temporary[1].shifts[0]: it ends before it begins; `to` must be later than `from`',
        'schedules[0].temporary[2].to: it ends before it begins; `to` must be later than `from`',
      ],
    },
    {
      story: 'an override that ends before it begins',
      file: {
        ...people,
        schedules: [rota([{ person: 'kim', by: 'sam', from: '2026-01-07T09:00', to: '2026-01-06T09:00' }])],
      },
      says: ['schedules[0].overrides[0]: it ends before it begins; `to` must be later than `from`'],
    },
    {
      story: 'a replacement by nobody',
      file: { ...people, schedules: [rota([{ person: 'kim', from: '2026-01-06T09:00', to: '2026-01-07T09:00' }])] },
      says: ['schedules[0].overrides[0]: nobody takes the place of kim; name the substitute in `by`, or use "remove"'],
    },
    {
      story: 'a substitute where nobody is replaced',
      file: {
        ...people,
        schedules: [
          rota([{ kind: 'add', person: 'kim', by: 'sam', from: '2026-01-06T09:00', to: '2026-01-07T09:00' }]),
        ],
      },
      says: ['schedules[0].overrides[0].by: `by` goes with `kind: replace`; this one is `add`'],
    },
    {
      story: 'overlapping overrides that touch one person, one of them in another zone',
      file: {
        ...people,
        schedules: [
          rota([
            { person: 'kim', by: 'sam', from: '2026-01-06T09:00', to: '2026-01-07T09:00' },
            { kind: 'remove', person: 'sam', from: '2026-01-07T07:30:00Z', to: '2026-01-08T09:00:00Z' },
          ]),
        ],
      },
      says: ['schedules[0].overrides[1]: overlaps overrides[0] and both touch sam; change one of the two'],
    },
    {
      story: 'unknown targets of a policy and its last resort',
      file: {
        ...people,
        policies: [
          { id: 'p', steps: [{ targets: [{ person: 'kin' }, { schedule: 'rota' }] }], lastResort: { channel: 'smss' } },
        ],
      },
      says: [
        'policies[0].steps[0].targets[0].person: unknown person `kin`; did you mean `kim`?',
        'policies[0].steps[0].targets[1].schedule: unknown schedule `rota`; there is no schedule in this file',
        'policies[0].lastResort.channel: unknown channel `smss`; did you mean `sms`?',
      ],
    },
    {
      story: 'a step that can reach nobody, because of the person’s own rules',
      file: {
        ...people,
        people: [{ ...kim, rules: { low: [], high: [], critical: [] } }, sam],
        ...step({ person: 'kim' }),
      },
      says: ["policies[0].steps[0].targets: step 1 can reach nobody: Kim's `rules` leave no channel"],
    },
    {
      story: 'a step that can reach nobody, because the notices of this machine are somebody else’s',
      file: { ...people, settings: { desk: 'sam' }, ...step({ person: 'kim' }) },
      says: [
        'policies[0].steps[0].targets: step 1 can reach nobody: Kim has only notices and sound, and those are for `sam` on this machine (settings.desk)',
      ],
    },
  ])('is named: $story', ({ file, says }) => {
    expect(problems(file)).toEqual(says);
  });

  it('does not hide another one', () => {
    expect(
      problems({
        groups: [
          { id: 'g', name: 'A' },
          { id: 'g', name: 'B' },
        ],
        components: [{ id: 'a', group: 'h', policy: 'p', checks: [{ ...tcp, interval: '1ms' }] }],
      }),
    ).toHaveLength(4);
  });
});

describe('a warning', () => {
  it('says which severity a step cannot reach, and leaves `low` to the person', () => {
    const policies = [{ id: 'p', steps: [{ targets: [{ person: 'kim' }] }] }];
    const file = (rules: object) => ({
      ...people,
      people: [{ ...kim, rules }, sam],
      policies,
      components: [{ id: 'db', checks: [tcp] }],
    });
    expect(warnings(file({ critical: [] }))).toEqual([
      'policies[0].steps[0].targets: step 1 can reach nobody at severity critical',
    ]);
    expect(warnings(file({ low: [] }))).toEqual([]);
  });

  it('names an override that never applies', () => {
    const alex = { id: 'alex', name: 'Alex', channels: ['sms'] };
    const overrides = [{ person: 'alex', by: 'sam', from: '2026-01-06T09:00', to: '2026-01-07T09:00' }];
    const file = {
      ...people,
      people: [kim, sam, alex],
      schedules: [rota(overrides)],
      components: [{ id: 'db', checks: [tcp] }],
    };
    expect(warnings(file)).toContain(
      'schedules[0].overrides[0].person: `alex` has no turn in Rota, so this override never applies',
    );
  });
});

describe('the calendar of a schedule', () => {
  const base = { url: 'https://calendar.example/x.ics', people: { Kim: 'kim' } };
  const parse = (calendar: object, more: object = {}) => {
    const schedules = [{ id: 'rota', name: 'Rota', timeZone: 'Europe/Berlin', calendar, ...more }];
    const result = ConfigFile.safeParse({ version: 1, schedules });
    return (
      result.error?.issues.map(({ path, message }) => `${pathText(path as (string | number)[])}: ${message}`) ?? []
    );
  };

  it.each<{ story: string; calendar: object; says: readonly string[] }>([
    { story: 'is enough as its only layer', calendar: base, says: [] },
    {
      story: 'may be a file',
      calendar: { path: 'team.ics', people: { 'kim@example.org': 'kim' }, priority: 3 },
      says: [],
    },
    { story: 'may be for calendar programs', calendar: { ...base, url: 'webcal://calendar.example/x.ics' }, says: [] },
    {
      story: 'is at one place',
      calendar: { ...base, path: 'x.ics' },
      says: ['schedules[0].calendar.path: a calendar has a `url` or a `path`, one of both'],
    },
    {
      story: 'is at some place',
      calendar: { people: { Kim: 'kim' } },
      says: ['schedules[0].calendar.url: a calendar has a `url` or a `path`, one of both'],
    },
    {
      story: 'names somebody',
      calendar: { ...base, people: {} },
      says: ['schedules[0].calendar.people: name at least one, like `"kim@example.org": kim`'],
    },
    {
      story: 'is not read every second',
      calendar: { ...base, refresh: '1s' },
      says: ['schedules[0].calendar.refresh: a calendar is read again after 1m to 7d'],
    },
    {
      story: 'as overrides needs layers below, and no priority',
      calendar: { ...base, as: 'overrides', priority: 2 },
      says: [
        'schedules[0].calendar.priority: `priority` goes with `as: layer`; overrides are above all layers',
        'schedules[0]: a schedule needs a `rotation`, or `layers`, or a `calendar` as a layer',
      ],
    },
  ])('$story', ({ calendar, says }) => {
    expect(parse(calendar)).toEqual(says);
  });

  it('as overrides alone is no schedule', () => {
    expect(parse({ ...base, as: 'overrides' })).toEqual([
      'schedules[0]: a schedule needs a `rotation`, or `layers`, or a `calendar` as a layer',
    ]);
  });

  it('names people who are there', () => {
    const schedules = [{ ...rota([]), calendar: { ...base, people: { Kim: 'kmi' } } }];
    expect(problems({ ...people, schedules, components: [{ id: 'db', checks: [tcp] }] })).toEqual([
      'schedules[0].calendar.people.Kim: unknown person `kmi`; did you mean `kim`?',
    ]);
  });
});

describe('a schedule as it is written', () => {
  const parse = (schedule: object) => {
    const result = ConfigFile.safeParse({ version: 1, schedules: [schedule] });
    return (result.error?.issues ?? []).map(
      ({ path, message }) => `${pathText(path as (string | number)[])}: ${message}`,
    );
  };

  it.each<{ story: string; schedule: object; says: readonly string[] }>([
    {
      story: 'has one of rotation and layers',
      schedule: layered([]),
      says: ['schedules[0]: a schedule needs a `rotation`, or `layers`, or a `calendar` as a layer'],
    },
    {
      story: 'not both',
      schedule: { ...layered([week]), rotation: week },
      says: [
        'schedules[0].layers: a schedule has a `rotation` or `layers`, not both; put the rotation in as another layer',
      ],
    },
    {
      story: 'says the lengths of custom turns',
      schedule: layered([{ ...week, turn: 'custom' }]),
      says: ['schedules[0].layers[0].turn: custom turns need `lengths`, like `lengths: [4d, 3d]`'],
    },
    {
      story: 'says them for custom turns only',
      schedule: layered([{ ...week, lengths: ['4d'] }]),
      says: ['schedules[0].layers[0].lengths: `lengths` goes with `turn: custom`; this one is `weekly`'],
    },
    {
      story: 'has turns of a sensible length',
      schedule: layered([{ ...week, turn: 'custom', lengths: ['5m'] }]),
      says: ['schedules[0].layers[0].lengths[0]: a turn lasts from 1h to 366d'],
    },
  ])('$story', ({ schedule, says }) => {
    expect(parse(schedule)).toEqual(says);
  });

  it('warns when nobody is left to step in', () => {
    expect(warnings({ ...people, schedules: [{ ...layered([week]), standby: ['kim', 'sam'] }] })).toContain(
      'schedules[0].standby: everybody on standby is on call anyway, so nobody steps in when they cannot be reached',
    );
  });
});

describe('a silence as it is written', () => {
  const says = (silence: object) =>
    (ConfigFile.safeParse({ version: 1, silences: [{ ...hush, ...silence }] }).error?.issues ?? []).map(
      ({ path, message }) => `${pathText(path as (string | number)[])}: ${message}`,
    );

  it('never means everything by accident, and says why', () => {
    expect(says({ match: {} })).toEqual([
      'silences[0].match: name at least one of `components`, `groups`, `tags` or `text`: a silence never means everything',
    ]);
    expect(says({ match: { severities: ['low'] } })).toHaveLength(1);
    expect(says({ match: { text: 'a' } })).toEqual([
      'silences[0].match.text: at least three letters, or it would match by accident',
    ]);
    expect(says({ match: { text: 'certificate' }, reason: ' ' })).toEqual([
      'silences[0].reason: say why, for whoever wonders at night',
    ]);
  });
});

describe('channels that listen for answers', () => {
  const twilio = { type: 'twilio-sms', accountSid: 'AC1', authToken: 't', from: '+447700900999', to: '+447700900123' };
  const both = (more: object) => ({
    people: [
      { id: 'kim', name: 'Kim', channels: ['sms'] },
      { id: 'sam', name: 'Sam', channels: ['other'] },
    ],
    channels: [
      { id: 'sms', ...twilio, replies: true },
      { id: 'other', ...twilio, replies: true, ...more },
    ],
  });

  it('may not hear the same SMS twice', () => {
    expect(problems(both({}))).toEqual([
      'channels[1].replies: SMS replies `+447700900123 to +447700900999` stands twice; both channels would hear one reply: set `replies` on one of them only, or give both people the same channel',
    ]);
  });

  it.each([{ replies: false }, { to: '+447700900124' }, { from: '+447700900998' }])('may stand beside %j', (more) => {
    expect(problems(both(more))).toEqual([]);
  });
});
