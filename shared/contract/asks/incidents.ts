/**
 * Commands about an open incident.
 */
import { z } from 'zod';
import { IncidentId, PersonId } from '../../model/ids.ts';
import type { Done } from '../done.ts';
import { ms, note } from './fields.ts';

export const incidentAsks = {
  acknowledge: { asks: z.strictObject({ incident: IncidentId, forMs: ms.nullable(), note }) },
  /** In one gesture: these, or (null) all that nobody has yet. */
  acknowledgeAll: {
    asks: z.strictObject({
      forMs: ms.nullable(),
      incidents: z.array(IncidentId).min(1).max(1_000).nullable().default(null),
      note,
    }),
  },
  unacknowledge: { asks: z.strictObject({ incident: IncidentId }) },
  snooze: { asks: z.strictObject({ incident: IncidentId, forMs: ms }) },
  escalate: {
    asks: z.strictObject({
      incident: IncidentId,
      /** A step is counted from 1. */
      to: z.union([
        z.literal('next'),
        z.strictObject({ person: PersonId }),
        z.strictObject({ step: z.number().int().min(1).max(100) }),
      ]),
    }),
  },
  /** The policy as it stands in the configuration now takes the place of the one that the incident was opened with. */
  applyPolicy: { asks: z.strictObject({ incident: IncidentId }) },
  resolve: { asks: z.strictObject({ incident: IncidentId, note }) },
  addNote: { asks: z.strictObject({ incident: IncidentId, note: z.string().min(1).max(500) }) },
  /** Stops the sound of one incident, or of all; acknowledges nothing. */
  hush: { asks: z.strictObject({ incident: IncidentId.nullable() }) },
} as const;

export type IncidentAnswers = { [A in keyof typeof incidentAsks]: Done };
