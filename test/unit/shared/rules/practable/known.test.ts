/** Which experiments there are: those of book, those that are connected beside, and what leaves when. */
import { describe, expect, it } from 'vitest';
import type { Connection, Manifest, Report } from '../../../../../shared/model/practable/report.ts';
import {
  type Connected,
  type Known,
  withConnected,
  withManifest,
} from '../../../../../shared/rules/practable/known.ts';
import { newsOfKnown } from '../../../../../shared/rules/practable/words.ts';

const report = (...topics: readonly string[]): Report => ({
  connections: new Map(topics.map((topic) => [topic, { topic } as Connection])),
  unread: 0,
  note: null,
});
const manifest = (...resources: readonly [name: string, stub: string, ...streams: string[]][]): Manifest => ({
  resources: resources.map(([name, stub, ...streams]) => ({
    name,
    stub,
    description: '',
    required: streams.map((stream) => `${stub}-st-${stream}`),
  })),
  unread: 0,
  note: null,
});
const NOBODY: Connected = { relay: report(), jump: report() };
const NONE: Known = new Map();

const names = (known: Known) =>
  [...known.values()].map(({ stub, name, required, others }) => [stub, name, required, others]);

describe('experiments', () => {
  it('are those of book', () => {
    const known = withManifest(NONE, manifest(['r-a', 'a', 'x'], ['r-b', 'b']), NOBODY, 5);
    expect(names(known)).toEqual([
      ['a', 'r-a', ['a-st-x'], []],
      ['b', 'r-b', [], []],
    ]);
    expect(known.get('a')?.firstSeenAt).toBe(5);
  });

  it('are also those that are connected and not in book, by a stream or by jump', () => {
    const known = withConnected(NONE, { relay: report('b-st-x'), jump: report('c') }, 5);
    expect(names(known)).toEqual([
      ['b', null, [], ['b-st-x']],
      ['c', null, [], []],
    ]);
  });

  it('have other streams beside the required ones when those connect', () => {
    const booked = withManifest(NONE, manifest(['r-a', 'a', 'x']), NOBODY, 0);
    const known = withConnected(booked, { relay: report('a-st-x', 'a-st-y'), jump: null }, 5);
    expect(names(known)).toEqual([['a', 'r-a', ['a-st-x'], ['a-st-y']]]);
  });

  it('are the very same when a report says nothing new', () => {
    const connected = { relay: report('a-st-x', 'b-st-y'), jump: report('a') };
    const known = withConnected(withManifest(NONE, manifest(['r-a', 'a', 'x']), NOBODY, 0), connected, 5);
    expect(withConnected(known, connected, 9)).toBe(known);
    expect(withConnected(known, NOBODY, 9)).toBe(known);
    expect(withManifest(known, manifest(['r-a', 'a', 'x']), connected, 9)).toBe(known);
  });

  it('that left book stay while they are connected, and are gone with the next look into book', () => {
    const connected = { relay: report('a-st-x'), jump: report() };
    const booked = withConnected(withManifest(NONE, manifest(['r-a', 'a', 'x']), NOBODY, 0), connected, 1);
    const left = withManifest(booked, manifest(), connected, 2);
    expect(names(left)).toEqual([['a', null, [], ['a-st-x']]]);
    expect(left.get('a')?.firstSeenAt).toBe(0);
    expect(withConnected(left, NOBODY, 3)).toBe(left);
    expect(names(withManifest(left, manifest(), NOBODY, 4))).toEqual([]);
  });

  it.each<{ deaf: string; connected: Connected }>([
    { deaf: 'relay', connected: { relay: null, jump: report() } },
    { deaf: 'jump', connected: { relay: report(), jump: null } },
  ])('are not gone while $deaf cannot tell who is connected', ({ connected }) => {
    const known = withConnected(NONE, { relay: report('b-st-x'), jump: null }, 0);
    expect(withManifest(known, manifest(), connected, 1).has('b')).toBe(true);
  });

  it('that book does not know are none where the file says so', () => {
    const connected = { relay: report('a-st-y', 'b-st-x'), jump: report('c') };
    const booked = withManifest(NONE, manifest(['r-a', 'a']), NOBODY, 0, 'ignore');
    const known = withConnected(booked, connected, 1, 'ignore');
    expect(names(known)).toEqual([['a', 'r-a', [], ['a-st-y']]]);
    expect(names(withManifest(known, manifest(), connected, 2, 'ignore'))).toEqual([]);
  });

  it('that nobody booked are a thousand at most, with a hundred streams each', () => {
    const many = (what: (n: number) => string, count: number) =>
      report(...Array.from({ length: count }, (_, n) => what(n)));
    const crowd = withConnected(NONE, { relay: many((n) => `e${n}-st-x`, 1_500), jump: null }, 0);
    expect(crowd.size).toBe(1_000);
    expect(withConnected(crowd, { relay: many((n) => `f${n}-st-x`, 10), jump: null }, 0)).toBe(crowd);
    const wide = withConnected(NONE, { relay: many((n) => `a-st-${n}`, 150), jump: null }, 0);
    expect(wide.get('a')?.others).toHaveLength(100);
    expect(withConnected(wide, { relay: report('a-st-new'), jump: null }, 0)).toBe(wide);
  });

  it('of two resources are one, by the first name', () => {
    const known = withManifest(NONE, manifest(['r-z', 'a', 'x'], ['r-b', 'a', 'y']), NOBODY, 0);
    expect(names(known)).toEqual([['a', 'r-b', ['a-st-y'], []]]);
  });
});

describe('the news of them', () => {
  const before = withManifest(NONE, manifest(['r-a', 'a', 'x'], ['r-b', 'b']), NOBODY, 0);

  it('says what is new in book, what is gone, and what needs other streams', () => {
    const now = withManifest(before, manifest(['r-a', 'a', 'y'], ['r-c', 'c']), NOBODY, 1);
    expect(newsOfKnown('Lab', now, before)).toBe(
      'Experiments of Lab: new in book c; no more in book b; with other required streams a',
    );
  });

  it('is none when only a stream has connected beside', () => {
    const now = withConnected(before, { relay: report('a-st-z'), jump: null }, 1);
    expect(newsOfKnown('Lab', now, before)).toBeNull();
  });

  it('names a few and counts the rest', () => {
    const many = manifest(...Array.from({ length: 12 }, (_, n): [string, string] => [`r${n + 10}`, `e${n + 10}`]));
    expect(newsOfKnown('Lab', withManifest(NONE, many, NOBODY, 0), NONE)).toMatch(/new in book e10, .* and 4 more$/);
  });
});
