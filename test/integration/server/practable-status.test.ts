/** The status API of a practable system: a real server on loopback, asked as its clients ask. */
import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startStatusApi } from '../../../electron/server/practable/status-api.ts';
import { SystemId } from '../../../shared/model/practable/settings.ts';
import { movableClock } from '../../harness/clock.ts';
import { rememberingLog } from '../../harness/log.ts';
import { admissionOf } from '../../harness/nothing-served.ts';

const EXPERIMENT = { available: true, topic_name: 'aaaa00' };
const EVENT = { issues: ['missing jump'], stream_ok: {}, when: '2026-11-21 04:15:14.43 +0000 UTC' };

async function statusApi(port = 0) {
  const clock = movableClock();
  const admission = admissionOf(clock);
  const asked: string[] = [];
  const started = await startStatusApi({
    ...{ host: '127.0.0.1', port, system: SystemId.parse('lab'), gate: admission.gate, hostHeaderNames: [] },
    ...{ clock, log: rememberingLog() },
    status: {
      experiments(system) {
        asked.push(system);
        return [EXPERIMENT];
      },
      events: (_system, stub) => (stub === 'aaaa00' ? [EVENT] : stub === 'bbbb00' ? [] : null),
    },
  });
  onTestFinished(async () => {
    if (started.kind === 'serving') {
      await started.close();
    }
    admission.close();
  });
  return { started, admission, asked };
}

async function get(port: number, path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; type: string; body: string }>((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    asking.on('error', reject);
    asking.end();
  });
}

const portOf = ({ started }: Awaited<ReturnType<typeof statusApi>>): number =>
  started.kind === 'serving' ? started.port : 0;

describe('the status API', () => {
  it('answers for all experiments of its system as JSON', async () => {
    const api = await statusApi();
    const answer = await get(portOf(api), '/api/v1/experiments');
    expect(answer).toMatchObject({ status: 200, body: JSON.stringify([EXPERIMENT]) });
    expect(answer.type).toMatch(/^application\/json/);
    expect(api.asked).toEqual(['lab']);
  });

  it('answers for the events of one, also while there are none', async () => {
    const api = await statusApi();
    expect((await get(portOf(api), '/api/v1/experiments/events/aaaa00')).body).toBe(JSON.stringify([EVENT]));
    expect((await get(portOf(api), '/api/v1/experiments/events/bbbb00')).body).toBe('[]');
  });

  it('has no body for an experiment that nobody knows', async () => {
    const api = await statusApi();
    expect(await get(portOf(api), '/api/v1/experiments/events/nope')).toMatchObject({ status: 404, body: '' });
  });

  it('does not answer to a name that is not ours, so no page elsewhere can read it', async () => {
    const api = await statusApi();
    const answer = await get(portOf(api), '/api/v1/experiments', { host: 'evil.example' });
    expect(answer).toMatchObject({ status: 421 });
    expect(answer.body).not.toContain('aaaa00');
  });

  it.each([
    '/api/v1/experiments/events/..%2f..%2fetc%2fpasswd',
    '/api/v1/experiments/events/%00',
    '/api/v1/experiments/events/aaaa00/..',
    '/api/v1//experiments',
    '/api/v1/experiments;x=1',
    '/%61pi/v1/experiments/',
    `/api/v1/experiments/events/${'a'.repeat(4_000)}`,
    '/api/ask/snapshot',
  ])('knows nothing at %s, and says so', async (path) => {
    const { status, body } = await get(portOf(await statusApi()), path);
    expect([status, body.includes('missing jump')]).toEqual([
      expect.toSatisfy((one) => [404, 414].includes(one)),
      false,
    ]);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('takes no %s', async (method) => {
    const api = await statusApi();
    expect(await get(portOf(api), '/api/v1/experiments', {}, method)).toMatchObject({ status: 404 });
    expect(api.asked).toEqual([]);
  });

  it('lets nobody in while we end', async () => {
    const api = await statusApi();
    api.admission.gate.drain();
    expect(await get(portOf(api), '/api/v1/experiments')).toMatchObject({ status: 503 });
  });

  it('on a port that is taken says so, and what to change', async () => {
    const api = await statusApi();
    const second = await statusApi(portOf(api));
    expect(second.started).toEqual({
      kind: 'refused',
      problem: `Port ${portOf(api)} on 127.0.0.1 is taken by another program: choose another one with \`statusApi.port\``,
    });
  });
});
