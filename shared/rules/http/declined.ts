/**
 * An HTTP answer that is not 2xx, as a delivery with the service's own words. Shared by whoever speaks HTTP.
 */
import type { EpochMs } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import { oneLine } from '../words/plain.ts';
import { later, type NotTaken, refused } from './deliveries.ts';
import { excerptOf, retryAfterMs, verdictOf } from './verdict.ts';

/** What is looked at of an answer. */
export interface Answered {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  readonly body: string;
}

export interface Service {
  /** "ntfy.sh", "Twilio": never a whole address. */
  readonly who: string;
  /** What to mend when it answers with this status: "check the token of this channel". */
  readonly notes?: Readonly<Record<number, string>>;
  /** Its own words for this answer, where they stand in a known place. Null: the body's first ones. */
  readonly words?: string | null;
}

/** Null: it is 2xx, and what it says counts. */
export function declined(answer: Answered, { who, notes = {}, words = null }: Service, now: EpochMs): NotTaken | null {
  const { status } = answer;
  const note = notes[status] === undefined ? '' : `, ${notes[status]}`;
  const own = words === null ? excerptOf(answer.body) : `: ${oneLine(words)}`;
  const afterMs = retryAfterMs(answer.retryAfter, now);
  const verdict = verdictOf(status);
  switch (verdict) {
    case 'accepted':
      return null;
    case 'refused':
      return refused(`${who} answered ${status}${note}${own}`);
    case 'redirected':
      return later(`${who} answered ${status}, redirects are not followed${towards(answer.location)}${own}`, afterMs);
    case 'try-later':
      return later(`${who} answered ${status}${note}${own}`, afterMs);
    default:
      return assertNever(verdict, 'verdict');
  }
}

/** 2xx, but not what this service says. A login page of some network answers 200 to everything. */
export function notUnderstood({ status, body }: Answered, who: string): NotTaken {
  return later(
    `${who} answered ${status}, but not as ${who} does${excerptOf(body)}: is something between this machine and it?`,
  );
}

function towards(location: string | undefined): string {
  const host = /^https?:\/\/(?:[^@/?#]*@)?([^/?#]+)/i.exec(location ?? '')?.[1];
  return host === undefined ? '' : ` (to ${host})`;
}
