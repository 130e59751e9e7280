/**
 * The status that follows from the checks, or from somebody's word. When it is another one, that is news for the incident.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { ComponentStatus } from '../../model/status.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { verdictOf } from '../component-status.ts';
import { onChecks, onStatus } from './lifecycle.ts';
import { type Surroundings, say, type Turn } from './turn.ts';
import { describeHealth } from './words.ts';

/** `because` is what made us look: absent, it is what the checks see. */
export function judge(turn: Turn, at: EpochMs, surroundings: Surroundings, because?: string): Turn {
  return changed(turn, turn.watch.status, at, surroundings, because);
}

/** The same where a hand has moved, not the target: since when it is as it is was not measured. */
export function judgeByHand(turn: Turn, at: EpochMs, surroundings: Surroundings, because?: string): Turn {
  return changed(turn, 'unknown', at, surroundings, because);
}

/** @param from what the incident takes it to have been before */
function changed(
  turn: Turn,
  from: ComponentStatus,
  at: EpochMs,
  surroundings: Surroundings,
  because: string | undefined,
): Turn {
  const { watch } = turn;
  const { component } = surroundings;
  const status = statusOf(watch, surroundings);
  if (status === watch.status && watch.since !== null) {
    return onChecks(turn, at, surroundings);
  }
  const next: Turn = { ...turn, watch: { ...watch, status, since: at } };
  const reason = because ?? describeHealth(watch, component);
  const said =
    status === watch.status
      ? next
      : say(next, at, 'status', `${component.name}: ${watch.status} -> ${status}. ${reason}`, {
          data: { from: watch.status, to: status },
        });
  return onStatus(said, from, at, surroundings);
}

function statusOf({ checks, byHand }: ComponentWatch, { component }: Surroundings): ComponentStatus {
  return byHand === null ? verdictOf(checks, component).status : byHand.status;
}
