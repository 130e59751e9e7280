/**
 * One short program, run to its end; its output, or an error that says what it said.
 */
import { execFile } from 'node:child_process';

const TIMEOUT_MS = 15_000;

export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { env, timeout: TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) {
        reject(new Error(`${program} ${args.join(' ')}: ${stderr.trim() || error.message}`));
      } else {
        resolve(stdout);
      }
    });
  });
}
