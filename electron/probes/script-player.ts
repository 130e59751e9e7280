/**
 * Plays a script on a connection: asks for the next move whenever something comes, and carries it out.
 */
import { assertNever } from '../../shared/model/never.ts';
import type { Readings } from '../../shared/model/observation.ts';
import type { Attempt } from './attempt.ts';
import type { Partner } from './conversation.ts';
import type { SecureOptions } from './secure.ts';
import { hear, nextMove, SCRIPT_START, type ScriptStep, waitedFor } from './tcp-script.ts';

export interface ScriptSettings {
  readonly steps: readonly ScriptStep[];
  /** Bytes of an answer looked at. */
  readonly maxBuffer: number;
  /** For the step at which TLS begins. */
  readonly tls: () => SecureOptions;
}

/** `done` is called when every step holds, and ends the attempt. */
export function scriptPartner(
  { steps, maxBuffer, tls }: ScriptSettings,
  attempt: Attempt,
  done: (readings: Readings) => void,
): Partner {
  let state = SCRIPT_START;
  let send: (bytes: Uint8Array) => void;
  let startTls: (options: SecureOptions) => void;

  function play(): void {
    for (;;) {
      const move = nextMove(steps, state, maxBuffer);
      switch (move.kind) {
        case 'pass':
          done(move.readings);
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

  return {
    opened(write, shake) {
      send = write;
      startTls = shake;
      play();
    },
    secured: play,
    received(chunk) {
      state = hear(state, chunk, maxBuffer);
      play();
    },
    ended() {
      state = { ...state, ended: true };
      play();
    },
  };
}
