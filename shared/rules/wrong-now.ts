/**
 * Everything that is wrong now, as one list, worst first: for a digest mail and for the command line.
 */
import type { Config } from '../model/config.ts';
import type { Incident } from '../model/incident.ts';
import { wrongFirst } from './incident-order.ts';
import { matterOf } from './matter.ts';
import { componentOf } from './watcher.ts';
import type { WrongNow } from './words/digest-text.ts';

/** Nothing has failed. */
export const SLOW = 'slower than its limit';

/** Open incidents as lines of the list. */
export function wrongNow(open: readonly Incident[], config: Config): readonly WrongNow[] {
  return wrongFirst(open).map(({ componentId, status, since, cause, acknowledgement }) => ({
    componentName: componentOf(config, componentId)?.name ?? componentId,
    matter: matterOf(componentId),
    status,
    since,
    cause: cause?.detail ?? SLOW,
    acknowledgedBy: acknowledgement?.by ?? null,
  }));
}
