/**
 * The words of a page: what, since when, why, in the order in which a woken person needs them.
 *
 * One place for all channels. Times stand on the receiver's wall clock; the zone is an argument, never the machine's.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import type { Page } from '../../model/page.ts';
import type { ComponentStatus } from '../../model/status.ts';
import type { Matter } from '../matter.ts';
import { wallClock } from '../wall-clock.ts';
import { ordinal } from './ordinal.ts';
import { cutAtWord, oneLine } from './plain.ts';

export interface PageFacts {
  readonly kind: Page['kind'];
  /** Test: who or what is tested. Notice: the watcher itself. */
  readonly componentName: string;
  readonly status: ComponentStatus | null;
  /** "503 Service Unavailable, expected 200-299". Notice: the whole matter. Empty when nothing is known. */
  readonly cause: string;
  /** First failed try; null when there was none. Epoch ms. */
  readonly since: EpochMs | null;
  /** Now. Epoch ms. */
  readonly at: EpochMs;
  /** Close: since when it is well. Absent or null: `at`. Epoch ms. */
  readonly recoveredAt?: EpochMs | null;
  /** Close: who said so. Absent or null: the checks did. */
  readonly resolvedBy?: string | null;
  /** Close: what is not well all the same, as a sentence. Absent or empty: nothing. */
  readonly rest?: string;
  /** Close: what alone is seen well, "http and tcp". Absent or empty: the whole. */
  readonly up?: string;
  /** Failed tries in this episode. */
  readonly failures?: number | null;
  /** Reminder: who has it. Absent or null: nobody. */
  readonly acknowledgedBy?: string | null;
  /** It is about the watcher itself: what is wrong takes the place of its name. Absent: about a component. */
  readonly ourselves?: boolean;
  /** A call is nothing that is down, and its name says what it is. Absent: something that we watch. */
  readonly matter?: Matter;
  /** "a newcomer waits about 3 min and it grows". Absent or null: nobody waits, or nobody knows. */
  readonly wait?: string | null;
  readonly runbook: string | null;
  /** The receiver's IANA zone. */
  readonly timeZone: string;
}

export interface PageWords {
  readonly title: string;
  readonly text: string;
}

/** Ends a text whose page carries a runbook. Channels that show only text put the address in its place. */
export const RUNBOOK_HINT = 'Runbook attached';

/** A server's own words are quoted up to here. */
const LONGEST_CAUSE = 200;
const LONGEST_NAME = 120;

/** {"DOWN api-gateway", "503 Service Unavailable for 2 min, third failure, since 02:14. Runbook attached"} */
export function pageWords(facts: PageFacts): PageWords {
  const name = cutAtWord(oneLine(facts.componentName), LONGEST_NAME);
  if (facts.ourselves && facts.kind !== 'test') {
    return ownWords(facts);
  }
  if (facts.matter === 'call' && facts.kind !== 'test') {
    return callWords(facts, name);
  }
  if (facts.matter === 'alert' && facts.kind !== 'test') {
    return alertPageWords(facts, name);
  }
  switch (facts.kind) {
    case 'trigger':
      return {
        title: `${troubleWord(facts.status)} ${name}`,
        text: sentences(trouble(facts), queue(facts), hint(facts)),
      };
    case 'reminder':
      return {
        title: `STILL ${troubleWord(facts.status)} ${name}`,
        text: sentences(trouble(facts), queue(facts), heeded(facts), hint(facts)),
      };
    case 'close':
      return closing(facts, name);
    case 'test':
      return {
        title: `TEST ${name}`,
        text: sentences(`Sent by hand at ${wallClock(facts.at, facts.at, facts.timeZone)}`, 'Nothing is wrong'),
      };
    case 'notice':
      return { title: `WATCHER ${name}`, text: sentences(trouble(facts), hint(facts)) };
    default:
      return assertNever(facts.kind, 'page kind');
  }
}

/** {"WATCHER 6 of 8 targets fail at once", "6 of 8 targets fail at once: api, shop …, since 02:14"}: no target is called down by its name. */
function ownWords(facts: PageFacts): PageWords {
  const matter = causeOf(facts).split(': ')[0] as string;
  if (facts.kind === 'close') {
    // Whoever reads "over" goes to sleep.
    return { title: `WATCHER ${facts.rest ? 'now one by one' : 'over'}: ${matter}`, text: closing(facts, '').text };
  }
  const text = sentences(trouble(facts), facts.kind === 'reminder' ? heeded(facts) : '', hint(facts));
  return { title: `WATCHER ${facts.kind === 'reminder' ? 'STILL: ' : ''}${matter}`, text };
}

/** {"Call from Ann to Kim", "\"The shop is down\" (reach Ann at 555-0100), since 02:14"}: somebody waits for an answer. */
function callWords(facts: PageFacts, name: string): PageWords {
  switch (facts.kind) {
    case 'close':
      return {
        title: `OVER: ${name}`,
        text: sentences(
          facts.resolvedBy ? `Ended by ${oneLine(facts.resolvedBy)}` : 'Ended',
          `It was: ${causeOf(facts)}`,
        ),
      };
    case 'reminder':
      return { title: `STILL OPEN: ${name}`, text: sentences(trouble(facts), heeded(facts)) };
    default:
      return { title: name, text: sentences(trouble(facts)) };
  }
}

/** {"ALERT HighLatency api-1", "Prometheus: p99 is 2 s for 3 min, since 02:14"}: another system says so, and when it is over. */
function alertPageWords(facts: PageFacts, name: string): PageWords {
  switch (facts.kind) {
    case 'close':
      return facts.resolvedBy ? closing(facts, name) : { title: `OVER ${name}`, text: closing(facts, name).text };
    case 'reminder':
      return { title: `STILL ALERT ${name}`, text: sentences(trouble(facts), heeded(facts), hint(facts)) };
    default:
      return { title: `ALERT ${name}`, text: sentences(trouble(facts), hint(facts)) };
  }
}

/** "DOWN api-gateway", "ALERT HighLatency api-1"; a call is called by its name. */
export function matterTitle(name: string, status: ComponentStatus | null, matter: Matter): string {
  switch (matter) {
    case 'component':
      return `${troubleWord(status)} ${name}`;
    case 'call':
      return name;
    case 'alert':
      return `ALERT ${name}`;
    default:
      return assertNever(matter, 'matter');
  }
}

export function troubleWord(status: ComponentStatus | null): string {
  switch (status) {
    case 'major_outage':
      return 'DOWN';
    case 'partial_outage':
      return 'PARTLY DOWN';
    case 'performance_issues':
      return 'DEGRADED';
    case 'operational':
    case 'under_maintenance':
    case 'unknown':
    case null:
      return 'IN TROUBLE';
    default:
      return assertNever(status, 'status');
  }
}

/** "503 Service Unavailable for 2 min, third failure, since 02:14" */
function trouble(facts: PageFacts): string {
  const cause = causeOf(facts);
  if (facts.since === null) {
    return cause;
  }
  const lasted = facts.at - facts.since;
  const parts = [
    // "503, expected 200-299 for 2 min" would read as if the expectation had lasted.
    lasted < 1_000 ? cause : `${cause}${cause.includes(',') ? ',' : ''} for ${roughly(lasted)}`,
    ...(facts.failures ? [`${ordinal(facts.failures)} failure`] : []),
    `since ${wallClock(facts.since, facts.at, facts.timeZone)}`,
  ];
  return parts.join(', ');
}

function closing(facts: PageFacts, name: string): PageWords {
  const lasted = facts.since === null ? '' : `after ${roughly((facts.recoveredAt ?? facts.at) - facts.since)}`;
  const was = `It was: ${causeOf(facts)}`;
  // Somebody's word is not an observation: "UP" is only what the checks have seen.
  return facts.resolvedBy
    ? { title: `RESOLVED ${name}`, text: sentences(`by ${oneLine(facts.resolvedBy)} ${lasted}`.trim(), was) }
    : { title: `UP ${facts.up ? `${facts.up} of ` : ''}${name}`, text: sentences(lasted, facts.rest ?? '', was) };
}

/** What those who come now are in for, unless the cause says it already. */
function queue({ wait, cause }: PageFacts): string {
  const told = cause.includes('newcomer waits') || wait === null || wait === undefined;
  return told ? '' : wait.charAt(0).toUpperCase() + wait.slice(1);
}

function heeded(facts: PageFacts): string {
  return facts.acknowledgedBy ? `${oneLine(facts.acknowledgedBy)} has it` : 'Nobody has acknowledged it';
}

function hint(facts: PageFacts): string {
  return facts.runbook === null ? '' : RUNBOOK_HINT;
}

function causeOf(facts: PageFacts): string {
  const cause = oneLine(facts.cause).replace(/[.\s]+$/, '');
  return cause === '' ? 'Its checks fail' : cutAtWord(cause, LONGEST_CAUSE);
}

/** Seconds below a minute, whole minutes from there: nobody wakes up for "2 min 3 s". */
function roughly(ms: number): string {
  const unit = ms < 59_500 ? 1_000 : 60_000;
  return formatDuration(Math.max(unit, Math.round(ms / unit) * unit));
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('. ');
}
