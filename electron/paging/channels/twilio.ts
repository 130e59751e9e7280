/**
 * SMS through Twilio's Messages resource (API version 2010-04-01).
 *
 * Twilio knows no idempotency key: a try whose answer was lost may have been sent. And its 201 may hold a failure.
 */

import { z } from 'zod';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import { oneLine } from '../../../shared/rules/words/plain.ts';
import { smsText } from '../../../shared/rules/words/short-texts.ts';
import type { Channel, ChannelContext } from '../../engine/ports.ts';
import { later, refused } from './deliveries.ts';
import { createPoster, type PostAnswer } from './http-post.ts';
import { excerptOf, retryAfterMs, verdictOf } from './http-verdict.ts';
import { parseJson } from './json.ts';
import { basicAuth, basicForms, shortNumber } from './secrets.ts';

/** The message's id stands in the body: given up too early, the SMS would be sent again. */
const ANSWER = { bytes: 64 * 1_024, withinMs: 5_000 };

/** twilio.com/docs/api/errors: queue overflow, handset not reachable now, unknown, carrier congested, too many requests. */
const PASSING_CODES = new Set([30_001, 30_003, 30_008, 30_017, 20_429]);

const Message = z.object({
  sid: z.string().min(1),
  status: z.string(),
  error_code: z.number().nullish(),
  error_message: z.string().nullish(),
});
const Problem = z.object({ code: z.number(), message: z.string() });

export function createTwilioChannel(): Channel<'twilio-sms'> {
  const poster = createPoster();
  return {
    type: 'twilio-sms',
    can: { acknowledge: false, delivery: false, idempotent: false, rate: { pages: 10, perMs: 60_000 } },
    target: ({ to }) => shortNumber(to),
    secrets: ({ accountSid, authToken }) => [authToken, ...basicForms(accountSid, authToken)],
    async send(page, settings, context) {
      const answer = await poster.post({
        url: messagesUrl(settings),
        headers: {
          authorization: basicAuth(settings.accountSid, settings.authToken),
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
        },
        body: messageForm(settings, smsText(page)),
        verifyTls: true,
        read: () => ANSWER,
        signal: context.signal,
        clock: context.clock,
      });
      return judge(answer, context);
    },
    close: () => poster.close(),
  };
}

function messagesUrl({ baseUrl, accountSid }: ChannelSettingsOf<'twilio-sms'>): string {
  return `${baseUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`;
}

/** `To`, the sender in the field that fits it, `Body`. */
function messageForm({ to, from }: ChannelSettingsOf<'twilio-sms'>, text: string): string {
  const sender = from.startsWith('MG') ? 'MessagingServiceSid' : 'From';
  return new URLSearchParams({ To: to, [sender]: from, Body: text }).toString();
}

function judge(answer: PostAnswer, { clock }: ChannelContext): Delivery {
  if (answer.kind === 'failed') {
    return answer.delivery;
  }
  const json = parseJson(answer.body);
  const verdict = verdictOf(answer.status);
  if (verdict === 'accepted') {
    return judgeMessage(Message.safeParse(json).data, answer.status);
  }
  const problem = Problem.safeParse(json).data;
  const said =
    problem === undefined
      ? `HTTP ${answer.status}${excerptOf(answer.body)}`
      : `error ${problem.code}, ${oneLine(problem.message)}`;
  return verdict === 'refused' && !PASSING_CODES.has(problem?.code ?? 0)
    ? refused(`Twilio refused: ${said}`)
    : later(`Twilio could not take it: ${said}`, retryAfterMs(answer.retryAfter, clock.now()));
}

function judgeMessage(message: z.infer<typeof Message> | undefined, status: number): Delivery {
  if (message === undefined) {
    // A login page of some network answers 200 to everything.
    return later(`no message id in the answer (HTTP ${status}): is something between this machine and Twilio?`);
  }
  const code = message.error_code ?? null;
  if (code === null && !['failed', 'undelivered', 'canceled'].includes(message.status)) {
    return { status: message.status === 'delivered' ? 'delivered' : 'accepted', reference: message.sid };
  }
  const words = `Twilio took it and gave up: ${message.status}${code === null ? '' : `, error ${code}`}${excerptOf(message.error_message ?? '')}`;
  return PASSING_CODES.has(code ?? 0) ? later(words) : refused(words);
}
