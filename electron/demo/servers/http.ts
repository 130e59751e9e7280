/**
 * A web service of the demo: 200 and "ok" when it is well.
 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { assertNever } from '../../../shared/model/never.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { type Mode, SLOW_MS } from '../modes.ts';

/** Not listening yet. `mode` is asked at each request. */
export function httpServer(clock: Clock, mode: () => Mode): Server {
  return createServer((_request, response) => {
    const now = mode();
    switch (now) {
      case 'well':
        answer(response, 200, 'ok');
        break;
      case 'failing':
        answer(response, 503, 'no database connection left');
        break;
      case 'warming':
        response.setHeader('Retry-After', '10');
        answer(response, 503, 'Warmup in progress');
        break;
      case 'slow': {
        const cancel = clock.after(SLOW_MS, () => answer(response, 200, 'ok'));
        response.on('close', cancel);
        break;
      }
      case 'hanging':
      case 'refusing': // reached by a connection from just before the listener closed
        break;
      default:
        assertNever(now, 'mode');
    }
  });
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
