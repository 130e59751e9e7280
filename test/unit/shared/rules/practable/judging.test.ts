/** How streams, jump, services and whole experiments are, by what was told of them. */
import { describe, expect, it } from 'vitest';
import { ConfigFile } from '../../../../../shared/model/config.ts';
import type { Connection, Last } from '../../../../../shared/model/practable/report.ts';
import { SERVICES, SystemId } from '../../../../../shared/model/practable/settings.ts';
import { claimsFor } from '../../../../../shared/rules/practable/claims.ts';
import { experimentId, streamCheckId } from '../../../../../shared/rules/practable/ids.ts';
import { jumpOutcome, streamOutcome } from '../../../../../shared/rules/practable/outcome.ts';
import { seeExperiment, type Teller } from '../../../../../shared/rules/practable/see.ts';
import { judgeService, type ServiceFacts } from '../../../../../shared/rules/practable/service.ts';
import { serviceSettings } from '../../../../../shared/rules/practable/settings.ts';
import { type Sight, seeStream } from '../../../../../shared/rules/practable/stream.ts';
import { practableJson } from '../../../../harness/practable/fixtures.ts';

const CLEAR: Sight = { kind: 'clear' };
const DARK: Sight = { kind: 'dark', words: 'relay has no fresh reports so may be down' };
const SETTLING: Sight = { kind: 'settling', words: 'relay has just come back' };

const connection = (topic: string, last: Last | null): Connection => ({
  topic,
  scopes: ['expt'],
  connectedAt: null,
  expiresAt: null,
  userAgent: '',
  tx: last === null ? null : { last, size: 0, fps: 0 },
  rx: null,
});

describe('a stream', () => {
  const see = (last: Last | null | 'gone', sight: Sight = CLEAR, required = true) =>
    seeStream(
      { topic: 'a-st-x', required, connection: last === 'gone' ? undefined : connection('a-st-x', last) },
      sight,
      10_000,
    );

  it.each<{ story: string; last: Last | null | 'gone'; state: string; sight?: Sight }>([
    { story: 'that has just sent is well', last: 96, state: 'ok' },
    { story: 'that sent a moment less than the limit ago is well', last: 9_999.9, state: 'ok' },
    { story: 'that sent exactly so long ago as the limit is silent', last: 10_000, state: 'silent' },
    { story: 'that has never sent is silent', last: 'never', state: 'silent' },
    { story: 'that is to have sent in the future has sent', last: -1_500, state: 'ok' },
    { story: 'of which nothing can be read is not known', last: 'unreadable', state: 'unknown' },
    { story: 'of which only presence is told is there', last: null, state: 'ok' },
    { story: 'that is not connected is missing', last: 'gone', state: 'missing' },
    { story: 'is not known while relay is deaf', last: 96, state: 'unknown', sight: DARK },
    { story: 'that is gone is not known either while relay is deaf', last: 'gone', state: 'unknown', sight: DARK },
    { story: 'is not missed while experiments connect again', last: 'gone', state: 'unknown', sight: SETTLING },
    { story: 'is well as soon as it is seen well, also then', last: 96, state: 'ok', sight: SETTLING },
  ])('$story', ({ last, state, sight }) => {
    expect(see(last, sight).state).toBe(state);
  });

  it('says that only presence is judged, where it is', () => {
    expect(streamOutcome(see(null))).toMatchObject({
      kind: 'pass',
      readings: { judged: expect.stringContaining('only presence can be judged here') },
    });
    expect(streamOutcome(see(96))).toMatchObject({ kind: 'pass', readings: { lastSentMs: 96 } });
  });

  it.each([
    { last: 12_500, words: 'unhealthy a-st-x: nothing sent for 13 s, limit 10 s' },
    { last: 'never' as const, words: 'unhealthy a-st-x: it is connected and has never sent' },
    { last: 'gone' as const, words: 'missing required a-st-x' },
  ])('fails in words: $words', ({ last, words }) => {
    expect(streamOutcome(see(last))).toMatchObject({ kind: 'fail', failure: { detail: words } });
  });

  it('that nobody can tell of is told by nobody, and green to nobody', () => {
    expect(streamOutcome(see(96, DARK))).toEqual({
      kind: 'inconclusive',
      trouble: { kind: 'not-told', detail: 'relay has no fresh reports so may be down' },
    });
    expect(jumpOutcome('unknown', 'why').kind).toBe('inconclusive');
  });
});

describe('an experiment', () => {
  const system = { id: SystemId.parse('lab'), lastActive: 10_000, grace: 60_000 };
  const teller = (topics: readonly string[], sight: Sight = CLEAR): Teller => ({
    sight,
    connections: new Map(topics.map((topic) => [topic, connection(topic, 5)])),
    lastReportAt: 7,
  });
  const booked = {
    stub: 'a',
    name: 'r-a',
    description: '',
    required: ['a-st-x', 'a-st-y'],
    others: ['a-st-z'],
    firstSeenAt: 0,
  };
  const see = (streams: readonly string[], hosts: readonly string[], known = booked, now = 100_000) =>
    seeExperiment(known, { relay: teller(streams), jump: teller(hosts) }, system, now);

  it('has its required streams, and those that are connected beside', () => {
    expect(
      see(['a-st-x', 'a-st-z'], ['a']).streams.map(({ name, required, state }) => [name, required, state]),
    ).toEqual([
      ['a-st-x', true, 'ok'],
      ['a-st-y', true, 'missing'],
      ['a-st-z', false, 'ok'],
    ]);
  });

  it('loses a stream that a full report does not hold, though its sibling still reports', () => {
    expect(see(['a-st-x', 'a-st-y'], ['a']).streams.map(({ state }) => state)).toEqual(['ok', 'ok']);
    expect(see(['a-st-x'], ['a']).streams.map(({ state }) => state)).toEqual(['ok', 'missing']);
  });

  it.each([
    { story: 'is there when its host is', hosts: ['a'], known: booked, jump: 'ok' },
    { story: 'is missing when another host is there', hosts: ['b'], known: booked, jump: 'missing' },
    {
      story: 'is missed by what book does not know while that sends',
      hosts: [],
      known: { ...booked, name: null },
      jump: 'missing',
    },
  ])('has a jump that $story', ({ hosts, known, jump }) => {
    expect(see(['a-st-z'], hosts, known as typeof booked).jump).toBe(jump);
  });

  it('that book does not know, and of which nothing is connected, misses nothing', () => {
    const known = { ...booked, name: null as unknown as string, required: [], others: [] };
    expect(see([], [], known)).toMatchObject({ streams: [], jump: 'unknown' });
  });

  it('is in its grace for a while after it was first seen', () => {
    expect(see([], [], booked, 59_999).inGraceUntil).toBe(60_000);
    expect(see([], [], booked, 60_000).inGraceUntil).toBeNull();
  });
});

describe('a service', () => {
  const limits = { lastChecked: 30_000, queryBookEvery: 900_000, timeout: 5_000 };
  const facts = (more: Partial<ServiceFacts>): ServiceFacts => ({ goodAt: null, hearingAt: 0, trouble: null, ...more });
  const judge = (service: (typeof SERVICES)[number], more: Partial<ServiceFacts>, now: number) =>
    judgeService(service, facts(more), limits, now);

  it.each([
    { story: 'relay is waited for at first', service: 'relay' as const, more: {}, now: 29_999, state: 'waiting' },
    {
      story: 'relay that was never heard is stale then',
      service: 'relay' as const,
      more: {},
      now: 30_000,
      state: 'stale',
    },
    {
      story: 'jump that reported is well',
      service: 'jump' as const,
      more: { goodAt: 5_000 },
      now: 34_999,
      state: 'ok',
    },
    {
      story: 'jump that has not for the limit is stale',
      service: 'jump' as const,
      more: { goodAt: 5_000 },
      now: 35_000,
      state: 'stale',
    },
    {
      story: 'book is well between two questions',
      service: 'book' as const,
      more: { goodAt: 0 },
      now: 934_999,
      state: 'ok',
    },
    {
      story: 'book that was not asked again is stale',
      service: 'book' as const,
      more: { goodAt: 0 },
      now: 935_000,
      state: 'stale',
    },
    {
      story: 'book that cannot tell is stale soon after the first try',
      service: 'book' as const,
      more: { goodAt: 0, trouble: { since: 900_000, words: 'no' } },
      now: 930_000,
      state: 'stale',
    },
  ])('$story', ({ service, more, now, state }) => {
    expect(judge(service, more, now).state).toBe(state);
  });

  it('changes by itself exactly when it says so', () => {
    const { until } = judge('relay', { goodAt: 5_000 }, 5_000);
    expect(judge('relay', { goodAt: 5_000 }, (until ?? 0) - 1).state).toBe('ok');
    expect(judge('relay', { goodAt: 5_000 }, until ?? 0).state).toBe('stale');
  });

  it('says what its tries met, in the words of the original', () => {
    expect(judge('relay', { trouble: { since: 1, words: 'relay answered 500' } }, 60_000).detail).toBe(
      'relay has no fresh reports so may be down: relay answered 500',
    );
    expect(judge('jump', { goodAt: 0 }, 60_000).detail).toBe(
      'jump has no fresh reports so may be down: nothing was heard for more than 30 s',
    );
  });
});

describe('addresses', () => {
  it.each([
    { service: 'book' as const, url: 'https://h/tenant/book', base: 'https://h/tenant/book/api/v1' },
    { service: 'book' as const, url: 'https://h/tenant/book/api/v1/', base: 'https://h/tenant/book/api/v1' },
    { service: 'jump' as const, url: 'https://h/tenant/jump/', base: 'https://h/tenant/jump/api/v1' },
    { service: 'relay' as const, url: 'https://h/tenant/relay', base: 'https://h/tenant/relay' },
    { service: 'book' as const, url: 'https://h/', base: 'https://h/api/v1' },
  ])('of $service may be written as $url', ({ service, url, base }) => {
    const settings = serviceSettings(service, { url, secret: 's' });
    expect(settings.base).toBe(base);
    expect(settings.audience).toBe(base.replace('/api/v1', ''));
  });

  it('are the audience, unless another one is named', () => {
    expect(
      serviceSettings('book', { url: 'http://10.0.0.1:4000', secret: 's', audience: 'https://h/book' }).audience,
    ).toBe('https://h/book');
  });
});

describe('tokens', () => {
  interface Recorded {
    readonly aud: readonly string[];
    readonly iat: number;
    readonly exp: number;
    readonly nbf: number;
  }
  const recorded = practableJson<Record<(typeof SERVICES)[number], Recorded>>('token-claims');

  it.each(SERVICES)('for %s claim what the recorded ones do', (service) => {
    const { aud, iat, exp, nbf: _, ...rest } = recorded[service];
    const { nbf, ...claims } = claimsFor(service, aud[0] ?? '', iat * 1_000, (exp - iat) * 1_000);
    expect(claims).toEqual({ ...rest, aud, iat, exp });
    expect(nbf).toBe(iat - 1);
  });
});

describe('names', () => {
  const lab = SystemId.parse('L'.repeat(24));

  it.each(['aaaa00', 'ä ö', 'x'.repeat(100), '..', ''])('stand for experiments and streams called %j', (stub) => {
    const id = experimentId(lab, stub);
    expect(streamCheckId(id, stub, `${stub}-st-${'y'.repeat(100)}`)).toContain(id);
  });

  it('differ where the things do', () => {
    const ids = ['a b', 'a c', 'a-b', 'a/b', 'x'.repeat(50), 'x'.repeat(51)].map((stub) => experimentId(lab, stub));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the file', () => {
  it('may leave out everything but where the services are', () => {
    const place = { url: 'http://127.0.0.1:1', secret: 's' };
    const { practable } = ConfigFile.parse({
      version: 1,
      practable: [{ id: 'lab', book: place, jump: place, relay: place }],
    });
    expect(practable[0]).toMatchObject({ grace: 60_000, lastActive: 10_000, lastChecked: 30_000, events: 20 });
  });
});
