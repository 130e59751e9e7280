/** The window while others tell how things are: an alert of another system, a program's word, an experiment of practable. */
import type { CheckView, ComponentView, Snapshot } from '../../shared/contract/view.ts';
import { CheckId, ComponentId, type EpochMs } from '../../shared/model/ids.ts';
import { SystemId } from '../../shared/model/practable/settings.ts';
import type { Trouble } from '../../shared/model/status.ts';
import { alertCheckId, alertComponentId } from '../../shared/rules/alerts/ids.ts';
import { experimentId, jumpCheckId, streamCheckId } from '../../shared/rules/practable/ids.ts';
import { calm, checkView, componentView, incidentView } from './window-fixture.ts';

const MINUTE = 60_000;

/** Nobody was asked, so nothing took time. */
const NO_TIME = { totalMs: 0 };
const QUIET = { lastTimings: null, recent: [], wait: null } as const;

export function elsewhere(now: EpochMs): Snapshot {
  const base = calm(now);
  const told = [alert(now), word(now), experiment(now)];
  const incidents = told.map((component) =>
    incidentView(now, `${component.id}.a`, {
      componentId: component.id,
      componentName: component.name,
      group: null,
      status: component.status as Trouble,
      severity: component.status === 'major_outage' ? 'high' : 'low',
      cause: component.because,
      runbook: null,
    }),
  );
  const components = told.map((component, index) => ({ ...component, incidentId: incidents[index]?.id ?? null }));
  return {
    ...base,
    picture: { ...base.picture, shape: 'down', count: 3, words: '1 down, 2 slow' },
    components: [...base.components, ...components],
    incidents: [...incidents, ...base.incidents],
  };
}

function alert(now: EpochMs): ComponentView {
  return componentView(now, alertComponentId(23), {
    name: 'HighErrorRate of shop-frontend in eu-central-1 (alert of prom)',
    status: 'major_outage',
    because:
      'HighErrorRate: more than 5 % of the answers of shop-frontend in eu-central-1 are errors (said by prom 4 times)',
    checks: [failed(now, alertCheckId(23), 'alert', 'what another system says')],
  });
}

function word(now: EpochMs): ComponentView {
  return componentView(now, ComponentId.parse('stream-14'), {
    name: 'Stream 14',
    status: 'performance_issues',
    because: 'nightly-cron says: performance issues',
    checks: [failed(now, CheckId.parse('stream-14/source'), 'source', 'what nightly-cron says')],
  });
}

function experiment(now: EpochMs): ComponentView {
  const id = experimentId(SystemId.parse('lab'), 'spin30');
  const stream = (name: string, changed: Partial<CheckView> = {}) =>
    checkView(now, id, {
      id: streamCheckId(id, 'spin30', `spin30-${name}`),
      name,
      type: 'practable_stream',
      target: `what relay of Teaching lab says of spin30-${name}`,
      lastReadings: { stream: 'connected', lastSentMs: 12 },
      ...QUIET,
      ...changed,
    });
  return componentView(now, id, {
    name: 'Spinner 30',
    description: 'spin30 in book, as "Spinner 30"',
    status: 'performance_issues',
    because: 'missing jump: it can be used, but nobody can log in to it',
    checks: [
      stream('st-data'),
      stream('st-video', { lastReadings: { stream: 'connected', judged: 'only presence can be judged here' } }),
      failed(now, jumpCheckId(id), 'practable_jump', 'what jump of Teaching lab says of spin30'),
    ],
  });
}

function failed(now: EpochMs, id: CheckId, type: CheckView['type'], target: string): CheckView {
  return checkView(now, id, {
    id,
    name: id.slice(id.lastIndexOf('/') + 1),
    type,
    target,
    settled: 'down',
    since: now - 14 * MINUTE,
    lastOutcome: 'fail',
    ...QUIET,
    lastTimings: NO_TIME,
  });
}
