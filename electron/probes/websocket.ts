/**
 * The WebSocket check: shakes hands, sends its message, waits for the one it expects, and says goodbye.
 *
 * The package `ws` speaks the protocol (RFC 6455) over a socket that we dialled, and checks the server's accept key.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import WebSocket from 'ws';
import type { CheckOf } from '../../shared/model/check.ts';
import type { Cancel } from '../engine/ports/clock.ts';
import type { Probe } from '../engine/ports/probe.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { credentialsOf, statusWords } from './http-plan.ts';
import { patternOf } from './pattern.ts';
import { dialThrough } from './proxy-tunnel.ts';
import { secure } from './secure.ts';
import type { ProbeTools } from './tools.ts';
import { excerpt, oneLine, short } from './words.ts';

/** Time for the server to answer our goodbye; the verdict is out by then. */
const GOODBYE_MS = 1_000;
/** Messages that are not the expected one. More would be a server that talks without end. */
const MOST_MESSAGES = 1_000;

export function createWebSocketProbe(tools: ProbeTools): Probe<'websocket'> {
  const leaving = new Set<Cancel>();
  return {
    type: 'websocket',
    run: (check, context) =>
      beginAttempt(
        { timeoutMs: check.timeout, timeouts: check.timeouts, context, secondLook: tools.secondLook },
        (attempt) => reach(check, attempt, tools, (socket) => converse(check, socket, attempt, leaving)),
      ),
    async close() {
      for (const hangUp of leaving) {
        hangUp();
      }
    },
  };
}

function reach(check: CheckOf<'websocket'>, attempt: Attempt, tools: ProbeTools, done: (socket: Socket) => void): void {
  const url = new URL(check.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const safe = url.protocol === 'wss:';
  const port = Number(url.port || (safe ? 443 : 80));
  const trust = safe ? tools.trust(check) : null; // throws where a file cannot be read: before anything is dialled
  const settled = (error: Error | null, socket: Socket | null) => (socket ? done(socket) : attempt.broke(error));
  attempt.stop = dialThrough(check.proxy, host, port, attempt, tools.names, (error, socket) => {
    if (socket && trust) {
      // The handshake reports what breaks; what the wire says after it was given up is nobody's business.
      socket.on('error', ignore);
      attempt.stop = secure(socket, { host, verify: check.verifyTls, trust }, attempt, settled);
    } else {
      settled(error, socket);
    }
  });
}

function converse(check: CheckOf<'websocket'>, socket: Socket, attempt: Attempt, leaving: Set<Cancel>): void {
  attempt.enter('headers');
  const credentials = credentialsOf(check, new URL(check.url));
  const ws = new WebSocket(check.url, check.subprotocol === undefined ? [] : [check.subprotocol], {
    createConnection: () => socket,
    // Through a proxy it comes paused, and does not flow by a listener alone; "socket" tells that they all listen.
    finishRequest: (request) => request.once('socket', () => socket.resume()).end(),
    headers: {
      'user-agent': 'Watchbell',
      ...(credentials !== null && { authorization: credentials }),
      ...check.headers,
    },
    followRedirects: false,
    perMessageDeflate: false,
    maxPayload: check.maxMessage,
  });
  attempt.stop = () => goodbye(ws, socket, attempt, leaving);
  ws.on('error', (error) => broke(error, check, attempt));
  ws.on(
    'unexpected-response',
    attempt.guarded((_request, response: IncomingMessage) => {
      const status = response.statusCode ?? 0;
      const detail = `${statusWords(status)}, expected 101 Switching Protocols`;
      attempt.readings.status = status;
      attempt.fail({ kind: 'wrong-status', detail, status });
    }),
  );
  ws.on(
    'open',
    attempt.guarded(() => opened(ws, check, attempt)),
  );
}

function opened(ws: WebSocket, check: CheckOf<'websocket'>, attempt: Attempt): void {
  attempt.readings.status = 101;
  if (ws.protocol !== '') {
    attempt.readings.subprotocol = ws.protocol;
  }
  if (check.send !== undefined) {
    ws.send(check.send);
  }
  if (check.expect === undefined) {
    attempt.pass();
    return;
  }
  attempt.enter('body');
  const { contains, regex } = check.expect;
  const pattern = regex === undefined ? null : patternOf(regex);
  const wanted = pattern ? `/${short(pattern.source)}/` : `"${short(contains ?? '')}"`;
  let messages = 0;
  let latest = '';
  const got = () =>
    messages === 0 ? '' : `, got ${excerpt(latest)}${messages > 1 ? ` after ${messages - 1} more` : ''}`;
  attempt.timeoutWords = (within) => ({ detail: `no message with ${wanted} within ${within}${got()}` });
  ws.on(
    'message',
    attempt.guarded((data: WebSocket.RawData) => {
      const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
      const text = bytes.toString('utf8');
      messages += 1;
      latest = bytes.subarray(0, 200).toString('latin1');
      if (pattern ? pattern.test(text) : text.includes(contains ?? '')) {
        attempt.pass();
      } else if (messages >= MOST_MESSAGES) {
        attempt.fail({ kind: 'wrong-content', detail: `no message with ${wanted} among ${messages}${got()}` });
      }
    }),
  );
  ws.on(
    'close',
    attempt.guarded((code: number, reason: Buffer) => {
      const why = oneLine(reason.toString('utf8'));
      const said = code === NO_CLOSE_FRAME ? '' : ` with code ${code}${why === '' ? '' : ` "${short(why)}"`}`;
      attempt.fail({ kind: 'closed', detail: `the server closed${said} before a message with ${wanted} came${got()}` });
    }),
  );
}

/** RFC 6455 section 7.4.1: "closed abnormally", never sent by anybody. */
const NO_CLOSE_FRAME = 1006;

/** `ws` throws its own words and codes; those of the network come through as they are. */
function broke(error: Error & { readonly code?: string }, check: CheckOf<'websocket'>, attempt: Attempt): void {
  const { code = '', message } = error;
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
    attempt.fail({ kind: 'too-large', detail: `a message of more than ${check.maxMessage} bytes (maxMessage)` });
  } else if (/subprotocol/.test(message)) {
    const detail =
      check.subprotocol === undefined
        ? 'the server chose a subprotocol that nobody asked for'
        : `the server does not accept the subprotocol ${check.subprotocol}`;
    attempt.fail({ kind: 'protocol', detail });
  } else if (code.startsWith('WS_ERR_') || /^(?:Invalid|Server sent|Unexpected|Unsupported)/.test(message)) {
    attempt.fail({ kind: 'protocol', detail: `not a WebSocket: ${oneLine(message)}` });
  } else {
    attempt.broke(error);
  }
}

/** An open connection is closed with a close frame (RFC 6455 section 7.1.1), but nobody is waited for long. */
function goodbye(ws: WebSocket, socket: Socket, { clock }: Attempt, leaving: Set<Cancel>): void {
  ws.removeAllListeners('message');
  ws.on('error', ignore);
  if (ws.readyState !== WebSocket.OPEN) {
    ws.terminate();
    socket.destroy();
    return;
  }
  const hangUp = () => {
    cancel();
    leaving.delete(hangUp);
    ws.terminate();
  };
  const cancel = clock.after(GOODBYE_MS, hangUp);
  leaving.add(hangUp);
  ws.once('close', hangUp);
  ws.close(1_000);
}

const ignore = () => undefined;
