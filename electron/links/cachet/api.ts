/**
 * One Cachet, asked in its own version: that is found out at the first question, remembered, and asked again when answers stop fitting.
 */
import type { LinkSettingsOf } from '../../../shared/model/link.ts';
import type { CachetVersion } from '../../../shared/rules/cachet/statuses.ts';
import { excerptOf } from '../../../shared/rules/http/verdict.ts';
import { baseOf } from '../../../shared/rules/links/cachet/address.ts';
import {
  isPong,
  type Listing,
  readError,
  readListing,
  readThing,
  readVersion,
  type Thing,
} from '../../../shared/rules/links/cachet/read.ts';
import type { LinkAnswer, LinkContext } from '../../engine/ports/link.ts';
import type { Web, WebAnswer, WebAnswered, WebRequest } from '../../engine/ports/web.ts';
import { refusal } from '../answers.ts';

/** It cannot be told now, or not at all. */
export type No = Exclude<LinkAnswer, { status: 'accepted' }>;

/** `missing`: 404, where that is an answer. `date`: of the other side's clock; epoch ms. */
export type Reply<T> =
  | { readonly kind: 'ok'; readonly value: T; readonly date: number | null }
  | { readonly kind: 'missing' }
  | { readonly kind: 'no'; readonly answer: No };

/** The link's answer where the thing is needed. `missing`: why it is not there, in words. */
export function noAnswer(reply: Exclude<Reply<unknown>, { kind: 'ok' }>, missing: string): No {
  return reply.kind === 'no' ? reply.answer : { status: 'refused', reason: missing };
}

export interface Api {
  readonly version: CachetVersion;
  thing(path: string): Promise<Reply<Thing>>;
  /** Every page of a list, `at most` pages. */
  list(path: string, query?: string, most?: number): Promise<Reply<readonly Thing[]>>;
  /** `missing` also where the method is not known: an older Cachet has no such thing. */
  send(method: 'POST' | 'PUT', path: string, body: object): Promise<Reply<Thing>>;
  remove(path: string): Promise<Reply<object>>;
}

/** Enough for a page of a list. */
const BODY = { bytes: 2 * 1_024 * 1_024, withinMs: 20_000 };
const MOST_PAGES = 100;
const PER_PAGE = 100;

const NOTES = {
  401: 'check the token of this link; a Cachet 2 wants that of a user, a Cachet 3 one that was made for us',
  403: 'the token lacks the ability, or a firewall is in between',
  404: 'check the url of this link, and whether its API is turned on',
  406: 'something in between changes what we ask for',
  419: 'check the url of this link: it leads to pages for people',
  422: 'it does not take the message as it is',
  429: 'it is asked too often; lower `perMinute`',
  503: 'it is in maintenance, or has too much to do',
};

export type Settings = LinkSettingsOf<'cachet'>;
type Context = Pick<LinkContext, 'signal' | 'clock'>;

export interface Apis {
  open(
    settings: Settings,
    context: Context,
  ): Promise<{ readonly ok: true; readonly api: Api } | { readonly ok: false; readonly answer: No }>;
}

export function createApis(web: Web): Apis {
  /** By base address. */
  const versions = new Map<string, CachetVersion>();

  async function open(settings: Settings, context: Context): ReturnType<Apis['open']> {
    const base = baseOf(settings.url);
    const known = versions.get(base);
    if (known !== undefined) {
      return { ok: true, api: apiOf(settings, context, known) };
    }
    const found = await findVersion(settings, context);
    if (typeof found === 'object') {
      return { ok: false, answer: found };
    }
    versions.set(base, found);
    return { ok: true, api: apiOf(settings, context, found) };
  }

  async function findVersion(settings: Settings, context: Context): Promise<CachetVersion | No> {
    const { host } = new URL(settings.url);
    let last: No | null = null;
    for (const version of [2, 3] as const) {
      const answer = await ask(settings, context, version, 'GET', 'ping', null);
      if (answer.kind === 'answered' && answer.status === 200 && isPong(parsed(answer))) {
        const said = await ask(settings, context, version, 'GET', 'version', null);
        return (said.kind === 'answered' && readVersion(parsed(said))) || version;
      }
      const no = noOf(answer, host, context);
      if (no?.status === 'try-later' && (answer.kind === 'failed' || answer.status >= 429)) {
        return no;
      }
      last = no ?? last;
    }
    const words = last === null ? 'something else answers' : last.reason;
    return { status: 'try-later', reason: `no Cachet at ${placeOf(settings)}: ${words}` };
  }

  function ask(
    settings: Settings,
    { signal, clock }: Context,
    version: CachetVersion,
    method: WebRequest['method'],
    path: string,
    body: object | null,
  ): Promise<WebAnswer> {
    const token = version === 2 ? { 'x-cachet-token': settings.token } : { authorization: `Bearer ${settings.token}` };
    return web.ask({
      method,
      url: `${baseOf(settings.url)}/${version === 2 ? 'api/v1' : 'api'}/${path}`,
      headers: {
        'user-agent': 'Watchbell',
        accept: 'application/json',
        ...token,
        ...(body !== null && { 'content-type': 'application/json' }),
      },
      body: body === null ? null : JSON.stringify(body),
      verifyTls: settings.verifyTls,
      ca: settings.ca,
      read: () => BODY,
      signal,
      clock,
    });
  }

  function apiOf(settings: Settings, context: Context, version: CachetVersion): Api {
    const base = baseOf(settings.url);
    const { host } = new URL(settings.url);

    /** Something else answers, or another version: it is found out anew. */
    function unlike(answer: WebAnswered): Reply<never> {
      versions.delete(base);
      const reason = `${host} answered ${answer.status}, but not as a Cachet does${excerptOf(answer.body)}`;
      return { kind: 'no', answer: { status: 'try-later', reason } };
    }

    async function answers(): Promise<boolean> {
      const ping = await ask(settings, context, version, 'GET', 'ping', null);
      return ping.kind === 'answered' && ping.status === 200 && isPong(parsed(ping));
    }

    async function call<T>(
      method: WebRequest['method'],
      path: string,
      body: object | null,
      read: (body: unknown) => T | null,
    ): Promise<Reply<T>> {
      const answer = await ask(settings, context, version, method, path, body);
      if (answer.kind === 'answered' && (answer.status === 404 || answer.status === 405)) {
        // Of a Cachet whose API was turned off everything is missing: no component has been deleted there.
        return (await answers()) ? { kind: 'missing' } : unlike(answer);
      }
      const no = noOf(answer, host, context);
      if (no !== null || answer.kind === 'failed') {
        return { kind: 'no', answer: no ?? { status: 'try-later', reason: `${host} did not answer` } };
      }
      const value = read(method === 'DELETE' ? {} : parsed(answer));
      const date = Date.parse(answer.date ?? '');
      return value === null ? unlike(answer) : { kind: 'ok', value, date: Number.isNaN(date) ? null : date };
    }

    return {
      version,
      thing: (path) => call('GET', path, null, (body) => readThing(version, body)),
      async list(path, query = '', most = MOST_PAGES) {
        const things: Thing[] = [];
        for (let page = 1; page <= most; page += 1) {
          const size = query.includes('per_page') ? '' : `&per_page=${PER_PAGE}`;
          const got: Reply<Listing> = await call('GET', `${path}?page=${page}${size}${query}`, null, (body) =>
            readListing(version, body),
          );
          if (got.kind !== 'ok') {
            return got;
          }
          things.push(...got.value.things);
          if (!got.value.more) {
            break;
          }
        }
        return { kind: 'ok', value: things, date: null };
      },
      send: (method, path, body) => call(method, path, body, (answered) => readThing(version, answered)),
      remove: (path) => call('DELETE', path, null, () => ({})),
    };
  }

  return { open };
}

export function placeOf({ url }: Pick<Settings, 'url'>): string {
  return baseOf(url).replace(/^https?:\/\/(?:[^@/]*@)?/, '');
}

/** `undefined`: no JSON. */
function parsed({ body }: WebAnswered): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function noOf(answer: WebAnswer, who: string, { clock }: Context): No | null {
  const words = answer.kind === 'answered' ? readError(parsed(answer)) : null;
  return refusal(answer, { who, notes: NOTES, words }, clock.now());
}
