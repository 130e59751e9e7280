/**
 * SMS through Twilio's Messages resource.
 */
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { smsText } from '../../../shared/rules/words/short-texts.ts';
import type { Channel } from '../../engine/ports.ts';
import { createPoster } from './http-post.ts';
import { shortNumber } from './secrets.ts';
import { createAtTwilio, twilioSecrets } from './twilio-api.ts';

export function createTwilioChannel(): Channel<'twilio-sms'> {
  const poster = createPoster();
  return {
    type: 'twilio-sms',
    can: { acknowledge: false, delivery: false, idempotent: false, rate: { pages: 10, perMs: 60_000 } },
    target: ({ to }) => shortNumber(to),
    secrets: twilioSecrets,
    send: (page, settings, context) =>
      createAtTwilio(poster, settings, 'Messages', messageForm(settings, smsText(page)), context),
    close: () => poster.close(),
  };
}

/** `To`, the sender in the field that fits it, `Body`. */
function messageForm({ to, from }: ChannelSettingsOf<'twilio-sms'>, text: string): Readonly<Record<string, string>> {
  return { To: to, [from.startsWith('MG') ? 'MessagingServiceSid' : 'From']: from, Body: text };
}
