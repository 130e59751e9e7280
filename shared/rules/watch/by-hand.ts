/**
 * A component's status set by hand: marked, wins over what the checks say, and holds until it is released or its time is over.
 *
 * The checks go on meanwhile, and what they have come to is taken up at the end. Trouble by hand pages like any other.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { ByHand, ComponentWatch } from '../../model/watch.ts';
import { judgeByHand } from './judge.ts';
import { type Surroundings, say, type Turn, type WatchInput, withIncident } from './turn.ts';
import { byHandWords, describeChecks } from './words.ts';

type Of<T extends WatchInput['type']> = Extract<WatchInput, { type: T }>;

export function setStatus(turn: Turn, input: Of<'set-status'>, surroundings: Surroundings): Turn {
  const { at, by, status, until, note } = input;
  const byHand: ByHand = { status, by, at, until, note };
  const howLong = until === null ? 'until it is released' : `for ${formatDuration(until - at)}`;
  // A new word is about now, whatever was resolved before it.
  const anew = withIncident(withByHand(turn, byHand), { reopenAfterResults: null });
  return judgeByHand(
    say(anew, at, 'status-by-hand', `${byHandWords(byHand)} (${howLong})`, {
      data: { status, until },
    }),
    at,
    surroundings,
  );
}

export function releaseStatus(turn: Turn, { at, by }: Of<'release-status'>, surroundings: Surroundings): Turn {
  return turn.watch.byHand === null ? turn : backToChecks(turn, `${by} released it`, at, surroundings);
}

/** The time that somebody gave it may be over. */
export function expireStatus(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  const { byHand } = turn.watch;
  return byHand === null || byHand.until === null || byHand.until > at
    ? turn
    : backToChecks(turn, `The time that ${byHand.by} gave it is over`, at, surroundings);
}

/** The clock was set back: what was to last another hour still does. */
export function setByHandBack({ watch, effects }: Turn, byMs: number): Turn {
  const { byHand } = watch;
  const until = byHand?.until ?? null;
  return byHand === null || until === null
    ? { watch, effects }
    : { watch: { ...watch, byHand: { ...byHand, until: until - byMs } }, effects };
}

function backToChecks(turn: Turn, why: string, at: EpochMs, surroundings: Surroundings): Turn {
  const released = withByHand(turn, null);
  const reason = `${why}: ${describeChecks(turn.watch.checks, surroundings.component)}`;
  const text = `No longer set by hand to ${turn.watch.byHand?.status.replaceAll('_', ' ')}. ${reason}`;
  return judgeByHand(say(released, at, 'status-by-hand', text), at, surroundings, reason);
}

function withByHand({ watch, effects }: Turn, byHand: ComponentWatch['byHand']): Turn {
  return { watch: { ...watch, byHand }, effects };
}
