/**
 * The commands that ask why and what if: how an incident went, and who would hear of one.
 */

import { places } from './commands/context.ts';
import { explainCommand } from './commands/explain.ts';
import { CONFIG, examples, type Line, STATE, type WithState } from './line.ts';

export function addExplain({ program, terminal, end }: Line): void {
  program
    .command('explain')
    .description('how an incident went, from the first failed try to the last delivery, each line with its reason')
    .option(...CONFIG)
    .option(...STATE)
    .option('--incident <id>', 'its id, or `latest`', 'latest')
    .option('--json', 'one JSON object a line, the incident first', false)
    .addHelpText(
      'after',
      `\nReads the store, beside a running Watchbell or without one. What was not recorded is said to be missing.${examples('watchbell explain', 'watchbell explain --incident api.mk3v1q9c --json')}`,
    )
    .action(async ({ config, state, ...options }: WithState & { incident: string; json: boolean }) =>
      end(await explainCommand(places(config, state), options, terminal)),
    );
}
