/**
 * A paging terminal's answer: the words that it says first, and the control character that decides (TAP 1.8, step 6).
 */
import type { Delivery } from '../../../shared/model/page.ts';
import { later, unknownWhether } from '../../../shared/rules/http/deliveries.ts';
import type { TapHeard, TapLine } from './tap-line.ts';

/** From here on nobody knows whether the page was taken until the terminal says so. */
export const AWAITING_VERDICT = 'waiting for the answer to the page';

type Control = Extract<TapHeard, { kind: 'ACK' | 'NAK' | 'RS' | 'go-ahead' | 'bye' | 'id' }>['kind'];

/** What came, with the words before it; or how it ended instead. */
type Answer =
  | { readonly kind: Control; readonly lines: readonly string[] }
  | { readonly kind: 'silence' }
  | { readonly kind: 'ended'; readonly delivery: Delivery };

/** Gathers words until one of `wanted` comes, or the terminal hangs up. Each further thing it says gives it the time anew. */
export async function answerTo(
  line: TapLine,
  withinMs: number,
  who: string,
  stage: string,
  wanted: readonly Control[],
): Promise<Answer> {
  const lines: string[] = [];
  for (;;) {
    const heard = await line.hear(withinMs);
    switch (heard.kind) {
      case 'line':
        lines.push(heard.text);
        break;
      case 'silence':
        return heard;
      case 'timeout':
        return ended(lostAt(stage, `${who} did not answer in time, ${stage}`));
      case 'broken':
        return ended(lostAt(stage, `${heard.reason}, ${stage}`));
      case 'noise':
        return ended(later(`${who} does not speak TAP: it talks without line ends`));
      default:
        if (heard.kind === 'bye' || wanted.includes(heard.kind)) {
          return { kind: heard.kind, lines };
        }
    }
  }
}

function ended(delivery: Delivery): Answer {
  return { kind: 'ended', delivery };
}

function lostAt(stage: string, reason: string): Delivery {
  return stage === AWAITING_VERDICT ? unknownWhether(reason) : later(reason);
}
