/**
 * The gRPC check: one call of grpc.health.v1.Health/Check over a connection of its own.
 */
import { type ClientHttp2Stream, connect, constants, type IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { CheckOf } from '../../shared/model/check.ts';
import { hostAndPort } from '../../shared/rules/address.ts';
import type { Probe } from '../engine/ports/probe.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { NotThatVersion } from './classify.ts';
import { healthRequest, judgeGrpc } from './grpc-health.ts';
import { headerText } from './http-judge.ts';
import { statusWords } from './http-plan.ts';
import { dialThrough } from './proxy-tunnel.ts';
import { secure } from './secure.ts';
import type { ProbeTools } from './tools.ts';
import { oneLine, short } from './words.ts';

/** A health answer has two bytes; whoever sends more than this speaks of something else. */
const MAX_ANSWER = 64 * 1024;

export function createGrpcProbe(tools: ProbeTools): Probe<'grpc'> {
  return {
    type: 'grpc',
    run: (check, context) =>
      beginAttempt(
        { timeoutMs: check.timeout, timeouts: check.timeouts, context, secondLook: tools.secondLook },
        (attempt) => {
          // Throws where a file cannot be read: before anything is dialled.
          const trust = check.tls ? tools.trust(check) : null;
          attempt.stop = dialThrough(check.proxy, check.host, check.port, attempt, tools.names, (error, socket) => {
            if (!socket) {
              attempt.broke(error);
            } else if (trust) {
              shake(check, socket, attempt, trust);
            } else {
              call(check, socket, attempt);
            }
          });
        },
      ),
  };
}

function shake(check: CheckOf<'grpc'>, socket: Socket, attempt: Attempt, trust: SecureContext): void {
  // The handshake reports what breaks; what the wire says after it was given up is nobody's business.
  socket.on('error', ignore);
  const options = {
    host: check.serverName ?? check.host,
    verify: check.verifyTls,
    trust,
    alpn: ['h2'],
  };
  attempt.stop = secure(socket, options, attempt, (error, safe) => {
    if (!safe) {
      attempt.broke(error);
    } else if (safe.alpnProtocol === 'h2') {
      call(check, safe, attempt);
    } else {
      safe.on('error', ignore).destroy();
      attempt.broke(new NotThatVersion('the server does not speak HTTP/2 here (ALPN), which gRPC needs'));
    }
  });
}

function call(check: CheckOf<'grpc'>, socket: Socket, attempt: Attempt): void {
  attempt.enter('headers');
  const authority = hostAndPort(check.serverName ?? check.host, check.port);
  const session = connect(`${check.tls ? 'https' : 'http'}://${authority}`, { createConnection: () => socket });
  attempt.stop = () => {
    session.destroy();
    socket.destroy();
  };
  session.on(
    'error',
    attempt.guarded((error: Error) => attempt.broke(error)),
  );
  session.on(
    'close',
    attempt.guarded(() => attempt.fail({ kind: 'closed', detail: 'closed without an answer' })),
  );
  const stream = session.request({
    ...check.headers,
    [constants.HTTP2_HEADER_METHOD]: 'POST',
    [constants.HTTP2_HEADER_PATH]: '/grpc.health.v1.Health/Check',
    'content-type': 'application/grpc',
    te: 'trailers',
    'user-agent': 'Watchbell',
    'grpc-timeout': `${Math.min(check.timeout, 99_999_999)}m`,
  });
  listen(check, stream, attempt);
  stream.end(healthRequest(check.service));
}

function listen(check: CheckOf<'grpc'>, stream: ClientHttp2Stream, attempt: Attempt): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let trailers: IncomingHttpHeaders = {};
  stream.on(
    'response',
    attempt.guarded((headers) => {
      const status = Number(headers[':status']);
      attempt.readings.status = status;
      const type = headerText(headers['content-type']) ?? '';
      if (status !== 200) {
        attempt.fail({ kind: 'wrong-status', detail: `${statusWords(status)} instead of a gRPC answer`, status });
      } else if (!type.startsWith('application/grpc')) {
        const what = type === '' ? 'without a content type' : `as ${short(oneLine(type))}`;
        attempt.fail({ kind: 'protocol', detail: `the answer came ${what}, not as application/grpc`, status });
      } else {
        attempt.enter('body');
        trailers = headers; // an answer without a message says all in its head ("Trailers-Only")
      }
    }),
  );
  stream.on(
    'data',
    attempt.guarded((chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > MAX_ANSWER) {
        attempt.fail({ kind: 'too-large', detail: `a health answer of more than ${MAX_ANSWER / 1024} KiB` });
      }
    }),
  );
  stream.on('trailers', (headers: IncomingHttpHeaders) => {
    trailers = headers;
  });
  stream.on('error', (error) => attempt.broke(error));
  stream.on(
    'end',
    attempt.guarded(() => {
      const end = {
        status: headerText(trailers['grpc-status']),
        message: headerText(trailers['grpc-message']) ?? '',
        framed: Buffer.concat(chunks),
      };
      const objection = judgeGrpc(end, check.service);
      if (objection) {
        attempt.fail(objection);
      } else {
        attempt.pass();
      }
    }),
  );
}

const ignore = () => undefined;
