/**
 * What an error page tells of: the worst open trouble of its components, as far as strangers may know it.
 *
 * That there is trouble, since when, and whether somebody has it: no component, no reason, no name.
 */
import type { Snapshot } from '../../contract/view.ts';
import type { ErrorPages } from '../../model/error-pages.ts';
import type { ComponentId, EpochMs } from '../../model/ids.ts';
import { isCall } from '../calls/ids.ts';

export type Matter =
  /** Nothing that we know of: perhaps it has only just begun. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'maintenance'; readonly until: EpochMs }
  /** `taken`: somebody is at it. */
  | { readonly kind: 'trouble'; readonly since: EpochMs; readonly taken: boolean };

interface Seen {
  readonly componentId: ComponentId;
  readonly since: EpochMs;
  readonly taken: boolean;
}

/** @param maintained components whose maintenance runs now, until when */
export function matterOf(
  { components }: Pick<ErrorPages, 'components'>,
  open: readonly Seen[],
  maintained: readonly { readonly id: ComponentId; readonly until: EpochMs }[],
): Matter {
  const isAbout = (id: ComponentId): boolean => components.length === 0 || components.includes(id);
  const own = open.filter(({ componentId }) => isAbout(componentId));
  const work = maintained.filter(({ id }) => isAbout(id));
  if (work.length > 0) {
    return { kind: 'maintenance', until: Math.max(...work.map(({ until }) => until)) };
  }
  return own.length === 0
    ? { kind: 'unknown' }
    : { kind: 'trouble', since: Math.min(...own.map(({ since }) => since)), taken: own.every(({ taken }) => taken) };
}

/** The matter as the running app sees it. Calls of people are none of the site's. */
export function matterNow(
  settings: Pick<ErrorPages, 'components'>,
  { incidents, components }: Pick<Snapshot, 'incidents' | 'components'>,
): Matter {
  return matterOf(
    settings,
    incidents
      .filter(({ state, componentId }) => state !== 'resolved' && !isCall(componentId))
      .map(({ componentId, since, acknowledgement }) => ({ componentId, since, taken: acknowledgement !== null })),
    components.flatMap(({ id, maintenance }) => (maintenance === null ? [] : [{ id, until: maintenance.until }])),
  );
}
