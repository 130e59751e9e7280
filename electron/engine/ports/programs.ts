/**
 * Programs that we start.
 */
import type { Clock } from './clock.ts';

/** A program of this machine: no shell that would split or expand anything. */
export interface ProgramCall {
  readonly command: string;
  readonly args: readonly string[];
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
  /** Written to its standard input. Absent: that is closed. */
  readonly input?: string;
}

export type ProgramEnd =
  | { readonly kind: 'exited'; readonly code: number; readonly output: string; readonly errors: string }
  | { readonly kind: 'killed'; readonly signal: string; readonly output: string; readonly errors: string }
  /** It never began. `words`: what to mend; null: nothing of the program's, the machine would not start it. */
  | { readonly kind: 'unable'; readonly error: NodeJS.ErrnoException; readonly words: string | null };

export interface RunningProgram {
  /** What it has said so far. */
  output(): string;
  /** As Ctrl-C: `ping` then says its sums and ends. */
  interrupt(): void;
  /** Ends it and all that it has started; `done` is not called any more. */
  end(): void;
}

/** Runs programs, each in a group of its own, so that closing leaves none behind. */
export interface Programs {
  start(call: ProgramCall, clock: Clock, done: (end: ProgramEnd) => void): RunningProgram;
  /** Kills what is left, and waits until it is gone. */
  close(): Promise<void>;
}
