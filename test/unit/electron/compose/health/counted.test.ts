/** What is counted on the way to the store and to the probes: true to the number, and nothing is changed by it. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { followProbes } from '../../../../../electron/compose/health/followed-probes.ts';
import { countTraffic } from '../../../../../electron/compose/health/store-traffic.ts';
import type { ProbeSet } from '../../../../../electron/engine/ports/probe.ts';
import { openStore } from '../../../../../electron/store/open-store.ts';
import type { CheckId } from '../../../../../shared/model/ids.ts';
import type { ProbeOutcome } from '../../../../../shared/model/observation.ts';
import { movableClock } from '../../../../harness/clock.ts';
import { DOWN, UNSURE, UP } from '../../../../harness/engine.ts';
import { silentLog } from '../../../../harness/log.ts';
import { aCheck, aContext } from '../../../../harness/probing.ts';
import { START } from '../../../../harness/watch-story.ts';

describe('the counted store', () => {
  it('counts records and transactions, and gives back what the store gives', async () => {
    const clock = movableClock(START);
    const { store: bare } = await openStore({ path: ':memory:', clock, log: silentLog });
    onTestFinished(() => bare.close());
    const { store, traffic } = countTraffic(bare);
    expect(traffic()).toEqual({ reads: 0, writes: 0, transactions: 0 });
    const event = {
      at: START,
      type: 'watcher' as const,
      componentId: null,
      incidentId: null,
      personId: null,
      channelId: null,
      text: 'one',
      data: {},
    };
    await store.commit([{ events: [event] }, { events: [event] }]);
    expect(traffic()).toEqual({ reads: 0, writes: 2, transactions: 1 });
    expect(await store.events({ limit: 10 })).toEqual(await bare.events({ limit: 10 }));
    expect(traffic()).toEqual({ reads: 2, writes: 2, transactions: 2 });
    const checkId = 'shop/http' as CheckId;
    const observation = { checkId, componentId: aCheck({ type: 'tcp', host: 'a', port: 1 }).componentId, at: START };
    await store.record([{ ...observation, endedAt: START + 5, outcome: UP }]);
    const pieces = [];
    for await (const piece of store.history({ from: 0, to: START + 1_000 })) {
      pieces.push(...piece);
    }
    expect(pieces).toHaveLength(1);
    expect(traffic()).toMatchObject({ reads: 3, writes: 3 });
  });

  it('does not count what the store refused', async () => {
    const clock = movableClock(START);
    const { store: bare } = await openStore({ path: ':memory:', clock, log: silentLog });
    onTestFinished(() => bare.close());
    const refusing = { ...bare, commit: () => Promise.reject(new Error('disk full')) };
    const { store, traffic } = countTraffic(refusing);
    await expect(store.commit([])).rejects.toThrow('disk full');
    expect(traffic()).toEqual({ reads: 0, writes: 0, transactions: 0 });
  });
});

describe('the followed probes', () => {
  const tcp = aCheck({ type: 'tcp', id: 'db/tcp', host: 'db', port: 1 });
  const http = aCheck({ type: 'http', id: 'shop/http', url: 'http://127.0.0.1:1/' });
  const beat = aCheck({ type: 'heartbeat', id: 'backup/heartbeat', every: '1h', token: 'backup-0123456789' });

  function setUp() {
    const clock = movableClock(START);
    const pending: ((outcome: ProbeOutcome) => void)[] = [];
    let atOnce: ProbeOutcome | null = null;
    const probes: ProbeSet = {
      run: () => atOnce ?? new Promise((resolve) => pending.push(resolve)),
      forget: () => undefined,
      close: () => Promise.resolve(),
    };
    const followed = followProbes(probes, clock);
    return {
      ...followed,
      clock,
      pending,
      now: (outcome: ProbeOutcome) => {
        atOnce = outcome;
      },
    };
  }

  it('tell what is under way, the oldest first, and for how long', async () => {
    const { probes, underWay, clock, pending } = setUp();
    const first = probes.run(tcp, aContext());
    await clock.advance(4_000);
    void probes.run(http, aContext());
    await clock.advance(1_000);
    expect(underWay()).toEqual({
      count: 2,
      oldest: [
        { check: tcp.id, ageMs: 5_000 },
        { check: http.id, ageMs: 1_000 },
      ],
    });
    pending[0]?.(UP);
    expect(await first).toEqual(UP);
    expect(underWay()).toEqual({ count: 1, oldest: [{ check: http.id, ageMs: 1_000 }] });
    void probes.run(http, aContext()); // the one before never came back
    expect(underWay()).toEqual({ count: 1, oldest: [{ check: http.id, ageMs: 0 }] });
  });

  it('know who has answered once: up or down, but not that we could not judge; who calls us is not waited for', () => {
    const { probes, firstRound, now } = setUp();
    const round = () => firstRound([tcp, http, beat]);
    expect(round()).toMatchObject({ done: false, words: '0 of 2 checks have answered' });
    now(UNSURE);
    void probes.run(tcp, aContext());
    expect(round().words).toBe('0 of 2 checks have answered');
    now(DOWN);
    void probes.run(tcp, aContext());
    expect(round().words).toBe('1 of 2 checks have answered');
    now(UP);
    void probes.run(http, aContext());
    expect(round()).toMatchObject({ done: true, words: '2 of 2 checks have answered' });
    probes.forget(http.id);
    expect(round().done).toBe(false);
    expect(firstRound([]).done).toBe(true);
  });
});
