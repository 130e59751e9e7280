/**
 * Keeps a folder with the status page as plain files: soon after every change, every now and then in any case, and a last time when
 * we end, saying so.
 *
 * A folder that cannot be written to is said once and tried again; watching and paging never wait for it.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Cancel, Clock } from '../../engine/ports/clock.ts';
import type { Log } from '../../engine/ports/log.ts';
import { type FileSet, writeSet } from './write-set.ts';

/** What happens together is written together. */
const SOON_MS = 2_000;
/** A folder in a network that has gone must not keep us from ending. */
const LAST_MS = 5_000;

export interface Wanted {
  /** Absolute. */
  readonly folder: string;
  /** ms */
  readonly every: number;
}

/** The whole page as files. `news`: when it is another text than before, there is something new in them. */
export interface Edition {
  readonly news: string;
  readonly files: () => Promise<FileSet>;
}

export interface ExporterOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Null: nowhere. */
  readonly wanted: () => Wanted | null;
  /** Null: there is no page. */
  readonly edition: (which: 'now' | 'last') => Promise<Edition | null>;
}

export interface ExportState {
  readonly folder: string;
  /** Null: not yet. */
  readonly writtenAt: EpochMs | null;
  /** Null: it is there. */
  readonly problem: string | null;
}

export interface Exporter {
  /** Something may have changed. */
  look(): void;
  /** Writes now, wherever it is wanted now. Resolves when that was tried. */
  settle(): Promise<void>;
  /** Resolves when whatever was begun is over. */
  idle(): Promise<void>;
  /** Null: nothing is wanted. */
  state(): ExportState | null;
  close(): Promise<void>;
}

export function createExporter({ clock, log, wanted, edition }: ExporterOptions): Exporter {
  let state: ExportState | null = null;
  let news = '';
  let regularly: Cancel = () => undefined;
  let soon: Cancel | null = null;
  let working: Promise<void> = Promise.resolve();
  let closed = false;

  /** @param force also when nothing has changed but the time */
  async function turn(which: 'now' | 'last', force: boolean): Promise<void> {
    const place = wanted();
    if (place === null) {
      state = null;
      return;
    }
    const made = await edition(which);
    if (made === null || (!force && made.news === news && state?.folder === place.folder)) {
      return;
    }
    const problem = await writeSet(place.folder, await made.files());
    if (problem !== null && problem !== state?.problem) {
      log.error({}, `The status page: ${problem}. It is tried again every ${place.every / 1_000} s.`);
    }
    news = problem === null ? made.news : '';
    const before = state?.folder === place.folder ? state.writtenAt : null;
    state = { folder: place.folder, writtenAt: problem === null ? clock.now() : before, problem };
  }

  function run(which: 'now' | 'last', force: boolean): Promise<void> {
    working = working
      .then(() => turn(which, force))
      .catch((error: unknown) => log.error({ err: String(error) }, 'the status page could not be made: a bug of ours'));
    return working;
  }

  function again(): void {
    regularly();
    const place = wanted();
    if (place !== null && !closed) {
      regularly = clock.after(place.every, () => void run('now', true).then(again));
    }
  }

  return {
    look() {
      if (closed || soon !== null || wanted() === null) {
        return;
      }
      soon = clock.after(SOON_MS, () => {
        soon = null;
        void run('now', false);
      });
    },
    async settle() {
      await run('now', true);
      again();
    },
    idle: () => working,
    state: () => state,
    async close() {
      closed = true;
      regularly();
      soon?.();
      let late: Cancel = () => undefined;
      await Promise.race([
        run('last', true),
        new Promise<void>((resolve) => {
          late = clock.after(LAST_MS, resolve);
        }),
      ]);
      late();
    },
  };
}
