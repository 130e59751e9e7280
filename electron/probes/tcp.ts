/**
 * The TCP check: connects, and plays the script if there is one. Connecting is enough without.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { Probe } from '../engine/ports.ts';
import { beginAttempt } from './attempt.ts';
import { converse } from './conversation.ts';
import { compileScript, hear, nextMove, SCRIPT_START, type ScriptStep, waitedFor } from './tcp-script.ts';
import type { ProbeTools } from './tools.ts';

export function createTcpProbe({ names, secondLook }: ProbeTools): Probe<'tcp'> {
  /** Patterns are compiled once per check, and go when the check goes. */
  const scripts = new WeakMap<CheckOf<'tcp'>, readonly ScriptStep[]>();

  function scriptOf(check: CheckOf<'tcp'>): readonly ScriptStep[] {
    const known = scripts.get(check);
    if (known) {
      return known;
    }
    const compiled = compileScript(check.script);
    scripts.set(check, compiled);
    return compiled;
  }

  return {
    type: 'tcp',
    run: (check, context) =>
      beginAttempt({ timeoutMs: check.timeout, context, secondLook }, (attempt) => {
        const steps = scriptOf(check);
        let state = SCRIPT_START;
        let send: (bytes: Uint8Array) => void;

        function play(): void {
          for (;;) {
            const move = nextMove(steps, state, check.maxBuffer);
            switch (move.kind) {
              case 'pass':
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
              default:
                assertNever(move, 'move');
            }
          }
        }

        converse(check.host, check.port, attempt, names, {
          opened(write) {
            send = write;
            play();
          },
          received(chunk) {
            state = hear(state, chunk, check.maxBuffer);
            play();
          },
          ended() {
            state = { ...state, ended: true };
            play();
          },
        });
      }),
  };
}
