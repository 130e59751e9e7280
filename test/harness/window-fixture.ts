/**
 * Pictures of a fleet, made up but complete: what the window is shown in tests and on its screenshots.
 *
 * Everything hangs on the `now` that is passed in; the same `now` gives the same picture.
 */
import type { SwapView } from '../../shared/contract/asks/moves.ts';
import type {
  ChannelView,
  CheckView,
  ComponentView,
  IncidentView,
  OnCallView,
  PersonView,
  Snapshot,
  ToldView,
} from '../../shared/contract/view.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { ChannelId, CheckId, ComponentId, GroupId, IncidentId, PersonId, ScheduleId } from '../../shared/model/ids.ts';
import { SwapId } from '../../shared/model/swap.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

import { SilenceId } from '../../shared/model/silence.ts';

const HERE = { state: 'reachable', until: null, note: '' } as const;
export const KIM = PersonId.parse('kim');
export const SAM = PersonId.parse('sam');
export const ALEX = PersonId.parse('alex');
export const PRIMARY = ScheduleId.parse('primary');

/** 60 latencies that look alive: a slow wave, a little noise, the same for the same seed. */
function latencies(seed: number, base: number): readonly number[] {
  return Array.from({ length: 60 }, (_, index) =>
    Math.round(base * (1 + 0.25 * Math.sin((index + seed) / 5) + (((index * 37 + seed * 17) % 11) - 5) / 40)),
  );
}

export function checkView(now: EpochMs, id: string, changed: Partial<CheckView> = {}): CheckView {
  return {
    id: CheckId.parse(`${id}/http`),
    name: 'http',
    type: 'http',
    target: `GET https://${id}.example.org/health`,
    settled: 'up',
    since: now - 3 * DAY,
    undecided: null,
    lastAt: now - 4 * SECOND,
    lastOutcome: 'pass',
    lastTimings: { dnsMs: 2.1, connectMs: 9.4, tlsMs: 18.2, firstByteMs: 41.5, bodyMs: 3.3, totalMs: 74.5 },
    lastFailure: null,
    lastReadings: null,
    lastTrouble: null,
    nextAt: now + 26 * SECOND,
    recent: latencies(id.length, 74),
    wait: null,
    warnings: [],
    ...changed,
  };
}

export function componentView(now: EpochMs, id: string, changed: Partial<ComponentView> = {}): ComponentView {
  return {
    id: ComponentId.parse(id),
    name: id,
    group: null,
    description: '',
    owner: '',
    runbook: null,
    status: 'operational',
    since: now - 3 * DAY,
    suspect: false,
    because: '',
    byHand: null,
    incidentId: null,
    maintenance: null,
    unreachableBecause: null,
    policy: 'default',
    checks: [checkView(now, id)],
    ...changed,
  };
}

export function told(now: EpochMs, changed: Partial<ToldView> = {}): ToldView {
  return {
    personId: KIM,
    who: 'Kim',
    channelId: ChannelId.parse('kim-sound'),
    channelType: 'sound',
    at: now - 11 * MINUTE,
    state: 'delivered',
    attempts: 1,
    reason: null,
    ...changed,
  };
}

export function incidentView(now: EpochMs, id: string, changed: Partial<IncidentView> = {}): IncidentView {
  return {
    id: IncidentId.parse(id),
    componentId: ComponentId.parse('api-gateway'),
    componentName: 'api-gateway',
    group: GroupId.parse('edge'),
    state: 'triggered',
    status: 'major_outage',
    severity: 'critical',
    cause: '503 Service Unavailable, expected 200-299, third failure',
    since: now - 14 * MINUTE,
    openedAt: now - 12 * MINUTE,
    acknowledgement: null,
    snoozedUntil: null,
    respondBy: null,
    next: { at: now + 3 * MINUTE + 12 * SECOND, what: 'Step 2: Sam' },
    told: [told(now)],
    sounding: false,
    recoveredAt: null,
    resolvedAt: null,
    resolvedBy: null,
    runbook: 'https://runbooks.example.org/api-gateway',
    steps: 3,
    policyChanged: false,
    nextStep: 2,
    held: [],
    ...changed,
  };
}

function people(): readonly PersonView[] {
  return [
    {
      id: KIM,
      name: 'Kim',
      channels: ['kim-notice', 'kim-sound', 'kim-sms'].map((id) => ChannelId.parse(id)),
      presence: HERE,
    },
    {
      id: SAM,
      name: 'Sam Okonkwo-Lindqvist',
      channels: ['sam-sms', 'sam-pager'].map((id) => ChannelId.parse(id)),
      presence: HERE,
    },
    { id: ALEX, name: 'Alex', channels: [ChannelId.parse('alex-sms')], presence: HERE },
  ];
}

function channels(now: EpochMs): readonly ChannelView[] {
  const rate = { pages: 6, perMs: MINUTE };
  const can = { acknowledge: false, delivery: false, idempotent: false, rate };
  return [
    {
      id: ChannelId.parse('kim-notice'),
      type: 'native',
      target: 'this screen',
      people: [KIM],
      can: { ...can, acknowledge: true },
      last: { at: now - 11 * MINUTE, state: 'delivered', reason: null },
    },
    {
      id: ChannelId.parse('kim-sound'),
      type: 'sound',
      target: 'this machine, volume 80 %',
      people: [KIM],
      can: { ...can, delivery: true, idempotent: true },
      last: { at: now - 11 * MINUTE, state: 'delivered', reason: null },
    },
    {
      id: ChannelId.parse('kim-sms'),
      type: 'twilio-sms',
      target: '+4477…123',
      people: [KIM],
      can,
      last: { at: now - 10 * MINUTE, state: 'accepted', reason: null },
    },
    {
      id: ChannelId.parse('sam-sms'),
      type: 'twilio-sms',
      target: '+4915…877',
      people: [SAM],
      can,
      last: { at: now - 4 * MINUTE, state: 'refused', reason: '21211: the number is not valid' },
    },
    {
      id: ChannelId.parse('sam-pager'),
      type: 'snpp',
      target: 'pager 5551212 at snpp.example.org',
      people: [SAM],
      can,
      last: null,
    },
    { id: ChannelId.parse('alex-sms'), type: 'twilio-sms', target: '+4477…456', people: [ALEX], can, last: null },
    {
      id: ChannelId.parse('team-hook'),
      type: 'webhook',
      target: 'hooks.example.org',
      people: [],
      can: { ...can, delivery: true, idempotent: true },
      last: { at: now - 2 * DAY, state: 'delivered', reason: null },
    },
  ];
}

export function onCallView(now: EpochMs, changed: Partial<OnCallView> = {}): OnCallView {
  return {
    scheduleId: PRIMARY,
    name: 'Primary',
    timeZone: 'America/Santiago',
    now: [{ personId: KIM, name: 'Kim', until: now + 2 * DAY + 3 * HOUR, because: 'Weekly rotation, week 2 of 3' }],
    next: { at: now + 2 * DAY + 3 * HOUR, people: [{ personId: SAM, name: 'Sam Okonkwo-Lindqvist' }] },
    standby: [],
    ...changed,
  };
}

const GROUPS = [
  { id: GroupId.parse('edge'), name: 'Edge' },
  { id: GroupId.parse('streams'), name: 'Streams' },
  { id: GroupId.parse('data'), name: 'Data' },
];

function fleet(now: EpochMs): readonly ComponentView[] {
  const [edge, streams, data] = GROUPS.map(({ id }) => id);
  return [
    componentView(now, 'api-gateway', {
      group: edge ?? null,
      owner: 'Platform',
      runbook: 'https://runbooks.example.org/api-gateway',
      description: 'Everything customers call goes through here.',
      checks: [
        checkView(now, 'api-gateway'),
        checkView(now, 'api-gateway', {
          id: CheckId.parse('api-gateway/tcp'),
          name: 'port 443',
          type: 'tcp',
          target: 'api-gateway.example.org:443',
          lastTimings: { dnsMs: 1.2, connectMs: 8.8, totalMs: 10 },
          recent: latencies(3, 10),
          warnings: ['certificate is not verified'],
        }),
      ],
    }),
    componentView(now, 'website', { group: edge ?? null }),
    componentView(now, 'login', { group: edge ?? null, owner: 'Identity' }),
    ...Array.from({ length: 12 }, (_, index) =>
      componentView(now, `camera-${String(index + 1).padStart(2, '0')}`, { group: streams ?? null }),
    ),
    componentView(now, 'orders-db', {
      group: data ?? null,
      owner: 'Data',
      policy: null,
      checks: [
        checkView(now, 'orders-db', {
          type: 'tcp',
          target: 'orders-db.example.org:5432',
          lastTimings: { connectMs: 1.4, totalMs: 1.4 },
          recent: latencies(1, 2),
        }),
      ],
    }),
    componentView(now, 'nightly-backup', {
      group: data ?? null,
      checks: [
        checkView(now, 'nightly-backup', {
          name: 'heartbeat',
          type: 'heartbeat',
          target: 'every 1 d, grace 1 h',
          lastTimings: null,
          recent: [],
        }),
      ],
    }),
    componentView(now, 'search', { checks: [checkView(now, 'search', { recent: latencies(8, 310) })] }),
  ];
}

/** Components with some of them replaced. */
function replaced(
  components: readonly ComponentView[],
  changes: Readonly<Record<string, Partial<ComponentView>>>,
): readonly ComponentView[] {
  return components.map((component) => ({ ...component, ...changes[component.id] }));
}

function failing(now: EpochMs, id: string, detail: string, failures = 9): readonly CheckView[] {
  return [
    checkView(now, id, {
      settled: 'down',
      since: now - 13 * MINUTE,
      lastOutcome: 'fail',
      lastFailure: { kind: 'wrong-status', phase: 'headers', detail, status: 503 },
      lastTimings: { dnsMs: 1.9, connectMs: 10.1, tlsMs: 17, firstByteMs: 1_204, totalMs: 1_233 },
      recent: [...latencies(id.length, 74).slice(failures), ...Array.from({ length: failures }, () => -1)],
    }),
  ];
}

/** All is well, Kim is on call and sits here. */
export function calm(now: EpochMs): Snapshot {
  return {
    sequence: 1,
    at: now,
    version: '0.1.0',
    host: { kind: 'desktop', platform: 'linux', desk: KIM },
    demo: false,
    config: { path: '/home/kim/.config/watchbell/watchbell.yaml', loadedAt: now - 5 * HOUR, problems: [] },
    watcher: { state: 'watching', because: '', since: now - 5 * HOUR, lastCheckAt: now - 3 * SECOND },
    picture: { shape: 'calm', count: 0, words: 'All 18 operational', onCall: 'On call: Kim until Mon 09:00' },
    groups: GROUPS,
    components: fleet(now),
    incidents: [resolved(now)],
    onCall: [onCallView(now)],
    people: people(),
    channels: channels(now),
    quiet: null,
    silences: [],
    swaps: [],
    statusPage: null,
  };
}

function resolved(now: EpochMs): IncidentView {
  return incidentView(now, 'i-0', {
    componentId: ComponentId.parse('search'),
    componentName: 'search',
    state: 'resolved',
    status: 'performance_issues',
    severity: 'low',
    cause: 'Slow: p95 over its limit of 500 ms, last answer took 1,204 ms',
    since: now - 9 * HOUR,
    openedAt: now - 9 * HOUR + MINUTE,
    next: null,
    recoveredAt: now - 8.7 * HOUR,
    resolvedAt: now - 8.7 * HOUR + 45 * SECOND,
  });
}

/** One down and sounding, one acknowledged, one in doubt, one slow without an incident. */
export function incidents(now: EpochMs): Snapshot {
  const down = incidentView(now, 'i-1', {
    sounding: true,
    respondBy: now + 46 * MINUTE,
    told: [
      told(now, { channelId: ChannelId.parse('kim-notice'), channelType: 'native' }),
      told(now),
      told(now, {
        channelId: ChannelId.parse('kim-sms'),
        channelType: 'twilio-sms',
        at: now - 10 * MINUTE,
        state: 'accepted',
      }),
      told(now, {
        personId: SAM,
        who: 'Sam Okonkwo-Lindqvist',
        channelId: ChannelId.parse('sam-sms'),
        channelType: 'twilio-sms',
        at: now - 4 * MINUTE,
        state: 'refused',
        attempts: 3,
        reason: '21211: the number is not valid',
      }),
      told(now, {
        personId: SAM,
        who: 'Sam Okonkwo-Lindqvist',
        channelId: ChannelId.parse('sam-pager'),
        channelType: 'snpp',
        at: now - 3 * MINUTE,
        state: 'trying',
      }),
    ],
    held: [{ reason: 'Alex is quiet; only critical pages break through', until: now + 90 * MINUTE }],
  });
  const acknowledged = incidentView(now, 'i-2', {
    componentId: ComponentId.parse('orders-db'),
    componentName: 'orders-db',
    group: GroupId.parse('data'),
    state: 'acknowledged',
    status: 'partial_outage',
    severity: 'high',
    cause: 'Connection refused at orders-db.example.org:5432',
    since: now - 52 * MINUTE,
    acknowledgement: {
      by: 'Kim',
      at: now - 50 * MINUTE,
      until: now + 70 * MINUTE,
      note: 'Failover is running, replica 2 takes over',
      also: [{ by: 'Sam', at: now - 20 * MINUTE, until: null, note: '' }],
    },
    next: { at: now + 70 * MINUTE, what: 'Un-acknowledges and asks again' },
    runbook: null,
  });
  const base = calm(now);
  return {
    ...base,
    picture: { shape: 'down', count: 1, words: '1 down, 1 acknowledged', onCall: 'On call: Kim until Mon 09:00' },
    components: replaced(base.components, {
      'api-gateway': {
        status: 'major_outage',
        since: now - 13 * MINUTE,
        because: '503 Service Unavailable, expected 200-299, 9 failures',
        incidentId: down.id,
        checks: [
          ...failing(now, 'api-gateway', '503 Service Unavailable, expected 200-299'),
          ...(base.components[0]?.checks.slice(1) ?? []),
        ],
      },
      'orders-db': {
        status: 'partial_outage',
        since: now - 51 * MINUTE,
        because: 'Connection refused at orders-db.example.org:5432',
        incidentId: acknowledged.id,
        checks: failing(now, 'orders-db', 'Connection refused', 20),
      },
      'camera-03': {
        suspect: true,
        because: 'Timed out waiting for headers after 10 s',
        checks: [
          checkView(now, 'camera-03', {
            undecided: '2 of 3 failures',
            lastOutcome: 'fail',
            lastFailure: { kind: 'timeout', phase: 'headers', detail: 'Timed out waiting for headers after 10 s' },
            recent: [...latencies(4, 80).slice(5), -2, -2, 81, -1, -1],
          }),
        ],
      },
      search: {
        status: 'performance_issues',
        since: now - 2 * MINUTE,
        because: 'Slow: p95 over its limit of 500 ms, last answer took 1,204 ms',
        checks: [checkView(now, 'search', { settled: 'slow', lastOutcome: 'slow', recent: latencies(8, 900) })],
      },
      'nightly-backup': { status: 'under_maintenance', since: now - HOUR },
    }),
    incidents: [down, acknowledged, resolved(now)],
  };
}

/** Nine of twelve cameras at once. */
export function storm(now: EpochMs): Snapshot {
  const base = calm(now);
  const hit = base.components.filter(({ id }) => id.startsWith('camera-')).slice(0, 9);
  const open = hit.map((component, index) =>
    incidentView(now, `i-storm-${index}`, {
      componentId: component.id,
      componentName: component.name,
      group: component.group,
      since: now - 50 * SECOND,
      openedAt: now - 30 * SECOND,
      cause: 'No route to host',
      sounding: index === 0,
      runbook: null,
      told: index === 0 ? [told(now, { at: now - 5 * SECOND })] : [],
      held: index === 0 ? [] : [{ reason: 'Told as one page with camera-01: 9 of 12 in Streams down', until: null }],
    }),
  );
  return {
    ...base,
    picture: { shape: 'down', count: 9, words: '9 of 12 in Streams down', onCall: 'On call: Kim until Mon 09:00' },
    components: replaced(
      base.components,
      Object.fromEntries(
        open.map(({ id, componentId }) => [
          componentId,
          {
            status: 'major_outage' as const,
            since: now - 30 * SECOND,
            because: 'No route to host',
            incidentId: id,
            checks: failing(now, componentId, 'No route to host', 3),
          },
        ]),
      ),
    ),
    incidents: [...open, resolved(now)],
  };
}

export function demo(now: EpochMs): Snapshot {
  return { ...incidents(now), demo: true, config: { path: null, loadedAt: now - HOUR, problems: [] } };
}

export function brokenConfig(now: EpochMs): Snapshot {
  const problem = (line: number, path: string, message: string) => ({ line, column: 7, path, message });
  return {
    ...calm(now),
    config: {
      path: '/home/kim/.config/watchbell/watchbell.yaml',
      loadedAt: now - 5 * HOUR,
      problems: [
        problem(12, 'components.1.checks.0.intervall', 'unknown field; did you mean "interval"?'),
        problem(31, 'schedules.0.timeZone', 'unknown time zone "Europe/Berln"; use a name like Europe/Berlin'),
        problem(44, 'people.2.channels', 'a person without a channel cannot be paged; name at least one'),
        problem(58, 'policies.0.steps', 'names nobody: person "max" does not exist'),
      ],
    },
  };
}

export function notWatching(now: EpochMs): Snapshot {
  const base = calm(now);
  return {
    ...base,
    picture: { shape: 'blind', count: 0, words: 'Not watching: this machine has no network', onCall: '' },
    watcher: {
      state: 'not-watching',
      because: 'this machine has no network',
      since: now - 7 * MINUTE,
      lastCheckAt: now - 7 * MINUTE,
    },
    components: base.components.map((component) => ({
      ...component,
      status: 'unknown' as const,
      since: now - 7 * MINUTE,
      because: 'Lost from sight',
    })),
  };
}

export function nothing(now: EpochMs): Snapshot {
  return {
    ...calm(now),
    picture: { shape: 'blind', count: 0, words: 'Nothing to watch yet', onCall: '' },
    watcher: { state: 'watching', because: '', since: now - MINUTE, lastCheckAt: null },
    groups: [],
    components: [],
    incidents: [],
    onCall: [],
    people: [],
    channels: [],
  };
}

/** Nobody is on call, and it is quiet. */
export function nobody(now: EpochMs): Snapshot {
  const base = incidents(now);
  return {
    ...base,
    picture: { shape: 'down', count: 1, words: '1 down, 1 acknowledged', onCall: 'On call: nobody' },
    onCall: [onCallView(now, { now: [] })],
    quiet: { until: now + 95 * MINUTE, criticalToo: false, by: 'Kim' },
  };
}

/** Ten thousand components in fifty groups, a few of them not well. */
export function thousands(now: EpochMs, amount = 10_000): Snapshot {
  const groups = Array.from({ length: 50 }, (_, index) => ({
    id: GroupId.parse(`g${index}`),
    name: `Rack ${index + 1}`,
  }));
  const components = Array.from({ length: amount }, (_, index) => {
    const id = `node-${String(index).padStart(5, '0')}`;
    const slow = index % 997 === 3;
    const group = groups[index % groups.length]?.id ?? null;
    return componentView(now, id, {
      group,
      ...(slow && { status: 'performance_issues' as const, since: now - index * SECOND, because: 'Slow' }),
    });
  });
  return {
    ...calm(now),
    picture: { shape: 'slow', count: 11, words: '11 with performance issues', onCall: 'On call: Kim until Mon 09:00' },
    groups,
    components,
    incidents: [],
  };
}

/** Every picture by name; a screenshot and an accessibility run go through all of them. */
/** Kim asks Sam: a day in three days for one in five. */
export function swapView(now: EpochMs, changed: Partial<SwapView> = {}): SwapView {
  return {
    id: SwapId.parse('s-8'),
    scheduleId: PRIMARY,
    schedule: 'Primary',
    timeZone: 'Europe/Berlin',
    asker: { id: KIM, name: 'Kim' },
    other: { id: SAM, name: 'Sam' },
    gives: { from: now + 3 * DAY, to: now + 4 * DAY },
    wants: { from: now + 5 * DAY, to: now + 6 * DAY },
    note: 'opera',
    askedAt: now - HOUR,
    lapsesAt: now + 3 * DAY,
    ...changed,
  };
}

/** Silences of every kind, somebody away, and somebody who steps in. */
export function silenced(now: EpochMs): Snapshot {
  const base = incidents(now);
  const silence = {
    id: SilenceId.parse('s-1'),
    what: 'api-gateway',
    reason: 'new disks on Monday',
    by: 'Kim',
    from: now - HOUR,
    until: now + 5 * HOUR,
    untilWell: false,
    endsSoon: false,
    incidents: 1,
  };
  const where = [
    { state: 'away' as const, until: now + 2 * DAY, note: 'vacation' },
    { state: 'slow' as const, until: now + 90 * MINUTE, note: '' },
  ];
  return {
    ...base,
    silences: [
      silence,
      {
        ...silence,
        id: SilenceId.parse('s-2'),
        what: 'tag backup, saying “latency”',
        until: now + 9 * MINUTE,
        endsSoon: true,
        incidents: 0,
      },
      { ...silence, id: SilenceId.parse('s-3'), what: 'orders-db', reason: 'the supplier knows', untilWell: true },
    ],
    people: base.people.map((person, place) => ({ ...person, presence: where[place] ?? person.presence })),
    swaps: [swapView(now), swapView(now, { id: SwapId.parse('s-9'), wants: null, note: '' })],
    onCall: [onCallView(now, { standby: [{ personId: ALEX, name: 'Alex' }] })],
  };
}

export const PICTURES = {
  calm,
  incidents,
  storm,
  demo,
  brokenConfig,
  notWatching,
  nothing,
  nobody,
  thousands,
  silenced,
} as const satisfies Record<string, (now: EpochMs) => Snapshot>;
export type PictureName = keyof typeof PICTURES;
