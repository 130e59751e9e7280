/**
 * One server of the demo fleet: real, on loopback, and as well or unwell as it is told to be.
 */
import type { Server } from 'node:net';
import { openDoorway } from './doorway.ts';
import type { Mode } from './modes.ts';

export interface DemoServer {
  readonly port: number;
  readonly mode: () => Mode;
  /** Resolves when it is so: the listener closed, or open again. Rejects when its port was taken by somebody else. */
  readonly set: (mode: Mode) => Promise<void>;
  /** Final: it does not listen again, whatever it is set to. */
  readonly stop: () => Promise<void>;
}

/** Starts it well. `make` builds the listener; it asks for the mode at each request. */
export async function startServer(make: (mode: () => Mode) => Server): Promise<DemoServer> {
  let mode: Mode = 'well';
  let stopped = false;
  const doorway = await openDoorway(make(() => mode));
  return {
    port: doorway.port,
    mode: () => mode,
    set: async (next) => {
      mode = next;
      await (next === 'refusing' || stopped ? doorway.shut() : doorway.open());
    },
    stop: () => {
      stopped = true;
      return doorway.shut();
    },
  };
}
