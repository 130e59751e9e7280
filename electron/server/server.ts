/**
 * The local server at its address: the guarded app with every door in it, listening, and how it ends.
 *
 * Nothing here listens beyond loopback unless the configuration names another host.
 */
import { isLoopback, nameToCall } from './callers.ts';
import { type DoorsOptions, serveDoors } from './doors.ts';
import { guardedApp, type Patience } from './guarded-app.ts';
import { listenProblem } from './occupied.ts';
import { createRefusalLog } from './refusal-log.ts';
import { isLine, openSession } from './session.ts';

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 20_000, lookEveryMs: 2_000 };

export interface ServerOptions extends Omit<DoorsOptions, 'publicUrl' | 'refusals'> {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Further names under which we may be called, behind a proxy or in a local network. */
  readonly hostHeaderNames: readonly string[];
  /** Where people outside reach us, as the configuration says; null: nowhere. Default: nowhere. */
  readonly publicUrl?: () => string | null;
  /** The session's key. Default: a new one each start. */
  readonly token?: string;
  readonly patience?: Patience;
}

export type Started =
  | {
      readonly kind: 'serving';
      /** `http://127.0.0.1:8730/`, without the key: fit for logs. */
      readonly url: string;
      /** The same with the key: for the person at the terminal, never for logs. */
      readonly address: string;
      readonly port: number;
      readonly token: string;
      /** Ends every line and every request. Can be called twice. */
      close(): Promise<void>;
    }
  /** Expected: the port is taken, the address is not ours. `problem` says which, who else it may be, and what to do. */
  | { readonly kind: 'refused'; readonly problem: string };

/** Starts listening. Rejects only for our own bugs. */
export async function startServer(options: ServerOptions): Promise<Started> {
  const { host, clock, log, admission } = options;
  const session = openSession(options.token);
  const refusals = createRefusalLog(clock, log.warn);
  const inside = { publicUrl: () => null, ...options, refusals };
  const app = guardedApp({
    ...inside,
    guard: (handler) => admission.gate.guard(handler, (request) => isLine(request, session)),
    patience: options.patience ?? PATIENCE,
  });
  const endFeed = await serveDoors(app, inside, session);
  try {
    await app.listen({ host, port: options.port });
  } catch (error) {
    await app.close();
    const problem = await listenProblem(error, options, clock);
    if (problem === null) {
      throw error;
    }
    return { kind: 'refused', problem };
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  const url = `http://${nameToCall(host)}:${port}/`;
  if (!isLoopback(host)) {
    log.warn({ host, port }, 'the local server listens beyond this machine, because the configuration says so');
  }
  return {
    kind: 'serving',
    url,
    address: `${url}?key=${session.token}`,
    port,
    token: session.token,
    close: async () => {
      endFeed();
      await app.close();
    },
  };
}
