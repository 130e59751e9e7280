/**
 * Calls in words: for whoever is paged, and for whoever waits at the status page. Callers are told people's names and nothing else of
 * the house: no channel, no address, no reason that was written for colleagues.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Incident, Told } from '../../model/incident.ts';
import type { Call } from '../../model/page-me.ts';
import { wallClock } from '../wall-clock.ts';
import { oneLine } from '../words/plain.ts';

/** `"The shop is down" (reach Ann at 555-0100; by the link of Accounting; said 3 times)` */
export function callCause({ from, by, reach, words, repeats }: Call): string {
  const more = [
    ...(reach === '' ? [] : [`reach ${from} at ${reach}`]),
    ...(by === '' ? [] : [`by the link of ${by}`]),
    ...(repeats === 0 ? [] : [`said ${repeats + 1} times`]),
  ].map(oneLine);
  return `"${oneLine(words)}"${more.length === 0 ? '' : ` (${more.join('; ')})`}`;
}

/** What became of a call, as its caller may know it. */
export interface CallStatus {
  readonly to: string;
  readonly words: string;
  /** One sentence each; the first is what matters. */
  readonly lines: readonly string[];
  /** Nothing more will change. */
  readonly over: boolean;
}

type Seen = Pick<Incident, 'acknowledgement' | 'told' | 'state'>;

export interface StatusQuestion {
  readonly call: Call;
  /** Of this call; null: it has not opened yet, or is long gone. */
  readonly incident: Seen | null;
  readonly now: EpochMs;
  readonly timeZone: string;
  readonly people: readonly { readonly id: string; readonly name: string }[];
}

export function callStatus({ call, incident, now, timeZone, people }: StatusQuestion): CallStatus {
  const time = (at: EpochMs): string => wallClock(at, now, timeZone);
  const came = `You called at ${time(call.at)} (${timeZone})${call.repeats === 0 ? '' : `, last at ${time(call.lastAt)}`}.`;
  const told = toldLines(incident?.told ?? [], people, time);
  const taken = incident?.acknowledgement ?? null;
  const had = taken === null ? [] : [`${publicName(taken.by, people)} has had it since ${time(taken.at)}.`];
  const status = (over: boolean, ...lines: readonly string[]): CallStatus => ({
    to: call.to,
    words: call.words,
    lines,
    over,
  });
  if (call.ended !== null) {
    const { at, by } = call.ended;
    const who = by === null ? '' : ` by ${publicName(by, people)}`;
    return status(true, `It was ended${who} at ${time(at)}.`, ...had, ...told, came);
  }
  if (taken !== null) {
    const promise = taken.until === null ? '' : `, for ${formatDuration(Math.max(0, taken.until - taken.at))}`;
    return status(false, `${publicName(taken.by, people)} has it since ${time(taken.at)}${promise}.`, ...told, came);
  }
  const first = told.length === 0 ? 'It is in. Nobody has been told yet.' : 'It is in. Nobody has answered yet.';
  return status(false, first, ...told, 'Others are called when nobody answers.', came);
}

/** "Kim was told at 10:02.", one line for each person, by the best that became of it. */
function toldLines(
  told: readonly Told[],
  people: StatusQuestion['people'],
  time: (at: EpochMs) => string,
): readonly string[] {
  const ids = [...new Set(told.flatMap(({ personId }) => personId ?? []))];
  return ids.map((id) => {
    const own = told.filter(({ personId, closedBy, pageId }) => personId === id && closedBy !== pageId);
    const arrived = own.find(({ state }) => state === 'delivered') ?? own.find(({ state }) => state === 'accepted');
    const name = people.find((person) => person.id === id)?.name ?? 'Somebody';
    if (arrived !== undefined) {
      return `${name} was ${arrived.state === 'delivered' ? 'reached' : 'told'} at ${time(arrived.at)}.`;
    }
    const onItsWay = own.some(({ state }) => state === 'queued' || state === 'trying');
    return onItsWay ? `A message to ${name} is on its way.` : `${name} could not be reached.`;
  });
}

/** "Kim by kim-sms", "Kim at this desk" -> "Kim". Whoever is nobody of ours is "Somebody". */
export function publicName(by: string, people: StatusQuestion['people']): string {
  const names = people.map(({ name }) => name).filter((name) => by === name || by.startsWith(`${name} `));
  return names.toSorted((one, other) => other.length - one.length)[0] ?? 'Somebody';
}
