/**
 * Why we could not listen, in words for the person who started us: which port, who has it, what to do.
 */
import { get } from 'node:http';
import type { Clock } from '../engine/ports/clock.ts';
import { SERVER_NAME } from './headers.ts';

/** The other side is on this machine; longer than this (ms) it is no web server. */
const ASK_MS = 1_000;

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The listening error as a sentence; null when it is not one of the expected ones. */
export async function listenProblem(error: unknown, { host, port }: Address, clock: Clock): Promise<string | null> {
  const another = 'choose another port with `settings.listen.port` in the configuration or with --port';
  switch (codeOf(error)) {
    case 'EADDRINUSE': {
      const ours = await isWatchbell({ host, port }, clock);
      return ours
        ? `Port ${port} on ${host} is taken by another Watchbell that is still running. Use that one or stop it, or ${another}.`
        : `Port ${port} on ${host} is taken by another program. Stop it (\`${whoHas(port)}\` tells which it is), or ${another}.`;
    }
    case 'EACCES':
      return `Port ${port} on ${host} is not for us: ports below 1024 need an administrator's rights. Better ${another}.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `This machine has no address \`${host}\`. Put 127.0.0.1, or one of its own addresses, in \`settings.listen.host\`.`;
    default:
      return null;
  }
}

function whoHas(port: number): string {
  switch (process.platform) {
    case 'win32':
      return `netstat -ano | findstr :${port}`;
    case 'darwin':
      return `lsof -nP -iTCP:${port} -sTCP:LISTEN`;
    default:
      return `ss -ltnp sport = :${port}`;
  }
}

/** Asks whoever holds the port for its name. */
function isWatchbell({ host, port }: Address, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({
      host: host === '0.0.0.0' || host === '::' ? 'localhost' : host,
      port,
      path: '/health',
      agent: false,
    });
    const cancel = clock.after(ASK_MS, () => request.destroy());
    request.on('response', (response) => {
      resolve(response.headers.server === SERVER_NAME);
      request.destroy();
    });
    request.on('error', () => resolve(false));
    request.on('close', () => {
      cancel();
      resolve(false);
    });
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
