/**
 * The command line's words and options; each command stands in commands/. The same for `cli.ts` and for the packaged app itself.
 *
 * Exit codes: 0 all well, 1 something is wrong, 2 bad configuration or bad arguments.
 */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { KINDS, type Kind } from '../import/read.ts';
import { addDryRun, addExplain, addReport, addWrong } from './asking.ts';
import { addPageLink } from './calling.ts';
import { checkCommand } from './commands/check.ts';
import { EXIT, type ExitCode, places } from './commands/context.ts';
import { drillCommand } from './commands/drill.ts';
import { type ImportOptions, importCommand } from './commands/import.ts';
import { monitorCommand } from './commands/monitor.ts';
import { type OnCallOptions, onCallCommand } from './commands/on-call.ts';
import { testPageCommand } from './commands/page.ts';
import { probeCommand } from './commands/probe.ts';
import { type ReplayCommandOptions, replayCommand } from './commands/replay.ts';
import { serveCommand } from './commands/serve.ts';
import { schemaCommand, validateCommand } from './commands/validate.ts';
import { CONFIG, examples, type Line, STATE, type WithConfig, type WithState } from './line.ts';
import { addAck, addHandOver, addSwap, addTakeOver } from './moving.ts';
import { openTerminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** The commands that the packaged app itself understands. */
export const COMMANDS: readonly string[] = [
  'serve',
  'check',
  'validate',
  'schema',
  'oncall',
  'probe',
  'monitor',
  'page',
  'page-link',
  'drill',
  'replay',
  'explain',
  'dry-run',
  'report',
  'ack',
  'take-over',
  'hand-over',
  'swap',
  'import',
  'help',
];

/** Parses the arguments, runs the command, gives back its exit code. */
export async function commandLine(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.well;
  const program = emptyProgram();
  const line: Line = { program, terminal: openTerminal(), end: (own) => (code = own) };
  for (const add of [
    addServe,
    addCheck,
    addValidate,
    addSchema,
    addOnCall,
    addProbe,
    addMonitor,
    addPage,
    addPageLink,
    addDrill,
    addReplay,
    addExplain,
    addDryRun,
    addWrong,
    addReport,
    addAck,
    addTakeOver,
    addHandOver,
    addSwap,
    addImport,
  ]) {
    add(line);
  }
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

function emptyProgram(): Command {
  return new Command('watchbell')
    .description(
      'A pager in the tray of the engineer on call: watches, decides, wakes the right person once, for a stated reason.',
    )
    .version(VERSION)
    .showHelpAfterError('(watchbell --help lists the commands)')
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText(
      'after',
      '\nExit codes: 0 all well, 1 something is wrong, 2 bad configuration or arguments.' +
        examples('watchbell serve', 'watchbell check --once --config fleet.yaml', 'watchbell oncall --at 3d'),
    );
}

function addServe({ program, terminal, end }: Line): void {
  program
    .command('serve')
    .description('watch without a screen and serve the window to a browser on this machine')
    .option(...CONFIG)
    .option(...STATE)
    .option('--port <number>', 'instead of settings.listen.port', portOf)
    .addHelpText('after', examples('watchbell serve --config fleet.yaml --port 8730'))
    .action(async ({ config, state, port }: WithState & { port?: number }) =>
      end(await serveCommand(places(config, state), { port: port ?? null }, terminal)),
    );
}

function addCheck({ program, terminal, end }: Line): void {
  program
    .command('check')
    .description(
      'look at every check until it is settled, one line each; exit code 0 all well, 1 something is wrong, 2 bad configuration',
    )
    .option(...CONFIG)
    .option('--once', 'one try each instead of until settled', false)
    .addHelpText(
      'after',
      `${examples('watchbell check --once --config fleet.yaml || echo "look at it"')}    (from cron)`,
    )
    .action(async ({ config, once }: WithConfig & { once: boolean }) =>
      end(await checkCommand(places(config), { once }, terminal)),
    );
}

function addValidate({ program, terminal, end }: Line): void {
  program
    .command('validate')
    .description('list every mistake in the configuration with its line and column')
    .option(...CONFIG)
    .addHelpText('after', examples('watchbell validate --config fleet.yaml'))
    .action(async ({ config }: WithConfig) => end(await validateCommand(places(config), terminal)));
}

function addSchema({ program, terminal, end }: Line): void {
  program
    .command('schema')
    .description('print the JSON Schema of the configuration, for editors')
    .addHelpText('after', examples('watchbell schema > watchbell.schema.json'))
    .action(() => end(schemaCommand(terminal)));
}

function addOnCall({ program, terminal, end }: Line): void {
  program
    .command('oncall')
    .description('who is on call, until when, and why; exit code 1 when it is nobody at some time asked for')
    .option(...CONFIG)
    .option(...STATE)
    .addOption(new Option('--at <time>', 'at this time').conflicts(['from', 'to']))
    .option('--from <time>', 'all shifts from this time (default: now)')
    .option('--to <time>', 'all shifts up to this time (default: two weeks after --from)')
    .option('--schedule <id>', 'only this schedule')
    .option('--json', 'one JSON object a line', false)
    .addOption(new Option('--ical', 'as a calendar (iCalendar, RFC 5545)').default(false).conflicts(['at', 'json']))
    .option('--person <id>', "with --ical: only this person's part")
    .addHelpText(
      'after',
      '\nTimes: ISO 8601 (without an offset: the wall clock of this machine), or a duration from now like 3d.' +
        examples(
          'watchbell oncall',
          'watchbell oncall --at 2026-12-24T18:00:00Z',
          'watchbell oncall --from 0 --to 28d --json',
          'watchbell oncall --ical --person kim > kim.ics',
        ),
    )
    .action(async ({ config, state, ...options }: WithState & OnCallOptions) =>
      end(await onCallCommand(places(config, state), options, terminal)),
    );
}

function addProbe({ program, terminal, end }: Line): void {
  program
    .command('probe <url>')
    .description(
      'one look at an address, with the time each phase took (http, https, tcp://host:port, zcmonitor://host:port)',
    )
    .addHelpText('after', examples('watchbell probe https://example.org/', 'watchbell probe tcp://127.0.0.1:5432'))
    .action(async (url: string) => end(await probeCommand(url, terminal)));
}

function addMonitor({ program, terminal, end }: Line): void {
  program
    .command('monitor <place> [command...]')
    .description(
      'send one command to a zc.monitor / ftw.monitor and show the reply (host:port or the path of its socket; no command: help)',
    )
    .addHelpText('after', examples('watchbell monitor zope1:8160', 'watchbell monitor zope1:8160 monitor 0'))
    .action(async (place: string, command: readonly string[]) => end(await monitorCommand(place, command, terminal)));
}

function addPage({ program, terminal, end }: Line): void {
  program
    .command('page')
    .description('send a test page to a person by each of their channels; exit code 0 only when all of them took it')
    .option(...CONFIG)
    .requiredOption('--test <person>', 'id of the person in the configuration')
    .addHelpText('after', examples('watchbell page --test kim'))
    .action(async ({ config, test }: WithConfig & { test: string }) =>
      end(await testPageCommand(places(config), test, terminal)),
    );
}

function addDrill({ program, terminal, end }: Line): void {
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
      end(await drillCommand(places(config), { world, json }, terminal)),
    );
}

function addImport({ program, terminal, end }: Line): void {
  program
    .command('import')
    .description("another program's configuration as ours, and a list of what could not be carried over")
    .addArgument(new Argument('<kind>', 'what it is').choices(KINDS))
    .argument('<file>', 'its file')
    .option('-o, --output <file>', 'where to write our configuration (default: standard output)')
    .option('--force', 'replace the output if it is there already', false)
    .option('--modules <file>', 'for prometheus: the configuration of the blackbox exporter')
    .option('--json', 'the list as one JSON object on standard output', false)
    .addHelpText(
      'after',
      examples(
        'watchbell import gatus config.yaml --output watchbell.yaml',
        'watchbell import prometheus prometheus.yml --modules blackbox.yml -o watchbell.yaml',
      ),
    )
    .action(async (kind: string, file: string, options: ImportOptions) =>
      end(await importCommand(kind as Kind, file, options, terminal)),
    );
}

function addReplay({ program, terminal, end }: Line): void {
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
      end(await replayCommand(places(config, state), options, terminal)),
    );
}

function portOf(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('a port is a number from 0 (any free one) to 65535');
  }
  return Number(text);
}
