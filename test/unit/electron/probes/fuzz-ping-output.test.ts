/** Whatever ping prints: sums that can be true, or none. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPing } from '../../../../electron/probes/ping-output.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

/** Recorded from iputils 20221126. */
const RECORDED = [
  'PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.\n64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.031 ms\n64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=0.045 ms\n\n--- 127.0.0.1 ping statistics ---\n2 packets transmitted, 2 received, 0% packet loss, time 201ms\nrtt min/avg/max/mdev = 0.031/0.038/0.045/0.007 ms\n',
  'PING 10.255.255.1 (10.255.255.1) 56(84) bytes of data.\nFrom 192.0.2.1 icmp_seq=1 Destination Port Unreachable\n\n--- 10.255.255.1 ping statistics ---\n1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms\n\n',
];

it(
  'any output of ping gives sums that can be true, or none',
  () => {
    fc.assert(
      fc.property(fc.oneof(...RECORDED.map(near), fc.string()), (output) => {
        const sums = readPing(output);
        if (sums !== null) {
          expect(sums.sent).toBeGreaterThan(0);
          expect(sums.received).toBeLessThanOrEqual(sums.sent);
          expect(sums.rtt === null || Object.values(sums.rtt).every(Number.isFinite)).toBe(true);
          expect((sums.objection?.words ?? '').length).toBeLessThan(120);
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
