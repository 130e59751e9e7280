/**
 * One monitor of Uptime Kuma as a check. Which fields mean something depends on its type (server/model/monitor.js, beat).
 */
import type { CheckDraft } from '../imported.ts';
import type { Report } from '../report.ts';
import { httpCheck } from './http.ts';
import type { Monitor } from './kind.ts';
import {
  dnsCheck,
  mailCheck,
  pingCheck,
  portCheck,
  postgresCheck,
  presetCheck,
  pushCheck,
  webSocketCheck,
} from './other-kinds.ts';

/** The check; null when there is none, and then that has been told. */
export function monitorCheck(monitor: Monitor, report: Report): CheckDraft | null {
  const { place, type } = monitor;
  if (monitor.flag('upsideDown')) {
    report.lost(place, 'it is upside down (well when it fails), and no check here is');
    return null;
  }
  switch (type) {
    case 'http':
    case 'keyword':
    case 'json-query':
      return httpCheck(monitor, report);
    case 'ping':
      return pingCheck(monitor, report);
    case 'dns':
      return dnsCheck(monitor, report);
    case 'postgres':
      return postgresCheck(monitor, report);
    case 'mysql':
    case 'redis':
      return presetCheck(monitor, type, report);
    case 'smtp':
      return mailCheck(monitor, report);
    case 'port':
      return portCheck(monitor, report);
    case 'push':
      return pushCheck(monitor, report);
    case 'websocket-upgrade':
      return webSocketCheck(monitor, report);
    case 'grpc-keyword':
      report.lost(
        place,
        'it calls a method of its own and looks for a word; the check grpc asks grpc.health.v1.Health',
      );
      return null;
    default:
      report.lost(place, `there is no check for monitors of type "${type}" here`);
      return null;
  }
}
