/**
 * A pager or a telephone behind a WCTP gateway: XML over HTTP POST. Where replies are wanted, the gateway is polled for them.
 *
 * A message's id is the same on every try, but WCTP does not ask a gateway to drop what it has already taken.
 */
import type { Channel } from '../../engine/ports/channel.ts';
import { createPoster } from './http-post.ts';
import { askWctp } from './wctp-exchange.ts';
import { listenToWctp } from './wctp-listening.ts';
import { awaitReply } from './wctp-memory.ts';
import { messageOf, submitRequest } from './wctp-operations.ts';
import { judgeConfirmation } from './wctp-verdict.ts';

export function createWctpChannel(): Channel<'wctp'> {
  const poster = createPoster();
  return {
    type: 'wctp',
    can: ({ replies }) => ({
      acknowledge: replies,
      delivery: replies,
      idempotent: false,
      rate: { pages: 10, perMs: 60_000 },
    }),
    target: ({ recipient, url }) => `pager ${recipient} at ${new URL(url).host}`,
    secrets: ({ securityCode }) => (securityCode === undefined ? [] : [securityCode]),
    async send(page, settings, context) {
      const message = messageOf(page);
      const asked = await askWctp(poster, settings, submitRequest(message, settings), context);
      if (asked.kind === 'no') {
        return asked.delivery;
      }
      const delivery = judgeConfirmation(asked.answer, asked.who);
      if (settings.replies && delivery.status === 'accepted') {
        awaitReply(context.memory, page.id, message.messageId, context.clock.now());
      }
      return delivery;
    },
    listen: (settings, context) => (settings.replies ? listenToWctp(poster, settings, context) : null),
    close: () => poster.close(),
  };
}
