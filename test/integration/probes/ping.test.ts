/** The ping check with the system's ping, and with programs that behave like a ping on a bad day. */
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNames } from '../../../electron/probes/names.ts';
import { createPingProbe } from '../../../electron/probes/ping.ts';
import type { SecondLook } from '../../../electron/probes/second-look.ts';
import { movableClock } from '../../harness/clock.ts';
import { until } from '../../harness/desktop/until.ts';
import { aCheck, aContext, aProbeSet, failureOf, standingClock, troubleOf } from '../../harness/probing.ts';
import { requireProgram } from '../../harness/real-programs.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const ping = (host: string, wishes: object = {}) => aCheck({ type: 'ping', host, ...wishes });

/** However long the machine takes to start a shell: what is told of the time is the check's. */
const inNoTime = () => aContext({ clock: standingClock() });

/** A probe whose ping is a script of the test. */
function withPing(script: string, secondLook: SecondLook = async () => true, names = createNames()) {
  const path = join(tempFolder(), 'ping');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return createPingProbe({ names, secondLook }, path);
}

describe('a ping check', () => {
  it('measures the way there and back with the real ping', async (test) => {
    requireProgram(test, 'ping');
    const outcome = await aProbeSet().run(ping('127.0.0.1', { count: 2, size: 100 }), aContext());
    expect(outcome).toMatchObject({
      kind: 'pass',
      readings: { sent: 2, received: 2, loss: '0 %', address: '127.0.0.1' },
    });
    expect(outcome.kind === 'pass' && outcome.timings.totalMs).toBe(
      outcome.kind === 'pass' && outcome.readings?.rttAverage,
    );
  });

  it('takes an address of the wanted family', async (test) => {
    requireProgram(test, 'ping');
    const probes = aProbeSet({ hosts: { 'both.test': ['::1', '127.0.0.1'], 'four.test': ['127.0.0.1'] } });
    const look = (host: string, family: string) => probes.run(ping(host, { count: 1, family }), aContext());
    expect(await look('both.test', 'ipv4')).toMatchObject({ readings: { address: '127.0.0.1' } });
    expect(failureOf(await look('four.test', 'ipv6'))).toMatchObject({ kind: 'dns' });
    expect(failureOf(await look('nowhere.test', 'any'))).toMatchObject({
      kind: 'dns',
      detail: 'no such host: nowhere.test',
    });
  });

  it('never takes a name for an option', async (test) => {
    requireProgram(test, 'ping');
    expect(failureOf(await aProbeSet().run(ping('-f'), aContext())).kind).toBe('dns');
  });

  const sums = (sent: number, received: number, more = '') =>
    `echo "${more}"; echo "${sent} packets transmitted, ${received} received, x% packet loss, time 0ms"`;

  it.each([
    {
      story: 'nothing came back',
      script: `${sums(3, 0)}; exit 1`,
      failure: { kind: 'timeout', detail: 'no answer to any of 3 pings of 192.0.2.7 within 10 s' },
    },
    {
      story: 'a router objects',
      script: `${sums(1, 0, 'From 10.0.0.1 icmp_seq=1 Destination Host Unreachable')}; exit 1`,
      failure: { kind: 'no-route', detail: 'Destination Host Unreachable, says 10.0.0.1 of 192.0.2.7' },
    },
    {
      story: 'too many are lost',
      script: sums(3, 1),
      failure: {
        kind: 'threshold',
        detail: '2 of 3 pings lost (67 %), at most 50 % allowed',
        level: 'performance_issues',
      },
    },
    {
      story: 'there is no way to it',
      script: 'echo "ping: connect: Network is unreachable" >&2; exit 2',
      failure: { kind: 'no-route', detail: 'network unreachable on the way to 192.0.2.7' },
    },
  ])('fails when $story', async ({ script, failure }) => {
    expect(failureOf(await withPing(script).run(ping('192.0.2.7'), inNoTime()))).toMatchObject(failure);
  });

  it('passes with as many lost as allowed', async () => {
    expect((await withPing(sums(4, 2)).run(ping('192.0.2.7'), inNoTime())).kind).toBe('pass');
  });

  it('knows its own missing route from that of others', async () => {
    const probe = withPing('echo "ping: connect: Network is unreachable" >&2; exit 2', async () => false);
    expect(troubleOf(await probe.run(ping('192.0.2.7'), inNoTime())).kind).toBe('offline');
  });

  it.each([
    {
      story: 'may not open its socket',
      script: 'echo "ping: socktype: SOCK_RAW" >&2; echo "ping: socket: Operation not permitted" >&2; exit 2',
      says: 'ping may not open its socket; allow it (setcap cap_net_raw+ep, or sysctl net.ipv4.ping_group_range)',
    },
    {
      story: 'speaks in tongues',
      script: 'echo "Antwort von 192.0.2.7"; exit 0',
      says: "this system's ping says what we cannot read: Antwort von 192.0.2.7",
    },
  ])('cannot judge when ping $story', async ({ script, says }) => {
    expect(troubleOf(await withPing(script).run(ping('192.0.2.7'), inNoTime()))).toEqual({
      kind: 'no-tool',
      detail: says,
    });
  });

  describe('of a name with several addresses', () => {
    const NOTHING = `${sums(3, 0)}; exit 1`;
    const UNREACHABLE = 'echo "ping: connect: Network is unreachable" >&2; exit 2';

    /** A ping that behaves by address: what it was told last. */
    function byAddress(v6: string, v4: string, secondLook: SecondLook = async () => true) {
      const script = `for address; do :; done; case $address in *:*) ${v6};; *) ${v4};; esac`;
      const names = createNames((_host, done) => done(null, ['2001:db8::7', '192.0.2.7']));
      return withPing(script, secondLook, names);
    }

    it('goes on to the next when the first gives nothing, and says so', async () => {
      expect(await byAddress(NOTHING, sums(3, 3)).run(ping('both.test'), inNoTime())).toMatchObject({
        kind: 'pass',
        readings: {
          address: '192.0.2.7',
          received: 3,
          alsoFailed: 'no answer to any of 3 pings of 2001:db8::7 within 5 s',
        },
      });
      expect(await byAddress(UNREACHABLE, sums(3, 3)).run(ping('both.test'), inNoTime())).toMatchObject({
        kind: 'pass',
        readings: { alsoFailed: 'network unreachable on the way to 2001:db8::7' },
      });
    });

    it('does not go on when some came back', async () => {
      const failure = failureOf(await byAddress(sums(3, 1), sums(3, 3)).run(ping('both.test'), inNoTime()));
      expect(failure.kind).toBe('threshold');
    });

    it('tells why each failed', async () => {
      expect(failureOf(await byAddress(UNREACHABLE, NOTHING).run(ping('both.test'), inNoTime()))).toEqual({
        kind: 'timeout',
        phase: 'headers',
        detail: 'no answer to any of 3 pings of 192.0.2.7 within 10 s; network unreachable on the way to 2001:db8::7',
      });
      const offline = byAddress(UNREACHABLE, UNREACHABLE, async () => false);
      expect(troubleOf(await offline.run(ping('both.test'), inNoTime())).kind).toBe('offline');
    });

    it('tries only as many as there is time for', async () => {
      const check = ping('both.test', { timeout: '2s', count: 5 });
      expect(failureOf(await byAddress(NOTHING, sums(5, 5)).run(check, inNoTime())).detail).toBe(
        'no answer to any of 3 pings of 2001:db8::7 within 2 s',
      );
    });

    it('takes the time of the first that hangs for the second', async () => {
      const clock = movableClock();
      const folder = tempFolder();
      const hang = `cd ${folder}; trap '${sums(3, 0)}; exit 1' INT; touch ready; while :; do sleep 0.05; done`;
      const probe = byAddress(hang, sums(3, 3));
      const trying = probe.run(ping('both.test'), aContext({ clock }));
      await until('ping runs', () => existsSync(join(folder, 'ready')));
      await clock.advance(4_000);
      expect(await trying).toMatchObject({ kind: 'pass', readings: { address: '192.0.2.7', received: 3 } });
      await probe.close?.();
    });
  });

  it('cannot judge without a ping, and says what to install', async () => {
    const probe = createPingProbe({ names: createNames(), secondLook: async () => true }, '/nowhere/ping');
    expect(troubleOf(await probe.run(ping('192.0.2.7'), inNoTime()))).toEqual({
      kind: 'no-tool',
      detail: 'there is no ping on this machine; install it (Debian: iputils-ping)',
    });
  });

  it('asks for the sums before its time is up, so that some answers count', async () => {
    const clock = movableClock();
    const folder = tempFolder();
    const script = `cd ${folder}; trap '${sums(3, 2)}; exit 0' INT; touch ready; while :; do sleep 0.05; done`;
    const probe = withPing(script);
    const trying = probe.run(ping('192.0.2.7'), aContext({ clock }));
    await until('ping runs', () => existsSync(join(folder, 'ready')));
    await clock.advance(9_000);
    expect(await trying).toMatchObject({ kind: 'pass', readings: { received: 2 } });
    await probe.close?.();
  });
});
