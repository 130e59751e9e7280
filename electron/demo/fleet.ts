/**
 * The demo fleet: six real servers on loopback that live, slow down, fail and recover, and the configuration that watches them.
 *
 * Nothing in it is pretended: what is seen, paged and acknowledged goes the same way as with anybody's own servers.
 */
import type { Config, ConfigProblem } from '../../shared/model/config.ts';
import type { Clock } from '../engine/ports/clock.ts';
import { demoConfigText } from './config-text.ts';
import { play } from './play.ts';
import { SERVERS, type ServerId } from './script.ts';
import { type DemoServer, startServer } from './server.ts';
import { httpServer } from './servers/http.ts';
import { monitorServer, pingServer } from './servers/lines.ts';

const KINDS = {
  shop: httpServer,
  api: httpServer,
  player: httpServer,
  ingest: pingServer,
  intranet: monitorServer,
  queue: pingServer,
} as const satisfies Record<ServerId, unknown>;

/** Reads a configuration's text: handed in, since the demo knows no other room. */
export type ReadConfigText = (
  text: string,
) =>
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

export interface DemoFleet {
  readonly config: Config;
  /** The configuration as text, for somebody who wants to begin from it. */
  readonly text: string;
  /** By component id. Who sets a mode by hand plays along with the script, or against it. */
  readonly servers: ReadonlyMap<ServerId, DemoServer>;
  /** Ends the script and closes every server. Final. */
  readonly stop: () => Promise<void>;
}

export interface DemoOptions {
  readonly clock: Clock;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  readonly readConfig: ReadConfigText;
  /** An IANA name. Default: the machine's own zone. */
  readonly timeZone?: string;
  /** False: the servers stay as they are set by hand. */
  readonly scripted?: boolean;
}

/** Starts servers and script. Rejects when loopback cannot be listened on, and leaves nothing open then. */
export async function startDemoFleet(options: DemoOptions): Promise<DemoFleet> {
  const { clock, random, readConfig } = options;
  const timeZone = options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const servers = new Map<ServerId, DemoServer>();
  const stopServers = async () => void (await Promise.all([...servers.values()].map((server) => server.stop())));
  try {
    for (const id of SERVERS) {
      servers.set(id, await startServer((mode) => KINDS[id](clock, mode)));
    }
    const ports = Object.fromEntries([...servers].map(([id, { port }]) => [id, port])) as Record<ServerId, number>;
    const text = demoConfigText(ports, clock.now(), timeZone);
    const read = readConfig(text);
    if (!read.ok) {
      throw new Error(
        `the demo's configuration has mistakes: ${read.problems.map(({ message }) => message).join('; ')}`,
      );
    }
    const stopScript = options.scripted === false ? () => undefined : play(clock, random, servers);
    return {
      config: read.config,
      text,
      servers,
      stop: async () => {
        stopScript();
        await stopServers();
      },
    };
  } catch (error) {
    await stopServers();
    throw error;
  }
}
