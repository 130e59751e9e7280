/** Plays the script of a tcp check against what comes in, without a network. */
import {
  compileScript,
  hear,
  type Move,
  nextMove,
  SCRIPT_START,
  type ScriptState,
} from '../../electron/probes/tcp-script.ts';
import { aCheck } from './probing.ts';

export function compile(script: readonly object[]) {
  return compileScript(aCheck({ type: 'tcp', host: 'h', port: 1, script }).script);
}

/** Plays a script against chunks that come one by one, `end` for the end of the stream. */
export function play(script: readonly object[], chunks: readonly (string | Uint8Array | 'end')[], maxBuffer = 64) {
  const steps = compile(script);
  const sent: string[] = [];
  let state: ScriptState = SCRIPT_START;
  const moves = (): Move => {
    for (;;) {
      const move = nextMove(steps, state, maxBuffer);
      if (move.kind === 'send') {
        sent.push(Buffer.from(move.bytes).toString('latin1'));
      }
      if (move.kind === 'send' || move.kind === 'wait') {
        state = move.state;
      }
      if (move.kind !== 'send') {
        return move;
      }
    }
  };
  let move = moves();
  for (const chunk of chunks) {
    if (move.kind !== 'wait') {
      break;
    }
    state = chunk === 'end' ? { ...state, ended: true } : hear(state, Buffer.from(chunk), maxBuffer);
    move = moves();
  }
  return { verdict: move.kind === 'fail' ? `${move.failure.kind} at ${move.failure.step}` : move.kind, sent };
}
