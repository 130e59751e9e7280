/**
 * `watchbell report`: what a time cost the people on call, out of the store beside the running app. Reads only.
 */
import type { PersonId } from '../../../shared/model/ids.ts';
import { reportText } from '../../../shared/rules/report/text.ts';
import { gatherReport } from '../../engine/duty-report.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { openStoreReader } from '../../store/open-store.ts';
import { databasePath } from '../folders.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig } from './context.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';
import { instantOf } from './times.ts';

export interface ReportOptions {
  readonly from?: string;
  readonly to?: string;
  readonly json: boolean;
}

const QUIET_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };
const MONTH_MS = 30 * 86_400_000;

export async function reportCommand(places: Places, options: ReportOptions, terminal: Terminal): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  if (loaded === null) {
    return EXIT.badInput;
  }
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const now = systemClock.now();
  const to = options.to === undefined ? now : instantOf(options.to, now, zone);
  const from = options.from === undefined ? (to ?? now) - MONTH_MS : instantOf(options.from, now, zone);
  if (from === null || to === null || from >= to) {
    terminal.err('--from and --to are times like 2026-12-01, and --to is the later one');
    return EXIT.badInput;
  }
  try {
    const store = await openStoreReader({ path: databasePath(places.stateFolder), log: QUIET_LOG });
    try {
      const { overrides } = await store.restore();
      const report = await gatherReport({ store, config: loaded.config, overrides, from, to, timeZone: zone });
      const nameOf = (id: PersonId): string => loaded.config.people.get(id)?.name ?? id;
      const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      for (const line of options.json ? [JSON.stringify({ ...span, ...report })] : reportText(report, nameOf)) {
        terminal.out(line);
      }
      return EXIT.well;
    } finally {
      await store.close();
    }
  } catch (error) {
    terminal.err(error instanceof Error ? error.message : String(error));
    return EXIT.badInput;
  }
}
