/** The link to a system's book, as its own settings have it. It is told of experiments, and of nothing else. */
import { type PractableLink, practableLinkId } from '../../model/links/practable.ts';
import type { PractableSettings } from '../../model/practable/settings.ts';

export function practableLink(system: PractableSettings): PractableLink {
  const { id, verifyTls, availability } = system;
  return {
    ...{ id: practableLinkId(id), type: 'practable', system, tell: [], verifyTls },
    ...{ incidentsAfter: 0, latencyEvery: 60_000, perMinute: availability.perMinute },
  };
}
