/**
 * A stand-in for a Cachet 3: JSON:API, a bearer token, 201 for what was made, 422 for what does not fit, lists without a total.
 */
import {
  type CachetStandIn,
  isStatus,
  type Kept,
  pageOf,
  type StandInOptions,
  startStandIn,
  type Wire,
} from './cachet-stand-in.ts';
import type { Reply } from './http-emulator.ts';

export function startCachet3(
  options: StandInOptions & {
    /** Has the ability for what it does. */ readonly able?: () => boolean;
    /** Its API is turned on. */ readonly on?: () => boolean;
  },
): Promise<CachetStandIn> {
  return startStandIn(wireOf(options), options);
}

const refusal: Wire['refusal'] = (status, detail) => ({
  status,
  body: JSON.stringify({ message: detail, ...(status === 422 && { errors: { field: [detail] } }) }),
});

function wireOf({ token, able = () => true, on = () => true }: Parameters<typeof startCachet3>[0]): Wire {
  return {
    prefix: '/api/',
    isLetIn: ({ headers }) => headers.authorization === `Bearer ${token}`,
    refusal,
    answer(kept, method, path, query, body) {
      if (!on()) {
        return undefined;
      }
      if (method !== 'GET' && !able()) {
        return refusal(403, 'Invalid ability provided.');
      }
      const [what = '', id, sub] = path.split('/');
      const number = Number(id);
      switch (`${method} ${what}${id === undefined ? '' : '/:id'}${sub === undefined ? '' : `/${sub}`}`) {
        case 'GET ping':
          return plain({ data: 'Pong!' });
        case 'GET version':
          return plain({ data: { version: '3.x-dev' } });
        case 'GET components':
          return list(
            'components',
            [...kept.components.values()],
            (one) => ({ name: one.name, status: status(one.status) }),
            query,
          );
        case 'GET components/:id':
        case 'PUT components/:id': {
          const found = kept.components.get(number);
          if (found === undefined) {
            return undefined;
          }
          if (method === 'PUT') {
            if (!isStatus(body.status, 6) || body.status === 0) {
              return refusal(422, 'The selected status is invalid.');
            }
            found.status = body.status;
          }
          return plain({ data: thing('components', found.id, { name: found.name, status: status(found.status) }) });
        }
        case 'POST components': {
          if (typeof body.name !== 'string') {
            return refusal(422, 'The name field is required.');
          }
          const made = { id: kept.next(), name: body.name, status: Number(body.status ?? 5) };
          kept.components.set(made.id, made);
          return {
            status: 201,
            body: JSON.stringify({
              data: thing('components', made.id, { name: made.name, status: status(made.status) }),
            }),
          };
        }
        case 'GET incidents':
          return list('incidents', [...kept.incidents.values()], (one) => incident(kept, one), query);
        case 'POST incidents': {
          const { name, message, status: stage } = body;
          if (typeof name !== 'string' || typeof message !== 'string' || !isStatus(stage, 4)) {
            return refusal(422, 'The message field is required.');
          }
          const made = {
            id: kept.next(),
            name,
            message,
            status: stage,
            componentId: 0,
            updates: [],
            createdAt: kept.now(),
          };
          kept.incidents.set(made.id, made);
          return { status: 201, body: JSON.stringify({ data: thing('incidents', made.id, incident(kept, made)) }) };
        }
        case 'GET incidents/:id': {
          const found = kept.incidents.get(number);
          return found && plain({ data: thing('incidents', number, incident(kept, found)) });
        }
        case 'GET incidents/:id/updates':
          return list(
            'updates',
            kept.incidents.get(number)?.updates ?? [],
            (one) => ({ message: one.message, status: status(one.status) }),
            query,
          );
        case 'POST incidents/:id/updates': {
          const found = kept.incidents.get(number);
          if (found === undefined || !isStatus(body.status, 4) || typeof body.message !== 'string') {
            return found && refusal(422, 'The message field is required.');
          }
          const update = { id: kept.next(), status: body.status, message: body.message };
          found.updates.push(update);
          return {
            status: 201,
            body: JSON.stringify({
              data: thing('updates', update.id, { message: update.message, status: status(update.status) }),
            }),
          };
        }
        case 'POST metrics/:id/points':
          if (!kept.metrics.has(number)) {
            return undefined;
          }
          kept.points.push({ metric: number, value: Number(body.value), timestamp: Number(body.timestamp) });
          return {
            status: 201,
            body: JSON.stringify({ data: thing('metricPoints', kept.next(), { value: body.value }) }),
          };
        case 'GET schedules':
          return list('schedules', [...kept.schedules.values()], (one) => schedule(kept, one), query);
        case 'POST schedules': {
          if (!isDate(body.scheduled_at) || !isDate(body.completed_at)) {
            return refusal(422, 'The scheduled at field must be a valid date.');
          }
          const made = {
            id: kept.next(),
            name: String(body.name),
            message: String(body.message),
            status: 0,
            scheduledAt: body.scheduled_at,
            completedAt: body.completed_at,
            createdAt: kept.now(),
          };
          kept.schedules.set(made.id, made);
          return { status: 201, body: JSON.stringify({ data: thing('schedules', made.id, schedule(kept, made)) }) };
        }
        case 'PUT schedules/:id': {
          const found = kept.schedules.get(number);
          if (found === undefined) {
            return undefined;
          }
          found.scheduledAt = String(body.scheduled_at ?? found.scheduledAt);
          found.completedAt = String(body.completed_at ?? found.completedAt);
          return plain({ data: thing('schedules', number, schedule(kept, found)) });
        }
        case 'DELETE schedules/:id':
          return kept.schedules.delete(number) ? { status: 204 } : undefined;
        default:
          return undefined;
      }
    },
  };
}

const plain = (body: unknown): Reply => ({ status: 200, body: JSON.stringify(body) });
const status = (value: number) => ({ human: 'a word', value });
const isDate = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value);

const thing = (type: string, id: number, attributes: object) => ({
  id: String(id),
  type,
  attributes: { id, ...attributes },
  relationships: {},
});

type StoodIncident = Kept['incidents'] extends Map<number, infer One> ? One : never;
type StoodSchedule = Kept['schedules'] extends Map<number, infer One> ? One : never;

const incident = ({ wall }: Kept, { name, message, status: stage, updates, createdAt }: StoodIncident) => ({
  name,
  message,
  status: status(updates.at(-1)?.status ?? stage),
  created: { human: 'just now', string: wall(createdAt) },
});

const schedule = ({ wall }: Kept, { name, message, scheduledAt, completedAt, createdAt }: StoodSchedule) => ({
  name,
  message,
  status: status(0),
  scheduled: { human: 'soon', string: scheduledAt },
  completed: { human: 'later', string: completedAt },
  created: { human: 'just now', string: wall(createdAt) },
});

function list<T extends { readonly id: number }>(
  type: string,
  all: readonly T[],
  row: (one: T) => object,
  query: URLSearchParams,
): Reply {
  const { items, page, pages, size } = pageOf(all, query, 15);
  return plain({
    data: items.map((one) => thing(type, one.id, row(one))),
    links: {
      first: 'x',
      last: null,
      prev: null,
      next: page < pages ? `https://status.example.org/api/${type}?page=${page + 1}` : null,
    },
    meta: { current_page: page, from: 1, path: 'x', per_page: size, to: items.length },
  });
}
