/**
 * What the health port says to each line, as zc.monitor does: the conversation without the connection.
 *
 * One command, and it hangs up; `interactive` keeps it open. No answer but the good one of health_check has OK in capitals in it.
 */
import type { Circumstances } from '../../../shared/rules/health-port/circumstances.ts';
import { COMMANDS, type Command, HEALTHY } from '../../../shared/rules/health-port/commands.ts';
import { neverGreen } from '../../../shared/rules/health-port/never-green.ts';
import { pythonRepr } from '../../../shared/rules/health-port/python-repr.ts';

export interface Said {
  /** With the last line's end. */
  readonly text: string;
  readonly hangUp: boolean;
}

/** Those that are about the conversation itself. */
const OWN = {
  help: ['Get help about server commands', 'help [command]: all of it about one of them.'],
  interactive: [
    "Turn on monitor's interactive mode",
    'Many commands on one connection; an empty line repeats the last one.',
  ],
  quit: ['Quit the monitor', 'Only of use in interactive mode.'],
} as const;

const HELP: ReadonlyMap<string, readonly string[]> = new Map(
  [...Object.entries(OWN), ...COMMANDS.map(({ name, help }) => [name, help] as const)].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  ),
);

const BY_NAME: ReadonlyMap<string, Command> = new Map(COMMANDS.map((command) => [command.name, command]));

/** Takes one line after another (without its end, a character for each byte). Null: nothing to say, and the connection stays. */
export function healthDialogue(circumstances: () => Circumstances): (line: string) => Said | null {
  let interactive = false;
  let last = '';

  return (line) => {
    const written = line.trim();
    const command = written === '' ? last : written;
    if (command === '') {
      return null;
    }
    last = command;
    const [name = '', ...args] = command.split(/\s+/);
    if (name === 'quit') {
      return { text: 'Goodbye.\n', hangUp: true };
    }
    if (name === 'interactive') {
      interactive = true;
      return { text: 'Interactive mode on.  Use "quit" To exit.\n', hangUp: false };
    }
    const text = name === 'help' ? helpWords(args) : answer(name, args, circumstances);
    // The good answer alone may say so.
    return {
      text: `${text === HEALTHY && name === 'health_check' ? HEALTHY : neverGreen(text)}\n`,
      hangUp: !interactive,
    };
  };
}

function answer(name: string, args: readonly string[], circumstances: () => Circumstances): string {
  const command = BY_NAME.get(name);
  if (command === undefined) {
    return `Invalid command ${pythonRepr(name)}\nTry "help".`;
  }
  return args.length > command.takes.length
    ? `${name} takes ${counted(command.takes.length)} (${args.length} given)\nTry "help ${name}".`
    : command.answer(args, circumstances());
}

function helpWords([about]: readonly string[]): string {
  if (about === undefined) {
    return ['Supported commands:', ...[...HELP].map(([name, [first]]) => `  ${name} -- ${first}`)].join('\n');
  }
  const [first, ...more] = HELP.get(about) ?? [];
  return first === undefined
    ? `No command ${pythonRepr(about)}\nTry "help".`
    : [`Help for ${about}:`, '', first, '', ...more.map((line) => `    ${line}`)].join('\n');
}

const counted = (n: number): string => (n === 0 ? 'no argument' : `at most ${n} argument${n === 1 ? '' : 's'}`);
