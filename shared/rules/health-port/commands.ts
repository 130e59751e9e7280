/**
 * The commands of the health port, one an entry, in the order of their names: what their help says, and what they answer.
 *
 * Those of zc.monitor and ftw.monitor keep their form, so that programs that know those know ours; what we cannot know is -1.
 */
import type { Circumstances } from './circumstances.ts';
import { alertsText, onCallText } from './lists.ts';
import { metricsLine } from './metrics.ts';
import { oneRedLine } from './never-green.ts';
import { trafficWithin } from './traffic.ts';
import { isSilent, silentWords, verdictOf } from './verdict.ts';

export interface Command {
  readonly name: string;
  /** Its first line is in the list of commands. */
  readonly help: readonly string[];
  /** Names of what may follow it. */
  readonly takes: readonly string[];
  readonly answer: (args: readonly string[], circumstances: Circumstances) => string;
}

/** What zc.monitor asks about when nobody says for how long. */
const INTERVAL_S = 300;
const OLD_S = 100;

export const COMMANDS: readonly Command[] = [
  {
    name: 'alerts',
    help: [
      'List open incidents, the worst first',
      'How many there are, then a line each: age in seconds, severity, state, component, cause.',
    ],
    takes: [],
    answer: (_, known) => whileHeard(known, () => alertsText(known)),
  },
  {
    name: 'dbinfo',
    help: [
      'Get database statistics',
      'dbinfo [- [seconds]]: records read, records written and transactions within the latest seconds (300 by default, an',
      'hour at most), and twice 0, for the store keeps no objects in memory. -1 where nothing is known yet.',
    ],
    takes: ['database', 'seconds'],
    answer: ([database = '-', seconds = String(INTERVAL_S)], { traffic }) => {
      if (database !== '-' && database !== 'main') {
        return `There is one database: say - for ${oneRedLine(database)}`;
      }
      const length = numberIn(seconds);
      if (length === null) {
        return notSeconds(seconds);
      }
      const sums = trafficWithin(traffic, length * 1_000);
      return sums === null ? '-1 -1 -1 0 0' : `${sums.reads} ${sums.writes} ${sums.transactions} 0 0`;
    },
  },
  {
    name: 'health_check',
    help: [
      'Check whether the instance is alive and ready to serve requests.',
      'Exactly two capital letters and the end of the line while Watchbell watches; in any other case why it does not.',
    ],
    takes: [],
    answer: (_, known) => {
      const verdict = verdictOf(known, known.silentAfterMs);
      return verdict.kind === 'healthy' ? HEALTHY : oneRedLine(verdict.words);
    },
  },
  {
    name: 'monitor',
    help: [
      'Get general process info',
      'monitor [seconds]: tries of checks that are under way, memory, then a line for each try that is older than so many',
      'seconds (100 by default): its age and its check.',
    ],
    takes: ['seconds'],
    answer: ([seconds = String(OLD_S)], known) => {
      const least = numberIn(seconds);
      return least === null ? notSeconds(seconds) : whileHeard(known, () => processText(least, known));
    },
  },
  {
    name: 'oncall',
    help: ['Show who is on call', 'A line for each schedule: its name, and who is on call until when.'],
    takes: [],
    answer: (_, known) => whileHeard(known, () => onCallText(known)),
  },
  {
    name: 'perf_metrics',
    help: ['Get performance related metrics.', 'perf_metrics [- [seconds]]: one line of JSON.'],
    takes: ['database', 'seconds'],
    answer: ([, seconds = String(INTERVAL_S)], known) => {
      const length = numberIn(seconds);
      return length === null ? notSeconds(seconds) : metricsLine(length * 1_000, known);
    },
  },
  {
    name: 'warmup_state',
    help: [
      'Get instance warmup state.',
      'Two flags: it is done, it is in progress. Neither: it is turned off, or was given up.',
    ],
    takes: [],
    answer: (_, { beat }) => {
      const state = beat?.warmUp.state ?? 'off';
      return `${state === 'done' ? 1 : 0} ${state === 'in-progress' ? 1 : 0}`;
    },
  },
];

/** The one answer that is good. */
export const HEALTHY = 'OK';

/** What was true once is not told as if it were now. */
function whileHeard(known: Circumstances, tell: () => string): string {
  if (known.beat === null) {
    return 'Not known yet: Instance is booting';
  }
  return isSilent(known, known.silentAfterMs) ? `Not known: ${silentWords(known.ageMs)}` : tell();
}

function processText(leastS: number, { beat, ageMs, memory }: Circumstances): string {
  const { count = 0, oldest = [] } = beat?.underWay ?? {};
  const old = oldest
    .map(({ check, ageMs: then }) => ({ check, age: (then + ageMs) / 1_000 }))
    .filter(({ age }) => age >= leastS);
  return [
    String(count),
    ...(memory === null ? [] : [`VmSize:\t${kilobytes(memory.virtualKb)}`, `VmRSS:\t${kilobytes(memory.residentKb)}`]),
    ...old.map(({ check, age }) => `${age.toFixed(1)} ${check}`),
  ].join('\n');
}

/** As it stands in /proc. */
const kilobytes = (n: number): string => `${String(n).padStart(8)} kB`;

const numberIn = (text: string): number | null => (/^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : null);

const notSeconds = (text: string): string => `A number of seconds, not ${oneRedLine(text)}`;
