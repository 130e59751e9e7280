/**
 * Keeps a gateway (SNPP, mail) where the configuration wants it, or nowhere. A port that cannot be had is said, and tried again.
 */
import type { SelfCheckRow } from '../../shared/contract/contract.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';

/** Soon enough after the other program has ended, and no burden until then. */
const TRY_AGAIN_MS = 15_000;

type Started =
  | { readonly kind: 'serving'; readonly port: number; close(): Promise<void> }
  | { readonly kind: 'refused'; readonly problem: string };

export interface GatewayOptions<Place extends { readonly host: string }> {
  /** Of its row in the self-check. */
  readonly id: string;
  /** "SNPP gateway" */
  readonly name: string;
  /** What it means that it does not listen: "Nobody can call by SNPP". */
  readonly without: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: nowhere. */
  readonly wanted: () => Place | undefined;
  readonly start: (place: Place) => Promise<Started>;
}

export interface GatewayServing {
  /** Goes where it is wanted now. Resolves when that was tried. */
  settle(): Promise<void>;
  /** For the self-check; empty where nothing is wanted. */
  rows(): readonly SelfCheckRow[];
  close(): Promise<void>;
}

export function createGatewayServing<Place extends { readonly host: string }>({
  wanted,
  start,
  clock,
  log,
  ...words
}: GatewayOptions<Place>): GatewayServing {
  let current: { readonly key: string; readonly started: Started } | null = null;
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
    const started = await start(place);
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
      log.info({ host: place.host, port: started.port }, `the ${words.name} listens`);
    }
  }

  function settle(): Promise<void> {
    working = working.then(move).catch((error: unknown) => {
      log.error({ err: String(error) }, `the ${words.name} could not be started: a bug of ours`);
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
      const row = { id: words.id, name: words.name };
      return started.kind === 'serving'
        ? [{ ...row, level: 'green', text: `Listens on port ${started.port}`, fix: '' }]
        : [{ ...row, level: 'amber', text: words.without, fix: started.problem }];
    },
    close() {
      closed = true;
      return settle();
    },
  };
}
