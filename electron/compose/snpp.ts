/**
 * Keeps the SNPP gateway where the configuration wants it, or nowhere. A port that cannot be had is said, and tried again.
 */
import type { SelfCheckRow } from '../../shared/contract/contract.ts';
import type { Settings } from '../../shared/model/config.ts';
import type { Clock, Log } from '../engine/ports.ts';
import { type SnppGatewayOptions, type SnppStarted, startSnppGateway } from '../server/snpp/gateway.ts';

/** Soon enough after the other program has ended, and no burden until then. */
const TRY_AGAIN_MS = 15_000;

type Wanted = Settings['snpp'];

export interface SnppOptions extends Pick<SnppGatewayOptions, 'knows' | 'page' | 'mayEnter'> {
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: nowhere. */
  readonly wanted: () => Wanted;
}

export interface SnppServing {
  /** Goes where it is wanted now. Resolves when that was tried. */
  settle(): Promise<void>;
  /** For the self-check; empty where nothing is wanted. */
  rows(): readonly SelfCheckRow[];
  close(): Promise<void>;
}

export function createSnppServing({ wanted, clock, log, ...gateway }: SnppOptions): SnppServing {
  let current: { readonly key: string; readonly started: SnppStarted } | null = null;
  let working: Promise<void> = Promise.resolve();
  let retry = (): void => undefined;
  let closed = false;

  async function move(): Promise<void> {
    retry();
    const place = closed ? undefined : wanted();
    const key = JSON.stringify(place ?? null);
    if (current?.key === key && current.started.kind === 'serving') {
      return;
    }
    const before = current;
    current = null;
    if (before?.started.kind === 'serving') {
      await before.started.close();
    }
    if (place === undefined) {
      return;
    }
    const started = await startSnppGateway({ ...gateway, ...place, clock, log });
    current = { key, started };
    if (started.kind === 'refused') {
      if (before?.started.kind !== 'refused' || before.started.problem !== started.problem) {
        log.error(
          {},
          `${started.problem}. Watching and paging go on; it is tried again every ${TRY_AGAIN_MS / 1_000} s.`,
        );
      }
      retry = clock.after(TRY_AGAIN_MS, () => void settle());
    } else {
      log.info({ host: place.host, port: started.port }, 'the SNPP gateway listens');
    }
  }

  function settle(): Promise<void> {
    working = working.then(move).catch((error: unknown) => {
      log.error({ err: String(error) }, 'the SNPP gateway could not be started: a bug of ours');
    });
    return working;
  }

  return {
    settle,
    rows() {
      if (current === null) {
        return [];
      }
      const { started } = current;
      const row = { id: 'snpp', name: 'SNPP gateway' };
      return started.kind === 'serving'
        ? [{ ...row, level: 'green', text: `Listens on port ${started.port}`, fix: '' }]
        : [{ ...row, level: 'amber', text: 'Nobody can call by SNPP', fix: started.problem }];
    },
    close() {
      closed = true;
      return settle();
    },
  };
}
