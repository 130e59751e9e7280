/**
 * A pager behind a paging terminal that speaks TAP 1.8. The text is cut to what the terminal takes; the protocol is in the session.
 *
 * TAP knows no idempotency key: a try whose last answer was lost may have been sent.
 */
import { pagerLines } from '../../../shared/rules/words/short-texts.ts';
import type { Channel } from '../../engine/ports/channel.ts';
import { tapSession } from './tap-session.ts';

export function createTapChannel(): Channel<'tap'> {
  return {
    type: 'tap',
    // Behind many a terminal is one line.
    can: { acknowledge: false, delivery: false, idempotent: false, rate: { pages: 10, perMs: 60_000 }, abreast: 1 },
    target: ({ host, port, pager }) => `pager ${pager} at ${host}:${port}`,
    secrets: ({ password }) => (password === undefined ? [] : [password]),
    send(page, { host, port, pager, password = null, longest }, { signal, clock }) {
      const text = pagerLines(page, longest).join(' ');
      return tapSession({ host, port, pager, password, text }, signal, clock);
    },
  };
}
