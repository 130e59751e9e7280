/**
 * Silences of the file: for which components each can be, and those that cannot be meant.
 */
import type { ConfigFile } from '../../model/config.ts';
import type { Silence } from '../../model/silence.ts';
import { mayMatch } from '../silences.ts';
import type { Complaint } from './complaint.ts';
import { windowComplaints } from './maintenance.ts';

/** The silences that may be about this component. */
export function silencesFor(component: ConfigFile['components'][number], all: readonly Silence[]): readonly Silence[] {
  return all.filter(({ match }) => mayMatch(match, component));
}

/** Silences without an end, without a length, or with a pattern that means nothing. */
export function silenceComplaints(file: ConfigFile): readonly Complaint[] {
  return file.silences.flatMap((silence, index) => windowComplaints(silence, ['silences', index]));
}

/** Silences that can be about nothing that is watched. */
export function idleSilences(file: ConfigFile): readonly Complaint[] {
  return file.silences.flatMap(({ match, id }, index) =>
    file.components.some((component) => mayMatch(match, component))
      ? []
      : [{ path: ['silences', index, 'match'], message: `nothing that is watched matches silence ${id}` }],
  );
}
