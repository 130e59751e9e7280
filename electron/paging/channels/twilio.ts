/**
 * SMS through Twilio's Messages resource. Where replies are wanted, it is asked for what came back; see twilio-answers.
 */
import type { CallerMessage } from '../../../shared/model/caller-news.ts';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { refused } from '../../../shared/rules/http/deliveries.ts';
import { gsmFriendly } from '../../../shared/rules/words/alphabets.ts';
import { oneLine } from '../../../shared/rules/words/plain.ts';
import { shortNumber } from '../../../shared/rules/words/short-number.ts';
import { answerableSms, linkedSms } from '../../../shared/rules/words/short-texts.ts';
import type { Channel } from '../../engine/ports/channel.ts';
import { createPoster } from './http-post.ts';
import { listenToSms } from './twilio-answers.ts';
import { createAtTwilio, twilioSecrets } from './twilio-api.ts';
import { awaitFate } from './twilio-memory.ts';

export function createTwilioChannel(): Channel<'twilio-sms'> {
  const poster = createPoster();
  return {
    type: 'twilio-sms',
    can: ({ replies }) => ({
      acknowledge: replies,
      delivery: replies,
      idempotent: false,
      rate: { pages: 10, perMs: 60_000 },
    }),
    target: ({ to }) => shortNumber(to),
    secrets: twilioSecrets,
    async send(page, settings, context) {
      const form = messageForm(settings, settings.replies ? answerableSms(page) : linkedSms(page));
      const delivery = await createAtTwilio(poster, settings, 'Messages', form, context);
      if (settings.replies && delivery.status === 'accepted' && delivery.reference !== undefined) {
        awaitFate(context.memory, page.id, delivery.reference, context.clock.now());
      }
      return delivery;
    },
    async tell(message, settings, context) {
      return message.to.way === 'sms'
        ? await createAtTwilio(poster, settings, 'Messages', toCaller(message, message.to.to, settings), context)
        : refused('who called by another way than SMS cannot be told by SMS');
    },
    listen: (settings, context) => (settings.replies ? listenToSms(poster, settings, context) : null),
    close: () => poster.close(),
  };
}

/** `To`, the sender in the field that fits it, `Body`. */
function messageForm(
  { to, from }: Pick<ChannelSettingsOf<'twilio-sms'>, 'to' | 'from'>,
  text: string,
): Readonly<Record<string, string>> {
  return { To: to, [from.startsWith('MG') ? 'MessagingServiceSid' : 'From']: from, Body: text };
}

/** In the alphabet that is cheapest, and with the address where there is one. Who gave us a number gets nothing else by it. */
function toCaller({ text, url }: CallerMessage, to: string, { from }: ChannelSettingsOf<'twilio-sms'>) {
  return messageForm({ to, from }, `${gsmFriendly(oneLine(text))}${url === null ? '' : ` ${url}`}`);
}
