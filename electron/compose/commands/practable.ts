/**
 * `watchbell practable`: what is wrong with the experiments, as one list to be copied and forwarded, in the words of the mails; out of the
 * store, beside the running app.
 */
import { problemsText } from '../../../shared/rules/practable/mail.ts';
import { problemsOf } from '../../../shared/rules/practable/problems.ts';
import { openWordShelves } from '../../engine/practable/word/shelves.ts';
import { openStoreReader } from '../../store/open-store.ts';
import { databasePath } from '../folders.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig } from './context.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';

const QUIET_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Exit code 1: something is wrong. */
export async function practableCommand(places: Places, terminal: Terminal): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  if (loaded === null) {
    return EXIT.badInput;
  }
  const systems = [...loaded.config.practable.values()];
  if (systems.length === 0) {
    terminal.err('The configuration has no practable system: say `practable:`');
    return EXIT.badInput;
  }
  try {
    const store = await openStoreReader({ path: databasePath(places.stateFolder), log: QUIET_LOG });
    try {
      const { healths } = openWordShelves((await store.restore()).values);
      const lists = systems.map(({ id, name }) => ({
        name,
        problems: problemsOf(healths.all().filter(({ system }) => system === id)),
      }));
      for (const { name, problems } of lists) {
        terminal.out(systems.length > 1 ? `${name}\n${problemsText(problems)}` : problemsText(problems));
      }
      return lists.every(({ problems }) => problems.length === 0) ? EXIT.well : EXIT.wrong;
    } finally {
      await store.close();
    }
  } catch (error) {
    terminal.err(error instanceof Error ? error.message : String(error));
    return EXIT.badInput;
  }
}
