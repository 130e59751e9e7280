/**
 * Whom a check calls: its host, its port, and the place by which its tries are counted.
 */
import type { Check, CheckOf } from '../model/check.ts';
import { resolverParts } from '../model/checks/dns.ts';
import { assertNever } from '../model/never.ts';
import { bare, parts } from './address.ts';

/** The monitor of ftw.monitor listens this much above its instance's HTTP port. */
export const MONITOR_ABOVE_INSTANCE = 80;

/** The host that a check calls; lower case, no brackets. Empty when it calls nobody. */
export function hostOf(check: Check): string {
  switch (check.type) {
    case 'http':
    case 'apache_status':
    case 'prometheus':
    case 'websocket':
    case 'practable_service':
      return hostOfUrl(check.url);
    case 'tcp':
    case 'tls':
    case 'grpc':
    case 'agent':
      return bare(check.host);
    case 'dns':
      return bare(check.resolver === undefined ? '' : (resolverParts(check.resolver)?.host ?? ''));
    case 'ping':
      return bare(check.host);
    case 'exec':
      return '';
    case 'database':
      return bare(databaseHost(check));
    case 'zcmonitor':
      return check.socket === undefined ? bare(check.host) : '';
    case 'haproxy':
      return check.url === undefined ? bare(check.host ?? '') : hostOfUrl(check.url);
    case 'heartbeat':
    case 'count':
    case 'self':
    case 'call':
    case 'alert':
    case 'source':
    case 'practable_stream':
    case 'practable_jump':
      return '';
    default:
      return assertNever(check, 'check type');
  }
}

/**
 * What "in flight per host" is counted by. What calls no host is limited beside its own kind only: eight hanging programs are
 * no reason to miss a heartbeat.
 */
export function placeOf(check: Check): string {
  const socket = 'socket' in check ? check.socket : undefined;
  return hostOf(check) || (socket ?? check.type);
}

/** This very machine: nothing that happens to our uplink touches it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** The port a zcmonitor check really connects to. */
export function monitorPort(check: CheckOf<'zcmonitor'>): number {
  // The schema asks for exactly one of both; NaN would be refused by the first connect, loudly.
  return check.port ?? (check.instancePort ?? Number.NaN) + MONITOR_ABOVE_INSTANCE;
}

const hostOfUrl = (url: string) => bare(parts(url).host.replace(/:\d*$/, ''));

const databaseHost = (check: CheckOf<'database'>) =>
  check.url === undefined ? (check.host ?? '') : parts(check.url).host.replace(/:\d*$/, '');
