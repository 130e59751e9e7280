/**
 * The commands by which people move shifts and incidents between them: asked of the Watchbell that runs.
 */
import type { AckOptions } from './commands/ack.ts';
import type { MoveOptions } from './commands/moves.ts';
import { places } from './commands/places.ts';
import type { SwapAskOptions } from './commands/swap.ts';
import { examples, type Line, STATE } from './line.ts';

type WithPlace = { readonly state?: string };

const AS = ['--as <name>', 'who you are (default: whoever this desk is for)'] as const;
const UNTIL = ['--until <time>', 'until then (default: until the running shift ends)'] as const;
const SCHEDULE = ['--schedule <id>', 'in this schedule, where there are several'] as const;
const NOTE = ['--note <text>', 'for whoever is on call now, and for the history'] as const;
const REASSIGN = ['--reassign', 'open incidents go along'] as const;

export function addAck({ program, terminal, end }: Line): void {
  program
    .command('ack [incidents...]')
    .description('say that open incidents are yours: by component, short code or id')
    .option(...STATE)
    .option('--all', 'all that nobody has yet', false)
    .option('--for <length>', 'for so long, like 30m (default: until it is fixed)')
    .option('--note <text>', 'for the others, and for the history', '')
    .addHelpText('after', examples('watchbell ack --all', 'watchbell ack shop mail --for 30m --note "on my way"'))
    .action(async (incidents: readonly string[], { state, ...options }: WithPlace & AckOptions) =>
      end(await (await import('./commands/ack.ts')).ackCommand(places(undefined, state), incidents, options, terminal)),
    );
}

export function addTakeOver({ program, terminal, end }: Line): void {
  program
    .command('take-over')
    .description('be on call from now on, until the running shift ends')
    .option(...STATE)
    .option(...AS)
    .option('--from <name>', 'whose place it is, where several are on call')
    .option(...UNTIL)
    .option(...SCHEDULE)
    .option(...NOTE, '')
    .option(...REASSIGN, false)
    .addHelpText(
      'after',
      examples('watchbell take-over', 'watchbell take-over --as sam --until 3h --note "Kim is on a train"'),
    )
    .action(async ({ state, ...options }: WithPlace & MoveOptions) =>
      end(
        await (await import('./commands/moves.ts')).moveCommand(
          'take-over',
          places(undefined, state),
          options,
          terminal,
        ),
      ),
    );
}

export function addHandOver({ program, terminal, end }: Line): void {
  program
    .command('hand-over')
    .description('somebody else is on call from now on, until your running shift ends')
    .option(...STATE)
    .requiredOption('--to <name>', 'who is on call from now on')
    .option(...AS)
    .option(...UNTIL)
    .option(...SCHEDULE)
    .option(...NOTE, '')
    .option(...REASSIGN, false)
    .addHelpText('after', examples('watchbell hand-over --to sam --note "the database is slow since noon" --reassign'))
    .action(async ({ state, ...options }: WithPlace & MoveOptions) =>
      end(
        await (await import('./commands/moves.ts')).moveCommand(
          'hand-over',
          places(undefined, state),
          options,
          terminal,
        ),
      ),
    );
}

const ANSWERS = [
  ['agree', 'both shifts change, together'],
  ['refuse', 'nothing changes'],
  ['withdraw', 'take back what you asked'],
] as const;

export function addSwap({ program, terminal, end }: Line): void {
  const swap = program
    .command('swap')
    .description('swap shifts: ask somebody, agree, refuse, withdraw; nothing changes until the other one agrees')
    .addHelpText(
      'after',
      examples(
        'watchbell swap ask --with sam --give 2026-12-24T18:00 --take 2026-12-31T18:00 --note "opera"',
        'watchbell swap list',
      ),
    );
  swap
    .command('ask')
    .description('propose it: your shift at one time, for theirs at another (or for nothing)')
    .option(...STATE)
    .requiredOption('--with <name>', 'whom you ask')
    .requiredOption('--give <time>', 'any time within your shift')
    .option('--take <time>', 'any time within theirs (default: you want none for it)')
    .option(...AS)
    .option(...SCHEDULE)
    .option(...NOTE, '')
    .action(async ({ state, ...options }: WithPlace & SwapAskOptions) =>
      end(await (await import('./commands/swap.ts')).swapAskCommand(places(undefined, state), options, terminal)),
    );
  for (const [answer, description] of ANSWERS) {
    swap
      .command(`${answer} <id>`)
      .description(description)
      .option(...STATE)
      .option(...AS)
      .action(async (id: string, { state, ...options }: WithPlace & { as?: string }) =>
        end(
          await (await import('./commands/swap.ts')).swapAnswerCommand(
            places(undefined, state),
            answer,
            id,
            options,
            terminal,
          ),
        ),
      );
  }
  swap
    .command('list')
    .description('what waits for an answer')
    .option(...STATE)
    .option('--json', 'one JSON object a line', false)
    .action(async ({ state, json }: WithPlace & { json: boolean }) =>
      end(await (await import('./commands/swap.ts')).swapListCommand(places(undefined, state), { json }, terminal)),
    );
}
