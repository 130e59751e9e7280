/** `watchbell monitor <place> [command]`: one command to a zc.monitor, and its reply as it came. No configuration needed. */
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import { Recall } from '../../engine/recall.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { beginAttempt } from '../../probes/attempt.ts';
import { callMonitor, type MonitorPlace } from '../../probes/monitor-call.ts';
import { readReply } from '../../probes/monitor-reply.ts';
import { createTools } from '../../probes/tools.ts';
import type { Terminal } from '../terminal.ts';
import { EXIT, type ExitCode } from './places.ts';

/** `dbinfo - 3600` reads an hour of activity; longer than this nobody waits at a terminal. */
const PATIENCE_MS = 20_000;

export async function monitorCommand(place: string, command: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const to = placeOf(place);
  const line = command.length === 0 ? 'help' : command.join(' ');
  if (to === null) {
    terminal.err(
      `${JSON.stringify(place)} is no place of a monitor; write host:port (instance port + 80), :port of this machine, or /path/of/its.sock`,
    );
    return EXIT.badInput;
  }
  if (/[\r\n]/.test(line)) {
    terminal.err('one command at a time: the monitor answers one and closes');
    return EXIT.badInput;
  }
  const { outcome, reply } = await call(to, line);
  terminal.out(reply.replace(/\n$/, ''));
  if (outcome.kind === 'fail') {
    terminal.err(outcome.failure.detail);
  } else if (outcome.kind === 'inconclusive') {
    terminal.err(outcome.trouble.detail);
  }
  return outcome.kind === 'pass' && isGood(line, reply) ? EXIT.well : EXIT.wrong;
}

function placeOf(text: string): MonitorPlace | null {
  if (text.startsWith('/')) {
    return { path: text };
  }
  const [, host, port] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
  return host === undefined || Number(port) < 1 || Number(port) > 65_535
    ? null
    : { host: host === '' ? '127.0.0.1' : host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

async function call(
  place: MonitorPlace,
  command: string,
): Promise<{ readonly outcome: ProbeOutcome; readonly reply: string }> {
  const { names, secondLook } = createTools();
  const recall = new Recall();
  let reply = '';
  const outcome = await beginAttempt(
    { timeoutMs: PATIENCE_MS, context: { recall, clock: systemClock }, secondLook },
    (attempt) =>
      callMonitor(place, command, attempt, names, (text) => {
        reply = text;
        attempt.pass();
      }),
  );
  return { outcome, reply };
}

/** For scripts: an answer that is one. health_check is good only when it is OK, zeostatus only when it is True. */
function isGood(command: string, text: string): boolean {
  const reply = readReply(command, text);
  switch (reply.kind) {
    case 'well':
    case 'process':
    case 'figures':
    case 'warm-up':
    case 'commands':
    case 'words':
      return true;
    case 'storage':
      return reply.connected;
    default:
      return false;
  }
}
