/**
 * The commands that ask why and what if: how an incident went, and who would hear of one.
 */
import { Option } from 'commander';
import { SEVERITIES } from '../../shared/model/status.ts';
import type { DryRunCommandOptions } from './commands/dry-run.ts';
import type { ExplainCommandOptions } from './commands/explain.ts';
import { places } from './commands/places.ts';
import type { ReportOptions } from './commands/report.ts';
import { CONFIG, examples, type Line, STATE, type WithState } from './line.ts';

export function addExplain({ program, terminal, end }: Line): void {
  program
    .command('explain')
    .description('how an incident went, from the first failed try to the last delivery, each line with its reason')
    .option(...CONFIG)
    .option(...STATE)
    .option('--incident <id>', 'its id, or `latest`', 'latest')
    .addOption(new Option('--json', 'one JSON object a line, the incident first').default(false).conflicts('markdown'))
    .option('--markdown', 'a draft of the post-incident document', false)
    .addHelpText(
      'after',
      `\nReads the store, beside a running Watchbell or without one. What was not recorded is said to be missing.${examples('watchbell explain', 'watchbell explain --incident api.mk3v1q9c --json')}`,
    )
    .action(async ({ config, state, ...options }: WithState & ExplainCommandOptions) =>
      end(await (await import('./commands/explain.ts')).explainCommand(places(config, state), options, terminal)),
    );
}

export function addReport({ program, terminal, end }: Line): void {
  program
    .command('report')
    .description(
      'what a time cost the people on call: time to acknowledge and to repair, pages by night, who had which nights',
    )
    .option(...CONFIG)
    .option(...STATE)
    .option('--from <time>', 'from this time (default: 30 days before --to)')
    .option('--to <time>', 'up to this time (default: now)')
    .option('--json', 'one JSON object; lengths in ms', false)
    .addHelpText('after', examples('watchbell report --from 2026-12-01 --to 2027-01-01'))
    .action(async ({ config, state, ...options }: WithState & ReportOptions) =>
      end(await (await import('./commands/report.ts')).reportCommand(places(config, state), options, terminal)),
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
      end(await (await import('./commands/dry-run.ts')).dryRunCommand(places(config, state), options, terminal)),
    );
}

export function addWrong({ program, terminal, end }: Line): void {
  program
    .command('wrong')
    .description('everything that is wrong now, as one list to be copied and forwarded')
    .option(...CONFIG)
    .option(...STATE)
    .addHelpText(
      'after',
      `\nThe same list that a digest mail ends with. Exit code 1 when something is wrong.${examples('watchbell wrong')}`,
    )
    .action(async ({ config, state }: WithState) =>
      end(await (await import('./commands/wrong.ts')).wrongCommand(places(config, state), terminal)),
    );
}

export function addPractable({ program, terminal, end }: Line): void {
  program
    .command('practable')
    .description('what is wrong with the experiments of practable systems, as the list that their mails end with')
    .option(...CONFIG)
    .option(...STATE)
    .addHelpText('after', `\nExit code 1 when something is wrong.${examples('watchbell practable')}`)
    .action(async ({ config, state }: WithState) =>
      end(await (await import('./commands/practable.ts')).practableCommand(places(config, state), terminal)),
    );
}

export function addStatusExport({ program, terminal, end }: Line): void {
  program
    .command('status-export')
    .description('the public status page as plain files in a folder: asked of the Watchbell that runs')
    .option(...STATE)
    .requiredOption('--out <folder>', 'where to; only files of ours in it are replaced or removed')
    .addHelpText('after', examples('watchbell status-export --out /srv/www/status'))
    .action(async ({ state, out }: Omit<WithState, 'config'> & { out: string }) =>
      end(
        await (await import('./commands/status-export.ts')).statusExportCommand(
          places(undefined, state),
          { out },
          terminal,
        ),
      ),
    );
}
