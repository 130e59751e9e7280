/**
 * The commands that judge what was not so: a scripted day, and the stored tries by other rules.
 */
import { places } from './commands/places.ts';
import type { ReplayCommandOptions } from './commands/replay.ts';
import { CONFIG, examples, type Line, STATE, type WithConfig, type WithState } from './line.ts';

export function addDrill({ program, terminal, end }: Line): void {
  program
    .command('drill <world>')
    .description(
      'play a scripted bad day (YAML or JSON) against the configuration: who would have been paged, when and why',
    )
    .option(...CONFIG)
    .option('--json', 'one JSON object a line, the summary last', false)
    .addHelpText(
      'after',
      `\nNothing is sent and nothing is asked.${examples('watchbell drill bad-day.yaml --config fleet.yaml')}`,
    )
    .action(async (world: string, { config, json }: WithConfig & { json: boolean }) =>
      end(await (await import('./commands/drill.ts')).drillCommand(places(config), { world, json }, terminal)),
    );
}

export function addReplay({ program, terminal, end }: Line): void {
  program
    .command('replay')
    .description(
      'judge the stored tries again by another configuration: which pages would have been sent, beside what happened',
    )
    .option(...CONFIG)
    .option(...STATE)
    .option('--from <time>', 'from this time, or so long ago (default: 2d)')
    .option('--to <time>', 'up to this time, or so long ago (default: now)')
    .option('--observations <file>', 'JSON lines of observations instead of the stored history')
    .option('--json', 'one JSON object a line, the summary last', false)
    .addHelpText(
      'after',
      `\nReads only; exit code 1 when other pages would have been sent.${examples('watchbell replay --config other.yaml --from 1d')}`,
    )
    .action(async ({ config, state, ...options }: WithState & ReplayCommandOptions) =>
      end(await (await import('./commands/replay.ts')).replayCommand(places(config, state), options, terminal)),
    );
}
