/** By what callers are told apart: the proxy's word and nobody else's, and of IPv6 the network. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callerKey } from '../../../../electron/server/caller-key.ts';

describe('a caller', () => {
  it.each<[string, string | undefined, boolean, string]>([
    ['192.0.2.1', undefined, false, '192.0.2.1'],
    ['192.0.2.1', '198.51.100.9', true, '192.0.2.1'], // not from this machine: its own words
    ['127.0.0.1', '198.51.100.9', false, '127.0.0.1'], // no proxy is known of
    ['127.0.0.1', '10.0.0.1, 198.51.100.9', true, '198.51.100.9'],
    ['::ffff:127.0.0.1', '198.51.100.9', true, '198.51.100.9'],
    ['127.0.0.1', 'unknown', true, '127.0.0.1'],
    ['127.0.0.1', '', true, '127.0.0.1'],
    ['::ffff:192.0.2.1', undefined, false, '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', undefined, false, '2001:db8:1:2::/64'],
    ['2001:0DB8:1::7', undefined, false, '2001:db8:1:0::/64'],
    ['2001:db8::', undefined, false, '2001:db8:0:0::/64'],
    ['fe80::1%eth0', undefined, false, 'fe80:0:0:0::/64'],
    ['::1', '2001:db8::1', true, '2001:db8:0:0::/64'],
  ])('at %s with %j (behind a proxy: %s) is %s', (ip, forwarded, behindProxy, key) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    expect(callerKey(ip, headers, behindProxy)).toBe(key);
  });

  it('is the same one whichever address of their network they take', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), (one, other) => {
        const network = callerKey(one, {}, false);
        fc.pre(network.endsWith('::/64'));
        const beside = `${network.slice(0, -'::/64'.length)}:${other
          .replaceAll(/[^0-9a-f]/g, '')
          .padEnd(4, '0')
          .slice(0, 4)}:0:0:1`;
        expect(callerKey(beside, {}, false)).toBe(network);
      }),
    );
  });
});
