/**
 * HAProxy back ends that ask the monitor port beside each server, as ftw.monitor's documentation has them: for ourselves, and for
 * the Zope instances of the configuration.
 *
 * `expect string OK` finds it anywhere in the answer; no answer of ours or of ftw.monitor that is not good has it in it.
 */
import type { CheckOf } from '../../model/check.ts';
import type { ComponentSettings, Config } from '../../model/config.ts';
import { MONITOR_ABOVE_INSTANCE, monitorPort } from '../target.ts';
import { WATCHER_ID } from '../watcher.ts';
import { oneRedLine } from './never-green.ts';
import { healthPlace } from './place.ts';

/** One ZServer thread each: five requests may wait for it, the rest waits in HAProxy, where another server may take it. */
const ONE_THREAD = 5;
/** Each window keeps a line open to us. */
const MANY_LINES = 200;

export interface HaproxyOptions {
  readonly config: Config;
  /** `host:port` of a page that says "maintenance"; null: none is known. */
  readonly maintenance: string | null;
}

/** Our own local server behind our health port. Null: there is no health port. */
export function ownBackend({ config, maintenance }: HaproxyOptions): readonly string[] | null {
  const { listen } = config.settings;
  const health = healthPlace(config.settings, listen.port);
  return health === null
    ? null
    : backend(
        WATCHER_ID,
        [
          server({
            name: WATCHER_ID,
            at: address(listen.host, listen.port),
            cookie: 'p01',
            checked: `check${health.host === listen.host ? '' : ` addr ${callable(health.host)}`} port ${health.port}`,
            most: MANY_LINES,
            agent: agentWords(config, null),
          }),
        ],
        maintenance,
      );
}

/** The Zope instances of a component. Null: it has none that HAProxy could ask. */
export function componentBackend(component: ComponentSettings, options: HaproxyOptions): readonly string[] | null {
  const { config, maintenance } = options;
  const checks = component.checks.filter((check) => check.type === 'zcmonitor');
  const servers = checks.flatMap((check, index) => zopeServer(check, index, agentWords(config, component)));
  return checks.some(({ socket }) => socket === undefined) ? backend(component.id, servers, maintenance) : null;
}

function zopeServer(check: CheckOf<'zcmonitor'>, index: number, agent: string): readonly string[] {
  if (check.socket !== undefined) {
    return [
      `  # ${check.id}: its monitor is the Unix socket ${oneRedLine(check.socket)}, which HAProxy cannot ask beside a server`,
    ];
  }
  const port = monitorPort(check);
  const guessed = check.instancePort === undefined;
  return [
    ...(guessed ? [`  # ${check.id}: its own port is taken to be ${MONITOR_ABOVE_INSTANCE} below its monitor's`] : []),
    server({
      name: nameOf(check.id),
      at: address(check.host, check.instancePort ?? port - MONITOR_ABOVE_INSTANCE),
      cookie: `p${String(index + 1).padStart(2, '0')}`,
      checked: `check port ${port}`,
      most: ONE_THREAD,
      agent,
    }),
  ];
}

interface Server {
  readonly name: string;
  readonly at: string;
  readonly cookie: string;
  readonly checked: string;
  readonly most: number;
  readonly agent: string;
}

function server({ name, at, cookie, checked, most, agent }: Server): string {
  // A name that cannot be found at the start is no reason for HAProxy not to start.
  const late = /^[\d.]+:\d+$|^\[/.test(at) ? '' : ' init-addr last,libc,none';
  return `  server ${name} ${at} cookie ${cookie} ${checked} inter 10s downinter 15s maxconn ${most} rise 1 slowstart 60s${agent}${late}`;
}

function backend(name: string, servers: readonly string[], maintenance: string | null): readonly string[] {
  return [
    `backend ${nameOf(name)}`,
    '  mode http',
    '  balance leastconn',
    '  cookie SERVERID insert indirect nocache httponly',
    '  timeout connect 5s',
    '  timeout check 5s',
    '  timeout queue 10s',
    '  timeout server 5m',
    '  option tcp-check',
    '  tcp-check connect',
    '  tcp-check send health_check\\r\\n',
    '  tcp-check expect string OK',
    ...servers,
    '  # Every check of this back end is one of TCP: a server that shows "maintenance" over HTTP must have none.',
    maintenance === null
      ? '  # server maintenance 127.0.0.1:8099 backup'
      : `  server maintenance ${maintenance} backup`,
  ];
}

/** Asked as well, where our agent port speaks for it (null: for ourselves). */
function agentWords({ settings: { agent } }: Config, component: ComponentSettings | null): string {
  return agent === undefined || agent.port === 0 || agent.component !== component?.id
    ? ''
    : ` agent-check agent-addr ${callable(agent.host)} agent-port ${agent.port} agent-inter 10s`;
}

/** HAProxy's names are letters, digits and `.:_-`. */
const nameOf = (id: string): string => id.replace(/[^A-Za-z0-9.:_-]/g, '-');

const address = (host: string, port: number): string => `${bracketed(callable(host))}:${port}`;

/** Nobody can be called at "all addresses". */
const callable = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);
