/**
 * The machine-readable answer of Apache's mod_status (`?auto`), of every version, as a value. Pure.
 *
 * Versions differ in nearly every line (see test/fixtures/apache-status/README.md): what is missing is null, never 0. Nothing that could
 * name a client is looked at; the text itself goes no further than here.
 */

/** One member of a balancer of mod_proxy (ProxyStatus On). */
export interface BalancerMember {
  readonly balancer: string;
  readonly name: string;
  /** `Init`, `Ok`, `Err`, `Stby`, `Drn` … as Apache writes them. */
  readonly words: readonly string[];
}

export interface ApacheReport {
  /** The request for this very report counts as one of them. */
  readonly busy: number;
  readonly idle: number;
  /** Slots of the scoreboard, those that are not started included; null when it is not shown. */
  readonly slots: number | null;
  readonly accesses: number | null;
  /** Time spent on all of them, in ms (since 2.4.35). */
  readonly durationMs: number | null;
  readonly uptimeSeconds: number | null;
  /** As the server writes it: tells one server from another behind the same name. */
  readonly restartTime: string | null;
  readonly load1: number | null;
  readonly members: readonly BalancerMember[];
}

/** The report, or what came in its place. */
export type ApacheReading =
  | { readonly kind: 'report'; readonly report: ApacheReport }
  | { readonly kind: 'not-apache'; readonly because: string };

const NUMBER = /^[-+]?(?:\d{1,18}(?:\.\d*)?|\.\d+)(?:e[-+]?\d{1,3})?$/i;
const MEMBER = /^ProxyBalancer\[(\d{1,6})\](?:Worker\[(\d{1,6})\])?(Name|Status)$/;

export function readApacheReport(text: string): ApacheReading {
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) {
    return other(
      'an HTML page came where the text of mod_status was asked for (?auto): a login page, or no mod_status',
    );
  }
  const values = new Map<string, string>();
  const members = new Map<string, { balancer: string; name: string; words: string[] }>();
  const balancers = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, key = '', value = ''] = /^([^:]+):(?: (.*))?$/.exec(line) ?? [];
    const member = MEMBER.exec(key);
    if (member) {
      noteMember(members, balancers, member, value.trim());
    } else if (key !== '' && !values.has(key)) {
      values.set(key, value.trim()); // BusyWorkers comes twice from some versions: the first speaks for the whole server
    }
  }
  const number = (key: string) => numberIn(values.get(key));
  const busy = number('BusyWorkers');
  const idle = number('IdleWorkers');
  if (busy === null || idle === null || busy < 0 || idle < 0) {
    return other(
      values.has('BusyServers')
        ? 'this is the status of lighttpd, not of Apache'
        : `no workers are told of in the answer (${text.length} characters): is this mod_status?`,
    );
  }
  const scoreboard = values.get('Scoreboard');
  return {
    kind: 'report',
    report: {
      busy,
      idle,
      slots: scoreboard === undefined || scoreboard === '' ? null : scoreboard.length,
      accesses: number('Total Accesses'),
      durationMs: number('Total Duration'),
      uptimeSeconds: number('ServerUptimeSeconds') ?? number('Uptime'),
      restartTime: values.get('RestartTime') ?? null,
      load1: number('Load1'),
      members: [...members.values()],
    },
  };
}

type Members = Map<string, { balancer: string; name: string; words: string[] }>;

function noteMember(members: Members, balancers: Map<string, string>, found: RegExpExecArray, value: string): void {
  const [, balancer = '', worker, what] = found;
  if (worker === undefined) {
    balancers.set(balancer, value.replace(/^balancer:\/\//, ''));
    return;
  }
  const key = `${balancer} ${worker}`;
  const member = members.get(key) ?? { balancer: balancers.get(balancer) ?? balancer, name: worker, words: [] };
  members.set(key, member);
  if (what === 'Name') {
    member.name = value;
  } else {
    member.words = value.split(/\s+/).filter((word) => word !== '');
  }
}

function numberIn(text: string | undefined): number | null {
  const number = text !== undefined && NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

const other = (because: string): ApacheReading => ({ kind: 'not-apache', because });

/** The same address with `auto` among its query's names. */
export function askingAuto(address: string): string {
  const url = new URL(address);
  const names = url.search
    .slice(1)
    .split('&')
    .filter((name) => name !== '');
  if (!names.some((name) => name === 'auto' || name.startsWith('auto='))) {
    url.search = [...names, 'auto'].join('&');
  }
  return url.href;
}
