/**
 * A command that asks the Watchbell that runs: nobody there, a refusal and a line that broke are said, and end it with 1.
 */
import { findRunning, type Running } from '../running.ts';
import type { Terminal } from '../terminal.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';

export async function withRunning(
  { stateFolder }: Places,
  { err }: Terminal,
  act: (running: Running) => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    const running = await findRunning(stateFolder);
    if (typeof running === 'string') {
      err(running);
      return EXIT.wrong;
    }
    return await act(running);
  } catch (error) {
    err(error instanceof Error ? error.message : String(error));
    return EXIT.wrong;
  }
}
