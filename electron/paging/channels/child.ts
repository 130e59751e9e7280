/**
 * A helper program run to its end, without a shell. Whatever becomes of it is a value; when time is up it is killed.
 */
import { execFile } from 'node:child_process';

export type Ended =
  /** It ran and ended by itself; `code` 0 is success. */
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'late' };

export type Run = (file: string, args: readonly string[], signal: AbortSignal) => Promise<Ended>;

/** @param env a `PATH` to look in, and the session bus. Messages come in English, to be understood by us. */
export function createRun(env: NodeJS.ProcessEnv): Run {
  const options = { env: { ...env, LC_ALL: 'C.UTF-8' }, killSignal: 'SIGKILL', maxBuffer: 64 * 1_024 } as const;
  return (file, args, signal) =>
    new Promise((resolve) => {
      execFile(file, args, { ...options, signal }, (error, stdout, stderr) => {
        if (signal.aborted) {
          resolve({ kind: 'late' });
        } else if (error?.code === 'ENOENT' || error?.code === 'EACCES') {
          resolve({ kind: 'missing' });
        } else {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
          resolve({ kind: 'ended', code, stdout, stderr });
        }
      });
    });
}
