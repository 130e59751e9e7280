/**
 * Random nights: tries of two checks, people, an outbox that is slow and unlucky, reloads, sleep and a clock that jumps.
 *
 * Whatever happens, no timer fires for ever, a restart changes nothing, the ledger and the outbox agree, nothing goes out after
 * somebody took it, and who was told hears exactly once that it is over.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageState } from '../../../../../shared/model/page.ts';
import { STATUSES } from '../../../../../shared/model/status.ts';
import { ComponentWatch } from '../../../../../shared/model/watch.ts';
import type { Parent } from '../../../../../shared/rules/dependencies.ts';
import { nextDue } from '../../../../../shared/rules/watch/timers.ts';
import { runsOf } from '../../../../harness/fuzz.ts';
import { type FileInput, fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

/** A night costs a few milliseconds; `npm run fuzz -- invariants` looks for rarer ones. */
const NIGHTS = runsOf(200);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const HTTP = {
  type: 'http' as const,
  url: 'http://127.0.0.1:1/',
  latencyLimit: '1s',
  failureStatuses: { timeout: 'partial_outage' as const },
};
const TCP = { type: 'tcp' as const, host: '127.0.0.1', port: 1, startingGrace: '1m' };
const people = [
  { id: 'kim', name: 'Kim', channels: ['kim-hook', 'kim-second'] },
  { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
];
const settings = { pageAfter: '5s', closeAfter: '10s' };
const components = (...checks: (typeof HTTP | typeof TCP)[]) => [{ id: 'api', name: 'API', checks }];
const FILES: readonly FileInput[] = [
  fileOf({ settings, people, components: components(HTTP, TCP) }),
  fileOf({ settings, people, components: components(HTTP) }),
  fileOf({ settings, people, components: components({ ...HTTP, url: 'http://127.0.0.1:2/' }, TCP) }),
  fileOf({
    settings,
    people: [{ id: 'sam', name: 'Sam', channels: ['sam-hook'] }],
    schedules: [],
    policies: [],
    components: components(HTTP, TCP),
  }),
];

/** The outbox as the rules see it: one row a page, tries that begin and end, and what the rules take out of it. */
function outboxOf(tale: Story) {
  const rows = new Map<string, { state: PageState; attempts: number; underWay: boolean }>();
  /** What a receiver has got, and what it may have got for all we know. */
  const arrived = new Set<string>();
  const perhaps = new Set<string>();
  let pages = 0;
  let withdrawals = 0;

  /** Takes up what the rules have queued and withdrawn since. A try under way ends by itself. */
  function catchUp(): void {
    for (; pages < tale.pages.length; pages += 1) {
      rows.set(tale.pages[pages]?.id ?? '', { state: 'queued', attempts: 0, underWay: false });
    }
    for (; withdrawals < tale.withdrawn.length; withdrawals += 1) {
      const row = rows.get(tale.withdrawn[withdrawals] ?? '');
      if (row !== undefined && !row.underWay && (row.state === 'queued' || row.state === 'trying')) {
        row.state = 'withdrawn';
      }
    }
  }

  /** One receiver gets what concerns one incident in order. */
  function mayBegin(id: string): boolean {
    const page = tale.pages.find((other) => other.id === id);
    const same = tale.pages.filter((other) => other.to === page?.to && other.channel === page.channel);
    return same.find((other) => ['queued', 'trying'].includes(rows.get(other.id)?.state ?? ''))?.id === id;
  }

  /** The answer of the rules to a report: a withdrawal of this very page. */
  function report(id: string, state: PageState, attempts: number, reason: string | null): boolean {
    const from = tale.withdrawn.length;
    tale.deliver(id, state, attempts, reason);
    return tale.withdrawn.slice(from).includes(id);
  }

  return {
    rows,
    arrived,
    perhaps,
    catchUp,
    /** kill -9: what was under way is not, and nobody knows what became of it. */
    crash(hasArrived: boolean): void {
      for (const [id, row] of rows) {
        if (row.underWay) {
          row.underWay = false;
          (hasArrived ? arrived : perhaps).add(id);
        }
      }
    },
    begin(place: number, onBegun: (id: string) => void): void {
      catchUp();
      const ready = [...rows].filter(
        ([id, row]) => !row.underWay && ['queued', 'trying'].includes(row.state) && mayBegin(id),
      );
      const [id, row] = ready[place % Math.max(1, ready.length)] ?? [];
      if (id === undefined || row === undefined) {
        return;
      }
      row.underWay = true;
      if (report(id, 'trying', row.attempts, null)) {
        row.underWay = false;
        row.state = 'withdrawn';
      } else {
        row.state = 'trying';
        onBegun(id);
      }
      catchUp();
    },
    end(place: number, how: 'accepted' | 'refused' | 'try-later' | 'no-answer' | 'lost-answer'): void {
      catchUp();
      const busy = [...rows].filter(([, row]) => row.underWay);
      const [id, row] = busy[place % Math.max(1, busy.length)] ?? [];
      if (id === undefined || row === undefined) {
        return;
      }
      row.attempts += 1;
      if (how === 'accepted' || how === 'lost-answer') {
        arrived.add(id);
      }
      const unanswered = how === 'no-answer' || how === 'lost-answer';
      if (unanswered) {
        perhaps.add(id);
      }
      const state = unanswered ? 'trying' : how === 'try-later' ? 'queued' : how;
      const gone = report(id, state, row.attempts, how === 'accepted' ? null : how);
      row.underWay = false;
      row.state = gone ? 'withdrawn' : state;
      catchUp();
    },
  };
}

type Act = { readonly wait: number; readonly what: string; readonly place: number };
const COMMANDS = [
  'ack',
  'ack-short',
  'unack',
  'snooze',
  'escalate',
  'escalate-sam',
  'resolve',
  'note',
  'hush',
  'set-status',
  'release-status',
];
const WORLD = [
  'crash',
  'lost',
  'lost-one',
  'inconclusive',
  'starting',
  'slow',
  'timeout',
  'reload',
  'set-back',
  'hold',
  'hold-end',
  'maintain',
  'maintain-end',
  'silence',
  'silence-end',
  'parent-out',
  'parent-unsure',
  'parent-well',
];
const ENDS = ['accepted', 'refused', 'try-later', 'no-answer', 'lost-answer'] as const;
const act: fc.Arbitrary<Act> = fc.record({
  wait: fc
    .oneof({ weight: 5, arbitrary: fc.nat({ max: 20 }) }, { weight: 1, arbitrary: fc.nat({ max: 1_200 }) })
    .map((seconds) => seconds * SECOND),
  place: fc.nat({ max: 5 }),
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constant('fail') },
    { weight: 4, arbitrary: fc.constant('pass') },
    { weight: 6, arbitrary: fc.constant('begin') },
    { weight: 4, arbitrary: fc.constantFrom(...ENDS) },
    { weight: 3, arbitrary: fc.constantFrom(...COMMANDS) },
    { weight: 2, arbitrary: fc.constantFrom(...WORLD) },
  ),
});

const parent = (lookedAt: number, change: Partial<Parent>): Parent => ({
  id: 'router' as Parent['id'],
  name: 'Router',
  out: false,
  undecided: false,
  lookedAt,
  lookMs: 10 * SECOND,
  ...change,
});

function perform(tale: Story, outbox: ReturnType<typeof outboxOf>, { wait, what, place }: Act): void {
  tale.wait(wait).of(place % tale.watch().checks.length);
  const at = START + tale.now();
  const by = 'Kim';
  const times = (count: number, once: () => Story): void => {
    for (let turn = 0; turn < count; turn += 1) {
      once().wait(SECOND);
    }
  };
  const doings: Readonly<Record<string, () => unknown>> = {
    pass: () => times(3, () => tale.pass()),
    fail: () => times(3, () => tale.fail()),
    timeout: () => times(3, () => tale.fail('timeout', 'no answer')),
    starting: () => times(3, () => tale.fail('starting', 'booting')),
    slow: () => times(9, () => tale.pass(2_000)),
    inconclusive: () => tale.inconclusive(),
    ack: () => tale.give({ type: 'acknowledge', at, by, until: null, note: '' }),
    'ack-short': () => tale.give({ type: 'acknowledge', at, by, until: at + 5 * MINUTE, note: '' }),
    unack: () => tale.give({ type: 'unacknowledge', at, by }),
    snooze: () => tale.give({ type: 'snooze', at, by, until: at + 5 * MINUTE }),
    escalate: () => tale.give({ type: 'escalate', at, by, to: 'next' }),
    'escalate-sam': () => tale.give({ type: 'escalate', at, by, to: 'sam' as never }),
    resolve: () => tale.give({ type: 'resolve', at, by, note: '' }),
    note: () => tale.give({ type: 'note', at, by, note: 'hm' }),
    hush: () => tale.give({ type: 'hush', at, by }),
    'set-status': () => {
      const status = STATUSES[place % STATUSES.length] as (typeof STATUSES)[number];
      tale.give({ type: 'set-status', at, by, status, until: place % 2 === 0 ? null : at + 5 * MINUTE, note: '' });
    },
    'release-status': () => tale.give({ type: 'release-status', at, by }),
    lost: () => tale.give({ type: 'lost-sight', at, because: 'asleep' }),
    'lost-one': () =>
      tale.give({ type: 'lost-sight', at, because: 'stale', checks: [tale.watch().checks[0]?.checkId as never] }),
    reload: () => tale.reload(FILES[place % FILES.length] as FileInput),
    'set-back': () => tale.setClockBack(60 * MINUTE),
    hold: () => tale.hold({ reason: 'In doubt', until: at + (place + 1) * 3 * MINUTE }),
    'hold-end': () => tale.hold(null),
    maintain: () => tale.maintenance((place + 1) * 7 * MINUTE),
    'maintain-end': () => tale.maintenance(null),
    silence: () => tale.silence((place + 1) * 7 * MINUTE),
    'silence-end': () => tale.silence(null),
    'parent-out': () => tale.parents([[parent(at, { out: true })]]),
    'parent-unsure': () => tale.parents([[parent(at, { undecided: true })]]),
    'parent-well': () => tale.parents([[parent(at, {})]]),
    crash: () => outbox.crash(place % 2 === 0),
    begin: () => outbox.begin(place, (id) => expectWanted(tale, id)),
  };
  const doing = doings[what] ?? (() => outbox.end(place, what as (typeof ENDS)[number]));
  const before = tale.watch().incident;
  const pages = tale.pages.length;
  doing();
  if (isHeld(before) && isHeld(tale.watch().incident) && !what.startsWith('escalate')) {
    expect(
      tale.pages.slice(pages).filter(({ kind }) => kind !== 'close'),
      'a page while held back',
    ).toEqual([]);
  }
}

/** Held back, and nobody has asked for a page by hand that is still to come. */
function isHeld(incident: ComponentWatch['incident']): boolean {
  return incident !== null && incident.held !== null && incident.waiting.every(({ byHand }) => byHand !== true);
}

/** A page that is begun: its incident is open and nobody has taken it; or it is a closing message. */
function expectWanted(tale: Story, id: string): void {
  const incident = tale.watch().incident;
  const told = incident?.told.find(({ pageId }) => pageId === id);
  if (told !== undefined && told.closedBy !== id) {
    expect(incident).toMatchObject({ state: 'triggered', snoozedUntil: null });
    // What may have arrived already is tried on: the receiver folds it.
    const fresh = told.unanswered !== true;
    expect(!fresh || told.at >= (incident?.held?.since ?? 0), 'a page from before the hold').toBe(true);
  }
}

function expectSound(tale: Story, outbox: ReturnType<typeof outboxOf>): void {
  const watch = tale.watch();
  const due = nextDue(watch);
  expect(due === null || due > START + tale.now() - 1, 'a timer that is due was not carried out').toBe(true);
  expect(ComponentWatch.parse(JSON.parse(JSON.stringify(watch))), 'a restart would change it').toEqual(watch);
  outbox.catchUp();
  for (const { pageId, state } of watch.incident?.told ?? []) {
    const row = outbox.rows.get(pageId)?.state;
    // A page that may have arrived is not tried again, yet stays in the ledger to be closed.
    expect(
      state === row || (state === 'trying' && row === 'withdrawn'),
      `${pageId}: ledger ${state}, outbox ${row}`,
    ).toBe(true);
  }
}

describe('whatever happens in a night', () => {
  it(
    'no timer fires for ever, a restart changes nothing, ledger and outbox agree, and every page is closed once',
    () => {
      fc.assert(
        fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
          const tale = story(FILES[0]).deliveries(null);
          const outbox = outboxOf(tale);
          for (const one of acts) {
            perform(tale, outbox, one);
            expectSound(tale, outbox);
          }
          tale
            .hold(null)
            .maintenance(null)
            .silence(null)
            .parents([])
            .give({ type: 'release-status', at: START + tale.now(), by: 'Kim' });
          for (let check = 0; check < tale.watch().checks.length; check += 1) {
            tale.of(check);
            for (let tries = 0; tries < 25; tries += 1) {
              tale.wait(SECOND).pass();
            }
          }
          tale.wait(6 * MINUTE); // what relapsed is closed when it is steady
          for (let tries = 0; tries < 3 * tale.pages.length; tries += 1) {
            outbox.end(0, 'accepted');
            outbox.begin(0, () => undefined);
          }
          expectSound(tale, outbox);
          expect(tale.watch().status).toBe('operational');
          expect(tale.watch().incident?.state ?? 'resolved').toBe('resolved');
          expectClosed(tale, outbox);
        }),
        { numRuns: NIGHTS },
      );
    },
    30_000 + NIGHTS * 100,
  );
});

describe('when nothing keeps it back any more', () => {
  it(
    'trouble that goes on reaches somebody, whatever held it back before',
    () => {
      fc.assert(
        fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
          const tale = story(FILES[0]).deliveries(null);
          const outbox = outboxOf(tale);
          for (const one of acts.filter(({ what }) => what !== 'reload')) {
            perform(tale, outbox, one);
          }
          tale
            .hold(null)
            .maintenance(null)
            .silence(null)
            .parents([])
            .give({ type: 'release-status', at: START + tale.now(), by: 'Kim' });
          for (let tries = 0; tries < 90; tries += 1) {
            for (let check = 0; check < tale.watch().checks.length; check += 1) {
              tale
                .of(check)
                .wait(5 * SECOND)
                .fail();
            }
          }
          const { incident } = tale.watch();
          expect(incident?.held).toBeNull();
          if (incident?.state === 'triggered' && incident.reopenAfterResults === null) {
            const hopeful = incident.told.filter(({ state }) => state !== 'withdrawn' && state !== 'refused');
            expect(hopeful.length + incident.waiting.length, JSON.stringify(incident)).toBeGreaterThan(0);
            expect(nextDue(tale.watch()), 'nothing will ever be said again').not.toBeNull();
          }
        }),
        { numRuns: NIGHTS },
      );
    },
    30_000 + NIGHTS * 100,
  );
});

/** Read in order per receiver: whoever got something hears once that it is over, and nobody hears only the end. */
function expectClosed(tale: Story, { arrived, perhaps }: ReturnType<typeof outboxOf>): void {
  const told = new Map<string, 'for certain' | 'perhaps'>();
  for (const { id, kind, to, channel } of tale.pages) {
    const key = `${id.split('/')[0]} ${to} ${channel}`;
    if (kind === 'close') {
      expect(!arrived.has(id) || told.has(key), `a closing message for ${key}, which was told nothing`).toBe(true);
      told.delete(key);
    } else if (arrived.has(id)) {
      told.set(key, 'for certain');
    } else if (perhaps.has(id) && !told.has(key)) {
      told.set(key, 'perhaps');
    }
  }
  expect([...told].filter(([, how]) => how === 'for certain')).toEqual([]);
}
