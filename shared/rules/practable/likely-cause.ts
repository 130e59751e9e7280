/**
 * What a service really means by its refusal. Its own clients hide the answer behind an error of their own, and its codes mislead: a
 * wrong secret is 500, and so is another server's audience.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Service } from '../../model/practable/settings.ts';

export interface Refusal {
  readonly service: Service;
  readonly status: number;
  /** The beginning of the body. */
  readonly body: string;
  readonly contentType: string;
  /** By its `Date` header; null: it has none. */
  readonly serverTime: EpochMs | null;
  readonly ourTime: EpochMs;
  readonly audience: string;
}

/** A token is refused before its time or after its end; within so little a clock explains nothing. */
const CLOCKS_APART_MS = 5_000;
/** So much of a server's words is worth quoting. */
const LONGEST_QUOTE = 160;

/** "500 from relay: \"token invalid\"; likely the secret …". Quotes the server, so secrets must be painted over. */
export function refusalWords(refusal: Refusal): string {
  const { service, status, body } = refusal;
  const said = quote(body);
  const cause = likelyCause(refusal);
  return [`${service} answered ${status}${said === '' ? '' : ` "${said}"`}`, ...(cause === null ? [] : [cause])].join(
    '; ',
  );
}

/** Null: nobody knows. */
export function likelyCause(refusal: Refusal): string | null {
  const { service, status, body, audience } = refusal;
  const said = quote(body);
  const clock = clockCause(refusal);
  if (status === 404 && isPage(refusal)) {
    return `likely the base path: no ${service} answers there (another instance or tenant, a proxy)`;
  }
  if (status >= 500 && isPage(refusal)) {
    return `likely a proxy in front of ${service}, which does not answer`;
  }
  if (/bearer/i.test(said)) {
    return 'likely a proxy that puts "Bearer" before the token';
  }
  if (/\baud\b|audience/i.test(said)) {
    return `likely the audience: we say ${audience}; set \`audience\` of ${service} to the address that it names`;
  }
  if (/signature/i.test(said)) {
    return `likely the secret of ${service}`;
  }
  if (/expired|not valid yet|used before issued|nbf|\biat\b|\bexp\b/i.test(said)) {
    return clock ?? 'likely the clock: ours and the server differ';
  }
  if (clock !== null && (status === 401 || status >= 500)) {
    return clock;
  }
  if (/scope/i.test(said)) {
    return `likely the scopes: this ${service} wants other ones than the public version does`;
  }
  if (/token invalid|tokenstring|error parsing claims|error reading token/i.test(said)) {
    return `likely the secret of ${service}`;
  }
  if (status === 401 || status === 403) {
    return `likely the secret or the audience of ${service}, or a proxy that keeps the Authorization header to itself`;
  }
  return status === 404 ? `likely the base path of ${service}` : null;
}

function clockCause({ serverTime, ourTime }: Refusal): string | null {
  if (serverTime === null || Math.abs(serverTime - ourTime) < CLOCKS_APART_MS) {
    return null;
  }
  const apart = formatDuration(Math.abs(serverTime - ourTime));
  return `likely the clock: ours is ${apart} ${ourTime > serverTime ? 'ahead of' : 'behind'} the server's`;
}

/** Something that is made for browsers: no service of practable says that. */
function isPage({ contentType, body }: Refusal): boolean {
  return /html/i.test(contentType) || /^\s*</.test(body);
}

/** Its message, when it is JSON as they all say it; else the beginning of what came, in one line. */
function quote(body: string): string {
  return messageIn(body)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_QUOTE);
}

function messageIn(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    return typeof message === 'string' ? message : body;
  } catch {
    return body; // not one of theirs
  }
}
