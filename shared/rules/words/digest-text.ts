/**
 * Many words as one message: first what is new, then everything that is wrong now, as one list that can be copied and forwarded.
 *
 * For a receiver who reads and is not woken. What is new is told in the words of its own pages.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Page } from '../../model/page.ts';
import type { ComponentStatus } from '../../model/status.ts';
import type { Matter } from '../matter.ts';
import { wallClock } from '../wall-clock.ts';
import { matterTitle, type PageWords } from './page-text.ts';
import { oneLine } from './plain.ts';
import { withoutHint } from './short-texts.ts';

export interface DigestFacts {
  /** Now. Epoch ms. */
  readonly at: EpochMs;
  /** The receiver's IANA zone. */
  readonly timeZone: string;
  /** The pages of this round, in the order in which they are told. */
  readonly news: readonly Pick<Page, 'title' | 'text' | 'runbook'>[];
  /** Every open incident, new or old, worst first. */
  readonly wrong: readonly WrongNow[];
}

export interface WrongNow {
  readonly componentName: string;
  /** Absent: something that we watch. */
  readonly matter?: Matter;
  readonly status: ComponentStatus | null;
  /** Null: nobody saw it begin. Epoch ms. */
  readonly since: EpochMs | null;
  /** "503 Service Unavailable"; empty when nothing is known. */
  readonly cause: string;
  /** Who has it; null: nobody. */
  readonly acknowledgedBy: string | null;
}

/** {"DOWN api-gateway and 1 more; 3 in trouble", "New at 02:16 (2):\n- DOWN api-gateway: …\n\nWrong now (3):\n- …"} */
export function digestText({ at, timeZone, news, wrong }: DigestFacts): PageWords {
  const [first, ...more] = news;
  const begin = first === undefined ? 'Nothing new' : oneLine(first.title);
  const beside = more.length === 0 ? '' : ` and ${more.length} more`;
  return {
    title: `${begin}${beside}; ${wrong.length === 0 ? 'nothing' : wrong.length} in trouble`,
    text: [
      list(`New at ${wallClock(at, at, timeZone)}`, news.map(newsLine), 'Nothing new'),
      wrongText({ at, timeZone, wrong }),
    ].join('\n\n'),
  };
}

/** {"Wrong now (1):\n- DOWN api-gateway since 02:14: 503 Service Unavailable. Nobody has it"} */
export function wrongText({ at, timeZone, wrong }: Omit<DigestFacts, 'news'>): string {
  return list(
    'Wrong now',
    wrong.map((one) => wrongLine(one, at, timeZone)),
    'Nothing is wrong now',
  );
}

function list(heading: string, lines: readonly string[], none: string): string {
  return lines.length === 0 ? none : [`${heading} (${lines.length}):`, ...lines.map((line) => `- ${line}`)].join('\n');
}

function newsLine(page: DigestFacts['news'][number]): string {
  const { text, runbook } = withoutHint(page);
  const words = [oneLine(page.title), text].filter((part) => part !== '').join(': ');
  return runbook === null ? words : `${words}. Runbook: ${runbook}`;
}

function wrongLine(
  { componentName, matter = 'component', status, since, cause, acknowledgedBy }: WrongNow,
  at: EpochMs,
  timeZone: string,
): string {
  const what = matterTitle(oneLine(componentName), status, matter);
  const when = since === null ? '' : ` since ${wallClock(since, at, timeZone)}`;
  const why = cause === '' ? '' : `: ${oneLine(cause)}`;
  return `${what}${when}${why}. ${acknowledgedBy === null ? 'Nobody has it' : `${oneLine(acknowledgedBy)} has it`}`;
}
