/**
 * A pager behind an SNPP gateway (RFC 1861). The text is cut to what a pager shows; the protocol is in the session.
 *
 * SNPP knows no idempotency key: a try whose last reply was lost may have been sent.
 */
import { pagerLines } from '../../../shared/rules/words/short-texts.ts';
import type { Channel } from '../../engine/ports.ts';
import { refused } from './deliveries.ts';
import { snppSession } from './snpp-session.ts';

/** Commands are lines: a blank or a line end inside a word would begin another word, or another command. */
const ONE_WORD = /^[!-~]+$/;
/** Subscribers may have a PIN behind their number: "5551212 1234". */
const PAGER = /^[!-~]+(?: [!-~]+)?$/;

export function createSnppChannel(): Channel<'snpp'> {
  return {
    type: 'snpp',
    can: { acknowledge: false, delivery: false, idempotent: false, rate: { pages: 10, perMs: 60_000 } },
    target: ({ host, port, pager }) => `pager ${pager} at ${host}:${port}`,
    secrets: ({ login }) => (login?.password === undefined ? [] : [login.password]),
    async send(page, { host, port, pager, login }, { signal, clock }) {
      if (
        !PAGER.test(pager) ||
        (login !== undefined && ![login.id, login.password ?? '-'].every((word) => ONE_WORD.test(word)))
      ) {
        return refused('the pager number and the login of this channel must be plain words without blanks');
      }
      return snppSession({ host, port, pager, login: login ?? null, lines: pagerLines(page) }, signal, clock);
    },
  };
}
