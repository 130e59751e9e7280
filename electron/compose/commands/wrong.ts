/**
 * `watchbell wrong`: everything that is wrong now, as one list to be copied and forwarded; out of the store, beside the running app.
 */
import { wrongText } from '../../../shared/rules/words/digest-text.ts';
import { wrongNow } from '../../../shared/rules/wrong-now.ts';
import { asItRuns } from '../../engine/as-it-runs.ts';
import { openStoreReader } from '../../store/open-store.ts';
import { databasePath } from '../folders.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig } from './context.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';

const QUIET_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** A list beyond this is no longer one that somebody reads. */
const MOST = 10_000;

/** Exit code 1: something is wrong. */
export async function wrongCommand(places: Places, terminal: Terminal): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  if (loaded === null) {
    return EXIT.badInput;
  }
  const at = Date.now();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    const store = await openStoreReader({ path: databasePath(places.stateFolder), log: QUIET_LOG });
    try {
      const { values } = await store.restore();
      const incidents = await store.incidents({ from: at, limit: MOST });
      const wrong = wrongNow(
        incidents.filter(({ state }) => state !== 'resolved'),
        asItRuns(loaded.config, values, at),
      );
      terminal.out(wrongText({ at, timeZone, wrong }));
      return wrong.length === 0 ? EXIT.well : EXIT.wrong;
    } finally {
      await store.close();
    }
  } catch (error) {
    terminal.err(error instanceof Error ? error.message : String(error));
    return EXIT.badInput;
  }
}
