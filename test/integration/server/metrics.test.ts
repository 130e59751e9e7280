/** GET /metrics and /metrics/influx over a real connection: who may read them, and that others' parsers could. */
import { describe, expect, it } from 'vitest';
import type { TokenGate } from '../../../electron/engine/ports/tokens.ts';
import { createProcessFigures } from '../../../electron/server/metrics/process.ts';
import type { Metric } from '../../../shared/rules/metrics/metric.ts';
import { readInflux, readPrometheus } from '../../harness/exposition.ts';
import { call, messageOf, type Stage, stage } from './stage.ts';

const ROWS: readonly Metric[] = [
  { name: 'watchbell_watching', help: 'Whether we watch.', kind: 'gauge', samples: [{ labels: {}, value: 1 }] },
  {
    name: 'watchbell_pages_total',
    help: 'Pages.',
    kind: 'counter',
    samples: [{ labels: { channel: 'a b' }, value: 2 }],
  },
];
const tokens: TokenGate = {
  knows: () => true,
  open: (secret, right) =>
    secret === 'wb_prometheus'
      ? { kind: 'open', id: 'p', name: right }
      : secret === 'wb_cron'
        ? { kind: 'lacks', name: 'cron', rights: ['components'] }
        : { kind: 'unknown' },
};
const ofProcess = createProcessFigures();
const open = () => stage({ tokens, figures: { rows: () => ROWS, ofProcess } });
const ask = ({ server }: Stage, path: string, headers: Record<string, string> = {}) =>
  call(server, { path, headers: { host: `127.0.0.1:${server.port}`, ...headers } });

describe('figures over HTTP', () => {
  it('are read by Prometheus from this machine: ours, and those of the process', async () => {
    const answer = await ask(await open(), '/metrics');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    const read = readPrometheus(answer.text);
    expect(read.slice(0, 2)).toEqual(ROWS);
    const names = read.map(({ name }) => name);
    for (const name of ['process_resident_memory_bytes', 'process_cpu_seconds_total', 'nodejs_eventloop_lag_seconds']) {
      expect(names).toContain(name);
    }
  });

  it('are read by InfluxDB, the same figures with their time in ns', async () => {
    const on = await open();
    const answer = await ask(on, '/metrics/influx');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    const read = readInflux(answer.text);
    expect(read[1]).toEqual({ name: 'watchbell_pages_total', tags: { channel: 'a b' }, value: 2, ns: '0000000' });
    expect(read.map(({ name }) => name)).toContain('process_resident_memory_bytes');
  });

  it.each(['/metrics', '/metrics/influx'])(
    '%s is not for whoever comes from elsewhere without a token',
    async (path) => {
      const on = await open();
      for (const headers of [
        { 'x-forwarded-for': '192.0.2.7' },
        { forwarded: 'for=192.0.2.7' },
        { via: '1.1 proxy' },
      ]) {
        const answer = await ask(on, path, headers as Record<string, string>);
        expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
        expect(messageOf(answer)).toBe('this needs a token with the right `metrics`');
        expect(answer.text).not.toContain('watchbell_watching');
      }
    },
  );

  it('are for a token with the right, and for no other', async () => {
    const on = await open();
    const withToken = (token: string) =>
      ask(on, '/metrics', { 'x-forwarded-for': '192.0.2.7', authorization: `Bearer ${token}` });
    expect((await withToken('wb_prometheus')).status).toBe(200);
    expect((await withToken('wb_cron')).status).toBe(403);
    expect((await withToken('wb_guess')).status).toBe(401);
  });

  it('are for whoever has the session', async () => {
    const on = await open();
    expect((await ask(on, '/metrics', { via: '1.1 proxy', cookie: on.cookie })).status).toBe(200);
  });

  it('are nobody’s under a name that is not ours', async () => {
    expect((await ask(await open(), '/metrics', { host: 'evil.example' })).status).toBe(421);
  });
});
