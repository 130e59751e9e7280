/**
 * The health port of the house: where the configuration wants it, told each second that we live, and how we are.
 *
 * Opened before the engine and closed after it: while nobody watches it says so.
 */
import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { Phase, StoreTraffic } from '../../../shared/rules/health-port/picture.ts';
import { healthPlace } from '../../../shared/rules/health-port/place.ts';
import { autoWarmUp, NO_WARM_UP, type WarmUp, warmUpOf } from '../../../shared/rules/health-port/warm-up.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Cancel, Clock } from '../../engine/ports/clock.ts';
import type { Log } from '../../engine/ports/log.ts';
import { type FollowedPicture, followPicture } from './follow-picture.ts';
import type { FollowedProbes } from './followed-probes.ts';
import { healthRows, sayWhere } from './rows.ts';
import { type HealthThread, startHealthThread } from './thread.ts';

const BEAT_MS = 1_000;

export interface HealthOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Config;
  /** Instead of `settings.listen.port`. */
  readonly port: number | null;
  readonly probes: Pick<FollowedProbes, 'underWay' | 'firstRound'>;
  readonly traffic: () => StoreTraffic;
  /** WATCHBELL_AUTOWARMUP. */
  readonly autoWarmUp: string | undefined;
  /** Paints over what is secret. */
  readonly clean: (text: string) => string;
}

export interface Health {
  /** The engine is up: from now on it is asked. */
  serve(engine: Pick<Engine, 'feed' | 'watcher' | 'unfinished'>): void;
  /** Nobody new is to be sent to us, and why; null: as before. */
  drain(reason: string | null): void;
  /** The configuration may want it elsewhere. */
  settle(): void;
  /** For the self-check; empty where nothing is wanted. */
  rows(): readonly SelfCheckRow[];
  close(): Promise<void>;
}

export function openHealth(options: HealthOptions): Health {
  const { clock, log, config, probes } = options;
  const startedAt = clock.now();
  const startedMono = clock.monotonicMs();
  let engine: Pick<Engine, 'watcher' | 'unfinished'> | null = null;
  let followed: FollowedPicture | null = null;
  let draining: string | null = null;
  let warmUp: WarmUp = { state: 'in-progress', steps: [] };
  let thread: HealthThread | null = null;
  let cancel: Cancel = () => undefined;

  function phase(): Phase {
    if (draining !== null) {
      return { kind: 'draining', reason: draining };
    }
    return { kind: engine === null ? 'starting' : 'serving' };
  }

  function beat(): void {
    warmUp = warmer(warmUp);
    thread?.send({
      kind: 'beat',
      beat: {
        at: clock.now(),
        startedAt,
        phase: phase(),
        watcher: watcherNow(),
        warmUp,
        store: options.traffic(),
        checks: config().checks.size,
        unfinished: engine?.unfinished() ?? 0,
        underWay: probes.underWay(),
      },
    });
  }

  function beatOn(): void {
    cancel = clock.after(BEAT_MS, () => {
      beat();
      beatOn();
    });
  }

  function warmer(before: WarmUp): WarmUp {
    if (before.state !== 'in-progress') {
      return before; // once over, for good
    }
    const history = { name: 'history', done: engine !== null, words: 'the history is read' };
    return autoWarmUp(config().settings.autoWarmup, options.autoWarmUp)
      ? warmUpOf([history, probes.firstRound(config().checks.values())], clock.monotonicMs() - startedMono)
      : NO_WARM_UP;
  }

  function watcherNow() {
    const view = engine?.watcher();
    return view === undefined ? null : { watching: view.state === 'watching', because: options.clean(view.because) };
  }

  function settle(): void {
    const { settings } = config();
    const health = healthPlace(settings, options.port ?? settings.listen.port);
    const { agent = null } = settings;
    if (thread === null && health === null && agent === null) {
      return;
    }
    thread ??= startHealthThread({ clock, log, onChange: (port, state) => sayWhere(log, port, state) });
    const forAgent = agent && {
      ...{ host: agent.host, port: agent.port, weights: agent.weights },
      forComponent: agent.component !== undefined,
    };
    thread.send({ kind: 'settings', settings: { health, agent: forAgent } });
    followed?.lookAgain();
    beat();
  }

  settle();
  beatOn();
  return {
    serve(next) {
      engine = next;
      followed = followPicture({
        feed: next.feed,
        component: () => config().settings.agent?.component,
        clean: options.clean,
        tell: (picture) => thread?.send({ kind: 'picture', picture }),
      });
      beat();
    },
    drain(reason) {
      draining = reason;
      beat();
    },
    settle,
    rows: () => healthRows(config().settings, thread, warmUp),
    async close() {
      cancel();
      followed?.stop();
      await thread?.close();
    },
  };
}
