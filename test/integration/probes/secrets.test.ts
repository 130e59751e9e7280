/** Whatever goes wrong, no header value, password or query value gets into the words that go out. */
import { expect, it } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { closedPort, fullBacklog, httpServer, tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet } from '../../harness/probing.ts';

const SECRET = 's3cret-Value-42';

it('a secret never shows in an outcome, however the check fails', async () => {
  const echo = await httpServer((request, response) =>
    response.writeHead(400, SECRET, { location: `/?token=${SECRET}` }).end(JSON.stringify(request.headers)),
  );
  const echoWell = await httpServer((request, response) => response.end(JSON.stringify(request.headers)));
  const loop = await httpServer((_request, response) =>
    response.writeHead(307, { location: `/?token=${SECRET}` }).end(),
  );
  const garbage = await tcpServer((socket) => socket.once('data', (sent) => socket.end(sent)));
  const reset = await tcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
  const silent = await tcpServer(() => undefined);
  const ports = [echo, echoWell, loop, garbage, reset, silent].map(({ port }) => port);
  ports.push(await closedPort(), await fullBacklog());

  const probes = aProbeSet();
  for (const [index, port] of ports.entries()) {
    const check = aCheck({
      type: 'http',
      id: `secret/${index}`,
      url: `http://kim:${SECRET}@127.0.0.1:${port}/?key=${SECRET}`,
      headers: { 'X-Api-Key': SECRET, Cookie: `session=${SECRET}` },
      expectBody: { contains: 'all is well' },
    });
    const clock = movableClock();
    const trying = Promise.resolve(probes.run(check, aContext({ clock })));
    const outcome = port === silent.port || index === ports.length - 1 ? await timedOut(trying, clock) : await trying;
    expect(outcome.kind).toBe('fail');
    expect(JSON.stringify(outcome)).not.toContain(SECRET);
  }
});

/** The end of a try that only time can end. */
async function timedOut<T>(trying: Promise<T>, clock: ReturnType<typeof movableClock>): Promise<T> {
  await clock.advance(10_000);
  return trying;
}
