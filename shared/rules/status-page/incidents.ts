/**
 * Incidents as everybody may read them: what, since when, until when, and that somebody is on it. Never who, and never why.
 */
import type { ComponentId, EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import type { PublicPost } from '../../model/public-post.ts';
import { fileNameOf } from './names.ts';
import type { PublicIncident, PublicUpdate } from './page.ts';
import { publicState } from './states.ts';

/** So long what is over stays on the page. ms */
export const PAST_MS = 14 * 86_400_000;

type NameOf = (id: ComponentId) => string | null;

/** What of an incident is looked at. */
export type IncidentIn = Pick<
  Incident,
  'id' | 'componentId' | 'status' | 'since' | 'openedAt' | 'acknowledgement' | 'recoveredAt' | 'resolvedAt'
>;

/** Null: it is of nobody who is public. */
export function fromIncident(incident: IncidentIn, nameOf: NameOf): PublicIncident | null {
  const { id, componentId, status, since, acknowledgement, recoveredAt, resolvedAt } = incident;
  const name = nameOf(componentId);
  if (name === null) {
    return null;
  }
  // Well is when it was seen to be well; that it is closed some seconds later is our own business.
  const until = resolvedAt === null ? null : (recoveredAt ?? resolvedAt);
  const updates: PublicUpdate[] = [{ kind: 'began', at: since }];
  if (acknowledgement !== null) {
    updates.unshift({ kind: 'taken', at: acknowledgement.at });
  }
  if (until !== null) {
    updates.unshift({ kind: 'over', at: until });
  }
  return {
    key: fileNameOf(id),
    title: null,
    components: [{ id: componentId, name }],
    state: publicState(status),
    from: since,
    until,
    updates,
  };
}

/** Components that are not public are not named; what was written is shown all the same. */
export function fromPost(post: PublicPost, nameOf: NameOf): PublicIncident {
  const { id, name, message, status, at, updates } = post;
  const said: readonly PublicUpdate[] = updates.map((update) => ({ kind: 'said', ...update }));
  const first: PublicUpdate = { kind: 'said', at, status: updates.length === 0 ? status : firstStatus(post), message };
  const lines = [...said.toReversed(), first];
  return {
    key: `post-${id}`,
    title: name,
    components: post.components.flatMap((component) => {
      const shown = nameOf(component);
      return shown === null ? [] : [{ id: component, name: shown }];
    }),
    state: null,
    from: at,
    until: status === 'fixed' ? (updates.at(-1)?.at ?? at) : null,
    updates: lines,
  };
}

/** Nobody kept what it was before its first update. Of what was planned it is known. */
function firstStatus({ updates }: PublicPost): PublicPost['status'] {
  return updates[0]?.status === 'scheduled' ? 'scheduled' : 'investigating';
}

export interface Sorted {
  readonly open: readonly PublicIncident[];
  readonly announced: readonly PublicIncident[];
  readonly past: readonly PublicIncident[];
}

/** What is going on, what lies ahead, and what was over lately. */
export function sortIncidents(
  incidents: readonly IncidentIn[],
  posts: readonly PublicPost[],
  at: EpochMs,
  nameOf: NameOf,
): Sorted {
  const visible = posts.filter(({ visible }) => visible);
  const ahead = visible.filter(({ status }) => status === 'scheduled');
  const told = visible.filter(({ status }) => status !== 'scheduled');
  const stuck = new Set(told.filter(({ stickied }) => stickied).map(({ id }) => `post-${id}`));
  const all = [
    ...incidents.flatMap((incident) => fromIncident(incident, nameOf) ?? []),
    ...told.map((post) => fromPost(post, nameOf)),
  ].toSorted((one, other) => other.from - one.from || (one.key < other.key ? -1 : 1));
  const going = all.filter(({ key, until }) => until === null || stuck.has(key));
  return {
    open: [...going.filter(({ key }) => stuck.has(key)), ...going.filter(({ key }) => !stuck.has(key))],
    announced: ahead.map((post) => fromPost(post, nameOf)).toSorted((one, other) => one.from - other.from),
    past: all.filter(({ key, until }) => until !== null && until > at - PAST_MS && !stuck.has(key)),
  };
}
