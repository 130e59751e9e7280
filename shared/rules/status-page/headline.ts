/**
 * The whole page in one sentence. The order is the policy: what we cannot see comes before what we believe, the worst before the rest.
 */
import { servicesOf } from './groups.ts';
import type { Headline, PublicGroup, PublicIncident, Seen, Watching } from './page.ts';

/** What makes a headline, worst first. Of what is unknown nobody knows that it is well. */
const TOLD = ['down', 'partial', 'slow', 'unknown', 'maintenance'] as const;

export function headlineOf(
  watching: Watching,
  groups: readonly PublicGroup[],
  open: readonly PublicIncident[],
): Headline {
  switch (watching.kind) {
    case 'stopped':
      return { kind: 'stopped', at: watching.at };
    case 'not-watching':
      return { kind: 'not-watching', since: watching.since };
    case 'watching':
      return whatIsSeen(groups, open);
  }
}

function whatIsSeen(groups: readonly PublicGroup[], open: readonly PublicIncident[]): Headline {
  const services = servicesOf(groups);
  if (services.length === 0) {
    return { kind: 'empty' };
  }
  const posted = open.find(({ title, until }) => title !== null && until === null)?.title ?? null;
  const seen = TOLD.map((kind): Seen => {
    return { kind, names: services.filter(({ state }) => state === kind).map(({ name }) => name) };
  }).filter(({ names }) => names.length > 0);
  const [first, ...besides] = seen;
  // Planned work is no news beside what somebody has written.
  if (first !== undefined && !(first.kind === 'maintenance' && posted !== null)) {
    return { ...first, besides };
  }
  return posted === null ? { kind: 'well' } : { kind: 'posted', title: posted };
}
