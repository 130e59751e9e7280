/**
 * `watchbell dry-run`: who would hear of a failure now that nobody answers, by which channel and when. Sends nothing.
 *
 * Ends with `wrong` when nobody would hear of it.
 */
import type { DryRun, DryRunAnswer } from '../../../shared/contract/dry-run.ts';
import { ComponentId } from '../../../shared/model/ids.ts';
import { Severity } from '../../../shared/model/status.ts';
import { dryRunText } from '../../../shared/rules/dry-run/text.ts';
import { dryRunStored, type StoredDryRunOptions } from '../../engine/dry-run.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { readCalendarText } from '../../links/calendars/read-text.ts';
import { openStoreReader } from '../../store/open-store.ts';
import { StoreRefused } from '../../store/trouble.ts';
import { databasePath } from '../folders.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig } from './context.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';
import { rangeOf } from './times.ts';

export interface DryRunCommandOptions {
  readonly component: string;
  readonly severity?: string;
  readonly at?: string;
  readonly json: boolean;
}

const QUIET_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function dryRunCommand(
  places: Places,
  { component: id, severity: wanted, at, json }: DryRunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  if (loaded === null) {
    return EXIT.badInput;
  }
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const now = systemClock.now();
  const range = rangeOf(at === undefined ? {} : { at }, now, timeZone);
  const component = ComponentId.safeParse(id);
  const severity = wanted === undefined ? null : Severity.parse(wanted);
  if (typeof range === 'string' || !('at' in range) || !component.success) {
    terminal.err(typeof range === 'string' ? range : `${JSON.stringify(id)} is not the id of a component`);
    return EXIT.badInput;
  }
  const reader = { read: readCalendarText };
  const question = { component: component.data, severity, at: range.at };
  const { dryRun, problem } = await inStore(
    places,
    { ...question, config: loaded.config, reader, now, timeZone },
    terminal,
  );
  if (dryRun === null) {
    terminal.err(problem);
    return EXIT.badInput;
  }
  for (const line of json ? jsonLines(dryRun) : dryRunText(dryRun, timeZone)) {
    terminal.out(line);
  }
  return dryRun.pages.length === 0 ? EXIT.wrong : EXIT.well;
}

async function inStore(
  places: Places,
  question: Omit<StoredDryRunOptions, 'store'>,
  { err }: Terminal,
): Promise<DryRunAnswer> {
  try {
    const store = await openStoreReader({ path: databasePath(places.stateFolder), log: QUIET_LOG });
    try {
      return await dryRunStored({ ...question, store });
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof StoreRefused)) {
      throw error;
    }
    if (error.refusal !== 'absent') {
      err(`What was done by hand is not in this answer: ${error.message}`);
    }
    return dryRunStored({ ...question, store: null });
  }
}

/** The summary, its pages, then everything the rules said; every time in ISO 8601. */
function jsonLines({ pages, lines, ...head }: DryRun): readonly string[] {
  const iso = (at: number): string => new Date(at).toISOString();
  return [
    { type: 'dry-run', ...head, at: iso(head.at) },
    ...pages.map((page) => ({ type: 'page', ...page, at: iso(page.at), afterMs: page.at - head.at })),
    ...lines.map((line) => ({ type: 'line', ...line, at: iso(line.at) })),
  ].map((one) => JSON.stringify(one));
}
