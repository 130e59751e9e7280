/** A check that stays unknown beside others: its component is not shown green, and what the others were paged for ends all the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Incident } from '../../../../../shared/model/incident.ts';
import { runsOf } from '../../../../harness/fuzz.ts';
import { type FileInput, fileOf, hook, START, type Story, story } from '../../../../harness/watch-story.ts';

/** `npm run fuzz -- neighbours` looks for rarer ones. */
const NIGHTS = runsOf(200);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const now = (tale: Story) => START + tale.now();
const kinds = (tale: Story) => tale.pages.map(({ kind }) => kind);

type Checks = NonNullable<FileInput['components']>[number]['checks'];
const TCP = { type: 'tcp' as const, host: '127.0.0.1', port: 1 };
const HTTP = { type: 'http' as const, url: 'http://127.0.0.1:1/', latencyLimit: '100ms' };
const BEATS = { type: 'heartbeat' as const, every: '1d', token: 'abcdefghijklmnop1234' };
const withChecks = (...checks: Checks) => fileOf({ components: [{ id: 'api', name: 'API', checks }] });
/** Kim hears a tone, the team's webhook a word. */
const audible = (...checks: Checks) => ({
  ...withChecks(...checks),
  people: [{ id: 'kim', name: 'Kim', channels: ['tone'] }],
  channels: [{ id: 'tone', type: 'sound' as const }, hook('team')],
  schedules: [],
  policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }, { channel: 'team' }] }] }],
});
const lose = (tale: Story, check: number) =>
  tale.give({
    type: 'lost-sight',
    at: now(tale),
    because: 'not judged for long',
    checks: [tale.watch().checks[check]?.checkId as never],
  });
/** The first check went down and was paged for; the second was never seen. */
const paged = (file: FileInput) =>
  story(file)
    .pass()
    .repeat('fail', 3, 3 * SECOND)
    .wait(MINUTE)
    .fail();

describe('a component with a check that stays unknown', () => {
  it('has its page closed once what failed is well, is not shown green for it, and its tone falls silent', () => {
    const tale = paged(audible(TCP, BEATS));
    expect(tale.watch().incident?.soundingSince).not.toBe(null);
    tale.repeat('pass', 2, 3 * SECOND);
    expect(tale.watch().incident).toMatchObject({ recoveredAt: now(tale), soundingSince: null });
    expect(kinds(tale)).not.toContain('close');
    tale.wait(46 * SECOND);
    expect(tale.watch()).toMatchObject({ status: 'unknown', incident: { state: 'resolved' } });
    expect(kinds(tale).filter((kind) => kind === 'close')).toHaveLength(1);
    expect(kinds(tale.wait(20 * HOUR)).filter((kind) => kind === 'close')).toHaveLength(1);
  });

  it('has its page closed with words for what is seen well, and for what cannot be judged', () => {
    const tale = paged(withChecks(TCP, BEATS))
      .repeat('pass', 2, 3 * SECOND)
      .wait(46 * SECOND);
    expect(tale.pages.find(({ kind }) => kind === 'close')).toMatchObject({
      title: expect.stringMatching(/^UP tcp of /),
      text: expect.stringContaining('. heartbeat cannot be judged. It was: '),
    });
  });

  it('has its page closed also where that check was seen once and can be asked no more', () => {
    const tale = story(withChecks(TCP, BEATS)).of(1).pass().of(0);
    tale
      .pass()
      .repeat('fail', 3, 3 * SECOND)
      .wait(MINUTE)
      .fail()
      .repeat('pass', 2, 3 * SECOND);
    lose(tale, 1).wait(46 * SECOND);
    expect(tale.watch()).toMatchObject({ status: 'unknown', incident: { state: 'resolved' } });
    expect(kinds(tale)).toEqual(['trigger', 'close']);
  });

  it('is the same incident when it fails again before the closing message', () => {
    const tale = paged(withChecks(TCP, BEATS))
      .repeat('pass', 2, 3 * SECOND)
      .repeat('fail', 3, 3 * SECOND)
      .wait(2 * MINUTE);
    expect(kinds(tale)).toEqual(['trigger']);
    expect(tale.eventTypes()).toContain('incident-relapsed');
    tale.repeat('pass', 2, 3 * SECOND).wait(46 * SECOND);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
  });

  it('is not closed while what failed is out of sight itself: that it is well must be seen', () => {
    const tale = lose(paged(withChecks(TCP, HTTP, BEATS)), 0);
    tale
      .of(1)
      .pass()
      .wait(4 * HOUR);
    expect(kinds(tale)).toEqual(['trigger']);
    tale.of(0).repeat('pass', 2, 3 * SECOND);
    expect(kinds(tale)).toEqual(['trigger']);
    tale.wait(46 * SECOND);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
  });

  it('is not closed while what was slow is out of sight', () => {
    const tale = story(withChecks(HTTP, TCP)).of(1).pass().of(0);
    for (let tries = 0; tries < 8; tries += 1) {
      tale.wait(30 * SECOND).pass(300);
    }
    expect(kinds(tale)).toEqual(['trigger']);
    lose(tale, 0).of(1).pass().wait(HOUR);
    expect(kinds(tale)).not.toContain('close');
  });

  it('is closed when the check that failed is gone from the configuration and another one is seen well', () => {
    const tale = paged(withChecks(TCP, HTTP, BEATS))
      .of(1)
      .pass();
    tale.reload(withChecks(HTTP, BEATS)).wait(46 * SECOND);
    expect(tale.watch().status).toBe('unknown');
    expect(kinds(tale)).toEqual(['trigger', 'close']);
  });

  it('is closed when a status set by hand is released and nothing that is seen fails', () => {
    const tale = story(withChecks(TCP, BEATS)).pass();
    const by = 'Kim';
    tale.give({ type: 'set-status', at: now(tale), by, status: 'major_outage', until: null, note: '' }).wait(MINUTE);
    tale.give({ type: 'release-status', at: now(tale), by }).wait(46 * SECOND);
    expect(tale.watch()).toMatchObject({ status: 'unknown', incident: { state: 'resolved' } });
    expect(kinds(tale)).toEqual(['trigger', 'close']);
  });
});

describe('an incident that has recovered', () => {
  it('and whose failed check is then out of sight for a night, is closed a whole breath after it was seen well again', () => {
    const tale = paged(withChecks(TCP))
      .repeat('pass', 2, 3 * SECOND)
      .wait(5 * SECOND);
    lose(tale, 0)
      .wait(8 * HOUR)
      .pass();
    expect(kinds(tale)).toEqual(['trigger']);
    tale.wait(44 * SECOND);
    expect(kinds(tale)).toEqual(['trigger']);
    tale.wait(SECOND);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
    expect(tale.events.find(({ type }) => type === 'incident-resolved')?.text).toContain('well for 45 s');
  });
});

it('an incident that was stored before its checks were remembered is still read', () => {
  const incident = paged(withChecks(TCP)).watch().incident;
  expect(incident?.troubled).toEqual(['api/tcp']);
  const { troubled: _, ...old } = incident as Incident;
  expect(Incident.parse(old).troubled).toBe(null);
});

describe('several checks of which some stay unknown', () => {
  const DOINGS = [
    'fail',
    'fail',
    'pass',
    'pass',
    'slow',
    'starting',
    'inconclusive',
    'lose',
    'ack',
    'resolve',
    'pause',
    'go-on',
  ];
  const act = fc.record({
    check: fc.nat({ max: 2 }),
    seconds: fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 900 })),
    doing: fc.constantFrom(...DOINGS),
  });
  const file = {
    ...withChecks(HTTP, TCP, { ...TCP, port: 2 }),
    settings: { pageAfter: '5s', closeAfter: '10s' },
  };

  /** `seen`: those that we can look at. Of the others every try is inconclusive. */
  function perform(
    tale: Story,
    seen: readonly boolean[],
    { check, seconds, doing }: { check: number; seconds: number; doing: string },
  ) {
    tale.wait(seconds * SECOND).of(check);
    const at = now(tale);
    const by = 'Kim';
    const tries = (count: number, once: () => Story): void => {
      for (let turn = 0; turn < count; turn += 1) {
        (seen[check] === true ? once() : tale.inconclusive()).wait(SECOND);
      }
    };
    const doings: Readonly<Record<string, () => unknown>> = {
      fail: () => tries(3, () => tale.fail()),
      pass: () => tries(2, () => tale.pass()),
      slow: () => tries(8, () => tale.pass(2_000)),
      starting: () => tries(1, () => tale.fail('starting', 'booting')),
      inconclusive: () => tale.inconclusive(),
      lose: () => lose(tale, check),
      ack: () => tale.give({ type: 'acknowledge', at, by, until: at + 5 * MINUTE, note: '' }),
      resolve: () => tale.give({ type: 'resolve', at, by, note: '' }),
      pause: () => tale.give({ type: 'set-status', at, by, status: 'under_maintenance', until: null, note: '' }),
      'go-on': () => tale.give({ type: 'release-status', at, by }),
    };
    doings[doing]?.();
  }

  /** Read in order: each receiver that was told of an incident hears once that it is over, and nobody hears only the end. */
  function untold({ pages }: Story): readonly string[] {
    const told = new Set<string>();
    for (const { id, kind, to, channel } of pages) {
      const key = `${id.split('/')[0]} ${to} ${channel}`;
      if (kind === 'close') {
        expect(told.delete(key), `a closing message for ${key}, which was told nothing`).toBe(true);
      } else {
        told.add(key);
      }
    }
    return [...told];
  }

  it(
    'every page that was sent gets exactly one closing message once what failed is well',
    () => {
      fc.assert(
        fc.property(fc.array(act, { maxLength: 25 }), fc.nat({ max: 2 }), fc.boolean(), (acts, first, alone) => {
          const seen = [0, 1, 2].map((check) => check === first || (!alone && check === (first + 1) % 3));
          const tale = story(file);
          for (const one of acts) {
            perform(tale, seen, one);
          }
          perform(tale, seen, { check: 0, seconds: 0, doing: 'go-on' });
          for (const [check, isSeen] of seen.entries()) {
            for (let tries = 0; tries < 25 && isSeen; tries += 1) {
              tale.of(check).wait(SECOND).pass();
            }
          }
          // Longer than it takes what came back soon after it was resolved to be steady.
          tale.wait(10 * MINUTE);
          expect(tale.watch().status, 'never green with a check that nobody has seen').toBe('unknown');
          expect(tale.watch().incident?.state ?? 'resolved').toBe('resolved');
          expect(untold(tale)).toEqual([]);
        }),
        { numRuns: NIGHTS },
      );
    },
    30_000 + NIGHTS * 100,
  );
});

describe('an inconclusive try', () => {
  const redundant = (checks: Checks) => ({
    components: [{ id: 'api', name: 'API', redundancy: { atLeast: 1 }, checks }],
  });

  it.each<[string, FileInput]>([
    ['beside a check that is down', withChecks(TCP, HTTP)],
    ['of the one that is left of a redundant pair', fileOf(redundant([TCP, HTTP]))],
  ])('never makes a neighbour worse: %s', (_where, file) => {
    const tale = story(file).of(1).pass().of(0).pass();
    tale.repeat('fail', 3, 3 * SECOND).wait(MINUTE);
    const { status, incident } = tale.watch();
    const told = tale.pages.length;
    for (let tries = 0; tries < 40; tries += 1) {
      tale.of(1).wait(SECOND).inconclusive().of(0).inconclusive();
    }
    expect(tale.watch()).toMatchObject({
      status,
      incident: { status: incident?.status, severity: incident?.severity },
    });
    expect(tale.pages).toHaveLength(told);
  });

  it('never makes a neighbour worse: beside checks that are well', () => {
    const tale = story(withChecks(TCP, HTTP)).of(1).pass().of(0).pass();
    for (let tries = 0; tries < 40; tries += 1) {
      tale.wait(SECOND).inconclusive();
    }
    expect(tale.watch()).toMatchObject({ status: 'operational', incident: null });
  });
});
