/** The routes of the Cachet API, as rows of the table. Reads are for everybody, writes and what is personal need a token. */
import type { Door, Lock } from './doors.ts';

const LOCK: Lock = { kind: 'components', none: 401, unknown: 401, other: 403 };
const WRITES = ['POST', 'PUT', 'DELETE'];
const BODY = '{"name":"Eve","status":4,"email":"eve@example.org","value":1,"message":"x"}';

const reads = (place: string): Door => ({
  at: `GET HEAD /api/v1/${place}`,
  to: () => `/api/v1/${place.replace(':above', '1').replace(':number', '1')}`,
  names: 'public',
});

function place(at: string, methods: string, locked: readonly string[] = WRITES): Door {
  const writes = methods.split(' ').filter((method) => WRITES.includes(method));
  const key = { ...LOCK, methods: methods.split(' ').filter((method) => locked.includes(method)) };
  const to = at.replace(':above', '1').replace(':number', '1');
  return { at: `${methods} /api/v1/${at}`, to: () => `/api/v1/${to}`, names: 'public', writes, key, body: BODY };
}

const ALL = ['GET', 'HEAD', ...WRITES];

export const CACHET_DOORS: readonly Door[] = [
  reads('ping'),
  reads('version'),
  reads('status'),
  place('components', 'GET HEAD POST'),
  place('components/:number', 'GET HEAD PUT DELETE'),
  place('components/groups', 'GET HEAD POST'),
  place('components/groups/:number', 'GET HEAD PUT DELETE'),
  place('incidents', 'GET HEAD POST'),
  place('incidents/:number', 'GET HEAD PUT DELETE'),
  place('incidents/:above/updates', 'GET HEAD POST'),
  place('incidents/:above/updates/:number', 'GET HEAD PUT DELETE'),
  place('metrics', 'GET HEAD POST'),
  place('metrics/:number', 'GET HEAD PUT DELETE'),
  place('metrics/:above/points', 'GET HEAD POST'),
  place('metrics/:above/points/:number', 'GET HEAD PUT DELETE'),
  place('schedules', 'GET HEAD POST'),
  place('schedules/:number', 'GET HEAD PUT DELETE'),
  place('subscribers', 'GET HEAD POST', ALL),
  place('subscribers/:number', 'GET HEAD DELETE', ALL),
  place('subscriptions', 'GET HEAD', ALL),
  place('subscriptions/:number', 'GET HEAD DELETE', ALL),
];
