/**
 * Every route of the local server, and how it says no. Data: whoever adds a route adds a row, else routes.test.ts fails.
 */
import type { Right } from '../../../../shared/model/token.ts';
import { CACHET_DOORS } from './cachet-doors.ts';
import type { Keys } from './house.ts';

export interface Door {
  /** As the router knows it, with all methods that it has. */
  readonly at: string;
  /** The address with all that opens it, where that stands in the address. */
  readonly to: (keys: Keys) => string;
  /** The same with a secret that nobody knows, and what is answered. Absent: no secret stands in the address. */
  readonly unknown?: readonly [address: string, status: number];
  /** By which names we may be called there. `public`: also by the one that the configuration gives; `any`: the secret says enough. */
  readonly names: 'ours' | 'public' | 'any';
  /** Methods that change something. */
  readonly writes?: readonly string[];
  /** Writes come from our own pages, or from no page at all. */
  readonly ownPages?: boolean;
  /** What opens it beside the address, and what is answered without, with a wrong one, and with one for something else. */
  readonly key?: Lock;
  /** What a good caller sends. */
  readonly body?: string;
}

export interface Lock {
  readonly kind: 'session' | Right;
  readonly none: number;
  readonly unknown: number;
  /** Absent: there is no other. */
  readonly other?: number;
  /** Only these methods. Absent: all of them. */
  readonly methods?: readonly string[];
}

const SESSION: Lock = { kind: 'session', none: 401, unknown: 401 };
const EVENTS: Lock = { kind: 'events', none: 401, unknown: 401, other: 403 };
const METRICS: Lock = { kind: 'metrics', none: 401, unknown: 401, other: 403 };
/** PagerDuty has one code for whatever is wrong with an event. */
const ROUTING_KEY: Lock = { kind: 'events', none: 400, unknown: 400, other: 400 };
const EVENT = '{"event_action":"trigger","payload":{"summary":"x","source":"x","severity":"info"}}';
const POST = ['POST'];

export const DOORS: readonly Door[] = [
  { at: 'GET HEAD /health', to: () => '/health', names: 'ours' },
  {
    at: 'GET HEAD POST /beat/:token',
    to: ({ beat }) => `/beat/${beat}`,
    unknown: ['/beat/nobody', 404],
    names: 'any',
    writes: ['GET', 'HEAD', 'POST'],
  },
  {
    at: 'GET HEAD POST /beat/:token/:signal',
    to: ({ beat }) => `/beat/${beat}/fail`,
    unknown: ['/beat/nobody/fail', 404],
    names: 'any',
    writes: ['GET', 'HEAD', 'POST'],
  },
  {
    at: 'POST /report/:token',
    to: ({ count }) => `/report/${count}`,
    unknown: ['/report/nobody', 404],
    names: 'any',
    writes: POST,
  },
  { at: 'GET HEAD /metrics', to: () => '/metrics', names: 'ours', key: METRICS },
  { at: 'GET HEAD /metrics/influx', to: () => '/metrics/influx', names: 'ours', key: METRICS },
  {
    at: 'GET HEAD /calendar/:file',
    to: ({ calendar }) => `/calendar/${calendar}`,
    unknown: ['/calendar/nobody.ics', 404],
    names: 'any',
  },
  {
    at: 'GET HEAD POST /ack/:token',
    to: ({ ack }) => `/ack/${ack}`,
    unknown: ['/ack/nobody', 404],
    names: 'public',
    writes: POST,
    ownPages: true,
    body: 'for=fixed',
  },
  {
    at: 'POST /ack/:token/key',
    to: ({ ack }) => `/ack/${ack}/key`,
    names: 'public',
    writes: POST,
    ownPages: true,
    body: 'Digits=1',
  },
  { at: 'GET HEAD /page-me', to: () => '/page-me', names: 'public' },
  { at: 'GET HEAD /page-me/', to: () => '/page-me/', names: 'public' },
  {
    at: 'GET HEAD POST /page-me/:place',
    to: ({ card }) => `/page-me/${card}`,
    unknown: ['/page-me/nobody', 404],
    names: 'public',
    writes: POST,
    ownPages: true,
    body: 'name=Eve&reach=&words=Hello',
  },
  { at: 'GET HEAD /call/:token', to: (keys) => `/call/${keys.call}`, unknown: ['/call/nobody', 404], names: 'public' },
  { at: 'GET HEAD /status', to: () => '/status', names: 'public' },
  { at: 'GET HEAD /status.json', to: () => '/status.json', names: 'public' },
  { at: 'GET HEAD /status/*', to: () => '/status/index.html', unknown: ['/status/nothing', 404], names: 'public' },
  {
    at: 'GET HEAD POST /status/subscribe',
    to: () => '/status/subscribe',
    names: 'public',
    writes: POST,
    ownPages: true,
    body: 'email=eve%40example.org&about=everything&pace=at-once&language=en',
  },
  {
    at: 'GET HEAD POST /status/confirm/:token',
    to: ({ confirm }) => `/status/confirm/${confirm}`,
    unknown: ['/status/confirm/nobody', 404],
    names: 'public',
    writes: POST,
    ownPages: true,
  },
  {
    at: 'GET HEAD POST /status/subscription/:token',
    to: ({ subscription }) => `/status/subscription/${subscription}`,
    unknown: ['/status/subscription/nobody', 404],
    names: 'public',
    writes: POST,
    ownPages: true,
    body: 'about=everything&pace=daily&language=de',
  },
  {
    at: 'GET HEAD POST /status/leave/:token',
    to: ({ subscription }) => `/status/leave/${subscription}`,
    unknown: ['/status/leave/nobody', 404],
    names: 'public',
    writes: POST,
    ownPages: true,
  },
  { at: 'POST /v2/enqueue', to: () => '/v2/enqueue', names: 'any', writes: POST, key: ROUTING_KEY, body: EVENT },
  {
    at: 'POST /v2/change/enqueue',
    to: () => '/v2/change/enqueue',
    names: 'any',
    writes: POST,
    key: ROUTING_KEY,
    body: '{"payload":{"summary":"x"}}',
  },
  { at: 'POST /events/:source', to: () => '/events/prom', names: 'any', writes: POST, key: EVENTS, body: '{}' },
  ...CACHET_DOORS,
  {
    at: 'POST /api/ask/:name',
    to: () => '/api/ask/acknowledgeAll',
    names: 'ours',
    writes: POST,
    ownPages: true,
    key: SESSION,
    body: '{"forMs":null}',
  },
  { at: 'GET /api/follow', to: () => '/api/follow', names: 'ours', key: SESSION },
  { at: 'GET HEAD /', to: () => '/', unknown: ['/?key=nobody', 403], names: 'ours' },
  { at: 'GET HEAD /*', to: () => '/assets/main-abc123.js', unknown: ['/assets/none.js', 404], names: 'ours' },
];

/** `GET HEAD /x` in its two parts. */
export function methodsAndRoute({ at }: Pick<Door, 'at'>): {
  readonly methods: readonly string[];
  readonly route: string;
} {
  const words = at.split(' ');
  return { methods: words.slice(0, -1), route: words.at(-1) ?? '' };
}
