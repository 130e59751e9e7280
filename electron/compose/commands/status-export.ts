/**
 * `watchbell status-export`: the public status page as plain files, once, for a cron job or a look. Asked of the Watchbell that runs:
 * without one nobody watches, and a page would tell of the past.
 */
import { resolve } from 'node:path';
import { writeSet } from '../../links/status-export/write-set.ts';
import type { Terminal } from '../terminal.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';
import { withRunning } from './with-running.ts';

/** @param out the folder, from the current one on */
export function statusExportCommand(
  own: Places,
  { out }: { readonly out: string },
  terminal: Terminal,
): Promise<ExitCode> {
  return withRunning(own, terminal, async (running) => {
    const files = await running.ask('statusFiles', {});
    if (files === null) {
      terminal.err('The configuration wants no status page: say `settings: { statusPage: {} }`');
      return EXIT.badInput;
    }
    const folder = resolve(out);
    const problem = await writeSet(
      folder,
      new Map(files.map(({ path, base64 }) => [path, Buffer.from(base64, 'base64')])),
    );
    if (problem !== null) {
      terminal.err(problem);
      return EXIT.wrong;
    }
    terminal.out(`${files.length} files in ${folder}`);
    return EXIT.well;
  });
}
