/** The Prometheus check against a real HTTP server: what it asks for, and what it makes of the answer. */
import { describe, expect, it } from 'vitest';
import { httpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf } from '../../harness/probing.ts';

const PAGE = '# TYPE queue_depth gauge\nqueue_depth{queue="mail"} 120\nqueue_depth{queue="web"} 3\n# EOF\n';

async function look(wishes: Readonly<Record<string, unknown>>, body: string = PAGE, status = 200) {
  const accepted: (string | undefined)[] = [];
  const server = await httpServer((request, response) => {
    accepted.push(request.headers.accept);
    response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4' }).end(body);
  });
  const check = aCheck({
    type: 'prometheus',
    url: `http://127.0.0.1:${server.port}/metrics`,
    warn: { above: 100 },
    ...wishes,
  });
  return { outcome: await aProbeSet().run(check, aContext()), accepted };
}

describe('a prometheus check', () => {
  it('passes within its limits, and tells the value', async () => {
    const { outcome, accepted } = await look({ series: 'queue_depth{queue="web"}' });
    expect(outcome).toMatchObject({ kind: 'pass', readings: { value: 3, series: 1 } });
    expect(accepted[0]).toContain('text/plain;version=0.0.4');
  });

  it('fails beyond them', async () => {
    const { outcome } = await look({ series: 'queue_depth' });
    expect(failureOf(outcome)).toMatchObject({
      kind: 'threshold',
      level: 'performance_issues',
      detail: 'queue_depth{queue="mail"} is 120, above 100',
    });
  });

  it('fails on a series that is not there, and on a page that is none', async () => {
    const series = 'queue_depth{queue="print"}';
    expect(failureOf((await look({ series })).outcome).detail).toBe('there is no series queue_depth{queue="print"}');
    expect(failureOf((await look({ series }, 'gone', 404)).outcome)).toMatchObject({
      kind: 'wrong-status',
      status: 404,
    });
  });

  it('reads no endless page, and takes none for whole that is cut', async () => {
    const { outcome } = await look({ series: 'queue_depth', maxBody: 60 });
    expect(failureOf(outcome)).toMatchObject({ kind: 'too-large' });
  });

  it('asks in its own words where it has them', async () => {
    const { accepted } = await look({ series: 'queue_depth', headers: { Accept: 'text/plain' } });
    expect(accepted).toEqual(['text/plain']);
  });
});
