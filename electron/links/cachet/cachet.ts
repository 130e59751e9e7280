/**
 * A Cachet, version 2 or 3: states of components, incidents, schedules for maintenance, points for latency. See the files beside this
 * one for what each is; here is only which of them a change belongs to.
 */
import type { LinkState, StateChange } from '../../../shared/model/link-state.ts';
import { assertNever } from '../../../shared/model/never.ts';
import type { Link, LinkAnswer, LinkContext, ToldSoFar } from '../../engine/ports/link.ts';
import type { Web } from '../../engine/ports/web.ts';
import { type Api, createApis, placeOf, type Settings } from './api.ts';
import { tellComponent } from './component.ts';
import { tellIncident } from './incident.ts';
import { tellSchedule } from './schedule.ts';

export function createCachetLink(web: Web): Link<'cachet'> {
  const apis = createApis(web);
  return {
    type: 'cachet',
    target: placeOf,
    secrets: ({ token }) => [token],
    face: faceOf,
    recheckEvery: ({ recheckEvery }) => recheckEvery,
    async tell(change, told, settings, context) {
      const opened = await apis.open(settings, context);
      return opened.ok ? tell(opened.api, change, told, settings, context) : opened.answer;
    },
  };
}

function faceOf(state: LinkState, { metrics }: Settings): string | null {
  switch (state.kind) {
    case 'component':
      return `${state.status} ${state.maintenance}`;
    case 'incident':
      return `${state.stage} ${state.status}`;
    case 'maintenance':
      return `${state.phase} ${state.until}`;
    case 'experiment':
      return null;
    case 'latency':
      return Object.hasOwn(metrics, state.component.id) ? String(state.at) : null;
    default:
      return assertNever(state, 'state');
  }
}

function tell(
  api: Api,
  change: StateChange,
  told: ToldSoFar,
  settings: Settings,
  context: LinkContext,
): Promise<LinkAnswer> {
  switch (change.news) {
    case 'component':
      return tellComponent(api, change, told, settings);
    case 'incident-opened':
    case 'incident-updated':
    case 'incident-closed':
      return tellIncident(api, change, told, settings, context);
    case 'maintenance-planned':
    case 'maintenance-changed':
    case 'maintenance-begun':
    case 'maintenance-ended':
      return tellSchedule(api, change, told, settings, context);
    case 'latency':
      return tellPoint(api, change, settings);
    case 'experiment':
      return Promise.resolve({ status: 'refused', reason: 'a Cachet has no word for experiments' });
    default:
      return assertNever(change, 'change');
  }
}

/** Unix seconds; a Cachet 2 rounds them to half minutes. A point that may have arrived is not told again: the next one comes. */
async function tellPoint(
  api: Api,
  { state }: Extract<StateChange, { news: 'latency' }>,
  { metrics }: Settings,
): Promise<LinkAnswer> {
  const metric = metrics[state.component.id];
  const point = { value: Math.round(state.ms), timestamp: Math.floor(state.at / 1_000) };
  const sent = await api.send('POST', `metrics/${metric}/points`, point);
  switch (sent.kind) {
    case 'ok':
      return { status: 'accepted' };
    case 'missing':
      return { status: 'refused', reason: `there is no metric ${metric} there: make it, or mend \`metrics\`` };
    case 'no':
      return sent.answer;
  }
}
