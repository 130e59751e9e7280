/**
 * Puts the house together, with or without a screen: store, configuration, probes, channels, engine, local server.
 *
 * No decision lives here. What only a host can give (notices, sound, autostart) is handed in; closing is the list read backwards.
 */
import { join } from 'node:path';
import type { SelfCheckRow } from '../../shared/contract/contract.ts';
import { lastGoodFile } from '../config/last-good.ts';
import { createLiveConfig, type LiveConfig } from '../config/live.ts';
import { parseConfig } from '../config/parse.ts';
import { startDemoFleet } from '../demo/fleet.ts';
import { DEMO_REMOVED_KEY, demoRemoved, wasDemoRemoved } from '../demo/marker.ts';
import { type Engine, type HostReplies, startEngine } from '../engine/engine.ts';
import type { Clock, Log, NoticeDoor, SoundDoor } from '../engine/ports.ts';
import { createChannels } from '../paging/channels/registry.ts';
import { createProbes } from '../probes/registry.ts';
import { type Started, startServer } from '../server/server.ts';
import { openStore } from '../store/open-store.ts';
import { databasePath } from './folders.ts';
import { VERSION } from './version.ts';

export interface HouseOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly configPath: string;
  /** The user named the file: then a missing one is a mistake, not a reason for the demo. */
  readonly configNamed: boolean;
  readonly stateFolder: string;
  readonly host: { readonly kind: 'desktop' | 'served'; readonly platform: string };
  readonly notice: NoticeDoor;
  readonly sound: SoundDoor;
  readonly hostReplies: Omit<HostReplies, 'removeDemo'>;
  readonly hostChecks: () => Promise<readonly SelfCheckRow[]>;
  readonly unseal: (base64: string) => string | null;
  /** The window's built files for browsers. */
  readonly windowFolder: string;
  /** Instead of `settings.listen.port`. */
  readonly port: number | null;
  /** Further names for the local server, when it listens beyond loopback. */
  readonly hostNames: readonly string[];
  /** Tells the log which values to hide from now on. */
  readonly onSecrets: (secrets: readonly string[]) => void;
}

export interface House {
  readonly engine: Engine;
  readonly config: LiveConfig;
  readonly server: Started;
  close(): Promise<void>;
}

/** Opens everything. Throws StoreRefused, with the remedy in its message, when another Watchbell holds the store. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { clock, log } = options;
  const { store, notices } = await openStore({ path: databasePath(options.stateFolder), clock, log });
  const { values } = await store.restore();
  const demoAllowed = !options.configNamed && !wasDemoRemoved(values);
  const surroundings = { env: process.env, unseal: options.unseal };
  const readConfig = (text: string) => parseConfig(text, surroundings);
  const config = await createLiveConfig({
    path: options.configPath,
    surroundings,
    clock,
    log,
    startDemo: demoAllowed ? () => startDemoFleet({ clock, random: Math.random, readConfig }) : null,
    lastGood: lastGoodFile(options.stateFolder, options.configPath),
  });
  const tellSecrets = (): void => options.onSecrets(config.state().secrets);
  tellSecrets();
  const stopSecrets = config.subscribe(tellSecrets);

  const channels = createChannels({ notice: options.notice, sound: options.sound });
  let server: Started | null = null;
  const engine = await startEngine({
    clock,
    log,
    random: Math.random,
    store,
    config: {
      current: () => config.state().config,
      view: () => config.state().view,
      subscribe: config.subscribe,
    },
    probes: createProbes(),
    channels,
    version: VERSION,
    host: options.host,
    demo: () => config.state().source === 'demo',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    hostReplies: {
      ...options.hostReplies,
      async removeDemo() {
        const written = await config.leaveDemo();
        if (!written.ok) {
          return { accepted: false, text: written.reason };
        }
        await store.commit([{ values: { [DEMO_REMOVED_KEY]: demoRemoved(clock.now()) }, events: [] }]);
        return { accepted: true, text: `The demo is gone. Your configuration: ${options.configPath}` };
      },
    },
    hostChecks: async () => [...(await options.hostChecks()), serverRow(server)],
    notices,
  });
  server = await serve(options, engine, config);

  return {
    engine,
    config,
    server,
    async close() {
      stopSecrets();
      if (server?.kind === 'serving') {
        await server.close();
      }
      await engine.stop();
      await config.stop();
    },
  };
}

async function serve(options: HouseOptions, engine: Engine, config: LiveConfig): Promise<Started> {
  const { settings, people } = config.state().config;
  const started = await startServer({
    host: settings.listen.host,
    port: options.port ?? settings.listen.port,
    log: options.log,
    clock: options.clock,
    replies: engine.replies,
    feed: engine.feed,
    beats: { beat: engine.beat },
    watching: () => {
      const { state, because } = engine.watcher();
      return { ok: state === 'watching', because };
    },
    windowFolder: options.windowFolder,
    hostHeaderNames: options.hostNames,
    deskName: () => {
      const { desk } = config.state().config.settings;
      return desk === undefined ? null : (people.get(desk)?.name ?? desk);
    },
  });
  if (started.kind === 'refused') {
    options.log.error({}, started.problem);
  }
  return started;
}

function serverRow(server: Started | null): SelfCheckRow {
  if (server?.kind === 'serving') {
    return {
      id: 'server',
      name: 'Local server',
      level: 'green',
      text: `Heartbeats and the browser window at ${server.url}`,
      fix: '',
    };
  }
  const text = server?.problem ?? 'Not started yet';
  return {
    id: 'server',
    name: 'Local server',
    level: 'red',
    text: `Heartbeats cannot arrive: ${text}`,
    fix: 'Free the port or set another settings.listen.port, then start again',
  };
}

/** The window's files beside the bundled main process: `out/renderer`. */
export function windowFolderBeside(mainFolder: string): string {
  return join(mainFolder, '..', 'renderer');
}
