/**
 * Where load balancers and monitors ask how we are, and where HAProxy's agent-check hears it. Anything but loopback is a choice.
 */
import { z } from 'zod';
import { ComponentId } from './ids.ts';

const LOOPBACK = '127.0.0.1';
/** 0: any free one. */
const port = z.number().int().min(0).max(65_535);

/** In zc.monitor's words: 80 above the local server, unless `port` says otherwise. `false`: nowhere. */
export const HealthPortFile = z.union([
  z.literal(false),
  z.strictObject({ host: z.string().min(1).default(LOOPBACK), port: port.exactOptional() }),
]);

export const AgentPortFile = z.strictObject({
  host: z.string().min(1).default(LOOPBACK),
  port,
  /** Speak for this one. Absent: for ourselves. */
  component: ComponentId.exactOptional(),
  /** Share of the work that it gets in such a state, in per cent of its weight. */
  weights: z
    .strictObject({
      performance_issues: z.number().int().min(0).max(100).default(50),
      partial_outage: z.number().int().min(0).max(100).default(25),
    })
    .prefault({}),
});
