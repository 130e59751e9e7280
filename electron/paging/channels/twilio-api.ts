/**
 * Twilio's REST API (version 2010-04-01), as far as paging needs it: create a message or a call, and ask what became of it.
 *
 * Twilio knows no idempotency key: a try whose answer was lost may have been carried out. And its 201 may hold a failure.
 */
import { z } from 'zod';
import type { Delivery } from '../../../shared/model/page.ts';
import { notUnderstood } from '../../../shared/rules/http/declined.ts';
import { later, type NotTaken, refused } from '../../../shared/rules/http/deliveries.ts';
import { excerptOf, retryAfterMs, verdictOf } from '../../../shared/rules/http/verdict.ts';
import { oneLine } from '../../../shared/rules/words/plain.ts';
import type { ChannelContext } from '../../engine/ports/channel.ts';
import type { PostAnswer, Poster } from './http-post.ts';
import { parseJson } from './json.ts';
import { basicAuth, basicForms } from './secrets.ts';

export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  readonly baseUrl: string;
}

type Asking = Pick<ChannelContext, 'signal' | 'clock'>;

/** The id stands in the body: given up too early, it would be sent again. */
const ANSWER = { bytes: 64 * 1_024, withinMs: 5_000 };
/** Fifty messages of the greatest length. */
const LIST = { bytes: 512 * 1_024, withinMs: 10_000 };

const NOT_FOUND = 404;

/** twilio.com/docs/api/errors: queue overflow, handset not reachable now, unknown, carrier congested, too many requests. */
const PASSING_CODES = new Set([30_001, 30_003, 30_008, 30_017, 20_429]);
const FAILED = new Set(['failed', 'undelivered', 'canceled']);

const Created = z.object({
  sid: z.string().min(1),
  status: z.string(),
  error_code: z.number().nullish(),
  error_message: z.string().nullish(),
});
const Problem = z.object({ code: z.number(), message: z.string() });

export const twilioSecrets = ({ accountSid, authToken }: TwilioAccount): readonly string[] => [
  authToken,
  ...basicForms(accountSid, authToken),
];

/** Its reference is the sid, by which one can ask later. */
export async function createAtTwilio(
  poster: Poster,
  account: TwilioAccount,
  resource: 'Messages' | 'Calls',
  form: Readonly<Record<string, string>>,
  context: Asking,
): Promise<Delivery> {
  const answer = await poster.post({
    url: urlOf(account, `${resource}.json`),
    headers: { ...headersOf(account), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    verifyTls: true,
    read: () => ANSWER,
    ...context,
  });
  return judge(answer, context);
}

/** @param path below the account: `Messages.json?To=…`. `gone`: there is no such thing (any more). */
export async function readAtTwilio<T>(
  poster: Poster,
  account: TwilioAccount,
  path: string,
  schema: z.ZodType<T>,
  context: Asking,
): Promise<
  { readonly kind: 'read'; readonly value: T } | { readonly kind: 'gone' } | (NotTaken & { readonly kind: 'no' })
> {
  const answer = await poster.get({
    url: urlOf(account, path),
    headers: headersOf(account),
    verifyTls: true,
    read: () => LIST,
    ...context,
  });
  if (answer.kind === 'failed') {
    return { kind: 'no', ...answer.delivery };
  }
  if (answer.status === NOT_FOUND) {
    return { kind: 'gone' };
  }
  const no = problemOf(answer, context);
  if (no !== null) {
    return { kind: 'no', ...no };
  }
  const value = schema.safeParse(parseJson(answer.body));
  return value.success ? { kind: 'read', value: value.data } : { kind: 'no', ...notUnderstood(answer, 'Twilio') };
}

function urlOf({ baseUrl, accountSid }: TwilioAccount, path: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/${path}`;
}

function headersOf({ accountSid, authToken }: TwilioAccount): Readonly<Record<string, string>> {
  return { authorization: basicAuth(accountSid, authToken), accept: 'application/json' };
}

function judge(answer: PostAnswer, context: Asking): Delivery {
  if (answer.kind === 'failed') {
    return answer.delivery;
  }
  const no = problemOf(answer, context);
  if (no !== null) {
    return no;
  }
  const created = Created.safeParse(parseJson(answer.body)).data;
  if (created === undefined) {
    return stranger(answer.status);
  }
  const { sid, status, error_message } = created;
  const code = created.error_code ?? null;
  if (code === null && !FAILED.has(status)) {
    return { status: status === 'delivered' ? 'delivered' : 'accepted', reference: sid };
  }
  const words = `Twilio took it and gave up: ${failureWords(status, code, error_message ?? '')}`;
  return PASSING_CODES.has(code ?? 0) ? later(words) : refused(words);
}

/** "undelivered, error 30006: landline" */
export function failureWords(status: string, code: number | null, message: string): string {
  return `${status}${code === null ? '' : `, error ${code}`}${excerptOf(message)}`;
}

/** Null: it is 2xx. */
function problemOf(answer: Extract<PostAnswer, { kind: 'answered' }>, { clock }: Asking): NotTaken | null {
  const verdict = verdictOf(answer.status);
  if (verdict === 'accepted') {
    return null;
  }
  const problem = Problem.safeParse(parseJson(answer.body)).data;
  const said =
    problem === undefined
      ? `HTTP ${answer.status}${excerptOf(answer.body)}`
      : `error ${problem.code}, ${oneLine(problem.message)}`;
  return verdict === 'refused' && !PASSING_CODES.has(problem?.code ?? 0)
    ? refused(`Twilio refused: ${said}`)
    : later(`Twilio could not take it: ${said}`, retryAfterMs(answer.retryAfter, clock.now()));
}

/** A login page of some network answers 200 to everything. */
function stranger(status: number): NotTaken {
  return later(`no message id in the answer (HTTP ${status}): is something between this machine and Twilio?`);
}
