/**
 * A stand-in for a Cachet 2.4: plain objects in `data`, a token in X-Cachet-Token, 200 for what was made, schedules by status.
 */
import {
  type CachetStandIn,
  isStatus,
  type Kept,
  pageOf,
  type StandInOptions,
  type StoodIncident,
  startStandIn,
  type Wire,
} from './cachet-stand-in.ts';
import type { Reply } from './http-emulator.ts';

const WORDS = ['Unknown', 'Operational', 'Performance Issues', 'Partial Outage', 'Major Outage'];

export function startCachet2(
  options: StandInOptions & {
    /** As 2.3 is: no schedules, no updates of incidents. */ readonly old?: boolean;
  },
): Promise<CachetStandIn> {
  return startStandIn(wireOf(options), options);
}

const said = (data: unknown): Reply => ({ status: 200, body: JSON.stringify({ data }) });

const refusal: Wire['refusal'] = (status, detail) => ({
  status,
  body: JSON.stringify({ errors: [{ id: 'x', status, title: 'No', detail, meta: { details: [detail] } }] }),
});

function wireOf({ token, old = false }: StandInOptions & { readonly old?: boolean }): Wire {
  return {
    prefix: '/api/v1/',
    isLetIn: ({ headers }) => headers['x-cachet-token'] === token,
    refusal,
    answer(kept, method, path, query, body) {
      const [what = '', id, sub] = path.split('/');
      switch (`${method} ${what}${id === undefined ? '' : '/:id'}${sub === undefined ? '' : `/${sub}`}`) {
        case 'GET ping':
          return said('Pong!');
        case 'GET version':
          return {
            status: 200,
            body: JSON.stringify({
              meta: { on_latest: true, latest: { tag_name: 'v2.3.18', prelease: false, draft: false } },
              data: '2.4.0-dev',
            }),
          };
        case 'GET components':
          return list([...kept.components.values()], (one) => component(kept, one), query);
        case 'GET components/:id':
          return one(kept.components.get(Number(id)), (found) => component(kept, found));
        case 'POST components': {
          if (typeof body.name !== 'string' || !isStatus(body.status, 4)) {
            return refusal(400, 'The name field is required.');
          }
          const made = { id: kept.next(), name: body.name, status: body.status };
          kept.components.set(made.id, made);
          return said(component(kept, made));
        }
        case 'PUT components/:id': {
          const found = kept.components.get(Number(id));
          if (found === undefined) {
            return undefined;
          }
          if (body.status !== undefined && !isStatus(body.status, 4)) {
            return refusal(400, 'The selected status is invalid.');
          }
          found.status = Number(body.status ?? found.status);
          return said(component(kept, found));
        }
        case 'GET incidents':
          return list([...kept.incidents.values()], (found) => incident(kept, found), query);
        case 'GET incidents/:id':
          return one(kept.incidents.get(Number(id)), (found) => incident(kept, found));
        case 'POST incidents': {
          const { name, message, status, component_id: about = 0, component_status: state } = body;
          if (typeof name !== 'string' || typeof message !== 'string' || !isStatus(status, 4)) {
            return refusal(400, 'The message field is required.');
          }
          const target = kept.components.get(Number(about));
          if (target !== undefined) {
            if (!isStatus(state, 4)) {
              return refusal(400, 'The component status field is required.');
            }
            target.status = state;
          }
          const made = {
            id: kept.next(),
            name,
            message,
            status,
            componentId: Number(about),
            updates: [],
            createdAt: kept.now(),
          };
          kept.incidents.set(made.id, made);
          return said(incident(kept, made));
        }
        case 'PUT incidents/:id': {
          const found = kept.incidents.get(Number(id));
          if (found !== undefined) {
            Object.assign(found, { status: body.status ?? found.status, message: body.message ?? found.message });
          }
          return one(found, (changed) => incident(kept, changed));
        }
        case 'GET incidents/:id/updates':
          return old ? undefined : list(kept.incidents.get(Number(id))?.updates ?? [], (update) => update, query);
        case 'POST incidents/:id/updates': {
          const found = kept.incidents.get(Number(id));
          if (old || found === undefined) {
            return undefined;
          }
          if (!isStatus(body.status, 4) || typeof body.message !== 'string') {
            return refusal(400, 'The message field is required.');
          }
          const update = { id: kept.next(), status: body.status, message: body.message };
          found.updates.push(update);
          return said({ ...update, incident_id: found.id, user_id: 1, human_status: WORDS[update.status] });
        }
        case 'POST metrics/:id/points': {
          if (!kept.metrics.has(Number(id))) {
            return undefined;
          }
          kept.points.push({ metric: Number(id), value: Number(body.value), timestamp: Number(body.timestamp) });
          return said({ id: kept.next(), metric_id: Number(id), value: body.value, counter: 1 });
        }
        case 'GET schedules':
          return old ? undefined : list([...kept.schedules.values()], (found) => schedule(kept, found), query);
        case 'POST schedules': {
          if (old) {
            return undefined;
          }
          if (!isDate(body.scheduled_at) || !isStatus(body.status, 2)) {
            return refusal(400, 'The scheduled at is not a valid date.');
          }
          const made = {
            id: kept.next(),
            name: String(body.name),
            message: String(body.message),
            status: body.status,
            scheduledAt: body.scheduled_at,
            completedAt: String(body.completed_at ?? ''),
            createdAt: kept.now(),
          };
          kept.schedules.set(made.id, made);
          return said(schedule(kept, made));
        }
        case 'PUT schedules/:id': {
          const found = kept.schedules.get(Number(id));
          if (found !== undefined) {
            found.status = Number(body.status ?? found.status);
            found.scheduledAt = String(body.scheduled_at ?? found.scheduledAt);
            found.completedAt = String(body.completed_at ?? found.completedAt);
          }
          return one(found, (changed) => schedule(kept, changed));
        }
        case 'DELETE schedules/:id':
          return kept.schedules.delete(Number(id)) ? { status: 204 } : undefined;
        default:
          return undefined;
      }
    },
  };
}

const isDate = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(value);

function one<T>(found: T | undefined, row: (found: T) => unknown): Reply | undefined {
  return found === undefined ? undefined : said(row(found));
}

function list<T extends { readonly id: number }>(
  all: readonly T[],
  row: (one: T) => unknown,
  query: URLSearchParams,
): Reply {
  const { items, page, pages, total, size } = pageOf(all, query, 20);
  const pagination = {
    total,
    count: items.length,
    per_page: size,
    current_page: page,
    total_pages: pages,
    links: { next_page: null, previous_page: null },
  };
  return { status: 200, body: JSON.stringify({ meta: { pagination }, data: items.map(row) }) };
}

function component({ wall, now }: Kept, { id, name, status }: { id: number; name: string; status: number }) {
  return {
    id,
    name,
    description: '',
    link: null,
    status,
    order: 0,
    group_id: 0,
    enabled: true,
    meta: null,
    created_at: wall(now()),
    updated_at: wall(now()),
    deleted_at: null,
    status_name: WORDS[status],
    tags: [],
  };
}

function incident({ wall }: Kept, { id, name, message, status, componentId, updates, createdAt }: StoodIncident) {
  const latest = updates.at(-1)?.status ?? status;
  return {
    id,
    user_id: 1,
    component_id: componentId,
    name,
    status,
    visible: 1,
    stickied: false,
    message,
    occurred_at: wall(createdAt),
    created_at: wall(createdAt),
    updated_at: wall(createdAt),
    is_resolved: latest === 4,
    updates,
    latest_status: latest,
    meta: [],
  };
}

function schedule(
  { wall }: Kept,
  found: {
    id: number;
    name: string;
    message: string;
    status: number;
    scheduledAt: string;
    completedAt: string;
    createdAt: number;
  },
) {
  const { id, name, message, status, scheduledAt, completedAt, createdAt } = found;
  return {
    id,
    name,
    message,
    status,
    scheduled_at: `${scheduledAt}:00`,
    completed_at: `${completedAt}:00`,
    created_at: wall(createdAt),
    updated_at: wall(createdAt),
    components: [],
  };
}
