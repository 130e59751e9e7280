/**
 * What a closing message must not pass over: trouble of ours that goes on in another way, and a component of which not all is seen well.
 */
import type { ComponentSettings } from '../../model/config.ts';
import type { CheckHealth, Settled } from '../../model/health.ts';
import type { Incident } from '../../model/incident.ts';
import type { ComponentWatch } from '../../model/watch.ts';

/** Names in a sentence; the rest are counted. */
const MOST_NAMES = 4;

export interface Ending {
  /** The checks that are seen well, "http and tcp", where that is not all of them. Empty: it is said of the whole. */
  readonly up: string;
  /** What is not well, as sentences without the last full stop. Empty: nothing. */
  readonly rest: string;
}

const WELL: Ending = { up: '', rest: '' };

export function endingOf(
  { status, byHand, checks }: ComponentWatch,
  { since, resolvedBy }: Incident,
  component: ComponentSettings,
): Ending {
  const goesOn = checks.flatMap(({ lastFailedAt, lastFailure }) =>
    lastFailedAt !== null && lastFailedAt >= since ? (lastFailure?.goesOn ?? []) : [],
  );
  if (goesOn.length > 0) {
    return { up: '', rest: goesOn.join('. ') };
  }
  if (status === 'operational' || byHand !== null || resolvedBy !== null) {
    return WELL;
  }
  const named = (settled: Settled): readonly string[] =>
    checks.filter((health) => health.settled === settled).map((health) => nameOf(health, component));
  const rest = UNWELL.flatMap(([settled, one, several]) => {
    const names = named(settled);
    return names.length === 0 ? [] : [`${listed(names)} ${names.length === 1 ? one : several}`];
  });
  const up = named('up');
  return up.length === 0 || rest.length === 0 ? WELL : { up: listed(up), rest: rest.join('. ') };
}

/** Said of one, and of several. */
const UNWELL = [
  ['down', 'still fails', 'still fail'],
  ['slow', 'is slow', 'are slow'],
  ['starting', 'is starting', 'are starting'],
  ['unknown', 'cannot be judged', 'cannot be judged'],
] as const satisfies readonly (readonly [Settled, string, string])[];

/** "http" of `shop/http`: the component's own name stands beside it. */
function nameOf({ checkId }: CheckHealth, { id, checks }: ComponentSettings): string {
  const name = checks.find((check) => check.id === checkId)?.name;
  return name ?? (checkId.startsWith(`${id}/`) ? checkId.slice(id.length + 1) : checkId);
}

/** "http, tcp and dns", "a, b, c, d and 3 more" */
function listed(names: readonly string[]): string {
  const shown =
    names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), `${names.length - MOST_NAMES} more`] : names;
  return shown.length === 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
