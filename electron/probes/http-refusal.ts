/**
 * What a server means that answers 5xx or 429: dead, or failing nicely ("come back in 2 min"), or not the server at all but
 * a proxy in its place. Pure.
 *
 * A refusal with a time to come back is overload: somebody is in and in control. Silence and time-outs are not.
 */
import { formatDuration } from '../../shared/model/duration.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { parseRetryAfter } from '../../shared/model/retry-after.ts';
import { headerText, type Objection } from './http-judge.ts';
import { statusWords } from './http-plan.ts';
import { proxyPage, type SeenPage } from './http-proxy-page.ts';
import { excerpt } from './words.ts';

/** Enough for every page that is known; a site's own may be long. */
export const PAGE_BYTES = 4 * 1024;

/** Whether the page of an unwanted status may say more: a gateway's codes, and Cloudflare's own. */
export const mayBeExplained = (status: number): boolean =>
  (status >= 502 && status <= 504) || (status >= 520 && status <= 526);

/** The objection, with what the answer says of itself. `now` is for dates in Retry-After. */
export function explained(objection: Objection, page: SeenPage, now: EpochMs): Objection {
  const { status } = page;
  const own = status === 503 ? ownWords(page) : null;
  if (own) {
    return { ...objection, kind: own.kind, detail: `${statusWords(status)}, it says of itself: ${own.words}` };
  }
  const proxy = mayBeExplained(status) ? proxyPage(page) : null;
  // A file that lies ready is no proxy that is in control: the site behind it may be dead.
  const mayCount = (status === 503 || status === 429) && proxy?.fromFile !== true;
  const waitMs = mayCount ? retryAfterOf(page, now) : null;
  if (waitMs !== null) {
    const who = proxy ? `the proxy in front (${proxy.by}) is` : 'it is';
    const when = waitMs === 0 ? 'now' : `in ${formatDuration(Math.ceil(waitMs / 1_000) * 1_000)}`;
    const detail = `${statusWords(status)}: ${who} overloaded and failing nicely, it says come back ${when}`;
    return { ...objection, kind: 'overloaded', detail };
  }
  if (proxy) {
    const detail = `the proxy in front answers ${status} in its place (${proxy.by}: ${proxy.says})`;
    return { ...objection, kind: 'proxy-error', detail };
  }
  return objection;
}

/** ms until we may come back; null when the answer does not say. */
export function retryAfterOf({ headers }: Pick<SeenPage, 'headers'>, now: EpochMs): number | null {
  const value = headerText(headers['retry-after']);
  return value === null ? null : parseRetryAfter(value, now);
}

/** A line of text longer than this is prose, not a state. */
const MOST_WORDS = 200;

const DRAINING =
  /\b(?:draining|shutting down|going down)\b|\b(?:in|under|down for) (?:\w+ )?maintenance\b|^maintenance\b/i;
const STARTING =
  /^(?:the \w+ is )?(?:starting|booting|warming up|initiali[sz]ing)\b|^instance is booting|^warmup in progress/i;
/** Values of a health document's `status` (Spring Boot's OUT_OF_SERVICE is said while it refuses traffic on purpose). */
const DRAINING_STATES = new Set(['draining', 'drain', 'maint', 'maintenance', 'out_of_service', 'shutting_down']);
const STARTING_STATES = new Set(['starting', 'booting', 'warming_up', 'initializing']);

/** What a target clearly says of itself: a word in plain text, or the state in a health document. Pages of HTML are prose. */
function ownWords({ headers, text }: SeenPage): { kind: 'draining' | 'starting'; words: string } | null {
  const plain = text.trim();
  if (plain.startsWith('{')) {
    const state = stateIn(plain);
    const kind = DRAINING_STATES.has(state) ? 'draining' : STARTING_STATES.has(state) ? 'starting' : null;
    return kind && { kind, words: state };
  }
  const type = headerText(headers['content-type']) ?? 'text/plain';
  if (plain === '' || plain.length > MOST_WORDS || plain.startsWith('<') || !/^text\/plain\b/i.test(type)) {
    return null;
  }
  const kind = DRAINING.test(plain) ? 'draining' : STARTING.test(plain) ? 'starting' : null;
  return kind && { kind, words: excerpt(plain) };
}

function stateIn(text: string): string {
  try {
    const { status, state } = JSON.parse(text) as { readonly status?: unknown; readonly state?: unknown };
    const said = typeof status === 'string' ? status : state;
    return typeof said === 'string' ? said.toLowerCase().replaceAll(/[ -]/g, '_') : '';
  } catch {
    return ''; // cut off, or no JSON
  }
}
