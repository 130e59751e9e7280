/** What a link should have been told: as things are, and nothing that is only a passing blindness of ours. */
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../../../shared/model/incident.ts';
import type { LinkState } from '../../../../../shared/model/link-state.ts';
import type { MaintenanceWindow } from '../../../../../shared/model/maintenance.ts';
import type { ComponentStatus } from '../../../../../shared/model/status.ts';
import { isTold } from '../../../../../shared/rules/links/scope.ts';
import { type Scene, type Seen, wantedStates } from '../../../../../shared/rules/links/wanted.ts';
import { newWatch } from '../../../../../shared/rules/watch/step.ts';
import { anIncident } from '../../../../harness/store-values.ts';
import { configOf, fileOf } from '../../../../harness/watch-story.ts';

const NOW = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const WISHES = {
  tell: ['components', 'incidents', 'maintenance'] as const,
  incidentsAfter: MINUTE,
  latencyEvery: MINUTE,
  unknownAfter: 5 * MINUTE,
};
const [settings] = [...configOf(fileOf()).components.values()];

interface Is {
  readonly status?: ComponentStatus;
  readonly since?: number | null;
  readonly incident?: Partial<Incident>;
  readonly windows?: readonly MaintenanceWindow[];
  readonly blindSince?: number | null;
}

function sceneOf({
  status = 'operational',
  since = NOW - 60 * MINUTE,
  incident,
  windows = [],
  blindSince = null,
}: Is): Scene {
  if (settings === undefined) {
    throw new Error('the file has a component');
  }
  const open =
    incident === undefined
      ? null
      : anIncident({
          componentId: settings.id,
          state: 'triggered',
          recoveredAt: null,
          resolvedAt: null,
          held: null,
          openedAt: NOW - 2 * MINUTE,
          ...incident,
        });
  const watch = { ...newWatch(settings.id), status, since, incident: open };
  const seen: Seen = { settings, name: 'API', watch, windows };
  return { now: NOW, timeZone: 'UTC', blindSince, components: [seen], recent: [] };
}

/** "component operational" for short. */
const wanted = (is: Is, began: (key: string) => boolean = () => false): string[] =>
  wantedStates(sceneOf(is), WISHES, began).map(({ state }) => words(state));

function words(state: LinkState): string {
  switch (state.kind) {
    case 'component':
      return `component ${state.status}${state.maintenance ? ' (worked on)' : ''}`;
    case 'incident':
      return `incident ${state.stage}`;
    case 'maintenance':
      return `work ${state.phase}`;
    case 'experiment':
      return `experiment ${state.name}`;
    case 'latency':
      return `latency ${state.ms}`;
  }
}

const once = (from: number, to: number): MaintenanceWindow => ({
  id: 'disks' as never,
  kind: 'once',
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

describe('a link', () => {
  it.each<[string, Is, string[]]>([
    ['how a component is', {}, ['component operational']],
    ['nothing of what was never judged', { status: 'unknown', since: null }, []],
    ['nothing of what was lost from sight a moment ago', { status: 'unknown', since: NOW - MINUTE }, []],
    [
      'that a component is unknown when it has been for long',
      { status: 'unknown', since: NOW - 5 * MINUTE },
      ['component unknown'],
    ],
    ['nothing while nobody watches since a moment ago', { status: 'major_outage', blindSince: NOW - MINUTE }, []],
    [
      'unknown, whatever was seen last, while nobody watches for long',
      { blindSince: NOW - 6 * MINUTE },
      ['component unknown'],
    ],
    [
      'of an incident that has lasted',
      { status: 'major_outage', incident: {} },
      ['component major_outage', 'incident investigating'],
    ],
    [
      'nothing of an incident that may end soon',
      { status: 'major_outage', incident: { openedAt: NOW - 59_000 } },
      ['component major_outage'],
    ],
    [
      'nothing of an incident that planned work explains',
      { incident: { held: held('maintenance') } },
      ['component operational'],
    ],
    [
      'of an incident of which only nobody is to be woken',
      { incident: { held: held('silence') } },
      ['component operational', 'incident investigating'],
    ],
    [
      'nothing of an incident that was over before it was told',
      { incident: { state: 'resolved', resolvedAt: NOW } },
      ['component operational'],
    ],
    [
      'of work that is planned',
      { windows: [once(NOW + MINUTE, NOW + 2 * MINUTE)] },
      ['component operational', 'work planned'],
    ],
    [
      'of work that has begun',
      { windows: [once(NOW - MINUTE, NOW + MINUTE)] },
      ['component operational (worked on)', 'work begun'],
    ],
    ['nothing of work that is over', { windows: [once(NOW - 2 * MINUTE, NOW - MINUTE)] }, ['component operational']],
    [
      'nothing of work in the far future',
      { windows: [once(NOW + 15 * 86_400_000, NOW + 16 * 86_400_000)] },
      ['component operational'],
    ],
  ])('should be told %s', (_, is, expected) => {
    expect(wanted(is)).toEqual(expected);
  });

  it('hears of an incident whose beginning it was told, whatever keeps messages back now', () => {
    expect(wanted({ incident: { held: held('maintenance') } }, () => true)).toContain('incident investigating');
    expect(wanted({ incident: { state: 'resolved', resolvedAt: NOW } }, () => true)).toContain('incident fixed');
  });
});

describe('who is told of', () => {
  const component = { id: 'api' as never, group: 'web' as never, tags: ['eu'] };
  it.each([
    ['everybody', undefined, [], true],
    ['nobody who is kept from the public', undefined, ['api'], false],
    ['who is named, public or not', { components: ['api'], groups: [], tags: [] }, ['api'], true],
    ['whose group is named', { components: [], groups: ['web'], tags: [] }, [], true],
    ['whose tag is named', { components: [], groups: [], tags: ['eu'] }, [], true],
    ['no other', { components: ['shop'], groups: ['db'], tags: ['us'] }, [], false],
  ])('is %s', (_, scope, unpublished, expected) => {
    expect(isTold(component, scope as never, new Set(unpublished) as never)).toBe(expected);
  });
});

function held(kind: 'maintenance' | 'silence') {
  return { kind, reason: 'x', since: NOW, until: null, severity: 'critical' as const };
}
