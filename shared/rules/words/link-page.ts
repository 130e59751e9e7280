/**
 * What somebody reads who has opened an acknowledge link: what it is about, who has it, and what was done.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import { wallClock } from '../wall-clock.ts';

/** Somebody's word "mine". */
export interface Taken {
  readonly by: string;
  readonly at: EpochMs;
  /** Null: until it is fixed. */
  readonly until: EpochMs | null;
}

/** The incident of a link, as its reader sees it. */
export interface LinkMatter {
  /** "DOWN api-gateway" */
  readonly title: string;
  /** "503 Service Unavailable, expected 200-299"; may be empty. */
  readonly cause: string;
  readonly since: EpochMs;
  /** The reader's IANA zone. */
  readonly timeZone: string;
}

export type LinkSight =
  /** Never given out, or not complete. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'late' }
  | { readonly kind: 'over' }
  | { readonly kind: 'open'; readonly as: string; readonly matter: LinkMatter; readonly taken: Taken | null }
  /** It works once. `taken`: who has the incident now. */
  | { readonly kind: 'used'; readonly matter: LinkMatter; readonly taken: Taken | null }
  /** Just done. `before`: who had it until then. */
  | { readonly kind: 'done'; readonly matter: LinkMatter; readonly text: string; readonly before: Taken | null };

export interface LinkPage {
  readonly title: string;
  readonly lines: readonly string[];
  /** Whoever is to press a button for it. Null: there is nothing to press. */
  readonly as: string | null;
}

export function linkPage(sight: LinkSight, now: EpochMs): LinkPage {
  switch (sight.kind) {
    case 'unknown':
      return said(
        'This link does not work',
        'It is not complete, or was never given out: compare it with the message that it came in.',
        NOTHING_DONE,
      );
    case 'late':
      return said('This link is too old', 'A newer message has a newer link.', NOTHING_DONE);
    case 'over':
      return said('It is over', 'The incident of this link is not open any more.', NOTHING_DONE);
    case 'open': {
      const { as, matter, taken } = sight;
      const whose = taken === null ? 'Nobody has it yet.' : `${takenWords(taken, now, matter.timeZone)}.`;
      return { title: matter.title, lines: [...about(matter, now), whose], as };
    }
    case 'used': {
      const { matter, taken } = sight;
      const whose = taken === null ? 'nobody has the incident now' : takenWords(taken, now, matter.timeZone);
      return said(
        matter.title,
        ...about(matter, now),
        `This link has been used, and it works once: ${whose}.`,
        NOTHING_DONE,
      );
    }
    case 'done': {
      const { matter, text, before } = sight;
      const earlier = before === null ? [] : [`Before you: ${takenWords(before, now, matter.timeZone)}.`];
      return said(matter.title, `${text}.`, ...earlier);
    }
    default:
      return assertNever(sight, 'link');
  }
}

const NOTHING_DONE = 'Nothing was done.';

/** "Kim by sms has it since 10:05, until it is fixed" */
export function takenWords({ by, at, until }: Taken, now: EpochMs, timeZone: string): string {
  const promise = until === null ? 'until it is fixed' : `for ${formatDuration(Math.max(0, until - at))}`;
  return `${by} has it since ${wallClock(at, now, timeZone)}, ${promise}`;
}

function about({ cause, since, timeZone }: LinkMatter, now: EpochMs): readonly string[] {
  return [...(cause === '' ? [] : [`${cause}.`]), `Since ${wallClock(since, now, timeZone)} (${timeZone}).`];
}

const said = (title: string, ...lines: readonly string[]): LinkPage => ({ title, lines, as: null });
