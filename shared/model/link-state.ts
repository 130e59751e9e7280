/**
 * What a link is told: how one thing is now. The newest state is all that counts; what lay between is not told.
 *
 * Kept in the ledger as they were told, so these are schemas.
 */
import { z } from 'zod';
import { SETTLED } from './health.ts';
import { CheckId, ComponentId, type EpochMs, IncidentId } from './ids.ts';
import { MaintenanceId } from './maintenance.ts';
import { ComponentStatus, Severity, Trouble } from './status.ts';

/** A component by its name for everybody. */
const Named = z.object({ id: ComponentId, name: z.string() });
export type Named = z.infer<typeof Named>;

export const ComponentState = z.object({
  kind: z.literal('component'),
  id: ComponentId,
  name: z.string(),
  status: ComponentStatus,
  /** Epoch ms; null: it never was judged. */
  since: z.number().nullable(),
  /** Planned work runs on it now. */
  maintenance: z.boolean(),
  checks: z.array(
    z.object({
      id: CheckId,
      settled: z.enum(SETTLED),
      since: z.number().nullable(),
      /** Why it is down or slow, for those who run it; null: it is not. */
      because: z.string().nullable(),
    }),
  ),
});
export type ComponentState = z.infer<typeof ComponentState>;

export const INCIDENT_STAGES = ['investigating', 'identified', 'watching', 'fixed'] as const;

export const IncidentState = z.object({
  kind: z.literal('incident'),
  id: IncidentId,
  component: Named,
  /** `fixed`: it is over. */
  stage: z.enum(INCIDENT_STAGES),
  /** How bad it is, or was last. */
  status: Trouble,
  severity: Severity,
  /** Both in words for everybody. */
  title: z.string(),
  message: z.string(),
  openedAt: z.number(),
  /** Epoch ms; null: it is not over. */
  resolvedAt: z.number().nullable(),
});
export type IncidentState = z.infer<typeof IncidentState>;

export const WorkState = z.object({
  kind: z.literal('maintenance'),
  id: MaintenanceId,
  /** As the configuration calls it: not for everybody. */
  name: z.string(),
  from: z.number(),
  until: z.number(),
  components: z.array(Named),
  phase: z.enum(['planned', 'begun', 'ended']),
});
export type WorkState = z.infer<typeof WorkState>;

/** How long the latest try of a component's first check took that tells it. */
export const LatencyPoint = z.object({
  kind: z.literal('latency'),
  component: Named,
  check: CheckId,
  /** Of the try. Epoch ms. */
  at: z.number(),
  ms: z.number(),
});
export type LatencyPoint = z.infer<typeof LatencyPoint>;

/** Whether an experiment of a practable system can be booked. */
export const ExperimentState = z.object({
  kind: z.literal('experiment'),
  system: z.string(),
  stub: z.string(),
  /** Of the resource in book. */
  name: z.string(),
  available: z.boolean(),
  /** Why it cannot be booked; empty: it can. */
  issues: z.array(z.string()),
  /** We set nothing any more: what we made unavailable is given back, and nothing else is touched. */
  givenBack: z.boolean(),
});
export type ExperimentState = z.infer<typeof ExperimentState>;

export const LinkState = z.discriminatedUnion('kind', [
  ComponentState,
  IncidentState,
  WorkState,
  LatencyPoint,
  ExperimentState,
]);
export type LinkState = z.infer<typeof LinkState>;

interface Change<State extends LinkState, News extends string> {
  /** The same on every try of the same news. */
  readonly id: string;
  readonly at: EpochMs;
  readonly news: News;
  readonly state: State;
  /** As it was told last; null: nothing yet. */
  readonly before: State | null;
}

/** What is told in one message. `maintenance-changed`: its time, or what it is on. */
export type StateChange =
  | Change<ComponentState, 'component'>
  | Change<IncidentState, 'incident-opened' | 'incident-updated' | 'incident-closed'>
  | Change<WorkState, 'maintenance-planned' | 'maintenance-changed' | 'maintenance-begun' | 'maintenance-ended'>
  | Change<LatencyPoint, 'latency'>
  | Change<ExperimentState, 'experiment'>;
