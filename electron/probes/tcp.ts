/**
 * The TCP check: connects, shakes hands if TLS is asked for, and plays the script if there is one. Connecting is enough without.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import { tcpPort } from '../../shared/model/checks/tcp.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { Probe } from '../engine/ports.ts';
import { beginAttempt } from './attempt.ts';
import { converse, type Partner } from './conversation.ts';
import type { SecureOptions } from './secure.ts';
import { presetPlan } from './tcp-presets.ts';
import { compileScript, hear, nextMove, type Plan, SCRIPT_START, waitedFor } from './tcp-script.ts';
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
      beginAttempt({ timeoutMs: check.timeout, context, secondLook }, (attempt) => {
        const { steps, tlsFirst } = planOf(check);
        const tls = (): SecureOptions => ({
          host: check.serverName ?? check.host,
          verify: check.verifyTls,
          trust: trust(check),
          alpn: [],
        });
        let state = SCRIPT_START;
        let send: (bytes: Uint8Array) => void;
        let startTls: (options: SecureOptions) => void;

        function play(): void {
          for (;;) {
            const move = nextMove(steps, state, check.maxBuffer);
            switch (move.kind) {
              case 'pass':
                Object.assign(attempt.readings, move.readings);
                attempt.pass();
                return;
              case 'fail':
                attempt.fail(move.failure);
                return;
              case 'wait':
                state = move.state;
                attempt.timeoutWords = (within) => waitedFor(steps, state, within);
                return;
              case 'send':
                state = move.state;
                send(move.bytes);
                break;
              case 'starttls':
                state = move.state;
                attempt.timeoutWords = null;
                startTls(tls());
                return;
              default:
                assertNever(move, 'move');
            }
          }
        }

        const partner: Partner = {
          opened(write, shake) {
            send = write;
            startTls = shake;
            play();
          },
          secured: play,
          received(chunk) {
            state = hear(state, chunk, check.maxBuffer);
            play();
          },
          ended() {
            state = { ...state, ended: true };
            play();
          },
        };
        // The schema refuses a check without a port; NaN would be refused by the first connect, loudly.
        converse(check.host, tcpPort(check) ?? Number.NaN, attempt, names, partner, {
          tls: tlsFirst ? tls() : undefined,
          proxy: check.proxy,
        });
      }),
  };
}
