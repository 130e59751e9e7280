/**
 * Keeps the local server at the address that the configuration wants, for as long as that takes.
 *
 * An address that cannot be had is said once and tried again; what is served already stays until the new one works. Watching
 * and paging never wait for any of this.
 */
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Cancel, Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';
import type { Started } from '../server/server.ts';

/** Soon enough after the other program has ended, and no burden until then. */
const TRY_AGAIN_MS = 15_000;

export interface ListenAddress {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

export type RunningServer = Extract<Started, { kind: 'serving' }>;

export interface ServingOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Where it should be now. */
  readonly wanted: () => ListenAddress;
  readonly start: (address: ListenAddress) => Promise<Started>;
  /** One is up: the first, or one at another address. */
  readonly onServed: (server: RunningServer) => void;
}

/** `problem`: why it is not where it should be; null when it is. */
export interface ServingState {
  readonly server: RunningServer | null;
  readonly problem: string | null;
}

export interface Serving {
  readonly state: () => ServingState;
  /** Since when heartbeats can arrive; null: they cannot. */
  readonly hearingSince: () => EpochMs | null;
  /** Goes where it is wanted now. Resolves when that was tried. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export function createServing({ clock, log, wanted, start, onServed }: ServingOptions): Serving {
  let current: { readonly server: RunningServer; readonly at: ListenAddress; readonly since: EpochMs } | null = null;
  let problem: string | null = null;
  let retry: Cancel = () => undefined;
  let working: Promise<void> = Promise.resolve();
  let closed = false;

  function take(started: Started, at: ListenAddress): boolean {
    if (started.kind === 'refused') {
      return false;
    }
    current = { server: started, at, since: clock.now() };
    return true;
  }

  async function move(): Promise<void> {
    retry();
    const at = wanted();
    const old = current;
    if (closed || (old !== null && same(old.at, at))) {
      problem = closed ? problem : null;
      return;
    }
    // One port cannot be listened on twice; any other is tried before the old one is given up.
    const inTheWay = old !== null && old.server.port === at.port;
    if (inTheWay) {
      await old.server.close();
      current = null;
    }
    const started = await start(at);
    if (take(started, at)) {
      await (inTheWay ? undefined : old?.server.close());
      served();
      return;
    }
    refused(started);
    if (inTheWay) {
      take(await start(old.at), old.at);
    }
  }

  function served(): void {
    if (current !== null) {
      problem = null;
      log.info({ url: current.server.url }, 'the local server listens');
      onServed(current.server);
    }
  }

  function refused(started: Started): void {
    const reason = started.kind === 'refused' ? started.problem : '';
    if (reason !== problem) {
      log.error({}, `${reason} Watching and paging go on; it is tried again every ${TRY_AGAIN_MS / 1_000} s.`);
    }
    problem = reason;
    retry = clock.after(TRY_AGAIN_MS, () => void settle());
  }

  function settle(): Promise<void> {
    working = working.then(move).catch((error: unknown) => {
      log.error({ err: String(error) }, 'the local server could not be started: a bug of ours');
    });
    return working;
  }

  return {
    state: () => ({ server: current?.server ?? null, problem }),
    hearingSince: () => current?.since ?? null,
    settle,
    async close() {
      closed = true;
      retry();
      await working;
      await current?.server.close();
      current = null;
    },
  };
}

const same = (one: ListenAddress, other: ListenAddress): boolean => one.host === other.host && one.port === other.port;
