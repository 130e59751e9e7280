/**
 * The commands by which tokens of other programs are given out and taken back.
 */
import { RIGHTS } from '../../shared/model/token.ts';
import { places } from './commands/places.ts';
import { examples, type Line, STATE } from './line.ts';

interface WithPlace {
  readonly state?: string;
}

export function addToken({ program, terminal, end }: Line): void {
  const group = program
    .command('token')
    .description('tokens by which other programs may do something here: asked of the Watchbell that runs')
    .addHelpText(
      'after',
      examples(
        'watchbell token add --name "cron on stream14" --rights components',
        'watchbell token list',
        'watchbell token revoke kX3fQ2',
      ),
    );
  group
    .command('add')
    .description('make a token; it is shown once, alone on standard output')
    .option(...STATE)
    .requiredOption('--name <whose>', 'who gets it: what it does is told under this name')
    .requiredOption('--rights <list>', `what it is good for: ${RIGHTS.join(', ')}`)
    .action(async ({ state, ...options }: WithPlace & { name: string; rights: string }) =>
      end(
        await (await import('./commands/token.ts')).tokenCommand(
          places(undefined, state),
          { kind: 'add', ...options },
          terminal,
        ),
      ),
    );
  group
    .command('list')
    .description('the tokens that were given out, without their secrets')
    .option(...STATE)
    .option('--json', 'one JSON object a line', false)
    .action(async ({ state, json }: WithPlace & { json: boolean }) =>
      end(
        await (await import('./commands/token.ts')).tokenCommand(
          places(undefined, state),
          { kind: 'list', json },
          terminal,
        ),
      ),
    );
  group
    .command('revoke <id>')
    .description('take a token back: it opens nothing from then on')
    .option(...STATE)
    .action(async (id: string, { state }: WithPlace) =>
      end(
        await (await import('./commands/token.ts')).tokenCommand(
          places(undefined, state),
          { kind: 'revoke', id },
          terminal,
        ),
      ),
    );
}
