/** The health thread put together: the real clock, and the line to the main process. Started by thread.ts, never imported. */
import { parentPort } from 'node:worker_threads';
import { systemClock } from '../../engine/system-clock.ts';
import type { FromThread, ToThread } from '../../server/health/messages.ts';
import { healthThread } from '../../server/health/thread.ts';

const hear = healthThread({
  clock: systemClock,
  tell: (message: FromThread) => parentPort?.postMessage(message),
});
parentPort?.on('message', (message: ToThread) => void hear(message));
