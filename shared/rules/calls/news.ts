/**
 * What a caller is to hear: how the call stands, whether that is news, and in which words. Names of people, and nothing else of the house.
 */
import type { CallerMessage, CallNews } from '../../model/caller-news.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import { assertNever } from '../../model/never.ts';
import type { Call } from '../../model/page-me.ts';
import { wallClock } from '../wall-clock.ts';
import { oneLine } from '../words/plain.ts';
import { publicName, type StatusQuestion } from './words.ts';

export function callNews(
  { ended }: Pick<Call, 'ended'>,
  incident: Pick<Incident, 'acknowledgement'> | null,
  people: StatusQuestion['people'],
): CallNews {
  if (ended !== null) {
    return { kind: 'ended', at: ended.at, by: ended.by === null ? null : publicName(ended.by, people) };
  }
  const taken = incident?.acknowledgement ?? null;
  return taken === null ? { kind: 'waiting' } : { kind: 'had', by: publicName(taken.by, people), since: taken.at };
}

/** That the same person says "mine" once more is none. */
export function isNews(toldLast: CallNews | null, news: CallNews): boolean {
  return toldLast?.kind !== news.kind || (toldLast.kind === 'had' && news.kind === 'had' && toldLast.by !== news.by);
}

/** What the caller is to be told now; null: they know. */
export function newsOwed(
  call: Pick<Call, 'ended' | 'tellBy' | 'toldLast'>,
  incident: Pick<Incident, 'acknowledgement'> | null,
  people: StatusQuestion['people'],
): CallNews | null {
  const news = callNews(call, incident, people);
  return call.tellBy !== null && isNews(call.toldLast, news) ? news : null;
}

/** Names one telling: the same news have the same, others another. */
export function newsId({ number, tellings }: Pick<Call, 'number' | 'tellings'>, news: CallNews): CallerMessage['id'] {
  const stamp = news.kind === 'waiting' ? 0 : news.kind === 'had' ? news.since : news.at;
  return `call-${number}-${tellings + 1}-${news.kind}-${stamp.toString(36)}`;
}

/** One sentence. It never takes back by silence what was said before: who was said to have it, and has not, is named. */
export function newsWords(
  { to, toldLast }: Pick<Call, 'to' | 'toldLast'>,
  news: CallNews,
  now: EpochMs,
  timeZone: string,
): CallerMessage['text'] {
  const time = (at: EpochMs): string => `${wallClock(at, now, timeZone)} (${timeZone})`;
  const whom = oneLine(to);
  switch (news.kind) {
    case 'waiting':
      return toldLast?.kind === 'had'
        ? `${toldLast.by} does not have your call any more; others are called when nobody answers.`
        : `Your call to ${whom} is in. Others are called when nobody answers.`;
    case 'had':
      return `${news.by} has your call since ${time(news.since)}.`;
    case 'ended':
      return `Your call to ${whom} was ended${news.by === null ? '' : ` by ${news.by}`} at ${time(news.at)}.`;
    default:
      return assertNever(news, 'news of a call');
  }
}
