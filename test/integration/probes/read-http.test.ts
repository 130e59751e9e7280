/** What other checks read over HTTP: the answer whole, and every trouble on the way told as the HTTP check tells it. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { beginAttempt } from '../../../electron/probes/attempt.ts';
import { type HttpAnswer, readHttp, unwanted } from '../../../electron/probes/read-http.ts';
import { createTools } from '../../../electron/probes/tools.ts';
import { closedPort, httpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, failureOf } from '../../harness/probing.ts';

function read(url: string, wishes: Readonly<Record<string, unknown>> = {}) {
  const answers: HttpAnswer[] = [];
  const tools = createTools();
  const target = aCheck({ type: 'http', url, ...wishes });
  const options = { timeoutMs: 5_000, context: aContext(), secondLook: tools.secondLook };
  const outcome = beginAttempt(options, (attempt) =>
    readHttp(target, attempt, tools, (answer) => {
      answers.push(answer);
      const objection = unwanted(answer, attempt);
      if (objection) {
        attempt.fail(objection);
      } else {
        attempt.pass();
      }
    }),
  );
  return { outcome, answers };
}

describe('what a check reads over HTTP', () => {
  it('comes with status, headers, text and phases, unpacked and behind its redirects', async () => {
    const server = await httpServer((request, response) => {
      if (request.url === '/') {
        response.writeHead(302, { location: '/status' }).end();
      } else {
        response.setHeader('content-encoding', 'gzip').end(gzipSync('BusyWorkers: 3\n'));
      }
    });
    const { outcome, answers } = read(`http://127.0.0.1:${server.port}/`);
    expect(await outcome).toMatchObject({
      kind: 'pass',
      timings: { connectMs: expect.any(Number), firstByteMs: expect.any(Number) },
      readings: { status: 200, redirects: 1, bytes: 15 },
    });
    expect(answers).toMatchObject([{ status: 200, text: 'BusyWorkers: 3\n', whole: true }]);
  });

  it('is an answer also when its status is none of those that are wanted', async () => {
    const server = await httpServer((_request, response) => response.writeHead(403).end('not you'));
    const { outcome, answers } = read(`http://127.0.0.1:${server.port}/`);
    expect(failureOf(await outcome)).toMatchObject({ kind: 'wrong-status', detail: '403 Forbidden, expected 200-299' });
    expect(answers).toMatchObject([{ status: 403, text: 'not you' }]);
  });

  it('is cut off at the limit, and says so', async () => {
    const server = await httpServer((_request, response) => response.end('x'.repeat(100_000)));
    const { outcome, answers } = read(`http://127.0.0.1:${server.port}/`, { maxBody: 1_000 });
    expect(failureOf(await outcome)).toMatchObject({
      kind: 'too-large',
      detail: 'the body goes on after 1000 bytes (maxBody)',
    });
    expect(answers).toMatchObject([{ whole: false }]);
  });

  it('does not come at all when nobody listens', async () => {
    const { outcome, answers } = read(`http://127.0.0.1:${await closedPort()}/`);
    expect(failureOf(await outcome).kind).toBe('refused');
    expect(answers).toEqual([]);
  });
});

describe('what a check cannot read', () => {
  it.each([
    [{ age: '86400', 'x-cache': 'HIT' }, 200, 'wrong-content', /^a cache answered .*: these figures are of before/],
    [{ 'retry-after': '30' }, 503, 'overloaded', /it is overloaded and failing nicely, it says come back in 30 s/],
  ])('is told as the HTTP check tells it: %j with %i', async (headers, status, kind, detail) => {
    const server = await httpServer((_request, response) =>
      response.writeHead(status, headers).end('BusyWorkers: 3\n'),
    );
    const { outcome } = read(`http://127.0.0.1:${server.port}/`);
    expect(failureOf(await outcome)).toMatchObject({ kind, detail: expect.stringMatching(detail) });
  });
});
