/**
 * All check types behind one door. A new one is a line here, and does not compile without it.
 *
 * What a probe throws is our bug: it is caught here and nowhere else, and never blames the target.
 */
import type { Check, ProbedType } from '../../shared/model/check.ts';
import type { ProbeOutcome } from '../../shared/model/observation.ts';
import type { Probe, ProbeContext, ProbeSet } from '../engine/ports/probe.ts';
import { createAgentProbe } from './agent.ts';
import { createAlertProbe } from './alert.ts';
import { createApacheStatusProbe } from './apache-status.ts';
import { createCallProbe } from './call.ts';
import { createCountProbe } from './count.ts';
import { createDatabaseProbe } from './database.ts';
import { createDnsProbe } from './dns.ts';
import { createExecProbe } from './exec.ts';
import { createGrpcProbe } from './grpc.ts';
import { createHaproxyProbe } from './haproxy.ts';
import { createHeartbeatProbe } from './heartbeat.ts';
import { createHttpProbe } from './http.ts';
import { createPingProbe } from './ping.ts';
import { createPractableProbe } from './practable.ts';
import { createPrometheusProbe } from './prometheus.ts';
import { createSourceProbe } from './source.ts';
import { createTcpProbe } from './tcp.ts';
import { createTlsProbe } from './tls.ts';
import { createTools, type ProbeTools } from './tools.ts';
import { createWebSocketProbe } from './websocket.ts';
import { createZcMonitorProbe } from './zcmonitor.ts';

type Probes = { readonly [T in ProbedType]: Probe<T> };

/**
 * Every probe, ready to run. A probe keeps what it worked out by the check object: pass the same one from try to try.
 * Closing ends the tries under way as cancelled.
 */
export function createProbes(tools: ProbeTools = createTools()): ProbeSet {
  const probes: Probes = {
    http: createHttpProbe(tools),
    tcp: createTcpProbe(tools),
    database: createDatabaseProbe(tools),
    tls: createTlsProbe(tools),
    websocket: createWebSocketProbe(tools),
    grpc: createGrpcProbe(tools),
    exec: createExecProbe(tools),
    ping: createPingProbe(tools),
    dns: createDnsProbe(tools),
    zcmonitor: createZcMonitorProbe(tools),
    heartbeat: createHeartbeatProbe(),
    agent: createAgentProbe(tools),
    count: createCountProbe(),
    call: createCallProbe(),
    alert: createAlertProbe(),
    source: createSourceProbe(),
    practable_stream: createPractableProbe('practable_stream'),
    practable_jump: createPractableProbe('practable_jump'),
    practable_service: createPractableProbe('practable_service'),
    apache_status: createApacheStatusProbe(tools),
    haproxy: createHaproxyProbe(tools),
    prometheus: createPrometheusProbe(tools),
  };
  return probeSet(probes);
}

/** The door itself, over any set of probes. */
export function probeSet(probes: Probes): ProbeSet {
  const all: readonly Probes[ProbedType][] = Object.values(probes);
  return {
    async run(check, context) {
      try {
        return await probeFor(probes, check)(context);
      } catch (error) {
        return bug(error);
      }
    },
    forget(checkId) {
      for (const probe of all) {
        probe.forget?.(checkId);
      }
    },
    async close() {
      await Promise.all(all.map((probe) => probe.close?.()));
    },
  };
}

/** The compiler cannot see that the type of the check and of the probe go together; the keys of `Probes` prove it. */
function probeFor(probes: Probes, check: Check): (context: ProbeContext) => Promise<ProbeOutcome> {
  if (check.type === 'self') {
    throw new Error('we look at ourselves without a probe');
  }
  const probe = probes[check.type] as Probe<ProbedType>;
  return (context) => probe.run(check, context);
}

function bug(error: unknown): ProbeOutcome {
  const words =
    error instanceof Error
      ? `${error.name}: ${error.message}`
      : `something that is no error was thrown: ${typeof error}`;
  return { kind: 'inconclusive', trouble: { kind: 'bug', detail: words } };
}
