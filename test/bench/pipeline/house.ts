/**
 * The real pipeline for a bench: engine, probes, rules, journal and a store on a real file; nobody listens to the feed.
 *
 * Whatever a bench wants to see, it sees by standing in front of a port. What stands there costs a fraction of a microsecond.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '../../../electron/engine/engine.ts';
import type { PractableClient } from '../../../electron/engine/ports/practable.ts';
import type { ProbeSet } from '../../../electron/engine/ports/probe.ts';
import type { Store } from '../../../electron/engine/ports/store.ts';
import { systemClock } from '../../../electron/engine/system-clock.ts';
import { createChannels } from '../../../electron/paging/channels/registry.ts';
import { createPrograms } from '../../../electron/probes/child.ts';
import { createProbes } from '../../../electron/probes/registry.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import { silentLog } from '../../harness/log.ts';
import { configOf, type FileInput } from '../../harness/watch-story.ts';

export interface BenchHouse {
  readonly engine: Engine;
  readonly config: Config;
  close(): Promise<void>;
}

export interface Watchers {
  readonly probes?: (real: ProbeSet) => ProbeSet;
  readonly store?: (real: Store) => Store;
  readonly practable?: PractableClient;
}

const nobody = async (): Promise<Delivery> => ({ status: 'refused', reason: 'this bench has no screen' });

/** @param kept a folder that is the caller's to remove: the next house goes on from there */
export async function openBenchHouse(
  file: FileInput,
  { probes, store, practable }: Watchers,
  kept?: string,
): Promise<BenchHouse> {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'watchbell-bench-'));
  const config = configOf(file);
  const opened = await openStore({ path: join(folder, 'watchbell.db'), clock: systemClock, log: silentLog });
  const realProbes = createProbes();
  const engine = await startEngine({
    clock: systemClock,
    log: silentLog,
    random: Math.random,
    store: store?.(opened.store) ?? opened.store,
    config: {
      current: () => config,
      view: () => ({ path: 'bench.yaml', loadedAt: 0, problems: [] }),
      subscribe: () => () => undefined,
    },
    probes: probes?.(realProbes) ?? realProbes,
    channels: createChannels({ notice: { show: nobody }, sound: { ready: nobody }, programs: createPrograms() }),
    version: 'bench',
    host: { kind: 'served', platform: process.platform },
    demo: () => false,
    timeZone: 'UTC',
    hostReplies: {
      autostart: async () => ({ supported: false, on: false }),
      playSound: async () => ({ accepted: false, text: '' }),
      openLink: async () => ({ accepted: false, text: '' }),
      removeDemo: async () => ({ accepted: false, text: '' }),
      statusFiles: async () => null,
    },
    hostChecks: async () => [],
    notices: opened.notices,
    ...(practable !== undefined && { practable }),
  });
  return {
    engine,
    config,
    async close() {
      await engine.stop();
      if (kept === undefined) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Resolves when the machine's monotonic clock (`performance.now()`) shows `ms`. */
export const until = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, ms - performance.now())));
