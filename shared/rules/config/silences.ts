/**
 * Silences of the file: for which components each can be, and those that cannot be meant.
 */
import type { ConfigFile } from '../../model/config.ts';
import type { Silence } from '../../model/silence.ts';
import { mayMatch, type SilenceTarget } from '../silences.ts';
import type { Complaint } from './complaint.ts';
import { windowComplaints } from './maintenance.ts';

/** The silences that may be about this component. */
export function silencesFor(component: SilenceTarget, all: readonly Silence[]): readonly Silence[] {
  return all.filter(({ match }) => mayMatch(match, component));
}

/** Silences without an end, without a length, or with a pattern that means nothing. */
export function silenceComplaints(file: ConfigFile): readonly Complaint[] {
  return file.silences.flatMap((silence, index) => windowComplaints(silence, ['silences', index]));
}

/** Silences that can be about nothing that is watched. */
export function idleSilences(file: ConfigFile): readonly Complaint[] {
  return file.silences.flatMap(({ match, id }, index) =>
    [...file.components, ...madeTargets(file)].some((target) => mayMatch(match, target))
      ? []
      : [{ path: ['silences', index, 'match'], message: `nothing that is watched matches silence ${id}` }],
  );
}

/** Alerts that are components of their own, and experiments, have no id that a file could name. */
function madeTargets({ sources, practable }: ConfigFile): readonly SilenceTarget[] {
  const alerts = sources.filter(({ component }) => component === undefined);
  return [...alerts, ...practable].map(({ group, tags }) => ({ id: '', group, tags }));
}
