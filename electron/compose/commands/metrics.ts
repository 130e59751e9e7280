/**
 * `watchbell metrics`: the figures of the Watchbell that runs, as monitoring systems read them.
 */
import type { Terminal } from '../terminal.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';
import { withRunning } from './with-running.ts';

export function metricsCommand(
  own: Places,
  { influx }: { readonly influx: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  return withRunning(own, terminal, async (running) => {
    terminal.out((await running.read(influx ? 'metrics/influx' : 'metrics')).trimEnd());
    return EXIT.well;
  });
}
