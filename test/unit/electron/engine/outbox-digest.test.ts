/** A channel that tells many pages as one message: none is lost, none waits that must not, and the same message stays the same. */
import { describe, expect, it } from 'vitest';
import { forgetful } from '../../../../electron/engine/memories.ts';
import { createOutbox } from '../../../../electron/engine/outbox.ts';
import type { Report } from '../../../../electron/engine/outbox-turn.ts';
import type { ChannelSettings } from '../../../../shared/model/channel.ts';
import { SmtpChannel } from '../../../../shared/model/channels/smtp.ts';
import type { Delivery, OutboxItem, Page } from '../../../../shared/model/page.ts';
import { digestPage } from '../../../../shared/rules/digest.ts';
import { movableClock } from '../../../harness/clock.ts';
import { silentLog } from '../../../harness/log.ts';
import { hook } from '../../../harness/watch-story.ts';

const MINUTE = 60_000;

const mail = (digest: unknown): ChannelSettings =>
  SmtpChannel.parse({
    id: 'mail',
    type: 'smtp',
    host: 'localhost',
    from: 'w@example.org',
    to: 'team@example.org',
    digest,
  });

interface Given {
  readonly digest?: unknown;
  readonly answer?: (mails: number) => Delivery | 'silence';
  readonly restored?: (item: ReturnType<typeof itemMaker>) => readonly OutboxItem[];
}

function itemMaker(createdAt: number) {
  return (id: string, change: Partial<Page> = {}, row: Partial<OutboxItem> = {}): OutboxItem => ({
    page: {
      id,
      dedupKey: id,
      channelId: 'mail',
      personId: 'kim',
      expiresAt: createdAt + 24 * 60 * MINUTE,
      createdAt,
      kind: 'trigger',
      severity: 'high',
      title: `DOWN ${id}`,
      text: '',
      runbook: null,
      ...change,
    } as Page,
    state: 'queued',
    attempts: 0,
    nextAttemptAt: createdAt,
    lastReason: null,
    ...row,
  });
}

function setUp({ digest = { every: '5m' }, answer = () => ({ status: 'accepted' }), restored }: Given = {}) {
  const clock = movableClock();
  const started = clock.now();
  const mails: { readonly id: string; readonly news: string[]; readonly at: number }[] = [];
  const rows = new Map<string, OutboxItem>();
  let unwanted: string | null = null;
  const item = itemMaker(started);
  const outbox = createOutbox({
    clock,
    log: silentLog,
    random: () => 0.5,
    memoryOf: forgetful,
    settingsOf: (id) => (id === 'mail' ? mail(digest) : (hook(id) as unknown as ChannelSettings)),
    restored: restored?.(item) ?? [],
    digest: (id, pages) => digestPage(id, pages, { at: clock.now(), timeZone: 'UTC', wrong: [] }),
    report: ({ item: row, phase }: Report) => {
      rows.set(row.page.id, row);
      return Promise.resolve(phase === 'begin' && row.page.id === unwanted ? 'withdrawn' : 'go-on');
    },
    channels: {
      target: ({ id }) => id,
      listen: () => null,
      hush: () => null,
      tell: () => null,
      can: () => ({
        acknowledge: false,
        delivery: false,
        idempotent: false,
        rate: { pages: 2, perMs: MINUTE },
        abreast: 1,
      }),
      send(page) {
        const news = page.text.split('\n').flatMap((line) => (line.startsWith('- ') ? [line.slice(2)] : []));
        mails.push({
          id: page.id,
          news: news.length === 0 ? [page.title] : news,
          at: (clock.now() - started) / MINUTE,
        });
        const result = answer(mails.length);
        return result === 'silence' ? new Promise(() => undefined) : Promise.resolve(result);
      },
      close: () => Promise.resolve(),
    },
  });
  return {
    clock,
    outbox,
    mails,
    rows,
    item: (id: string, change: Partial<Page> = {}) => item(id, { createdAt: clock.now(), ...change }),
    refuse: (id: string) => (unwanted = id),
  };
}

describe('a channel with a digest', () => {
  it('waits for the end of the round that the first page began, and tells all of it in one mail', async () => {
    const { clock, outbox, mails, rows, item } = setUp();
    outbox.add([item('a')]);
    await clock.advance(2 * MINUTE);
    outbox.add([item('b'), item('a-close', { kind: 'close', dedupKey: 'a', title: 'UP a' })]);
    await clock.advance(10 * MINUTE);
    expect(mails.map(({ news, at }) => ({ news, at }))).toEqual([{ news: ['DOWN a', 'DOWN b', 'UP a'], at: 5 }]);
    for (const id of ['a', 'b', 'a-close']) {
      expect(rows.get(id)).toMatchObject({
        state: 'accepted',
        attempts: 1,
        lastReason: 'in the mail "DOWN a and 2 more; nothing in trouble"',
      });
    }
    expect(outbox.size()).toBe(0);
  });

  it('does not let a critical page wait: it goes at once and takes along what has waited', async () => {
    const { clock, outbox, mails, item } = setUp();
    outbox.add([item('a')]);
    await clock.advance(MINUTE);
    outbox.add([item('b', { severity: 'critical' })]);
    await clock.advance(20 * MINUTE);
    expect(mails.map(({ news, at }) => ({ news, at }))).toEqual([{ news: ['DOWN b', 'DOWN a'], at: 1 }]);
  });

  it('lets one wait where its receiver has said so, and the end of a critical one always', async () => {
    const waiting = setUp({ digest: { every: '5m', critical: 'waits' } });
    waiting.outbox.add([waiting.item('a', { severity: 'critical' })]);
    const usual = setUp({ digest: true });
    usual.outbox.add([usual.item('a', { severity: 'critical', kind: 'close' })]);
    for (const { clock, mails } of [waiting, usual]) {
      await clock.advance(4 * MINUTE);
      expect(mails).toEqual([]);
      await clock.advance(MINUTE);
      expect(mails).toHaveLength(1);
    }
  });

  it('sends each page by itself without one, and leaves other channels alone', async () => {
    const { clock, outbox, mails, item } = setUp({ digest: false });
    outbox.add([item('a'), item('b')]);
    await clock.advance(0);
    expect(mails.map(({ id }) => id)).toEqual(['a', 'b']);
    const other = setUp();
    other.outbox.add([other.item('a', { channelId: 'hook' as never }), other.item('b')]);
    await other.clock.advance(0);
    expect(other.mails.map(({ id }) => id)).toEqual(['a']);
  });

  it('leaves out what nobody wants any more when the round ends, and sends nothing when that was all', async () => {
    const { clock, outbox, mails, item, refuse } = setUp();
    outbox.add([item('a'), item('b')]);
    refuse('a');
    await clock.advance(5 * MINUTE);
    expect(mails.map(({ news }) => news)).toEqual([['DOWN b']]);
    outbox.add([item('a')]);
    expect(outbox.withdraw('a' as never, 'over')).toMatchObject({ state: 'withdrawn' });
    outbox.add([item('a')]);
    await clock.advance(60 * MINUTE);
    expect(mails).toHaveLength(1);
    expect(outbox.size()).toBe(0);
  });

  it('tells what could not be delivered together with what came meanwhile', async () => {
    const { clock, outbox, mails, rows, item } = setUp({
      answer: (tries) => (tries === 1 ? { status: 'try-later', reason: '451' } : { status: 'accepted' }),
    });
    outbox.add([item('a')]);
    await clock.advance(5 * MINUTE);
    expect(rows.get('a')).toMatchObject({ state: 'queued', lastReason: '451' });
    outbox.add([item('b')]);
    await clock.advance(5 * MINUTE);
    expect(mails.map(({ news }) => news)).toEqual([['DOWN a'], ['DOWN a', 'DOWN b']]);
    expect(mails[0]?.id).not.toBe(mails[1]?.id); // another message: a mailbox may not drop it as known
    expect([...rows.values()].map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  });

  it('repeats a mail that may have arrived as the same mail; what came meanwhile is another one', async () => {
    const { clock, outbox, mails, item } = setUp({
      answer: (tries) => (tries === 1 ? 'silence' : { status: 'accepted' }),
    });
    outbox.add([item('a'), item('b')]);
    await clock.advance(5 * MINUTE);
    outbox.add([item('c'), item('a-close', { kind: 'close', dedupKey: 'a', title: 'UP a' })]);
    await clock.advance(20 * MINUTE);
    expect(mails.map(({ news }) => news)).toEqual([
      ['DOWN a', 'DOWN b'],
      ['DOWN a', 'DOWN b'],
      ['DOWN c', 'UP a'],
    ]);
    expect(mails[1]?.id).toBe(mails[0]?.id);
    expect(outbox.size()).toBe(0);
  });

  it('repeats a mail that was lost from sight when it had been handed over as the same mail, too', async () => {
    const lost = { status: 'try-later', reason: 'hung up', mayHaveArrived: true } as const;
    const { clock, outbox, mails, rows, item } = setUp({
      answer: (tries) => (tries === 1 ? lost : { status: 'accepted' }),
    });
    outbox.add([item('a')]);
    await clock.advance(5 * MINUTE);
    expect(rows.get('a')).toMatchObject({ state: 'trying', together: 'digest/a/1' });
    outbox.add([item('b')]);
    await clock.advance(10 * MINUTE);
    expect(mails.map(({ id, news }) => [id, ...news])).toEqual([
      ['digest/a/1', 'DOWN a'],
      ['digest/a/1', 'DOWN a'],
      ['digest/b/1', 'DOWN b'],
    ]);
  });

  it('goes on after a crash: a mail that was under way is the same one again, and a round keeps its end', async () => {
    const { clock, outbox, mails } = setUp({
      restored: (item) => [
        item('a', {}, { state: 'trying', attempts: 1, together: 'digest/a/1' as never }),
        item('b', {}, { state: 'trying', attempts: 1, together: 'digest/a/1' as never }),
        item('c'),
      ],
    });
    outbox.start();
    await clock.advance(4 * MINUTE);
    expect(mails).toEqual([{ id: 'digest/a/1', news: ['DOWN a', 'DOWN b'], at: 0 }]);
    await clock.advance(MINUTE);
    expect(mails[1]).toMatchObject({ news: ['DOWN c'], at: 5 });
  });

  it('counts a mail once, however many pages are told in it, and puts no more than a hundred into one', async () => {
    const { clock, outbox, mails, item } = setUp();
    outbox.add(Array.from({ length: 250 }, (_, number) => item(`p${number}`)));
    await clock.advance(5 * MINUTE);
    expect(mails.map(({ news }) => news.length)).toEqual([100, 100]);
    await clock.advance(MINUTE);
    expect(mails.map(({ news }) => news.length)).toEqual([100, 100, 50]);
    expect(new Set(mails.flatMap(({ news }) => news)).size).toBe(250);
  });

  it('waits no longer than a round though the clock is set back', async () => {
    const { clock, outbox, mails, item } = setUp();
    outbox.add([item('a', { createdAt: clock.now() + 24 * 60 * MINUTE })]);
    await clock.advance(5 * MINUTE);
    expect(mails).toHaveLength(1);
  });
});
