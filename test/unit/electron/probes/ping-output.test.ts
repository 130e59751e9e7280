/** The sums of ping, as Linux, BusyBox and the BSDs print them. */
import { describe, expect, it } from 'vitest';
import { readPing } from '../../../../electron/probes/ping-output.ts';

const IPUTILS = `PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.031 ms
64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=0.045 ms

--- 127.0.0.1 ping statistics ---
2 packets transmitted, 2 received, 0% packet loss, time 201ms
rtt min/avg/max/mdev = 0.031/0.038/0.045/0.007 ms
`;

describe('the sums of ping', () => {
  it.each([
    {
      of: 'iputils',
      output: IPUTILS,
      sums: { sent: 2, received: 2, rtt: { min: 0.031, avg: 0.038, max: 0.045 }, objection: null },
    },
    {
      of: 'iputils without an answer',
      output:
        'PING 192.0.2.99 (192.0.2.99) 56(84) bytes of data.\n\n--- 192.0.2.99 ping statistics ---\n1 packets transmitted, 0 received, 100% packet loss, time 0ms\n\n',
      sums: { sent: 1, received: 0, rtt: null, objection: null },
    },
    {
      of: 'iputils with a router that objects',
      output:
        'PING 2001:db8::1(2001:db8::1) 56 data bytes\nFrom fd00::2 icmp_seq=1 Destination unreachable: Address unreachable\n\n--- 2001:db8::1 ping statistics ---\n1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms\n\n',
      sums: {
        sent: 1,
        received: 0,
        rtt: null,
        objection: { words: 'Destination unreachable: Address unreachable', from: 'fd00::2' },
      },
    },
    {
      of: 'BusyBox',
      output:
        '--- 127.0.0.1 ping statistics ---\n3 packets transmitted, 2 packets received, 33% packet loss\nround-trip min/avg/max = 0.045/0.056/0.068 ms\n',
      sums: { sent: 3, received: 2, rtt: { min: 0.045, avg: 0.056, max: 0.068 }, objection: null },
    },
    {
      of: 'BSD and macOS',
      output:
        '2 packets transmitted, 2 packets received, 0.0% packet loss\nround-trip min/avg/max/stddev = 0.050/0.073/0.096/0.023 ms\n',
      sums: { sent: 2, received: 2, rtt: { min: 0.05, avg: 0.073, max: 0.096 }, objection: null },
    },
    { of: 'nothing', output: 'ping: unknown', sums: null },
    { of: 'a cut one', output: IPUTILS.slice(0, 200), sums: null },
    { of: 'an impossible one', output: '1 packets transmitted, 2 received, 0% packet loss', sums: null },
  ])('$of', ({ output, sums }) => {
    expect(readPing(output)).toEqual(sums);
  });
});
