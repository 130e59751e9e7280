/**
 * The command line's words and options; each command stands in commands/. The same for `cli.ts` and for the packaged app itself.
 *
 * Exit codes: 0 all well, 1 something is wrong, 2 bad configuration or bad arguments.
 */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { checkCommand } from './commands/check.ts';
import { EXIT, type ExitCode, places, terminal } from './commands/context.ts';
import { onCallCommand } from './commands/on-call.ts';
import { testPageCommand } from './commands/page.ts';
import { probeCommand } from './commands/probe.ts';
import { serveCommand } from './commands/serve.ts';
import { schemaCommand, validateCommand } from './commands/validate.ts';
import { VERSION } from './version.ts';

interface Common {
  readonly config?: string;
}

const CONFIG = [
  '-c, --config <file>',
  'the configuration file (default: watchbell/watchbell.yaml in the XDG config folder)',
] as const;

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new InvalidArgumentError('a port is a number from 0 (any free one) to 65535');
  }
  return number;
}

/** The commands that the packaged app itself understands. */
export const COMMANDS: readonly string[] = ['serve', 'check', 'validate', 'schema', 'oncall', 'probe', 'page', 'help'];

/** Parses the arguments, runs the command, gives back its exit code. */
export async function commandLine(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.well;
  const program = new Command('watchbell')
    .description(
      'A pager in the tray of the engineer on call: watches, decides, wakes the right person once, for a stated reason.',
    )
    .version(VERSION)
    .showHelpAfterError('(watchbell --help lists the commands)')
    .showSuggestionAfterError()
    .exitOverride();

  program
    .command('serve')
    .description('watch without a screen and serve the window to a browser on this machine')
    .option(...CONFIG)
    .option('--port <number>', 'instead of settings.listen.port', port)
    .addHelpText('after', '\nExample:\n  watchbell serve --config fleet.yaml --port 8730')
    .action(async ({ config, port: own }: Common & { port?: number }) => {
      code = await serveCommand(places(config), { port: own ?? null }, terminal);
    });
  program
    .command('check')
    .description(
      'look at every check once settled, one line each; exit code 0 all well, 1 something is wrong, 2 bad configuration',
    )
    .option(...CONFIG)
    .option('--once', 'one try each instead of until settled', false)
    .addHelpText('after', '\nExample, from cron:\n  watchbell check --once --config fleet.yaml || echo "look at it"')
    .action(async ({ config, once }: Common & { once: boolean }) => {
      code = await checkCommand(places(config), { once }, terminal);
    });
  program
    .command('validate')
    .description('list every mistake in the configuration with its line and column')
    .option(...CONFIG)
    .addHelpText('after', '\nExample:\n  watchbell validate --config fleet.yaml')
    .action(async ({ config }: Common) => {
      code = await validateCommand(places(config), terminal);
    });
  program
    .command('schema')
    .description('print the JSON Schema of the configuration, for editors')
    .action(() => {
      code = schemaCommand(terminal);
    });
  program
    .command('oncall')
    .description('who is on call, until when, and why')
    .option(...CONFIG)
    .option('--at <time>', 'at this time (ISO 8601, or a duration from now like 3d)')
    .option('--from <time>', 'all shifts from this time (default: now)')
    .option('--to <time>', 'all shifts up to this time (default: two weeks from now)')
    .option('--json', 'one JSON object a line', false)
    .addHelpText(
      'after',
      '\nExamples:\n  watchbell oncall\n  watchbell oncall --at 2026-12-24T18:00:00Z\n  watchbell oncall --from 0 --to 28d --json',
    )
    .action(async ({ config, ...options }: Common & { at?: string; from?: string; to?: string; json: boolean }) => {
      code = await onCallCommand(places(config), options, terminal);
    });
  program
    .command('probe <url>')
    .description(
      'one look at an address, with the time each phase took (http, https, tcp://host:port, zcmonitor://host:port)',
    )
    .addHelpText('after', '\nExamples:\n  watchbell probe https://example.org/\n  watchbell probe tcp://127.0.0.1:5432')
    .action(async (url: string) => {
      code = await probeCommand(url, terminal);
    });
  program
    .command('page')
    .description('send a test page to a person by each of their channels')
    .option(...CONFIG)
    .requiredOption('--test <person>', 'id of the person in the configuration')
    .addHelpText('after', '\nExample:\n  watchbell page --test kim')
    .action(async ({ config, test }: Common & { test: string }) => {
      code = await testPageCommand(places(config), test, terminal);
    });

  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.well : EXIT.badInput;
    }
    throw error;
  }
  return code;
}
