/**
 * Runs a small program to its end, as a value: no exception, no zombie, no waiting for ever.
 *
 * No shell in between: arguments are never parsed by anybody.
 */
import { spawn } from 'node:child_process';
import type { Clock } from '../../engine/ports/clock.ts';

export interface RunOptions {
  /** Aborting kills the program at once. */
  readonly signal: AbortSignal;
  /** Killed after this, ms. */
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Written to its standard input. */
  readonly input?: Uint8Array;
}

export type Ran =
  /** `output`: the first few kilobytes of what it said on both streams. */
  | { readonly kind: 'ended'; readonly code: number; readonly output: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'timed-out' };
export type RunProgram = (program: string, args: readonly string[], options: RunOptions) => Promise<Ran>;

const MAX_OUTPUT_CHARS = 4_000;

export function createProgramRunner(clock: Clock): RunProgram {
  return (program, args, options) =>
    options.signal.aborted ? Promise.resolve({ kind: 'stopped' }) : start(clock, program, args, options);
}

function start(clock: Clock, program: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  const { signal, timeoutMs, env, input } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: 'pipe', windowsHide: true });
    let timedOut = false;
    let output = '';
    const kill = () => child.kill('SIGKILL');
    const cancel = clock.after(timeoutMs, () => {
      timedOut = true;
      kill();
    });
    const keep = (text: string) => {
      output = (output + text).slice(0, MAX_OUTPUT_CHARS);
    };
    const end = (ran: Ran) => {
      cancel();
      signal.removeEventListener('abort', kill);
      resolve(ran);
    };
    signal.addEventListener('abort', kill, { once: true });
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    // A player that ends before it has read everything is judged by its exit code, not by our broken pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error: NodeJS.ErrnoException) => {
      end(error.code === 'ENOENT' ? { kind: 'missing' } : { kind: 'ended', code: 1, output: error.message });
    });
    child.on('close', (code) => {
      end(
        signal.aborted
          ? { kind: 'stopped' }
          : timedOut
            ? { kind: 'timed-out' }
            : { kind: 'ended', code: code ?? 1, output },
      );
    });
  });
}
