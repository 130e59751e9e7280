/**
 * The agent check: a service that speaks HAProxy's agent-check protocol says how it is, in one line.
 */
import { z } from 'zod';
import { hostName } from './address.ts';
import { port, timing } from './common.ts';
import { stages } from './stages.ts';
import { escapedText } from './tcp.ts';
import { throughProxy } from './way.ts';

export const AgentCheck = z.strictObject({
  type: z.literal('agent'),
  ...timing,
  ...throughProxy,
  ...stages,
  host: hostName,
  port,
  /** Said first, as HAProxy's `agent-send`; the escapes of a TCP script. Absent: we only listen. */
  send: escapedText.min(1).optional(),
});
