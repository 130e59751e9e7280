/**
 * What has changed between two pictures that a person must be told aloud: new pages at once, recoveries when there is a pause.
 */
import type { IncidentView } from '../../shared/contract/view.ts';
import type { Words } from '../texts/words.ts';
import type { World } from './mirror.ts';

export interface News {
  readonly alerts: readonly string[];
  readonly statuses: readonly string[];
}

/** More than this many at once are said as one sentence. */
const ONE_BY_ONE = 3;

const RANK = { performance_issues: 1, partial_outage: 2, major_outage: 3 } as const;

export function newsBetween(before: World, after: World, words: Words): News {
  const opened: IncidentView[] = [];
  const ended: IncidentView[] = [];
  for (const incident of after.incidents.values()) {
    const was = before.incidents.get(incident.id);
    if (was === incident) {
      continue;
    }
    if (isOver(incident)) {
      if (was !== undefined && !isOver(was)) {
        ended.push(incident);
      }
    } else if (incident.state === 'triggered' && (was === undefined || wakes(was, incident))) {
      opened.push(incident);
    }
  }
  return {
    alerts: opened.length > ONE_BY_ONE ? [words.news.storm(opened)] : opened.map(words.news.down),
    statuses: ended.length > ONE_BY_ONE ? [words.news.manyUp(ended)] : ended.map(words.news.up),
  };
}

/** Recovered, or closed by hand: the page is over for the person, whatever messages still have to go out. */
function isOver(incident: IncidentView): boolean {
  return incident.state === 'resolved' || incident.recoveredAt !== null;
}

/** Back from acknowledged, snoozed or recovered, or worse than before: a page again. */
function wakes(was: IncidentView, is: IncidentView): boolean {
  return (
    was.state !== 'triggered' ||
    isOver(was) ||
    (was.snoozedUntil !== null && is.snoozedUntil === null) ||
    RANK[is.status] > RANK[was.status]
  );
}
