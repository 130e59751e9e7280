/** Delivery: at least once, in order, within the rate, and never a second try that nobody needs. */
import { describe, expect, it } from 'vitest';
import { backOffMs } from '../../../../electron/engine/back-off.ts';
import { forgetful } from '../../../../electron/engine/memories.ts';
import { createOutbox } from '../../../../electron/engine/outbox.ts';
import type { Report } from '../../../../electron/engine/outbox-turn.ts';
import type { ChannelSet } from '../../../../electron/engine/ports/channel.ts';
import type { ChannelSettings } from '../../../../shared/model/channel.ts';
import type { Delivery, OutboxItem, Page } from '../../../../shared/model/page.ts';
import { movableClock } from '../../../harness/clock.ts';
import { silentLog } from '../../../harness/log.ts';
import { hook } from '../../../harness/watch-story.ts';

const SECOND = 1_000;

function setUp(
  answer: (page: Page, tries: number) => Delivery | 'silence' = () => ({ status: 'accepted' }),
  pages = 100,
) {
  const clock = movableClock();
  const sent: { id: string; at: number }[] = [];
  const reports: string[] = [];
  const started = clock.now();
  let verdict: 'go-on' | 'withdrawn' = 'go-on';
  let wanted: 'go-on' | 'withdrawn' = 'go-on';
  let bug: Report['phase'] | null = null;
  const channels: ChannelSet = {
    target: ({ id }) => id,
    listen: () => null,
    hush: () => null,
    tell: () => null,
    can: () => ({ acknowledge: false, delivery: false, idempotent: true, rate: { pages, perMs: 10 * SECOND } }),
    send: (page) => {
      sent.push({ id: page.id, at: (clock.now() - started) / SECOND });
      const result = answer(page, sent.filter(({ id }) => id === page.id).length);
      return result === 'silence' ? new Promise(() => undefined) : Promise.resolve(result);
    },
    close: () => Promise.resolve(),
  };
  const outbox = createOutbox({
    clock,
    log: silentLog,
    random: () => 0.5,
    channels,
    memoryOf: forgetful,
    settingsOf: (id) => (id === 'gone' ? undefined : (hook(id) as unknown as ChannelSettings)),
    digest: (_id, [page]) => page,
    report: async ({ item, phase, uncertain }: Report) => {
      reports.push(
        `${item.page.id} ${phase === 'begin' ? 'begin' : `${item.state}${uncertain ? '?' : ''} ${item.attempts}`}`,
      );
      if (phase === bug) {
        throw new Error('nobody thought of this');
      }
      return phase === 'begin' ? wanted : verdict;
    },
  });
  const item = (id: string, change: Partial<Page> = {}): OutboxItem => ({
    page: {
      id,
      dedupKey: id,
      channelId: 'hook',
      personId: 'kim',
      expiresAt: started + 3_600 * SECOND,
      createdAt: started,
      kind: 'trigger',
      ...change,
    } as Page,
    state: 'queued',
    attempts: 0,
    nextAttemptAt: started,
    lastReason: null,
  });
  return {
    clock,
    outbox,
    sent,
    reports,
    item,
    rule: (next: typeof verdict) => (verdict = next),
    want: (next: typeof wanted) => (wanted = next),
    stumble: (next: typeof bug) => (bug = next),
  };
}

describe('the outbox', () => {
  it('announces each try before it is made, and tells how it ended', async () => {
    const { clock, outbox, reports, item } = setUp();
    outbox.add([item('a')]);
    await clock.advance(0);
    expect(reports).toEqual(['a begin', 'a accepted 1']);
    expect(outbox.size()).toBe(0);
  });

  it('tries again with the same id, ever later, until the receiver takes it', async () => {
    const { clock, outbox, sent, reports, item } = setUp((_page, tries) =>
      tries < 4 ? { status: 'try-later', reason: '500' } : { status: 'accepted' },
    );
    outbox.add([item('a')]);
    await clock.advance(120 * SECOND);
    expect(sent).toEqual([0, 5, 15, 35].map((at) => ({ id: 'a', at })));
    expect(reports.at(-1)).toBe('a accepted 4');
  });

  it('survives a webhook that answers 500 for an hour', async () => {
    const hour = 3_600;
    const { clock, outbox, sent, reports, item } = setUp((_page) =>
      clock.now() < Date.UTC(2026, 0, 5) + hour * SECOND
        ? { status: 'try-later', reason: '500' }
        : { status: 'accepted' },
    );
    outbox.add([item('a', { expiresAt: Date.UTC(2026, 0, 6) })]);
    await clock.advance(2 * hour * SECOND);
    expect(reports.at(-1)).toMatch(/^a accepted/);
    expect(sent.length).toBeLessThan(25); // no hammering
  });

  it('obeys Retry-After, and never comes back earlier', async () => {
    const { clock, outbox, sent, item } = setUp((_page, tries) =>
      tries === 1 ? { status: 'try-later', reason: '429', afterMs: 90 * SECOND } : { status: 'accepted' },
    );
    outbox.add([item('a')]);
    await clock.advance(200 * SECOND);
    expect(sent[1]?.at).toBeGreaterThanOrEqual(90);
  });

  it('calls a try without an answer uncertain, and tries again', async () => {
    const { clock, outbox, reports, item } = setUp((_page, tries) =>
      tries === 1 ? 'silence' : { status: 'accepted' },
    );
    outbox.add([item('a')]);
    await clock.advance(30 * SECOND);
    expect(reports).toEqual(['a begin', 'a trying? 1', 'a begin', 'a accepted 2']);
  });

  it('keeps the order per receiver and incident: the closing message waits for the page before it', async () => {
    const { clock, outbox, sent, item } = setUp((page, tries) =>
      page.id === 'down' && tries === 1 ? { status: 'try-later', reason: '500' } : { status: 'accepted' },
    );
    outbox.add([item('down', { dedupKey: 'i1' }), item('up', { dedupKey: 'i1', kind: 'close' }), item('other')]);
    await clock.advance(10 * SECOND);
    expect(sent.map(({ id }) => id)).toEqual(['down', 'other', 'down', 'up']);
  });

  it('keeps to the rate of the channel: a phone that rings 20 times in a minute is muted by its owner', async () => {
    const { clock, outbox, sent, item } = setUp(undefined, 2);
    outbox.add(['a', 'b', 'c', 'd', 'e'].map((id) => item(id)));
    await clock.advance(30 * SECOND);
    expect(sent.map(({ at }) => at)).toEqual([0, 0, 10, 10, 20]);
  });

  it('gives up a page that is too late to help anybody, and one whose channel is gone, and says so', async () => {
    const { clock, outbox, sent, reports, item } = setUp();
    outbox.add([item('old', { expiresAt: Date.UTC(2026, 0, 4) }), item('lost', { channelId: 'gone' as never })]);
    await clock.advance(0);
    expect(sent).toEqual([]);
    expect(reports).toEqual(['old expired 0', 'lost refused 0']);
  });

  it('withdraws a page that waits for its next try, not one that is under way', async () => {
    const { clock, outbox, item, rule } = setUp((page) =>
      page.id === 'a' ? { status: 'try-later', reason: '500' } : 'silence',
    );
    outbox.add([item('a'), item('b')]);
    await clock.advance(SECOND);
    rule('withdrawn'); // as the ledger says from now on of both
    expect(outbox.withdraw('b' as never, 'over')).toBeNull();
    expect(outbox.withdraw('a' as never, 'over')).toMatchObject({ state: 'withdrawn', lastReason: 'over' });
    await clock.advance(60 * SECOND);
    expect(outbox.size()).toBe(0); // b was not tried a second time either
  });

  it('does not begin a try of a page that nobody wants any more', async () => {
    const { clock, outbox, sent, item, want } = setUp();
    want('withdrawn');
    outbox.add([item('a')]);
    await clock.advance(600 * SECOND);
    expect(sent).toEqual([]);
    expect(outbox.size()).toBe(0);
  });

  it('sends nothing twice and loses nothing when what it reports to stumbles', async () => {
    const { clock, outbox, sent, item, stumble } = setUp();
    stumble('end');
    outbox.add([item('a')]);
    await clock.advance(600 * SECOND);
    expect(sent).toHaveLength(1);
    stumble('begin');
    outbox.add([item('b')]);
    await clock.advance(60 * SECOND);
    stumble(null);
    await clock.advance(300 * SECOND);
    expect(sent.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('goes on with what was restored only when it is started, so that it can be taken out before', async () => {
    const { clock, item, sent } = setUp();
    const reports: string[] = [];
    const outbox = createOutbox({
      clock,
      log: silentLog,
      random: () => 0.5,
      channels: {
        target: ({ id }) => id,
        listen: () => null,
        hush: () => null,
        tell: () => null,
        can: () => ({ acknowledge: false, delivery: false, idempotent: true, rate: { pages: 9, perMs: 1 } }),
        send: (page) => {
          reports.push(page.id);
          return Promise.resolve({ status: 'accepted' });
        },
        close: () => Promise.resolve(),
      },
      memoryOf: forgetful,
      settingsOf: (id) => hook(id) as unknown as ChannelSettings,
      digest: (_id, [page]) => page,
      restored: [item('a'), item('b')],
      report: () => Promise.resolve('go-on'),
    });
    await clock.advance(60 * SECOND);
    expect(outbox.withdraw('a' as never, 'gone')).toMatchObject({ state: 'withdrawn' });
    outbox.start();
    await clock.advance(0);
    expect([reports, sent]).toEqual([['b'], []]);
  });

  it('drops a page that the ledger no longer wants after a failed try', async () => {
    const { clock, outbox, sent, item, rule } = setUp(() => ({ status: 'try-later', reason: '500' }));
    rule('withdrawn');
    outbox.add([item('a')]);
    await clock.advance(600 * SECOND);
    expect(sent).toHaveLength(1);
  });
});

describe('the back-off', () => {
  it('doubles from 5 s to 5 min, give or take a fifth', () => {
    expect([1, 2, 3, 6, 7, 20].map((attempts) => backOffMs(attempts, undefined, () => 0.5))).toEqual(
      [5, 10, 20, 160, 300, 300].map((s) => s * SECOND),
    );
    expect(backOffMs(1, undefined, () => 0)).toBe(4 * SECOND);
    expect(backOffMs(1, 24 * 3_600 * SECOND, () => 0)).toBe(3_600 * SECOND);
  });
});
