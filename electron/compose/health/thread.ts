/**
 * The health port's own thread: it answers also while this one is busy. One that ends by itself is started again, and told everything.
 */
import { Worker } from 'node:worker_threads';
import type { Cancel, Clock } from '../../engine/ports/clock.ts';
import type { Log } from '../../engine/ports/log.ts';
import type { PortState } from '../../server/health/keep-port.ts';
import type { FromThread, PortName, ToThread } from '../../server/health/messages.ts';
import program from './thread-entry.ts?thread';

/** A thread that cannot live is not started all the time. */
const START_AGAIN_MS = 15_000;

export interface HealthThread {
  send(message: ToThread): void;
  /** How the ports are, as far as the thread has told. */
  state(port: PortName): PortState;
  close(): Promise<void>;
}

export interface HealthThreadOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** A port is somewhere else now, or cannot be had. */
  readonly onChange: (port: PortName, state: PortState) => void;
}

const NOWHERE: PortState = { kind: 'nowhere' };

export function startHealthThread({ clock, log, onChange }: HealthThreadOptions): HealthThread {
  const states = new Map<PortName, PortState>();
  /** The latest message of each kind: what a new thread has to know. */
  const said = new Map<ToThread['kind'], ToThread>();
  let worker: Worker | null = null;
  let again: Cancel = () => undefined;
  let closed = false;

  function start(): void {
    // It sees nothing of our environment, where secrets are, and takes none of our switches.
    const own = new Worker(program, { eval: true, env: {}, execArgv: [], name: 'watchbell-health' });
    worker = own;
    own.on('message', ({ port, state }: FromThread) => {
      states.set(port, state);
      onChange(port, state);
    });
    own.on('error', (error) => log.error({ err: String(error) }, 'the health thread failed: a bug of ours'));
    own.on('exit', () => {
      states.clear();
      worker = null;
      if (!closed) {
        log.error({}, `The health port is gone; it is opened again in ${START_AGAIN_MS / 1_000} s`);
        again = clock.after(START_AGAIN_MS, start);
      }
    });
    for (const message of said.values()) {
      own.postMessage(message);
    }
  }

  start();
  return {
    send(message) {
      said.set(message.kind, message);
      worker?.postMessage(message);
    },
    state: (port) => states.get(port) ?? NOWHERE,
    async close() {
      closed = true;
      again();
      await worker?.terminate();
    },
  };
}
