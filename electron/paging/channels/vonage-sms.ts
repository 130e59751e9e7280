/**
 * SMS through Vonage's SMS API (developer.vonage.com/en/api/sms).
 *
 * It answers 200 to almost everything: what counts is the `status` of each part. It knows no idempotency key, and tells what
 * became of an SMS only to an address that can be called.
 */
import { z } from 'zod';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import { declined, notUnderstood } from '../../../shared/rules/http/declined.ts';
import { later, refused } from '../../../shared/rules/http/deliveries.ts';
import { isGsm } from '../../../shared/rules/words/alphabets.ts';
import { oneLine } from '../../../shared/rules/words/plain.ts';
import { shortNumber } from '../../../shared/rules/words/short-number.ts';
import { linkedSms } from '../../../shared/rules/words/short-texts.ts';
import type { Channel, ChannelContext } from '../../engine/ports/channel.ts';
import { createPoster, type PostAnswer } from './http-post.ts';
import { parseJson } from './json.ts';

const WHO = 'Vonage';
/** Each part of a long text has an entry of its own. */
const ANSWER = { bytes: 64 * 1_024, withinMs: 5_000 };

const TAKEN = '0';
/** developer.vonage.com/en/api-errors/sms: throttled, internal error, too many binds. The rest is ours to mend. */
const PASSING = new Set(['1', '5', '10']);
const NOTES: Readonly<Record<string, string>> = {
  '4': ', check the apiKey and the apiSecret of this channel',
  '9': ', top up the account',
};

const Part = z.object({ status: z.string(), 'message-id': z.string().optional(), 'error-text': z.string().optional() });
const Answer = z.object({ messages: z.array(Part).min(1) });

export function createVonageChannel(): Channel<'vonage-sms'> {
  const poster = createPoster();
  return {
    type: 'vonage-sms',
    can: { acknowledge: false, delivery: false, idempotent: false, rate: { pages: 10, perMs: 60_000 } },
    target: ({ to }) => shortNumber(to),
    secrets: ({ apiSecret }) => [apiSecret],
    async send(page, settings, context) {
      const answer = await poster.post({
        url: `${settings.baseUrl.replace(/\/+$/, '')}/sms/json`,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams(messageForm(settings, linkedSms(page))).toString(),
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

/** Numbers go without their plus; without `type`, Vonage would turn foreign letters into question marks. */
function messageForm(settings: ChannelSettingsOf<'vonage-sms'>, text: string): Readonly<Record<string, string>> {
  const { apiKey, apiSecret, from, to } = settings;
  return {
    api_key: apiKey,
    api_secret: apiSecret,
    from: from.replace(/^\+/, ''),
    to: to.replace(/^\+/, ''),
    text,
    type: isGsm(text) ? 'text' : 'unicode',
  };
}

function judge(answer: PostAnswer, { clock }: ChannelContext): Delivery {
  if (answer.kind === 'failed') {
    return answer.delivery;
  }
  const no = declined(answer, { who: WHO }, clock.now());
  if (no !== null) {
    return no;
  }
  const parts = Answer.safeParse(parseJson(answer.body)).data?.messages;
  if (parts === undefined) {
    return notUnderstood(answer, WHO);
  }
  const bad = parts.find(({ status }) => status !== TAKEN);
  if (bad === undefined) {
    const id = parts[0]?.['message-id'];
    return id === undefined ? notUnderstood(answer, WHO) : { status: 'accepted', reference: id };
  }
  const said = `status ${oneLine(bad.status)}, ${oneLine(bad['error-text'] ?? 'without words')}`;
  return PASSING.has(bad.status)
    ? later(`Vonage could not take it: ${said}`)
    : refused(`Vonage refused: ${said}${NOTES[bad.status] ?? ''}`);
}
