/**
 * What a check asks for, by type. The schemas are the configuration file's own; their output is what probes receive.
 *
 * A new check type is one schema in `checks/`, one line here, one probe in electron/probes, one line in its registry.
 */
import { z } from 'zod';
import { AgentCheck } from './checks/agent.ts';
import type { AlertCheck } from './checks/alert.ts';
import { ApacheStatusCheck } from './checks/apache-status.ts';
import type { CallCheck } from './checks/call.ts';
import { CountCheck } from './checks/count.ts';
import { DatabaseCheck } from './checks/database.ts';
import { DnsCheck } from './checks/dns.ts';
import { ExecCheck } from './checks/exec.ts';
import { GrpcCheck } from './checks/grpc.ts';
import { HaproxyCheck } from './checks/haproxy.ts';
import { HeartbeatCheck } from './checks/heartbeat.ts';
import { HttpCheck } from './checks/http.ts';
import { PingCheck } from './checks/ping.ts';
import type { PractableJumpCheck, PractableServiceCheck, PractableStreamCheck } from './checks/practable.ts';
import { PrometheusCheck } from './checks/prometheus.ts';
import type { SelfCheck } from './checks/self.ts';
import type { SourceCheck } from './checks/source.ts';
import { TcpCheck } from './checks/tcp.ts';
import { TlsCheck } from './checks/tls.ts';
import { WebSocketCheck } from './checks/websocket.ts';
import { ZcMonitorCheck } from './checks/zcmonitor.ts';
import type { CheckId, ComponentId } from './ids.ts';

export type { TcpStep } from './checks/tcp.ts';

/** A check as it stands in the file. */
export const CheckFile = z.discriminatedUnion('type', [
  HttpCheck,
  TcpCheck,
  DatabaseCheck,
  TlsCheck,
  WebSocketCheck,
  GrpcCheck,
  ExecCheck,
  PingCheck,
  DnsCheck,
  ZcMonitorCheck,
  HeartbeatCheck,
  AgentCheck,
  CountCheck,
  ApacheStatusCheck,
  HaproxyCheck,
  PrometheusCheck,
]);

/** A check as the house uses it: with its id, its component, and every interval filled in (ms). */
export type Check = (
  | z.infer<typeof CheckFile>
  | z.infer<typeof SelfCheck>
  | z.infer<typeof CallCheck>
  | z.infer<typeof AlertCheck>
  | z.infer<typeof SourceCheck>
  | z.infer<typeof PractableStreamCheck>
  | z.infer<typeof PractableJumpCheck>
  | z.infer<typeof PractableServiceCheck>
) & {
  readonly id: CheckId;
  readonly componentId: ComponentId;
  readonly fastInterval: number;
  readonly downInterval: number;
};
export type CheckType = Check['type'];
/** Types that a probe carries out: all but the one by which we look at ourselves. */
export type ProbedType = Exclude<CheckType, 'self'>;
export type CheckOf<T extends CheckType> = Extract<Check, { type: T }>;
