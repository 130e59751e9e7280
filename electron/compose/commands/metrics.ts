/**
 * `watchbell metrics`: the figures of the Watchbell that runs, as monitoring systems read them.
 */
import { findRunning } from '../running.ts';
import type { Terminal } from '../terminal.ts';
import { EXIT, type ExitCode, type Places } from './context.ts';

export async function metricsCommand(
  { stateFolder }: Places,
  { influx }: { readonly influx: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const running = await findRunning(stateFolder);
  if (typeof running === 'string') {
    terminal.err(running);
    return EXIT.wrong;
  }
  try {
    terminal.out((await running.read(influx ? 'metrics/influx' : 'metrics')).trimEnd());
    return EXIT.well;
  } catch (error) {
    terminal.err(error instanceof Error ? error.message : String(error));
    return EXIT.wrong;
  }
}
