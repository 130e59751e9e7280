/** What a caller is told of a call: each change once, in words that give away names and nothing else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallNews } from '../../../../../shared/model/caller-news.ts';
import { TellBy } from '../../../../../shared/model/caller-news.ts';
import { callNews, isNews, newsId, newsOwed, newsWords } from '../../../../../shared/rules/calls/news.ts';

const NOW = Date.UTC(2026, 0, 5, 9, 30);
const people = [
  { id: 'kim', name: 'Kim' },
  { id: 'sam', name: 'Sam' },
];
const waiting: CallNews = { kind: 'waiting' };
const had = (by: string, since = NOW): CallNews => ({ kind: 'had', by, since });
const ended: CallNews = { kind: 'ended', by: 'Kim', at: NOW };
const incident = (by: string) => ({ acknowledgement: { by, at: NOW, until: null, note: 'a secret note' } });

describe('how a call stands', () => {
  it.each<[string, Parameters<typeof callNews>[0], Parameters<typeof callNews>[1], CallNews]>([
    ['not opened yet', { ended: null }, null, waiting],
    ['nobody has it', { ended: null }, { acknowledgement: null }, waiting],
    ['somebody has it', { ended: null }, incident('Kim by kim-sms'), had('Kim')],
    ['a stranger has it', { ended: null }, incident('+4477…123 by office'), had('Somebody')],
    ['ended, though somebody had it', { ended: { at: NOW, by: 'Kim at this desk' } }, incident('Sam'), ended],
    ['ended by nobody known', { ended: { at: NOW, by: null } }, null, { kind: 'ended', by: null, at: NOW }],
  ])('%s', (_, call, seen, news) => {
    expect(callNews(call, seen, people)).toEqual(news);
  });
});

describe('news', () => {
  it.each<[string, CallNews | null, CallNews, boolean]>([
    ['nothing was told yet', null, waiting, true],
    ['still waiting', waiting, waiting, false],
    ['somebody has it', waiting, had('Kim'), true],
    ['the same one says so again', had('Kim', NOW - 60_000), had('Kim'), false],
    ['another one has it', had('Kim'), had('Sam'), true],
    ['nobody has it any more', had('Kim'), waiting, true],
    ['it is over', had('Kim'), ended, true],
    ['it is over still', ended, ended, false],
  ])('%s', (_, before, now, told) => {
    expect(isNews(before, now)).toBe(told);
  });

  it('is owed to nobody who left no way back', () => {
    const tellBy = TellBy.parse({ way: 'sms', channel: 'sms', to: '+447700900123' });
    expect(newsOwed({ ended: null, tellBy: null, toldLast: null }, null, people)).toBeNull();
    expect(newsOwed({ ended: null, tellBy, toldLast: null }, null, people)).toEqual(waiting);
    expect(newsOwed({ ended: null, tellBy, toldLast: waiting }, null, people)).toBeNull();
  });

  it.each<[CallNews | null, CallNews, string]>([
    [null, waiting, 'Your call to Kim is in. Others are called when nobody answers.'],
    [had('Sam'), waiting, 'Sam does not have your call any more; others are called when nobody answers.'],
    [waiting, had('Kim', NOW - 60_000), 'Kim has your call since 10:29 (Europe/Berlin).'],
    [had('Kim'), ended, 'Your call to Kim was ended by Kim at 10:30 (Europe/Berlin).'],
    [null, { kind: 'ended', by: null, at: NOW }, 'Your call to Kim was ended at 10:30 (Europe/Berlin).'],
  ])('after %j, %j in words', (toldLast, news, words) => {
    expect(newsWords({ to: 'Kim', toldLast }, news, NOW, 'Europe/Berlin')).toBe(words);
  });

  it('has an id of its own, the same on every try', () => {
    const number = fc.integer({ min: 1, max: 1e9 });
    const news = fc.oneof(
      fc.constant(waiting),
      fc.record({ kind: fc.constant('had' as const), by: fc.string(), since: fc.nat() }),
      fc.record({ kind: fc.constant('ended' as const), by: fc.constant(null), at: fc.nat() }),
    );
    fc.assert(
      fc.property(number, fc.nat(), news, (one, tellings, told) => {
        const id = newsId({ number: one, tellings }, told);
        expect(id).toMatch(/^[a-z0-9-]+$/);
        expect(newsId({ number: one, tellings }, structuredClone(told))).toBe(id);
        expect(newsId({ number: one, tellings: tellings + 1 }, told)).not.toBe(id);
        expect(newsId({ number: one + 1, tellings }, told)).not.toBe(id);
      }),
    );
  });
});
