/**
 * A pager behind an SNPP gateway (RFC 1861). The text is cut to what a pager shows; the protocol is in the session, what a two-way
 * pager answers in the listening.
 *
 * SNPP knows no idempotency key: a try whose last reply was lost may have been sent.
 */

import type { Page } from '../../../shared/model/page.ts';
import { refused } from '../../../shared/rules/http/deliveries.ts';
import { pagerLines } from '../../../shared/rules/words/short-texts.ts';
import type { Channel, ChannelMemory } from '../../engine/ports/channel.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { listenToSnpp } from './snpp-listening.ts';
import { changeSnpp, type Sent } from './snpp-memory.ts';
import { snppSession, type TwoWay } from './snpp-session.ts';

/** Commands are lines: a blank or a line end inside a word would begin another word, or another command. */
const ONE_WORD = /^[!-~]+$/;
/** Subscribers may have a PIN behind their number: "5551212 1234". */
const PAGER = /^[!-~]+(?: [!-~]+)?$/;

export function createSnppChannel(): Channel<'snpp'> {
  return {
    type: 'snpp',
    can: ({ twoWay }) => ({
      acknowledge: twoWay,
      delivery: twoWay,
      idempotent: false,
      rate: { pages: 10, perMs: 60_000 },
    }),
    target: ({ host, port, pager }) => `pager ${pager} at ${host}:${port}`,
    secrets: ({ login }) => (login?.password === undefined ? [] : [login.password]),
    async send(page, { host, port, pager, login, twoWay }, { signal, clock, memory }) {
      if (
        !PAGER.test(pager) ||
        (login !== undefined && ![login.id, login.password ?? '-'].every((word) => ONE_WORD.test(word)))
      ) {
        return refused('the pager number and the login of this channel must be plain words without blanks');
      }
      if (twoWay && page.kind === 'close') {
        changeSnpp(memory, ({ open, ...known }) => ({ ...known, open: open.map((sent) => endedBy(page, sent)) }));
      }
      const request = { host, port, pager, login: login ?? null, lines: pagerLines(page) };
      const isAnswerable = twoWay && (page.kind === 'trigger' || page.kind === 'reminder');
      return snppSession(
        isAnswerable ? { ...request, twoWay: remembering(page, memory, clock) } : request,
        signal,
        clock,
      );
    },
    listen: (settings, context) => (settings.twoWay ? listenToSnpp(settings, context) : null),
  };
}

/** What is over is not asked about any more. */
function endedBy({ dedupKey }: Page, sent: Sent): Sent {
  return sent.key === dedupKey ? { ...sent, over: true } : sent;
}

/** Keeps how to ask for this page later. */
function remembering({ id, dedupKey }: Page, memory: ChannelMemory, clock: Clock): TwoWay {
  return {
    onTag: ({ tag, passCode }) =>
      changeSnpp(memory, ({ open, oneWay }) => ({
        oneWay,
        open: [...open, { page: id, key: dedupKey, tag, passCode, at: clock.now(), known: 'sent', over: false }],
      })),
    onOffer: (oneWay) => changeSnpp(memory, ({ open }) => ({ open, oneWay })),
  };
}
