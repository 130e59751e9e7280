/**
 * One websocket of jump or relay: from the question for its one-use address to its end. Everything it ends with is said once.
 */

import { WebSocket } from 'ws';
import { z } from 'zod';
import type { PractableSettings, Service } from '../../../shared/model/practable/settings.ts';
import { redact } from '../../../shared/rules/redact.ts';
import type { Cancel, Clock } from '../../engine/ports/clock.ts';
import type { ServiceTrouble } from '../../engine/ports/practable.ts';
import type { OwnConnections } from '../own-connections.ts';
import { ask } from './ask.ts';
import { networkTrouble, unreadable } from './troubles.ts';
import { trustingOf } from './trusting.ts';

export type Reporter = Exclude<Service, 'book'>;

/** Where the address of the websocket is asked for. */
const PATHS: Readonly<Record<Reporter, string>> = { jump: '/connect/stats', relay: '/session/stats' };
const Address = z.object({ uri: z.url({ protocol: /^wss?$/ }) });
const MOST_ADDRESS_BYTES = 65_536;
/** Ten thousand connections fit; more in one message is nobody's report. */
const MOST_MESSAGE_BYTES = 16 * 1_048_576;
/** "Going away" (RFC 6455 section 7.4.1); who does not answer is not waited for. */
const GOING_AWAY = 1_001;
const GOODBYE_MS = 1_000;

export interface SocketOptions {
  readonly service: Reporter;
  readonly settings: PractableSettings;
  readonly connections: OwnConnections;
  readonly clock: Clock;
  readonly onMessage: (text: string) => void;
  /** It has ended, or never began, and not because we wanted it. Called once at most. */
  readonly onEnd: (trouble: ServiceTrouble) => void;
}

/** Returns the way to close it, after which nothing is called any more. */
export function openSocket({ service, settings, connections, clock, onMessage, onEnd }: SocketOptions): Cancel {
  const leaving = new AbortController();
  let close: Cancel = () => undefined;
  let unwatch: Cancel = () => undefined;
  let over = false;

  function end(trouble: ServiceTrouble): void {
    if (!over) {
      over = true;
      unwatch();
      onEnd(trouble);
    }
  }

  /** The wire may be dead without a word: whoever is silent is given up. */
  function watch(): void {
    unwatch();
    unwatch = clock.after(settings.lastChecked, () => {
      const seconds = Math.round(settings.lastChecked / 1_000);
      end({ kind: 'timeout', phase: 'body', detail: `${service} is connected, and has told nothing for ${seconds} s` });
      close();
    });
  }

  async function begin(): Promise<void> {
    const question = { service, method: 'POST', path: PATHS[service] } as const;
    const answer = await ask(
      settings,
      { ...question, lifeMs: settings.reconnectEvery, mostBytes: MOST_ADDRESS_BYTES },
      { connections, clock, signal: leaving.signal },
    );
    if (over) {
      return;
    }
    if (!answer.ok) {
      end(answer.trouble);
      return;
    }
    const uri = addressIn(answer.value);
    if (uri === null) {
      end(unreadable(service, 'it holds no address of a websocket'));
      return;
    }
    try {
      connect(uri); // the code in it is good for a few seconds, and once
    } catch (error) {
      // A file of `ca` that has gone since, or an address that no websocket can have.
      end({ kind: 'protocol', phase: 'connect', detail: `${service}: ${wordsOf(error, uri)}` });
    }
  }

  function connect(uri: string): void {
    const ws = new WebSocket(uri, {
      ...trustingOf(settings),
      handshakeTimeout: settings.timeout,
      maxPayload: MOST_MESSAGE_BYTES,
      perMessageDeflate: false,
      followRedirects: false,
      headers: { 'user-agent': 'Watchbell' },
    });
    close = () => goodbye(ws, clock);
    ws.on('open', watch);
    ws.on('message', (data: Buffer, isBinary) => {
      if (!over && !isBinary) {
        watch();
        onMessage(data.toString('utf8'));
      }
    });
    ws.on('error', (error) => end(socketTrouble(service, error, settings.timeout)));
    ws.on('close', (code) => end(closedTrouble(service, code)));
  }

  void begin();
  return () => {
    over = true;
    leaving.abort();
    unwatch();
    close();
  };
}

function addressIn(text: string): string | null {
  try {
    return Address.safeParse(JSON.parse(text)).data?.uri ?? null;
  } catch {
    return null; // no JSON
  }
}

/** Without the address, which holds the code. */
function wordsOf(error: unknown, uri: string): string {
  return redact(error instanceof Error ? error.message : String(error), [uri, uri.replace(/^[^?]*\?/, '')]);
}

/** `ws` has words of its own, and some of them quote what the server said: the code of the address does not get into them. */
function socketTrouble(
  service: Reporter,
  error: Error & { readonly code?: string },
  timeoutMs: number,
): ServiceTrouble {
  const { code = '', message } = error;
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
    const detail = `${service} sent a message of more than ${MOST_MESSAGE_BYTES / 1_048_576} MB`;
    return { kind: 'too-large', phase: 'body', detail };
  }
  const status = /^Unexpected server response: (\d{3})$/.exec(message)?.[1];
  if (status !== undefined) {
    const detail = `${service} answered ${status} where its websocket should be; likely a proxy that lets no websocket through`;
    return { kind: 'wrong-status', phase: 'headers', detail, status: Number(status) };
  }
  if (message === 'Opening handshake has timed out') {
    return { kind: 'timeout', phase: 'headers', detail: `${service}: no websocket within ${timeoutMs / 1_000} s` };
  }
  return code.startsWith('WS_ERR_') || code === ''
    ? { kind: 'protocol', phase: 'body', detail: `${service} speaks no websocket there (${code || 'no code'})` }
    : networkTrouble(service, error, timeoutMs);
}

/** After its handshake the services refuse without a word: the connection is just gone (1006, never sent by anybody). */
function closedTrouble(service: Reporter, code: number): ServiceTrouble {
  const how = code === 1_006 ? 'without a word' : `with code ${code}`;
  return { kind: 'closed', phase: 'body', detail: `${service} closed the websocket ${how}` };
}

function goodbye(ws: WebSocket, clock: Clock): void {
  ws.removeAllListeners();
  ws.on('error', () => undefined); // it was given up: what the wire says now is nobody's business
  if (ws.readyState !== WebSocket.OPEN) {
    ws.terminate();
    return;
  }
  const cancel = clock.after(GOODBYE_MS, () => ws.terminate());
  ws.once('close', cancel);
  ws.close(GOING_AWAY);
}
