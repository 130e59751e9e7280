/**
 * Joins a drill with the real engine: the same parts as in the house, with a world in the place of the network.
 */
import type { Config } from '../../shared/model/config.ts';
import type { Segment, World } from '../../shared/model/drill/world.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import { type DrillResult, runDrill, type Watch, type WatchParts } from '../drill/run.ts';
import { type HostReplies, startEngine } from '../engine/engine.ts';
import type { Log } from '../engine/ports/log.ts';
import { createChannels } from '../paging/channels/registry.ts';
import { createPrograms } from '../probes/child.ts';
import { VERSION } from './version.ts';

/** Of the real channels only what they can do is asked; nothing is ever handed to them. */
const NOBODY = { status: 'refused', reason: 'this is a drill' } as const;
const REPLIES: HostReplies = {
  autostart: () => Promise.resolve({ supported: false, on: false }),
  playSound: () => Promise.resolve({ accepted: false, text: 'This is a drill' }),
  openLink: () => Promise.resolve({ accepted: false, text: 'This is a drill' }),
  removeDemo: () => Promise.resolve({ accepted: false, text: 'This is a drill' }),
  statusFiles: () => Promise.resolve(null),
};

/** Runs the world against the configuration. Zone of whoever names none: UTC, so that every machine says the same. */
export async function drill(
  world: World,
  targets: ReadonlyMap<CheckId, readonly Segment[]>,
  config: Config,
  log: Log,
): Promise<DrillResult> {
  const channels = createChannels({
    notice: { show: () => Promise.resolve(NOBODY) },
    sound: { ready: () => Promise.resolve(NOBODY) },
    programs: createPrograms(),
  });
  try {
    return await runDrill({
      world,
      targets,
      config,
      log,
      can: channels.can,
      start: (parts) => startWatch(config, parts),
    });
  } finally {
    await channels.close();
  }
}

async function startWatch(config: Config, parts: WatchParts): Promise<Watch> {
  const engine = await startEngine({
    ...parts,
    config: {
      current: () => config,
      view: () => ({ path: null, loadedAt: 0, problems: [] }),
      subscribe: () => () => undefined,
    },
    version: VERSION,
    host: { kind: 'served', platform: 'linux' },
    demo: () => false,
    timeZone: 'UTC',
    hostReplies: REPLIES,
    hostChecks: () => Promise.resolve([]),
    notices: [],
  });
  return {
    watcher: engine.watcher,
    acknowledge: (incident, forMs, by) => engine.replies.acknowledge({ incident, forMs, note: '' }, by),
    escalate: (incident, by) => engine.replies.escalate({ incident, to: 'next' }, by),
  };
}
