/**
 * A program run for a check, or for whoever is handed this: no shell, a process group of its own, a limit on what it may say, and an end for all of it.
 *
 * Whoever is told to end gets SIGTERM, and two seconds later SIGKILL: the program and everything it has started, also when it
 * has ended by itself and left others behind. Nobody waits for those.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Cancel, Clock } from '../engine/ports/clock.ts';
import type { ProgramCall, ProgramEnd, Programs, RunningProgram } from '../engine/ports/programs.ts';
import { oneLine } from './words.ts';

/** From the polite end to the hard one. */
const TERM_TO_KILL_MS = 2_000;
/** How long output may still come after the program itself has ended. */
const LAST_WORDS_MS = 250;
/** Of each stream; the rest is read and thrown away, so that the program does not hang on a full pipe. */
const MAX_OUTPUT = 64 * 1024;

export function createPrograms(): Programs {
  /** Programs that have not ended. */
  const running = new Map<ChildProcess, Promise<void>>();
  /** Groups that were told to end, until it is certain that they have. */
  const ending = new Set<ChildProcess>();
  const group: Group = {
    begun(child) {
      const gone = new Promise<void>((resolve) => {
        child.once('exit', () => resolve()).once('error', () => resolve());
      });
      running.set(child, gone);
      void gone.then(() => running.delete(child));
    },
    end(child, clock) {
      if (!signalGroup(child, 'SIGTERM')) {
        return;
      }
      ending.add(child);
      // Whoever does not listen: the program itself, or what it has started.
      clock.after(TERM_TO_KILL_MS, () => {
        signalGroup(child, 'SIGKILL');
        ending.delete(child);
      });
    },
  };
  return {
    start: (call, clock, done) => startChild(call, clock, done, group),
    async close() {
      const gone = [...running.values()];
      for (const child of new Set([...running.keys(), ...ending])) {
        signalGroup(child, 'SIGKILL');
      }
      await Promise.all(gone);
    },
  };
}

interface Group {
  begun(child: ChildProcess): void;
  end(child: ChildProcess, clock: Clock): void;
}

function startChild(
  { command, args, env, cwd, input }: ProgramCall,
  clock: Clock,
  done: (ended: ProgramEnd) => void,
  group: Group,
): RunningProgram {
  let over = false;
  let cancelLastWords: Cancel = () => undefined;
  // Where no handle is left there are no pipes either, whatever the types say.
  const child: ChildProcess = spawn(command, args, {
    cwd,
    env: { ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  child.on('error', (error) => finish({ kind: 'unable', error, words: whyUnable(error, command, cwd) }));
  // One that ends before it has read everything is judged by its code, not by our broken pipe.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  group.begun(child);
  const output = collect(child.stdout);
  const errors = collect(child.stderr);

  function finish(ended: ProgramEnd): void {
    if (!over) {
      over = true;
      cancelLastWords();
      done(ended);
    }
  }

  function ended(): void {
    const said = { output: output(), errors: errors() };
    child.stdout?.destroy();
    child.stderr?.destroy();
    const { exitCode, signalCode } = child;
    finish(
      exitCode === null
        ? { kind: 'killed', signal: signalCode ?? 'a signal', ...said }
        : { kind: 'exited', code: exitCode, ...said },
    );
  }

  child.once('exit', () => {
    // What already waits in the pipes is read first: it was said in time, and it is we who come late.
    cancelLastWords = clock.after(LAST_WORDS_MS, () => setImmediate(ended));
  });
  child.once('close', ended);

  return {
    output,
    interrupt: () => void child.kill('SIGINT'),
    end() {
      over = true;
      cancelLastWords();
      group.end(child, clock);
    },
  };
}

/**
 * To the program and all it has started; false when nobody is left. A group lives as long as one of its members, so the number
 * is still its own.
 */
function signalGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  if (pid === undefined) {
    return false; // it never began
  }
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** What came on a stream, as UTF-8. */
function collect(stream: NodeJS.ReadableStream | null | undefined): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on('error', () => undefined);
  stream?.on('data', (chunk: Buffer) => {
    const room = MAX_OUTPUT - size;
    if (room > 0) {
      chunks.push(chunk.subarray(0, room));
      size += Math.min(room, chunk.length);
    }
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Null: it is not the program's. */
function whyUnable(error: NodeJS.ErrnoException, program: string, cwd: string | undefined): string | null {
  // The system says the same of a missing program and of a missing folder.
  if (cwd !== undefined && !isFolder(cwd)) {
    return `there is no folder ${oneLine(cwd)} to run it in (cwd)`;
  }
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `there is no program ${oneLine(program)} on this machine`;
    case 'EACCES':
    case 'EPERM':
    case 'ENOEXEC':
      return `${oneLine(program)} cannot be run (${error.code}); is it executable, and does it begin with #!`;
    default:
      return null;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
