/**
 * All that is believed about one component: its checks, its status, its incident. The unit that rules step and the store keeps.
 */
import { z } from 'zod';
import { CheckHealth } from './health.ts';
import { ComponentId } from './ids.ts';
import { Incident } from './incident.ts';
import { ComponentStatus } from './status.ts';

/** A state that somebody has set: wins over what the checks say, which go on meanwhile. */
export const ByHand = z.object({
  status: ComponentStatus,
  by: z.string(),
  at: z.number(),
  /** Epoch ms; null: until it is released. */
  until: z.number().nullable(),
  note: z.string(),
});
export type ByHand = z.infer<typeof ByHand>;

export const ComponentWatch = z.object({
  version: z.literal(1),
  componentId: ComponentId,
  checks: z.array(CheckHealth),
  status: ComponentStatus,
  /** Since when it has this status. Epoch ms; null before the first judgement. */
  since: z.number().nullable(),
  /** Its parents are down since then: it cannot be reached. Epoch ms. */
  unreachableSince: z.number().nullable().default(null),
  /** When it could be reached again after that. Epoch ms; null: it never was unreachable. */
  reachableAt: z.number().nullable().default(null),
  /** The open incident, or the last one while its reopening is still possible. */
  incident: Incident.nullable(),
  /** Earlier ones of which a page is still on its way: what becomes of it decides whether its closing message is owed. */
  past: z.array(Incident).default([]),
  byHand: ByHand.nullable().default(null),
});
export type ComponentWatch = z.infer<typeof ComponentWatch>;
