/**
 * What the words of every command are made of: the program they are added to, and the options that many share.
 */
import type { Command } from 'commander';
import type { ExitCode } from './commands/places.ts';
import type { Terminal } from './terminal.ts';

/** What a command is added to. */
export interface Line {
  readonly program: Command;
  readonly terminal: Terminal;
  readonly end: (code: ExitCode) => void;
}

export interface WithConfig {
  readonly config?: string;
}

export interface WithState extends WithConfig {
  readonly state?: string;
}

export const CONFIG = [
  '-c, --config <file>',
  'the configuration file (default: watchbell/watchbell.yaml in the XDG config folder)',
] as const;

export const STATE = [
  '--state <folder>',
  'the folder of database and log (default: watchbell in the XDG state folder)',
] as const;

export const examples = (...lines: readonly string[]): string =>
  `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
