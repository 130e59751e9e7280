/**
 * A telephone call through Twilio's Calls resource: the words are in the request, nothing is fetched from us.
 *
 * A key press comes back where there is a public address: `<Gather>` sends it to the page's acknowledge link. Elsewhere none does:
 * Twilio shows it in the call's Events only a quarter of an hour after the call (twilio.com/docs/voice/api/call-event-resource).
 */
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import { shortNumber } from '../../../shared/rules/words/short-number.ts';
import { KEY_HINT, spokenText } from '../../../shared/rules/words/spoken-text.ts';
import { xmlText } from '../../../shared/rules/xml-text.ts';
import type { Channel } from '../../engine/ports/channel.ts';
import { createPoster } from './http-post.ts';
import { createAtTwilio, twilioSecrets } from './twilio-api.ts';
import { followCalls } from './twilio-calls.ts';
import { awaitFate } from './twilio-memory.ts';

export function createTwilioVoiceChannel(): Channel<'twilio-voice'> {
  const poster = createPoster();
  return {
    type: 'twilio-voice',
    // Twilio begins one call a second; a person takes one at a time.
    can: { acknowledge: false, delivery: true, idempotent: false, rate: { pages: 2, perMs: 60_000 }, abreast: 1 },
    target: ({ to }) => shortNumber(to),
    secrets: twilioSecrets,
    async send(page, settings, context) {
      const delivery = await createAtTwilio(poster, settings, 'Calls', callForm(page, settings), context);
      if (delivery.status === 'accepted' && delivery.reference !== undefined) {
        awaitFate(context.memory, page.id, delivery.reference, context.clock.now());
      }
      return delivery;
    },
    listen: (settings, context) => followCalls(poster, settings, context),
    close: () => poster.close(),
  };
}

function callForm(page: Page, settings: ChannelSettingsOf<'twilio-voice'>): Readonly<Record<string, string>> {
  const { to, from, ringFor, detectMachines } = settings;
  return {
    To: to,
    From: from,
    Twiml: twiml(page, settings.language),
    Timeout: String(Math.round(ringFor / 1_000)),
    ...(detectMachines ? { MachineDetection: 'Enable' } : {}),
  };
}

/** Characters that Twilio takes in `Twiml`. */
const LONGEST_TWIML = 4_000;

/** The words twice: the first time finds somebody half asleep. A pause before, since the phone is still on its way to the ear. */
function twiml(page: Page, language: string): string {
  const words = spokenText(page);
  const say = (text: string) => `<Say language="${xmlText(language)}">${xmlText(text)}</Say>`;
  const alone = `<Response><Pause length="1"/>${say(words)}<Pause length="1"/>${say(words)}</Response>`;
  if (page.ackUrl === undefined) {
    return alone;
  }
  // While it speaks a key is heard as well, and the words end with it.
  const asking = say(`${words} ${KEY_HINT}`);
  const gather = `<Gather numDigits="1" timeout="10" action="${xmlText(`${page.ackUrl}/key`)}">`;
  const whole = `<Response><Pause length="1"/>${gather}${asking}<Pause length="1"/>${asking}</Gather></Response>`;
  return whole.length <= LONGEST_TWIML ? whole : alone;
}
