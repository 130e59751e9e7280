/**
 * What Nagios checks of a host or a service, as a check of ours: how often, how many failures it takes, and by which plugin.
 */
import type { CheckDraft, Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { durationText } from '../texts.ts';
import { commandLine, type Surroundings } from './command-line.ts';
import { maskedWords } from './masking.ts';
import type { Resolved } from './objects.ts';
import { pluginCheck } from './plugins.ts';

/** xdata/xodtemplate.c: check_interval 5, retry_interval 1. */
const CHECK_INTERVAL = 5;

/** The check; null when there is none, and then that has been told. */
export function nagiosCheck(
  host: Resolved,
  service: Resolved | null,
  place: Place,
  surroundings: Surroundings,
  report: Report,
): CheckDraft | null {
  const source = service ?? host;
  if (source.get('active_checks_enabled') === '0') {
    report.lost(place, 'it is passive: nothing asks, results are handed in; a heartbeat can take its place');
    return null;
  }
  const command = source.get('check_command');
  if (command === null) {
    report.lost(place, 'it has no check_command');
    return null;
  }
  const line = commandLine(command, host, service, surroundings);
  if (!line.ok) {
    report.lost(place, line.why);
    return null;
  }
  if (line.argv.length === 0) {
    report.lost(place, 'its command is empty');
    return null;
  }
  const check = pluginCheck(line.argv, place, report) ?? pluginItself(line.argv, place, report);
  if (source.get('notifications_enabled') === '0') {
    report.changed(place, 'nobody is told of it there (notifications_enabled 0); here it pages');
  }
  return { ...check, ...timingOf(source, surroundings.unitMs) } as CheckDraft;
}

/** Whatever has no check of its own here is run as it was: the plugin must be on this machine. */
function pluginItself(argv: readonly string[], place: Place, report: Report): CheckDraft {
  report.changed(place, `${argv[0]} is run itself: it must be installed on the machine that Watchbell runs on`);
  return { type: 'exec', command: maskedWords(argv, place, report) };
}

function timingOf(source: Resolved, unitMs: number) {
  const number = (...names: readonly string[]) => {
    const text = names.map((name) => source.get(name)).find((value) => value !== null);
    return text !== undefined && text !== null && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
  };
  const interval = (number('check_interval', 'normal_check_interval') ?? CHECK_INTERVAL) * unitMs;
  const retry = (number('retry_interval', 'retry_check_interval') ?? 0) * unitMs;
  const attempts = number('max_check_attempts');
  return {
    interval: durationText(interval),
    ...(retry > 0 && retry < interval && { fastInterval: durationText(retry) }),
    ...(attempts !== null && attempts >= 1 && { fall: Math.min(100, Math.round(attempts)) }),
    // One result that is well ends a problem there; two in a row do here, which is what our default is for.
  };
}
