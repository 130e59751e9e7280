import { describe, expect, it } from 'vitest';
import { createHosts } from '../../../../../electron/engine/ourselves/hosts.ts';
import type { Check } from '../../../../../shared/model/check.ts';
import { configOf, fileOf } from '../../../../harness/watch-story.ts';

const checksOf = (...hosts: readonly string[]): readonly Check[] => [
  ...configOf(
    fileOf({
      components: hosts.map((host, index) => ({
        id: `c${index}`,
        checks: [{ type: 'tcp' as const, host, port: 1, interval: '30s', timeout: '10s' }],
      })),
    }),
  ).checks.values(),
];

describe('unrelated targets', () => {
  it('are counted by host, and all of this machine is one', () => {
    const hosts = createHosts();
    hosts.configure(checksOf('a.example', 'A.example', '127.0.0.1', 'localhost', '::1'));
    expect(hosts.well()).toBe(2);
    expect(hosts.outgoing()).toHaveLength(2);
  });

  it('are fresh for one round after they began to fail, and until they are well', () => {
    const hosts = createHosts();
    const [a, b] = checksOf('a', 'b') as [Check, Check];
    hosts.configure([a, b]);
    expect(hosts.seen(a, true, 1_000)).toBe(true);
    expect(hosts.seen(a, true, 2_000)).toBe(false);
    hosts.seen(b, true, 3_000);
    expect(hosts.fresh(41_000)).toEqual(['a', 'b']);
    expect(hosts.fresh(41_001)).toEqual(['b']);
    expect(hosts.failing(['a', 'b'])).toEqual(['a', 'b']);
    expect(hosts.seen(a, false, 50_000)).toBe(true);
    expect(hosts.well()).toBe(1);
  });

  it('are well only when each of their checks is', () => {
    const hosts = createHosts();
    const [one, other] = checksOf('a', 'a') as [Check, Check];
    hosts.configure([one, other]);
    hosts.seen(one, true, 0);
    hosts.seen(other, true, 0);
    expect(hosts.seen(one, false, 1)).toBe(false);
    expect(hosts.well()).toBe(0);
    expect(hosts.seen(other, false, 1)).toBe(true);
    expect(hosts.well()).toBe(1);
  });

  it('that failed before this start are neither well nor fresh', () => {
    const hosts = createHosts();
    const [a, b] = checksOf('a', 'b') as [Check, Check];
    hosts.configure([a, b], new Set([a.id]));
    expect(hosts.fresh(0)).toEqual([]);
    expect(hosts.well()).toBe(1);
    hosts.seen(a, true, 5);
    expect(hosts.fresh(5)).toEqual([]);
  });

  it('keep what is known of them over a new configuration, and are gone with their last check', () => {
    const hosts = createHosts();
    const [a, b] = checksOf('a', 'b') as [Check, Check];
    hosts.configure([a, b]);
    hosts.seen(a, true, 7);
    hosts.configure([a]);
    expect(hosts.fresh(7)).toEqual(['a']);
    hosts.configure([b]);
    expect(hosts.fresh(7)).toEqual([]);
    expect(hosts.well()).toBe(1);
  });
});
