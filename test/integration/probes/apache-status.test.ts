/** The Apache check against real servers, event and prefork, with their own settings on loopback. */
import { writeFileSync } from 'node:fs';
import { get, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import type { ProbeSet } from '../../../electron/engine/ports/probe.ts';
import type { CheckOf } from '../../../shared/model/check.ts';
import type { ProbeOutcome, Readings } from '../../../shared/model/observation.ts';
import { closedPort, httpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf, lookUntil, troubleOf } from '../../harness/probing.ts';
import { type Peer, requireProgram, serverFolder, startPeer } from '../../harness/real-programs.ts';

const MODULES = '/usr/lib/apache2/modules';
const NEEDED = [
  'authz_core',
  'authz_host',
  'status',
  'proxy',
  'proxy_http',
  'proxy_balancer',
  'slotmem_shm',
  'lbmethod_byrequests',
];

interface Apache {
  readonly port: number;
  readonly peer: Peer;
}

/** A small server: `workers` workers, status open at /server-status, closed to us at /locked. */
async function apache(
  test: TestContext,
  mpm: 'event' | 'prefork',
  { workers, extended = true, more = '' }: { workers: number; extended?: boolean; more?: string },
): Promise<Apache> {
  const program = requireProgram(test, 'apache2');
  const folder = serverFolder('nobody');
  const port = await closedPort();
  const modules = [`mpm_${mpm}`, ...NEEDED].map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`);
  const size =
    mpm === 'prefork'
      ? `StartServers 2\nMinSpareServers 1\nMaxSpareServers 2\nServerLimit ${workers}`
      : `StartServers 1\nThreadsPerChild ${workers}\nServerLimit 1\nMinSpareThreads 1\nMaxSpareThreads ${workers}`;
  const settings = `
${modules.join('\n')}
ServerRoot ${folder.path}
ServerName 127.0.0.1
PidFile ${folder.path}/pid
ErrorLog ${folder.path}/error.log
Mutex file:${folder.path} default
DefaultRuntimeDir ${folder.path}
Listen 127.0.0.1:${port}
${size}
MaxRequestWorkers ${workers}
ExtendedStatus ${extended ? 'On' : 'Off'}
ProxyStatus On
<Location /server-status>
  SetHandler server-status
  Require all granted
</Location>
<Location /locked>
  SetHandler server-status
  Require ip 192.0.2.1
</Location>
${more}
`;
  const file = join(folder.path, 'apache.conf');
  writeFileSync(file, settings, { mode: 0o644 });
  const peer = await startPeer({ program, args: ['-f', file, '-DFOREGROUND'], port, as: 'nobody' });
  onTestFinished(async () => {
    await peer.stop();
    folder.remove();
  });
  return { port, peer };
}

const statusOf = ({ port }: Apache, wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'apache_status', url: `http://127.0.0.1:${port}/server-status`, ...wishes });

const readingsOf = (outcome: ProbeOutcome): Readings =>
  outcome.kind === 'inconclusive' ? {} : (outcome.readings ?? {});
const look = (probes: ProbeSet, check: CheckOf<'apache_status'>) => probes.run(check, aContext());

/** A back end that answers nobody until it is told to. */
async function slowBackend() {
  const waiting: ServerResponse[] = [];
  const server = await httpServer((_request, response) => void waiting.push(response));
  return { port: server.port, release: () => waiting.splice(0).map((response) => response.end('at last')) };
}

/** Requests under way, whose end is nobody's business. */
function ask(port: number, path: string, times: number): void {
  for (let count = 0; count < times; count += 1) {
    get({ host: '127.0.0.1', port, path, agent: false }, (response) => response.resume()).on('error', () => undefined);
  }
}

describe('a real Apache', () => {
  it.for(['event', 'prefork'] as const)(
    '(%s) tells its workers, and its rates from the second look on',
    async (mpm, test) => {
      const server = await apache(test, mpm, { workers: 8 });
      const probes = aProbeSet();
      const check = statusOf(server);
      const first = await look(probes, check);
      expect(readingsOf(first)).toMatchObject({ busy: expect.any(Number), load1: expect.any(Number) });
      expect(readingsOf(first)).not.toHaveProperty('requestsPerSecond');
      // Just started, it may have nobody idle for a moment.
      const next = await lookUntil(
        () => look(probes, check),
        (outcome) => outcome.kind === 'pass',
      );
      expect(next).toMatchObject({
        kind: 'pass',
        readings: { requestsPerSecond: expect.any(Number), msPerRequest: expect.any(Number) },
        load: { waiting: 0 },
      });
    },
  );

  it.for(['event', 'prefork'] as const)(
    '(%s) with all its workers busy is overloaded, and well again afterwards',
    async (mpm, test) => {
      const backend = await slowBackend();
      const server = await apache(test, mpm, { workers: 4, more: `ProxyPass /slow http://127.0.0.1:${backend.port}/` });
      const probes = aProbeSet();
      const check = statusOf(server, { timeout: '30s', busyShare: { warn: 1, critical: 1 } });
      ask(server.port, '/slow', 3); // and the fourth worker answers us
      const full = await lookUntil(
        () => look(probes, check),
        (outcome) => outcome.kind === 'fail' && failureOf(outcome).detail.startsWith('no idle worker: all 3'),
      );
      expect(failureOf(full)).toMatchObject({
        kind: 'overloaded',
        level: 'partial_outage',
        detail: 'no idle worker: all 3 others are busy, newcomers wait',
      });
      expect(full).toMatchObject({ readings: { busy: 3, idle: 0 } });
      const calm = await lookUntil(
        () => {
          backend.release();
          return look(probes, check);
        },
        (outcome) => outcome.kind === 'pass',
      );
      expect(calm.kind).toBe('pass');
    },
  );

  it('(event) that lost a member of a balancer is not well, and down without any', async (test) => {
    const alive = await httpServer((_request, response) => response.end('here'));
    const dead = await closedPort();
    const more = `
<Proxy balancer://web>
  BalancerMember http://127.0.0.1:${alive.port} retry=600
  BalancerMember http://127.0.0.1:${dead} retry=600
</Proxy>
ProxyPass /web balancer://web/`;
    const server = await apache(test, 'event', { workers: 8, more });
    const probes = aProbeSet();
    const check = statusOf(server);
    const lost = await lookUntil(
      () => {
        ask(server.port, '/web', 2);
        return look(probes, check);
      },
      (outcome) => outcome.kind === 'fail' && failureOf(outcome).detail.startsWith('balancer'),
    );
    expect(failureOf(lost)).toMatchObject({
      level: 'performance_issues',
      detail: `balancer web has lost 1 of 2 members: in error http://127.0.0.1:${dead}`,
    });
    await alive.close();
    const down = await lookUntil(
      () => {
        ask(server.port, '/web', 2);
        return look(probes, check);
      },
      (outcome) => outcome.kind === 'fail' && outcome.failure.level === 'major_outage',
    );
    expect(failureOf(down).detail).toContain('balancer web has no member left');
  });

  it('(prefork) without ExtendedStatus tells what it can, and no rate of 0', async (test) => {
    const probes = aProbeSet();
    const check = statusOf(await apache(test, 'prefork', { workers: 4, extended: false }));
    await look(probes, check);
    // Just started, it may have nobody idle for a moment.
    const outcome = await lookUntil(
      () => look(probes, check),
      ({ kind }) => kind === 'pass',
    );
    expect(outcome.kind).toBe('pass');
    expect(readingsOf(outcome)).not.toHaveProperty('requestsPerSecond');
  });

  it('(event) that was started anew is noticed, and its counters are not taken for a difference', async (test) => {
    const server = await apache(test, 'event', { workers: 4 });
    const probes = aProbeSet();
    const check = statusOf(server);
    await look(probes, check);
    // The time of the start is told in whole seconds, so it is started until that has changed.
    const again = await lookUntil(
      async () => {
        process.kill(server.peer.pid, 'SIGHUP');
        return look(probes, check);
      },
      (outcome) => readingsOf(outcome).restarted === true,
    );
    expect(again).toMatchObject({ readings: { restarted: true } });
    expect(readingsOf(again)).not.toHaveProperty('requestsPerSecond');
  });

  it('that does not let us see its status is told how to, and blamed for nothing', async (test) => {
    const server = await apache(test, 'event', { workers: 4 });
    const outcome = await look(aProbeSet(), statusOf(server, { url: `http://127.0.0.1:${server.port}/locked` }));
    expect(troubleOf(outcome)).toEqual({
      kind: 'not-allowed',
      detail: expect.stringContaining('403 Forbidden: mod_status is not open to this machine'),
    });
  });

  it('without mod_status at that address has failed', async (test) => {
    const server = await apache(test, 'event', { workers: 4 });
    const outcome = await look(aProbeSet(), statusOf(server, { url: `http://127.0.0.1:${server.port}/nothing` }));
    expect(failureOf(outcome)).toMatchObject({ kind: 'wrong-status', status: 404 });
  });
});

describe('the Apache check', () => {
  it('keeps nothing of a page for people, where clients stand by their addresses', async () => {
    const server = await httpServer((_request, response) =>
      response.end('<!DOCTYPE html><html><td>203.0.113.77</td></html>'),
    );
    const check = aCheck({ type: 'apache_status', url: `http://127.0.0.1:${server.port}/server-status` });
    const outcome = await look(aProbeSet(), check);
    expect(failureOf(outcome)).toMatchObject({
      kind: 'wrong-content',
      detail: expect.stringContaining('an HTML page came'),
    });
    expect(JSON.stringify(outcome)).not.toContain('203.0.113.77');
  });

  it('does not take lighttpd for Apache', async () => {
    const server = await httpServer((_request, response) => response.end('BusyServers: 1\nIdleServers: 127\n'));
    const check = aCheck({ type: 'apache_status', url: `http://127.0.0.1:${server.port}/server-status` });
    expect(failureOf(await look(aProbeSet(), check)).detail).toBe('this is the status of lighttpd, not of Apache');
  });
});
