/**
 * The configuration of a house: opened from its file or as the demo, read by the engine, written when the demo goes.
 */
import { resolve } from 'node:path';
import { lastGoodFile } from '../config/last-good.ts';
import { createLiveConfig, type LiveConfig } from '../config/live.ts';
import { parseConfig } from '../config/parse.ts';
import { problemText } from '../config/problems.ts';
import { readConfigFile } from '../config/read-file.ts';
import { startDemoFleet } from '../demo/fleet.ts';
import { DEMO_REMOVED_KEY, demoRemoved, wasDemoRemoved } from '../demo/marker.ts';
import type { ConfigSource, HostReplies, ReadConfig } from '../engine/engine.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';
import type { Store } from '../engine/ports/store.ts';

export interface ConfiguringOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly configPath: string;
  /** The user named the file: then a missing one is a mistake, not a reason for the demo. */
  readonly configNamed: boolean;
  readonly stateFolder: string;
  readonly unseal: (base64: string) => string | null;
}

/** The file, or the demo where nobody named one and nobody has taken it away. */
export async function openConfig(options: ConfiguringOptions, store: Store): Promise<LiveConfig> {
  const { clock, log, configPath, stateFolder } = options;
  const { values } = await store.restore();
  const mayShowDemo = !options.configNamed && !wasDemoRemoved(values);
  const surroundings = { env: process.env, unseal: options.unseal };
  const readConfig = (text: string) => parseConfig(text, surroundings);
  return createLiveConfig({
    path: configPath,
    surroundings,
    clock,
    log,
    startDemo: mayShowDemo ? () => startDemoFleet({ clock, random: Math.random, readConfig }) : null,
    lastGood: lastGoodFile(stateFolder, configPath),
  });
}

/** A file beside the running one, for a replay: read as strictly, and nothing of it takes effect. */
export function otherConfig({ unseal }: ConfiguringOptions): ReadConfig {
  return async (path) => {
    const reading = await readConfigFile(resolve(path));
    if (reading.kind !== 'text') {
      return { ok: false, problem: reading.kind === 'absent' ? `There is no file ${resolve(path)}` : reading.reason };
    }
    const parsed = parseConfig(reading.text, { env: process.env, unseal });
    return parsed.ok
      ? { ok: true, config: parsed.config }
      : { ok: false, problem: `It is not a configuration: ${parsed.problems.slice(0, 3).map(problemText).join('; ')}` };
  };
}

/** As the engine reads it. */
export function configSource(config: LiveConfig): ConfigSource {
  return { current: () => config.state().config, view: () => config.state().view, subscribe: config.subscribe };
}

export function demoRemoval(
  { clock, configPath }: ConfiguringOptions,
  config: LiveConfig,
  store: Store,
): HostReplies['removeDemo'] {
  return async () => {
    const written = await config.leaveDemo();
    if (!written.ok) {
      return { accepted: false, text: written.reason };
    }
    await store.commit([{ values: { [DEMO_REMOVED_KEY]: demoRemoved(clock.now()) }, events: [] }]);
    return { accepted: true, text: `The demo is gone. Your configuration: ${configPath}` };
  };
}
