/**
 * The commands by which links to call somebody are given out and taken back.
 */
import { places } from './commands/places.ts';
import { examples, type Line, STATE } from './line.ts';

interface WithPlace {
  readonly state?: string;
}

export function addPageLink({ program, terminal, end }: Line): void {
  const group = program
    .command('page-link')
    .description('links by which people can call somebody: asked of the Watchbell that runs')
    .addHelpText(
      'after',
      examples(
        'watchbell page-link add --for kim --name "Ann, accounting"',
        'watchbell page-link list',
        'watchbell page-link revoke kX3fQ2',
      ),
    );
  group
    .command('add')
    .description('make a link; its address is shown once, alone on standard output')
    .option(...STATE)
    .requiredOption('--for <name>', 'whom it calls: a person, schedule or policy with `pageMe` in the configuration')
    .requiredOption('--name <who>', 'who gets it')
    .action(async ({ state, ...options }: WithPlace & { for: string; name: string }) =>
      end(
        await (await import('./commands/page-link.ts')).pageLinkCommand(
          places(undefined, state),
          { kind: 'add', ...options },
          terminal,
        ),
      ),
    );
  group
    .command('list')
    .description('the links that were given out, without their secrets')
    .option(...STATE)
    .option('--json', 'one JSON object a line', false)
    .action(async ({ state, json }: WithPlace & { json: boolean }) =>
      end(
        await (await import('./commands/page-link.ts')).pageLinkCommand(
          places(undefined, state),
          { kind: 'list', json },
          terminal,
        ),
      ),
    );
  group
    .command('revoke <id>')
    .description('take a link back: it opens nothing from then on')
    .option(...STATE)
    .action(async (id: string, { state }: WithPlace) =>
      end(
        await (await import('./commands/page-link.ts')).pageLinkCommand(
          places(undefined, state),
          { kind: 'revoke', id },
          terminal,
        ),
      ),
    );
}
