/**
 * One caller as a process of its own: told by the first line of its standard input what to ask, it answers with what it saw. Beside
 * thousands of other callers in one process, what would be measured is how long that process is busy with the others.
 */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { openLoop } from './callers.ts';

const Task = z.object({
  origin: z.string(),
  call: z.object({
    method: z.enum(['GET', 'POST', 'PUT']),
    path: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().optional(),
  }),
  perSecond: z.number(),
  seconds: z.number(),
  most: z.number(),
});

for await (const line of createInterface(process.stdin)) {
  const { origin, call, perSecond, seconds, most } = Task.parse(JSON.parse(line));
  const { body, ...rest } = call;
  const seen = await openLoop(origin, () => (body === undefined ? rest : { ...rest, body }), perSecond, seconds, most);
  console.log(JSON.stringify({ ...seen, statuses: [...seen.statuses] }));
  break;
}
