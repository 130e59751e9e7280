/**
 * To PostgreSQL's door: where it is and who we are there, and the connection, under TLS as the check wants it.
 */
import type { Socket } from 'node:net';
import type { CheckOf } from '../../shared/model/check.ts';
import { POSTGRES_PORT } from '../../shared/model/checks/database.ts';
import type { Attempt } from './attempt.ts';
import { dialThrough } from './proxy-tunnel.ts';
import { secure } from './secure.ts';
import { readSslAnswer, SSL_REQUEST } from './tcp-postgres.ts';
import type { ProbeTools } from './tools.ts';

export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string;
}

/** From the address or the fields; the database is by default the user's own, as everywhere with PostgreSQL. */
export function loginOf(check: CheckOf<'database'>): Login {
  if (check.url === undefined) {
    const { host = '', port = POSTGRES_PORT, user = '', database = user, password = '' } = check;
    return { host, port, user, database, password };
  }
  const url = new URL(check.url);
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? POSTGRES_PORT : Number(url.port),
    user,
    database: decodeURIComponent(url.pathname.slice(1)) || user,
    password: decodeURIComponent(url.password),
  };
}

/** Connects; `done` gets a socket on which the login can begin. What goes wrong ends the attempt. */
export function openDatabase(
  { host, port }: Login,
  check: CheckOf<'database'>,
  attempt: Attempt,
  { names, trust }: ProbeTools,
  done: (socket: Socket) => void,
): void {
  // Throws where a file cannot be read: before anything is dialled.
  const context = check.tls === 'disable' ? null : trust(check);
  attempt.stop = dialThrough(check.proxy, host, port, attempt, names, (error, socket) => {
    if (!socket) {
      attempt.broke(error);
      return;
    }
    attempt.stop = () => socket.destroy();
    if (context === null) {
      done(socket);
      return;
    }
    askForTls(socket, attempt, (offered) => {
      if (offered === 'yes') {
        const options = { host, verify: check.tls === 'verify', trust: context, alpn: [] };
        attempt.stop = secure(socket.on('error', ignore), options, attempt, (refusal, safe) => {
          if (safe) {
            done(safe);
          } else {
            attempt.broke(refusal);
          }
        });
      } else if (check.tls === 'prefer') {
        attempt.readings.tls = 'not offered';
        done(socket);
      } else {
        attempt.fail({
          kind: 'tls',
          detail: `the server does not offer TLS, and the check wants it (tls: ${check.tls})`,
        });
      }
    });
  });
}

/** PostgreSQL answers a request for TLS with one letter. */
function askForTls(socket: Socket, attempt: Attempt, told: (offered: 'yes' | 'no') => void): void {
  attempt.enter('tls');
  const broke = (error: Error) => attempt.broke(error);
  const ended = () => attempt.fail({ kind: 'closed', detail: 'closed without an answer to the request for TLS' });
  const heard = attempt.guarded((bytes: Buffer) => {
    socket.off('error', broke).off('end', ended);
    const answer = readSslAnswer(bytes.toString('latin1'));
    if (answer.kind === 'bad' && answer.failure.kind !== 'tls') {
      attempt.fail(answer.failure);
    } else {
      told(answer.kind === 'well' ? 'yes' : 'no');
    }
  });
  // Through a proxy it comes paused, and does not flow by a listener alone.
  socket.on('error', broke).once('end', ended).once('data', heard).resume();
  socket.write(SSL_REQUEST);
}

const ignore = () => undefined;
