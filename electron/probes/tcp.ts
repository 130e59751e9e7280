/**
 * The TCP check: connects, shakes hands if TLS is asked for, and plays the script if there is one. Connecting is enough without.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import { tcpPort } from '../../shared/model/checks/tcp.ts';
import type { Probe } from '../engine/ports/probe.ts';
import { beginAttempt } from './attempt.ts';
import { converse } from './conversation.ts';
import { scriptPartner } from './script-player.ts';
import type { SecureOptions } from './secure.ts';
import { presetPlan } from './tcp-presets.ts';
import { compileScript, type Plan } from './tcp-script.ts';
import type { ProbeTools } from './tools.ts';

export function createTcpProbe({ names, secondLook, trust }: ProbeTools): Probe<'tcp'> {
  /** Patterns are compiled once per check, and go when the check goes. */
  const plans = new WeakMap<CheckOf<'tcp'>, Plan>();

  function planOf(check: CheckOf<'tcp'>): Plan {
    const known = plans.get(check);
    if (known) {
      return known;
    }
    const plan =
      check.preset === undefined
        ? { steps: compileScript(check.script), tlsFirst: check.tls }
        : presetPlan(check.preset, check.tls);
    plans.set(check, plan);
    return plan;
  }

  return {
    type: 'tcp',
    run: (check, context) =>
      beginAttempt({ timeoutMs: check.timeout, timeouts: check.timeouts, context, secondLook }, (attempt) => {
        const { steps, tlsFirst } = planOf(check);
        const tls = (): SecureOptions => ({
          host: check.serverName ?? check.host,
          verify: check.verifyTls,
          trust: trust(check),
          alpn: [],
        });
        const partner = scriptPartner({ steps, maxBuffer: check.maxBuffer, tls }, attempt, (readings) => {
          Object.assign(attempt.readings, readings);
          attempt.pass();
        });
        // The schema refuses a check without a port; NaN would be refused by the first connect, loudly.
        converse(check.host, tcpPort(check) ?? Number.NaN, attempt, names, partner, {
          tls: tlsFirst ? tls() : undefined,
          proxy: check.proxy,
        });
      }),
  };
}
