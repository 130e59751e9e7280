/** Small, valid values for tests of the store: each says only what its test cares about. */
import type { Log } from '../../electron/engine/ports/log.ts';
import type { JournalEntry } from '../../electron/engine/ports/store.ts';
import type { EventDraft } from '../../shared/model/event.ts';
import {
  ChannelId,
  CheckId,
  ComponentId,
  IncidentId,
  OverrideId,
  PageId,
  PersonId,
  PolicyId,
  ScheduleId,
} from '../../shared/model/ids.ts';
import type { Incident } from '../../shared/model/incident.ts';
import type { Observation, Outcome } from '../../shared/model/observation.ts';
import type { OutboxItem } from '../../shared/model/page.ts';
import type { StoredOverride } from '../../shared/model/schedule.ts';
import type { ComponentWatch } from '../../shared/model/watch.ts';
import { aPage } from './page.ts';

const API = ComponentId.parse('api');
export const NIGHT = Date.parse('2026-11-21T01:14:00Z');

export const quietLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export function anEvent(more: Partial<EventDraft> = {}): EventDraft {
  return {
    at: NIGHT,
    type: 'status',
    componentId: API,
    incidentId: null,
    personId: null,
    channelId: null,
    text: 'api is down: 503 Service Unavailable',
    data: {},
    ...more,
  };
}

export function anEntry(more: Partial<JournalEntry> = {}): JournalEntry {
  return { events: [], ...more };
}

export function aWatch(more: Partial<ComponentWatch> = {}): ComponentWatch {
  return {
    version: 1,
    componentId: API,
    checks: [],
    status: 'major_outage',
    since: NIGHT,
    unreachableSince: null,
    reachableAt: null,
    past: [],
    incident: null,
    byHand: null,
    ...more,
  };
}

export function anIncident(more: Partial<Incident> = {}): Incident {
  return {
    id: IncidentId.parse('inc-1'),
    componentId: API,
    state: 'triggered',
    status: 'major_outage',
    severity: 'critical',
    cause: { kind: 'wrong-status', phase: 'headers', detail: '503 Service Unavailable, expected 200-299', status: 503 },
    troubled: null,
    dismissed: null,
    since: NIGHT - 120_000,
    openedAt: NIGHT,
    acknowledgement: null,
    snoozedUntil: null,
    escalation: {
      policy: {
        id: PolicyId.parse('default'),
        steps: [{ targets: [{ person: PersonId.parse('kim') }], delay: 300_000 }],
        repeat: 2,
        responseTarget: 3_600_000,
      },
      step: 1,
      round: 0,
      nextAt: NIGHT + 300_000,
    },
    waiting: [],
    told: [],
    soundingSince: null,
    recoveredAt: null,
    closeAt: null,
    resolvedAt: null,
    resolvedBy: null,
    reopenAfterResults: null,
    reminderAt: null,
    remindersSent: 0,
    flappingTold: false,
    held: null,
    gateAt: null,
    ...more,
  };
}

export function anItem(id: string, more: Partial<OutboxItem> = {}, channel = 'sms-kim'): OutboxItem {
  return {
    page: aPage({ id: PageId.parse(id), channelId: ChannelId.parse(channel) }),
    state: 'queued',
    attempts: 0,
    nextAttemptAt: NIGHT,
    lastReason: null,
    ...more,
  };
}

export function anOverride(id: string, more: Partial<StoredOverride> = {}): StoredOverride {
  return {
    id: OverrideId.parse(id),
    scheduleId: ScheduleId.parse('primary'),
    kind: 'replace',
    person: PersonId.parse('kim'),
    by: PersonId.parse('sam'),
    from: NIGHT,
    to: NIGHT + 3_600_000,
    note: 'dentist',
    author: 'Kim at this desk',
    createdAt: NIGHT,
    ...more,
  };
}

export const passed = (totalMs = 20): Outcome => ({ kind: 'pass', timings: { totalMs } });
export const slow = (totalMs = 900): Outcome => ({ kind: 'slow', timings: { totalMs }, limitMs: 500 });
export const failed = (detail = '503 Service Unavailable, expected 200-299'): Outcome => ({
  kind: 'fail',
  failure: { kind: 'wrong-status', phase: 'headers', detail },
  timings: { totalMs: 12 },
});
export const inconclusive = (detail = 'no file handle left'): Outcome => ({
  kind: 'inconclusive',
  trouble: { kind: 'no-sockets', detail },
});

export function anObservation(at: number, outcome: Outcome = passed(), check = 'api/http'): Observation {
  return { checkId: CheckId.parse(check), componentId: API, at, endedAt: at + 20, outcome };
}
