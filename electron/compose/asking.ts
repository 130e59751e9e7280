/**
 * The commands that ask why and what if: how an incident went, and who would hear of one.
 */

import { Option } from 'commander';
import { SEVERITIES } from '../../shared/model/status.ts';
import { places } from './commands/context.ts';
import { type DryRunCommandOptions, dryRunCommand } from './commands/dry-run.ts';
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

export function addDryRun({ program, terminal, end }: Line): void {
  program
    .command('dry-run')
    .description('if a component failed now and nobody answered: who hears what, by which channel, when and why')
    .option(...CONFIG)
    .option(...STATE)
    .requiredOption('--component <id>', 'id of the component in the configuration')
    .addOption(new Option('--severity <severity>', 'of a failure that severe').choices(SEVERITIES))
    .option('--at <time>', 'if it failed then (default: now)')
    .option('--json', 'one JSON object a line, the summary first', false)
    .addHelpText(
      'after',
      `\nNothing is sent; exit code 1 when nobody would hear of it.${examples('watchbell dry-run --component shop', 'watchbell dry-run --component shop --severity low --at 2026-12-24T03:00')}`,
    )
    .action(async ({ config, state, ...options }: WithState & DryRunCommandOptions) =>
      end(await dryRunCommand(places(config, state), options, terminal)),
    );
}
