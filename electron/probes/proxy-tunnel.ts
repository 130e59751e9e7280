/**
 * Through a proxy to the target: CONNECT (RFC 9110 section 9.3.6), and then the socket is the target's.
 *
 * Whatever goes wrong on the way is told as the proxy's doing: the target was not even asked. The proxy's connect is the
 * `connect` phase; the target's name is looked up by the proxy.
 */
import type { Socket } from 'node:net';
import { hostAndPort } from '../../shared/rules/address.ts';
import type { Cancel } from '../engine/ports/clock.ts';
import type { Attempt } from './attempt.ts';
import { ProxyFailed } from './classify.ts';
import { type Dialled, dial } from './dial.ts';
import type { Names } from './names.ts';
import { oneLine } from './words.ts';

/** Straight to the target, or through the proxy when there is one. As `dial` otherwise. */
export function dialThrough(
  proxy: string | undefined,
  host: string,
  port: number,
  attempt: Attempt,
  names: Names,
  done: Dialled,
): Cancel {
  return proxy === undefined
    ? dial(host, port, attempt, names, done)
    : tunnel(new URL(proxy), hostAndPort(host.replace(/^\[|\]$/g, ''), port), attempt, names, done);
}

function tunnel(proxy: URL, target: string, attempt: Attempt, names: Names, done: Dialled): Cancel {
  const port = Number(proxy.port || 80);
  const host = proxy.hostname.replace(/^\[|\]$/g, '');
  const who = `the proxy ${hostAndPort(host, port)}`;
  const wordsBefore = attempt.timeoutWords;
  attempt.readings.proxy = hostAndPort(host, port);
  attempt.timeoutWords = (within) => ({ kind: 'proxy-error', detail: `no connection to ${who} within ${within}` });
  attempt.nameWords = (within) => ({
    kind: 'proxy-error',
    detail: `the name of ${who} was not resolved within ${within}`,
  });
  const finish: Dialled = (error, socket) => {
    attempt.timeoutWords = wordsBefore;
    attempt.nameWords = null;
    done(error, socket);
  };
  let cancel = dial(host, port, attempt, names, (error, socket) => {
    if (!socket) {
      const words = `${who} cannot be reached, the target was not asked`;
      finish(new ProxyFailed(words, { cause: error ?? new Error('no socket') }), null);
      return;
    }
    // The address of the target is known to the proxy only.
    delete attempt.readings.address;
    attempt.timeoutWords = (within) => ({
      kind: 'proxy-error',
      detail: `${who} was reached, but made no connection to ${target} within ${within}`,
    });
    cancel = askFor(target, socket, proxy, who, attempt, finish);
  });
  return () => cancel();
}

/** More before the end of its headers is no answer to CONNECT. */
const MAX_HEAD = 16 * 1024;

function askFor(target: string, socket: Socket, proxy: URL, who: string, attempt: Attempt, done: Dialled): Cancel {
  let heard = '';
  const leave = () => socket.off('data', received).off('error', broke).off('end', ended);
  const refuse = (words: string, cause?: Error) => {
    leave().on('error', ignore).destroy();
    done(new ProxyFailed(words, cause && { cause }), null);
  };
  const received = attempt.guarded((chunk: Buffer) => {
    heard += chunk.toString('latin1');
    const answer = readConnectAnswer(heard);
    if (answer.kind === 'incomplete') {
      if (heard.length > MAX_HEAD) {
        refuse(`${who} answers CONNECT with more than ${MAX_HEAD / 1024} KiB of headers`);
      }
    } else if (answer.kind === 'not-http') {
      refuse(`${who} does not answer CONNECT in HTTP; is it a proxy`);
    } else if (answer.status < 200 || answer.status > 299) {
      refuse(refusal(who, target, answer));
    } else {
      // Nothing may get lost before its taker listens; who listens by 'data' has to resume it.
      leave().pause();
      const early = heard.slice(answer.length);
      if (early !== '') {
        socket.unshift(Buffer.from(early, 'latin1'));
      }
      done(null, socket);
    }
  });
  const broke = (error: Error) => refuse(`${who} broke off, the target was not asked`, error);
  const ended = () => refuse(`${who} closed without an answer to CONNECT`);
  socket.on('data', received).on('error', broke).on('end', ended);
  const credentials = credentialsOf(proxy);
  socket.write(
    `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${credentials && `Proxy-Authorization: ${credentials}\r\n`}\r\n`,
  );
  return () => {
    leave().on('error', ignore).destroy();
  };
}

function refusal(who: string, target: string, { status, reason }: { status: number; reason: string }): string {
  const words = `${who}, not the target, refused to connect to ${target}: ${status} ${oneLine(reason)}`.trimEnd();
  if (status === 407) {
    return `${words}; give it a user name and password in proxy`;
  }
  // Squid's stock rule: CONNECT to the ports of TLS only.
  return status === 403 && !target.endsWith(':443') ? `${words}; many proxies connect to port 443 only` : words;
}

function credentialsOf(proxy: URL): string {
  if (proxy.username === '' && proxy.password === '') {
    return '';
  }
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

export type ConnectAnswer =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'not-http' }
  /** `length`: of the head; what follows belongs to the target. */
  | { readonly kind: 'answered'; readonly status: number; readonly reason: string; readonly length: number };

/** The head of a proxy's answer (Latin-1 text), as far as it has come. A 2xx has no body (RFC 9110 section 9.3.6). */
export function readConnectAnswer(heard: string): ConnectAnswer {
  const start = 'HTTP/1.';
  if (!heard.startsWith(start.slice(0, heard.length))) {
    return { kind: 'not-http' };
  }
  const end = heard.indexOf('\r\n\r\n');
  if (end < 0) {
    return { kind: 'incomplete' };
  }
  const found = /^HTTP\/1\.[01] ([1-5]\d\d)(?: ([^\r\n]*))?\r\n/.exec(heard);
  return found
    ? { kind: 'answered', status: Number(found[1]), reason: found[2] ?? '', length: end + 4 }
    : { kind: 'not-http' };
}

const ignore = () => undefined;
