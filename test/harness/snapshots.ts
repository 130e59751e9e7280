/**
 * Snapshots for tests: a quiet night by default, and only what a test says differs from it.
 */
import type { IncidentView, OnCallView, Snapshot, ToldView } from '../../shared/contract/view.ts';
import { ChannelId, ComponentId, IncidentId, PersonId, ScheduleId } from '../../shared/model/ids.ts';

/** Wed 2026-03-04 02:14 UTC. */
export const NIGHT = Date.UTC(2026, 2, 4, 2, 14);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const KIM = PersonId.parse('kim');
export const SAM = PersonId.parse('sam');
export const PRIMARY = ScheduleId.parse('primary');

/** Kim sits here and is on call until 09:00, then Sam. */
export function aSnapshot(over: Partial<Snapshot> = {}): Snapshot {
  return {
    sequence: 1,
    at: NIGHT,
    version: '0.1.0',
    host: { kind: 'desktop', platform: 'linux', desk: KIM },
    demo: false,
    config: { path: '/etc/watchbell.yaml', loadedAt: NIGHT - HOUR, problems: [] },
    watcher: { state: 'watching', because: 'all checks run', since: NIGHT - HOUR, lastCheckAt: NIGHT - 3_000 },
    picture: { shape: 'calm', count: 0, words: 'All 3 operational', onCall: 'On call: Kim until 09:00' },
    groups: [],
    components: [],
    incidents: [],
    onCall: [aSchedule()],
    people: [],
    channels: [],
    quiet: null,
    silences: [],
    swaps: [],
    statusPage: null,
    ...over,
  };
}

export function aSchedule(over: Partial<OnCallView> = {}): OnCallView {
  return {
    scheduleId: PRIMARY,
    name: 'Primary',
    timeZone: 'UTC',
    now: [{ personId: KIM, name: 'Kim', until: NIGHT + 6 * HOUR + 46 * MINUTE, because: 'week 1 of 2' }],
    next: { at: NIGHT + 6 * HOUR + 46 * MINUTE, people: [{ personId: SAM, name: 'Sam' }] },
    standby: [],
    ...over,
  };
}

/** An incident of component `name`, down since 02:14, paged to Kim by sound. */
export function anIncident(name: string, over: Partial<IncidentView> = {}): IncidentView {
  return {
    id: IncidentId.parse(`inc-${name}`),
    componentId: ComponentId.parse(name),
    componentName: name,
    group: null,
    state: 'triggered',
    status: 'major_outage',
    severity: 'critical',
    cause: '503 Service Unavailable, expected 200-299',
    since: NIGHT,
    openedAt: NIGHT,
    acknowledgement: null,
    snoozedUntil: null,
    respondBy: null,
    next: null,
    told: [soundPage(NIGHT)],
    sounding: true,
    recoveredAt: null,
    resolvedAt: null,
    resolvedBy: null,
    runbook: null,
    steps: 2,
    policyChanged: false,
    nextStep: 2,
    held: [],
    ...over,
  };
}

/** What the ledger says of a tone that began at this instant. */
export function soundPage(at: number): ToldView {
  return {
    personId: KIM,
    who: 'Kim',
    channelId: ChannelId.parse('kim-sound'),
    channelType: 'sound',
    at,
    state: 'delivered',
    attempts: 1,
    reason: null,
  };
}
