/**
 * What a check probes, in words for people: without user names, passwords, query values and tokens.
 *
 * These texts travel everywhere (window, feed, log, page): whatever is added here must be fit for a stranger's eyes.
 */
import type { Check, CheckOf } from '../../model/check.ts';
import { POSTGRES_PORT } from '../../model/checks/database.ts';
import type { SelfAspect } from '../../model/checks/self.ts';
import { tcpPort } from '../../model/checks/tcp.ts';
import { tlsPort } from '../../model/checks/tls.ts';
import { formatDuration } from '../../model/duration.ts';
import { assertNever } from '../../model/never.ts';
import { hostAndPort, parts, publicUrl } from '../address.ts';
import { monitorPort } from '../target.ts';

/** `GET https://shop.example/health?key=…`, `db1:5432`, `monitor of zope1:8080`, `beats every 1 h`. */
export function describeTarget(check: Check): string {
  switch (check.type) {
    case 'http':
      return `${check.method} ${publicUrl(check.url)}`;
    case 'tcp':
      return `${check.preset === undefined ? '' : `${check.preset} `}${hostAndPort(check.host, tcpPort(check) ?? Number.NaN)}`;
    case 'tls':
      return `certificate of ${hostAndPort(check.host, tlsPort(check))}`;
    case 'websocket':
      return publicUrl(check.url);
    case 'grpc':
      return `gRPC ${hostAndPort(check.host, check.port)}${check.service === '' ? '' : `/${check.service}`}`;
    case 'dns':
      return `${check.record} ${check.query}${check.resolver === undefined ? '' : ` at ${check.resolver}`}`;
    case 'ping':
      return `ping ${check.host}`;
    case 'exec':
      return `${check.command[0].replace(/^.*\//, '')}${check.command.length > 1 ? ' …' : ''}`;
    case 'database':
      return `postgres ${databaseTarget(check)}`;
    case 'zcmonitor':
      if (check.socket !== undefined) {
        return `monitor ${check.socket}`;
      }
      return check.instancePort === undefined
        ? `monitor ${hostAndPort(check.host, monitorPort(check))}`
        : `monitor of ${hostAndPort(check.host, check.instancePort)}`;
    case 'heartbeat':
      return check.cron === undefined
        ? `beat every ${formatDuration(check.every ?? Number.NaN)} at ${HEARTBEAT_PATH}…`
        : `beat at "${check.cron}" (${check.timeZone}) at ${HEARTBEAT_PATH}…`;
    case 'count':
      return `reports within ${formatDuration(check.within)} at ${REPORT_PATH}…`;
    case 'agent':
      return `agent ${hostAndPort(check.host, check.port)}`;
    case 'apache_status':
      return `mod_status ${publicUrl(check.url)}`;
    case 'haproxy':
      return `HAProxy ${check.url === undefined ? (check.socket ?? hostAndPort(check.host ?? '', check.port ?? Number.NaN)) : publicUrl(check.url)}`;
    case 'prometheus':
      return `${check.series} at ${publicUrl(check.url)}`;
    case 'call':
      return 'a person who called';
    case 'alert':
      return 'what another system says';
    case 'source':
      return `what ${check.name ?? check.id} says`;
    case 'practable_stream':
      return `what relay of ${check.systemName} says of ${check.topic}`;
    case 'practable_jump':
      return `what jump of ${check.systemName} says of ${check.stub}`;
    case 'practable_service':
      return `${check.service} ${publicUrl(check.url)}`;
    case 'self':
      return SELF_TARGETS[check.aspect];
    default:
      return assertNever(check, 'check type');
  }
}

const SELF_TARGETS: Readonly<Record<SelfAspect, string>> = {
  sight: 'checks can be judged from here',
  uplink: 'our own way out',
  storm: 'unrelated targets that fail at once',
  audit: 'what was to be sent has been sent',
};

/** Where beats are sent: this, then the token that makes an address somebody's own and is never shown. */
const HEARTBEAT_PATH = '/beat/';

/** Where people's reports are sent: this, then a token. */
const REPORT_PATH = '/report/';

/** `db1:5432/shop`; without the database when it is the user's own. */
function databaseTarget(check: CheckOf<'database'>): string {
  if (check.url === undefined) {
    const { host = '', port = POSTGRES_PORT, database } = check;
    return `${hostAndPort(host, port)}${database === undefined ? '' : `/${database}`}`;
  }
  const { host, path } = parts(check.url);
  return `${host}${path === '/' ? '' : path}`;
}
