/**
 * The commands that hold messages back, and let them go again: asked of the Watchbell that runs.
 */
import type { BeginOptions } from './commands/maintenance.ts';
import { places } from './commands/places.ts';
import { examples, type Line, STATE } from './line.ts';

type WithPlace = { readonly state?: string };

export function addMaintenance({ program, terminal, end }: Line): void {
  const load = () => import('./commands/maintenance.ts');
  const maintenance = program
    .command('maintenance')
    .description('begin and end maintenance by hand: messages are held back, watching goes on')
    .addHelpText(
      'after',
      examples(
        'watchbell maintenance begin shop --for 30m --note "release 41"',
        'watchbell maintenance end shop',
        'watchbell maintenance list',
      ),
    );
  maintenance
    .command('begin <components...>')
    .description('from now on, of components or of whole groups, by their ids')
    .option(...STATE)
    .requiredOption('--for <length>', 'for so long at most, like 30m')
    .option('--note <text>', 'what is done, for whoever looks next', '')
    .action(async (said: readonly string[], { state, ...options }: WithPlace & BeginOptions) =>
      end(await (await load()).maintenanceBeginCommand(places(undefined, state), said, options, terminal)),
    );
  maintenance
    .command('end [components...]')
    .description(
      'what was begun by hand (default: all of it; what was begun for several ends for all of them): what is still wrong is said now',
    )
    .option(...STATE)
    .action(async (said: readonly string[], { state }: WithPlace) =>
      end(await (await load()).maintenanceEndCommand(places(undefined, state), said, terminal)),
    );
  maintenance
    .command('list')
    .description('what is under maintenance now, and until when')
    .option(...STATE)
    .option('--json', 'one JSON object a line', false)
    .action(async ({ state, ...options }: WithPlace & { readonly json: boolean }) =>
      end(await (await load()).maintenanceListCommand(places(undefined, state), options, terminal)),
    );
}
