/**
 * The command line's words and options; each command stands in commands/. The same for `cli.ts` and for the packaged app itself.
 *
 * A command is loaded when it is run: whoever wants the help, or says "mine" at night, waits for nothing else.
 *
 * Exit codes: 0 all well, 1 something is wrong, 2 bad configuration or bad arguments.
 */
import { Command, CommanderError } from 'commander';
import { addDryRun, addExplain, addPractable, addReport, addStatusExport, addWrong } from './asking.ts';
import { addPageLink } from './calling.ts';
import { EXIT, type ExitCode } from './commands/places.ts';
import { addMaintenance } from './holding.ts';
import { addToken } from './letting-in.ts';
import { examples, type Line } from './line.ts';
import { addCheck, addHaproxyConfig, addMetrics, addMonitor, addOnCall, addPage, addProbe } from './looking.ts';
import { addAck, addHandOver, addSwap, addTakeOver } from './moving.ts';
import { addDrill, addReplay } from './rehearsing.ts';
import { addErrorPages, addImport, addSchema, addServe, addValidate } from './setting-up.ts';
import { openTerminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** In the order of the help. */
const PARTS: readonly ((line: Line) => void)[] = [
  addServe,
  addCheck,
  addValidate,
  addSchema,
  addOnCall,
  addProbe,
  addMonitor,
  addHaproxyConfig,
  addMetrics,
  addPage,
  addPageLink,
  addToken,
  addDrill,
  addReplay,
  addExplain,
  addDryRun,
  addWrong,
  addPractable,
  addStatusExport,
  addReport,
  addAck,
  addTakeOver,
  addHandOver,
  addSwap,
  addMaintenance,
  addErrorPages,
  addImport,
];

/** Whether the packaged app, started with this word, is the command line instead. */
export function isCommand(word: string | undefined): boolean {
  return word === 'help' || wholeProgram(() => undefined).commands.some((command) => command.name() === word);
}

/** Parses the arguments, runs the command, gives back its exit code. */
export async function commandLine(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.well;
  const program = wholeProgram((own) => {
    code = own;
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

function wholeProgram(end: Line['end']): Command {
  const program = emptyProgram();
  const line: Line = { program, terminal: openTerminal(), end };
  for (const add of PARTS) {
    add(line);
  }
  return program;
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
