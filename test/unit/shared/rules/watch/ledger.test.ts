/** What each person was last told: every page that was sent gets exactly one closing message, whatever happens in between. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runsOf } from '../../../../harness/fuzz.ts';
import { fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const quick = fileOf({ settings: { pageAfter: 0, closeAfter: '10s' } });

describe('the ledger', () => {
  it('withdraws a page that was never sent, and sends no closing message for it', () => {
    const tale = story(quick).deliveries(null).repeat('fail', 3, SECOND);
    expect(tale.pages).toHaveLength(1);
    tale.repeat('pass', 2, SECOND).wait(5 * MINUTE);
    expect(tale.withdrawn).toEqual([tale.pages[0]?.id]);
    expect(tale.pages).toHaveLength(1);
  });

  it('closes a page whose try had no answer: it may have arrived', () => {
    const tale = story(quick).deliveries(null).repeat('fail', 3, SECOND);
    const [page] = tale.pages;
    tale
      .deliver(page?.id ?? '', 'trying', 1, 'no answer within 15 s')
      .repeat('pass', 2, SECOND)
      .wait(MINUTE);
    expect(tale.pages.map(({ kind }) => kind)).toEqual(['trigger', 'close']);
    expect(tale.withdrawn).toEqual([page?.id]);
  });

  it('gives up further tries of a page once somebody has acknowledged', () => {
    const tale = story(quick).deliveries(null).repeat('fail', 3, SECOND);
    const id = tale.pages[0]?.id ?? '';
    tale.deliver(id, 'trying').give({ type: 'acknowledge', at: START + 5 * SECOND, by: 'Kim', until: null, note: '' });
    tale.deliver(id, 'queued', 1, '503 Service Unavailable');
    expect(new Set(tale.withdrawn)).toEqual(new Set([id]));
    expect(tale.watch().incident?.told[0]?.state).toBe('withdrawn');
    tale.repeat('pass', 2, SECOND).wait(MINUTE);
    expect(tale.pages.map(({ kind }) => kind)).toEqual(['trigger']);
  });

  it('closes reminders together with the first page: one message per person and channel', () => {
    const tale = story(quick)
      .repeat('fail', 3, SECOND)
      .wait(60 * MINUTE);
    expect(tale.pages.filter(({ to }) => to === 'kim').length).toBeGreaterThan(1);
    tale.repeat('pass', 2, SECOND).wait(5 * MINUTE);
    expect(tale.pages.filter(({ kind }) => kind === 'close').map(({ to }) => to)).toEqual(['kim', 'sam']);
  });

  it('gives the same page the same id whenever the same decision is taken again', () => {
    const once = story(quick).repeat('fail', 3, SECOND).pages;
    const again = story(quick).repeat('fail', 3, SECOND).pages;
    expect(again).toEqual(once);
  });
});

type Act = {
  readonly wait: number;
  readonly what:
    | 'pass'
    | 'fail'
    | 'inconclusive'
    | 'ack'
    | 'ack-short'
    | 'snooze'
    | 'escalate'
    | 'resolve'
    | 'lost'
    | 'hush';
};

const act: fc.Arbitrary<Act> = fc.record({
  wait: fc.integer({ min: 0, max: 20 * 60 }).map((seconds) => seconds * SECOND),
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constant('fail' as const) },
    { weight: 4, arbitrary: fc.constant('pass' as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'inconclusive' as const,
        'ack' as const,
        'ack-short' as const,
        'snooze' as const,
        'escalate' as const,
        'resolve' as const,
        'lost' as const,
        'hush' as const,
      ),
    },
  ),
});

function perform(tale: Story, { wait, what }: Act): void {
  tale.wait(wait);
  const at = START + tale.now();
  switch (what) {
    case 'pass':
    case 'fail':
      tale.repeat(what, 3, SECOND);
      return;
    case 'inconclusive':
      tale.inconclusive();
      return;
    case 'ack':
      tale.give({ type: 'acknowledge', at, by: 'Kim', until: null, note: '' });
      return;
    case 'ack-short':
      tale.give({ type: 'acknowledge', at, by: 'Kim', until: at + 5 * MINUTE, note: '' });
      return;
    case 'snooze':
      tale.give({ type: 'snooze', at, by: 'Kim', until: at + 5 * MINUTE });
      return;
    case 'escalate':
      tale.give({ type: 'escalate', at, by: 'Kim', to: 'next' });
      return;
    case 'resolve':
      tale.give({ type: 'resolve', at, by: 'Kim', note: '' });
      return;
    case 'lost':
      tale.give({ type: 'lost-sight', at, because: 'asleep' });
      return;
    case 'hush':
      tale.give({ type: 'hush', at, by: 'Kim' });
      return;
  }
}

describe('whatever happens', () => {
  it('every page that was sent gets exactly one closing message, to the same person by the same channel', () => {
    const fates = fc.infiniteStream(fc.constantFrom('accepted' as const, 'delivered' as const, 'refused' as const));
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), fates, (acts, fate) => {
        const arrived = new Set<string>();
        const tale = story(quick).deliveries((page) => {
          const state = fate.next().value;
          if (state !== 'refused') {
            arrived.add(page.id);
          }
          return page.kind === 'close' ? 'accepted' : state;
        });
        for (const one of acts) {
          perform(tale, one);
        }
        // What flapped is not closed before it is steady.
        tale.repeat('pass', 24, SECOND).wait(10 * MINUTE);

        expect(tale.watch().status).toBe('operational');
        expect(tale.watch().incident?.state ?? 'resolved').toBe('resolved');
        const owed = new Map<string, number>();
        for (const page of tale.pages) {
          const key = `${page.id.split('/')[0]} ${page.to} ${page.channel}`;
          if (page.kind === 'close') {
            expect(owed.get(key), `a closing message for ${key} that nobody was owed`).toBeGreaterThan(0);
            owed.set(key, 0);
          } else if (arrived.has(page.id)) {
            owed.set(key, (owed.get(key) ?? 0) + 1);
          }
        }
        expect([...owed.values()].every((count) => count === 0)).toBe(true);
      }),
      { numRuns: runsOf(150) },
    );
  });

  it('nobody is paged while it is acknowledged, snoozed, recovered or out of sight', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        const tale = story(quick).deliveries((page) => {
          if (page.kind !== 'close') {
            expect(tale.watch().incident).toMatchObject({ state: 'triggered', snoozedUntil: null, recoveredAt: null });
            expect(tale.watch().status).toBe('major_outage');
          }
          return 'accepted';
        });
        for (const one of acts) {
          perform(tale, one);
        }
      }),
      { numRuns: runsOf(150) },
    );
  });
});
