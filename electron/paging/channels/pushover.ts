/**
 * A push notice through Pushover (pushover.net/api). What is critical rings until it is acknowledged on the phone, and that
 * acknowledgement comes back by a receipt.
 *
 * Pushover knows no idempotency key: a try whose answer was lost may have been sent.
 */
import { z } from 'zod';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Delivery, Page } from '../../../shared/model/page.ts';
import { declined, notUnderstood } from '../../../shared/rules/http/declined.ts';
import { refused } from '../../../shared/rules/http/deliveries.ts';
import type { Channel, ChannelContext } from '../../engine/ports/channel.ts';
import { createPoster, type PostAnswer, type Poster } from './http-post.ts';
import { parseJson } from './json.ts';
import { within } from './listening.ts';
import { pushoverForm, rings } from './pushover-form.ts';
import { cancelRinging, listenToReceipts, openReceipts, pushoverErrors, updateReceipts } from './pushover-receipts.ts';
import { shortKey } from './short-key.ts';

const ANSWER = { bytes: 16 * 1_024, withinMs: 5_000 };
/** The closing word itself must have its time. */
const CANCEL_MS = 4_000;

const Taken = z.object({ status: z.literal(1), request: z.string(), receipt: z.string().min(1).optional() });

export function createPushoverChannel(): Channel<'pushover'> {
  const poster = createPoster();
  return {
    type: 'pushover',
    // No more than two connections at once (pushover.net/api, "Being friendly to our API").
    can: { acknowledge: true, delivery: false, idempotent: false, rate: { pages: 10, perMs: 60_000 }, abreast: 2 },
    target: ({ userKey, device }) =>
      `${userKey.slice(0, 3)}… by Pushover${device === undefined ? '' : ` on ${device}`}`,
    secrets: ({ token, userKey }) => [token, userKey],
    async send(page, settings, context) {
      const key = shortKey(page.dedupKey);
      if (page.kind === 'close' && openReceipts(context.memory).some((open) => open.key === key)) {
        // Before the closing word: a phone that still rings would drown it. Whether it works changes nothing for the page.
        await within(CANCEL_MS, context, (signal) => cancelRinging(poster, settings, key, { ...context, signal }));
      }
      const answer = await post(poster, page, settings, context);
      return judge(answer, page, settings, context);
    },
    async hush(dedupKey, settings, context) {
      const key = shortKey(dedupKey);
      const rings = () => openReceipts(context.memory).some((open) => open.key === key);
      if (rings()) {
        await cancelRinging(poster, settings, key, context);
      }
      return !rings();
    },
    listen: (settings, context) => listenToReceipts(poster, settings, context),
    close: () => poster.close(),
  };
}

function post(
  poster: Poster,
  page: Page,
  settings: ChannelSettingsOf<'pushover'>,
  { signal, clock }: ChannelContext,
): Promise<PostAnswer> {
  return poster.post({
    url: `${settings.baseUrl.replace(/\/+$/, '')}/1/messages.json`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: pushoverForm(page, settings).toString(),
    verifyTls: true,
    read: () => ANSWER,
    signal,
    clock,
  });
}

function judge(
  answer: PostAnswer,
  page: Page,
  { expire }: ChannelSettingsOf<'pushover'>,
  { clock, memory }: ChannelContext,
): Delivery {
  if (answer.kind === 'failed') {
    return answer.delivery;
  }
  const json = parseJson(answer.body);
  const errors = pushoverErrors(json);
  const no = declined(answer, { who: 'Pushover', words: errors }, clock.now());
  if (no !== null) {
    return no;
  }
  const taken = Taken.safeParse(json).data;
  if (taken === undefined) {
    return errors === null ? notUnderstood(answer, 'Pushover') : refused(`Pushover refused: ${errors}`);
  }
  const { receipt, request } = taken;
  if (rings(page) && receipt !== undefined) {
    const open = { receipt, page: page.id, key: shortKey(page.dedupKey), until: clock.now() + expire };
    updateReceipts(memory, (before) => [...before, open]);
  }
  return { status: 'accepted', reference: request };
}
