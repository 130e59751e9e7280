/**
 * Puts the house together, with or without a screen: store, configuration, probes, channels, engine, local server.
 *
 * No decision lives here. What only a host can give (notices, sound, autostart) is handed in; closing is the list read backwards.
 */
import { dirname } from 'node:path';
import type { SelfCheckRow } from '../../shared/contract/contract.ts';
import { redact } from '../../shared/rules/redact.ts';
import { refreshSchema } from '../config/folder.ts';
import type { LiveConfig } from '../config/live.ts';
import { type Engine, type HostReplies, startEngine } from '../engine/engine.ts';
import type { NoticeDoor, SoundDoor } from '../engine/ports/doors.ts';
import { createBeacon } from '../links/beacon.ts';
import { createCalendarReader } from '../links/calendars/fetch.ts';
import { createNetwork } from '../links/network.ts';
import { createPractableClient } from '../links/practable/client.ts';
import { createLinkSet } from '../links/registry.ts';
import { createSeals } from '../links/seals.ts';
import { createChannels } from '../paging/channels/registry.ts';
import { createWeb } from '../paging/channels/web.ts';
import { signWebhook } from '../paging/channels/webhook.ts';
import { createPrograms } from '../probes/child.ts';
import { createProbes } from '../probes/registry.ts';
import { createTools } from '../probes/tools.ts';
import { openStore } from '../store/open-store.ts';
import { type Admitting, createAdmitting } from './admitting.ts';
import { type ConfiguringOptions, configSource, demoRemoval, openConfig, otherConfig } from './configuring.ts';
import { createDoor } from './door.ts';
import { type KeepingErrorPages, keepErrorPages } from './error-pages.ts';
import { databasePath } from './folders.ts';
import { serverStarter, smtpServing, snppServing } from './front.ts';
import type { GatewayServing } from './gateway.ts';
import { followProbes } from './health/followed-probes.ts';
import { openHealth } from './health/health.ts';
import { countTraffic } from './health/store-traffic.ts';
import { practableServing } from './practable-status.ts';
import { createPublishing, type Publishing } from './publishing.ts';
import { serverRow, storeRows } from './rows.ts';
import { createServing, type RunningServer, type Serving } from './serving.ts';
import { VERSION } from './version.ts';

export interface HouseOptions extends ConfiguringOptions {
  readonly host: { readonly kind: 'desktop' | 'served'; readonly platform: string };
  readonly notice: NoticeDoor;
  readonly sound: SoundDoor;
  readonly hostReplies: Omit<HostReplies, 'removeDemo' | 'statusFiles'>;
  readonly hostChecks: () => Promise<readonly SelfCheckRow[]>;
  /** The window's built files for browsers. */
  readonly windowFolder: string;
  /** Instead of `settings.listen.port`. */
  readonly port: number | null;
  /** Further names for the local server, when it listens beyond loopback. */
  readonly hostNames: readonly string[];
  /** Tells the log which values to hide from now on. */
  readonly onSecrets: (secrets: readonly string[]) => void;
  /** The local server is up: at first, after a port became free, at another address. */
  readonly onServed?: (server: RunningServer) => void;
}

export interface House {
  readonly engine: Engine;
  readonly config: LiveConfig;
  readonly serving: Serving;
  /** Lets nobody new in and serves who is inside, up to a limit. Watching and paging go on until `close`. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Opens everything. Throws StoreRefused, with the remedy in its message, when another Watchbell holds the store. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { clock, log } = options;
  const { store: bare, notices } = await openStore({ path: databasePath(options.stateFolder), clock, log });
  const { store, traffic } = countTraffic(bare);
  for (const notice of notices) {
    log.error({}, notice);
  }
  const config = await openConfig(options, store);
  const tellSecrets = (): void => options.onSecrets(config.state().secrets);
  tellSecrets();
  const stopSecrets = config.subscribe(tellSecrets);

  const seals = createSeals();
  const instance = seals.secret();
  const followed = followProbes(createProbes(createTools(instance)), clock);
  const health = openHealth({
    ...{ clock, log, traffic, probes: followed, port: options.port },
    config: () => config.state().config,
    autoWarmUp: process.env.WATCHBELL_AUTOWARMUP,
    clean: (text) => redact(text, config.state().secrets),
  });
  const schema = await refreshSchema(options.configPath);
  if (!schema.ok) {
    log.warn({}, schema.reason);
  }
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  let serving: Serving | null = null;
  let admitting: Admitting | null = null;
  let gateways: readonly GatewayServing[] = [];
  let publishing: Publishing | null = null;
  let errorPages: KeepingErrorPages | null = null;
  const practable = createPractableClient({ clock, random: Math.random });
  const engine = await startEngine({
    clock,
    log,
    random: Math.random,
    store,
    config: configSource(config),
    probes: followed.probes,
    channels: createChannels({ notice: options.notice, sound: options.sound, programs: createPrograms() }),
    version: VERSION,
    host: options.host,
    demo: () => config.state().source === 'demo',
    timeZone,
    hostReplies: {
      ...options.hostReplies,
      removeDemo: demoRemoval(options, config, store),
      statusFiles: async (...asked) => (await publishing?.replies.statusFiles(...asked)) ?? null,
    },
    hostChecks: async () => [
      ...(await options.hostChecks()),
      serverRow(serving?.state() ?? null),
      ...(admitting?.rows() ?? []),
      ...gateways.flatMap((gateway) => gateway.rows()),
      ...(publishing?.rows() ?? []),
      ...health.rows(),
      ...(errorPages?.rows() ?? []),
      ...storeRows(notices),
    ],
    notices,
    readConfig: otherConfig(options),
    hearingSince: () => serving?.hearingSince() ?? null,
    servedAt: () => serving?.state().server?.url ?? null,
    secret: seals.secret,
    seals,
    calendars: createCalendarReader(dirname(options.configPath)),
    practable,
    network: createNetwork(),
    beacon: createBeacon(),
    links: createLinkSet({ web: createWeb(), sign: signWebhook, practable }),
  });
  const letting = createAdmitting({ clock, log, engine, config, instance });
  admitting = letting;
  const front = { ...options, admission: letting.admission };
  const published = createPublishing(options, engine, config);
  publishing = published;
  health.serve(engine);
  const door = createDoor(options.stateFolder, log);
  const local = createServing({
    clock,
    log,
    wanted: () => {
      const { host, port } = config.state().config.settings.listen;
      return { host, port: options.port ?? port };
    },
    start: serverStarter(front, engine, config, published.pages),
    onServed: (server) => {
      door.keep(server);
      options.onServed?.(server);
    },
  });
  serving = local;
  await local.settle();
  gateways = [
    snppServing(front, engine, config),
    smtpServing(front, engine, config),
    practableServing(front, engine, config),
  ];
  await Promise.all(gateways.map((gateway) => gateway.settle()));
  void published.settle();
  const pages = keepErrorPages({ clock, log, config: () => config.state().config, feed: engine.feed, timeZone });
  errorPages = pages;
  const stopMoving = config.subscribe(() => {
    void local.settle();
    void published.settle();
    health.settle();
    for (const gateway of gateways) {
      void gateway.settle();
    }
  });

  return {
    engine,
    config,
    serving: local,
    drain() {
      health.drain('Watchbell is ending');
      return letting.drain();
    },
    async close() {
      health.drain('Watchbell is ending');
      stopMoving();
      stopSecrets();
      await published.close();
      await pages.close();
      await Promise.all(gateways.map((gateway) => gateway.close()));
      await local.close();
      await letting.close();
      door.remove();
      await engine.stop();
      await config.stop();
      await health.close();
    },
  };
}
