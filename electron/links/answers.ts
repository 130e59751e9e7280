/**
 * What an HTTP answer means to a link. Unlike a page, state is never given up: what one thing is refused is told again when it is mended,
 * and what says that nobody of us is let in concerns the link as a whole.
 */
import { declined } from '../../shared/rules/http/declined.ts';
import type { LinkAnswer } from '../engine/ports/link.ts';
import type { WebAnswer } from '../engine/ports/web.ts';

/** The token, or the right that it has: what holds for one message holds for all. */
const NOT_LET_IN: readonly number[] = [401, 403, 407];

export interface Asked {
  /** The host, never a whole address. */
  readonly who: string;
  /** What to mend when it answers with this status. */
  readonly notes: Readonly<Record<number, string>>;
  /** Its own words, where they stand in a known place. */
  readonly words?: string | null;
}

/** Null: it is 2xx. */
export function refusal(
  answer: WebAnswer,
  asked: Asked,
  now: number,
): Exclude<LinkAnswer, { status: 'accepted' }> | null {
  if (answer.kind === 'failed') {
    return { status: answer.ours ? 'refused' : 'try-later', reason: answer.reason };
  }
  const said = declined(answer, asked, now);
  if (said === null || said.status === 'try-later') {
    return said;
  }
  const { reason } = said;
  return { status: NOT_LET_IN.includes(answer.status) ? 'try-later' : 'refused', reason };
}
