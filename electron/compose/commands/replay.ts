/**
 * `watchbell replay`: the stored tries judged again by another configuration, beside what happened. Reads only.
 *
 * Ends with `wrong` when the other configuration would have paged for something else than was paged.
 */
import { resolve } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { ReplayReport } from '../../../shared/contract/replay.ts';
import { parseDuration } from '../../../shared/model/duration.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { absencesIn } from '../../../shared/rules/replay/absences.ts';
import { replayRowText, replayTotals, replayTotalsText } from '../../../shared/rules/replay/text.ts';
import { withKeptTold } from '../../engine/cachet/book.ts';
import { withKeptPractable } from '../../engine/practable/kept.ts';
import { type ReplayOptions, replay } from '../../engine/replay/replay.ts';
import { replayStored } from '../../engine/replay/stored.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { openStoreReader } from '../../store/open-store.ts';
import { databasePath } from '../folders.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig } from './context.ts';
import { readObservations } from './observations-file.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';
import { instantOf } from './times.ts';

export interface ReplayCommandOptions {
  readonly from?: string;
  readonly to?: string;
  readonly observations?: string;
  readonly json: boolean;
}

const QUIET_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Single tries are kept for so long unless the configuration says otherwise. */
const DEFAULT_RANGE = '2d';

export async function replayCommand(
  places: Places,
  options: ReplayCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  const now = systemClock.now();
  const from = pastOf(options.from ?? DEFAULT_RANGE, now);
  const to = pastOf(options.to ?? '0', now);
  if (loaded === null || from === null || to === null || from >= to) {
    if (loaded !== null) {
      terminal.err(
        '--from and --to are times like 2026-01-05T09:00:00Z, or how long ago, like 2d; --to is the later one',
      );
    }
    return EXIT.badInput;
  }
  const base = {
    config: loaded.config,
    from,
    to,
    timeZone: zoneHere(),
    log: QUIET_LOG,
    breathe: async () => breathe(),
  };
  const report = await (options.observations === undefined
    ? overStore(places, base, terminal)
    : overFile(resolve(options.observations), options, base, terminal));
  if (report === null) {
    return EXIT.badInput;
  }
  print(report, options.json, terminal);
  return report.rows.every(({ verdict }) => verdict === 'same' || verdict === 'silent') ? EXIT.well : EXIT.wrong;
}

type Base = Pick<ReplayOptions, 'config' | 'from' | 'to' | 'timeZone' | 'log' | 'breathe'>;

async function overStore(places: Places, base: Base, { err }: Terminal): Promise<ReplayReport | null> {
  try {
    const store = await openStoreReader({ path: databasePath(places.stateFolder), log: QUIET_LOG });
    try {
      const { overrides, values } = await store.restore();
      return await replayStored({
        ...base,
        config: withKeptTold(withKeptPractable(base.config, values), values),
        store,
        overrides,
      });
    } finally {
      await store.close();
    }
  } catch (error) {
    err(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** Without a store nothing is known of what happened; the range is the file's own unless it was named. */
async function overFile(
  path: string,
  { from, to }: ReplayCommandOptions,
  base: Base,
  { err }: Terminal,
): Promise<ReplayReport | null> {
  const read = await readObservations(path);
  if (!read.ok) {
    err(read.problem);
    return null;
  }
  const first = from === undefined ? (read.tries[0]?.at ?? base.from) : base.from;
  const last = to === undefined ? (read.tries.at(-1)?.at ?? base.to) : base.to;
  const tries = read.tries.filter(({ at }) => at >= first && at <= last);
  async function* history() {
    yield tries;
  }
  return replay({
    ...base,
    from: first,
    to: last,
    history: history(),
    incidents: [],
    notes: absencesIn(tries),
    foundDown: new Map(),
    watchedBefore: false,
    undone: 0,
    overrides: [],
  });
}

function print(report: ReplayReport, json: boolean, { out }: Terminal): void {
  if (json) {
    const { rows, ...rest } = report;
    for (const row of [...rows, { type: 'summary', ...rest, ...replayTotals(report) }]) {
      out(JSON.stringify(row));
    }
    return;
  }
  for (const line of [...report.rows.map(replayRowText), ...replayTotalsText(report)]) {
    out(line);
  }
}

/** A time, or how long ago. Null: neither. */
export function pastOf(text: string, now: EpochMs): EpochMs | null {
  const ago = parseDuration(text);
  return ago === null ? instantOf(text, now, zoneHere()) : now - ago;
}

const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
