/**
 * What became of our calls: asked of Twilio until each has ended (twilio.com/docs/voice/api/call-resource, "Call status values").
 */
import { z } from 'zod';
import { formatDuration } from '../../../shared/model/duration.ts';
import type { ListenContext } from '../../engine/ports/channel.ts';
import type { Fate } from '../../engine/ports/ear.ts';
import type { Poster } from './http-post.ts';
import { keepLooking, type Look, troubleOf, within } from './listening.ts';
import { readAtTwilio, type TwilioAccount } from './twilio-api.ts';
import { recall, settle } from './twilio-memory.ts';

/** Costs a request only while a call is under way. */
const EVERY_MS = 10_000;
const PATIENCE_MS = 15_000;
/** Ringing and talking together take less. */
const GIVE_UP_MS = 30 * 60_000;

const Call = z.object({ status: z.string(), answered_by: z.string().nullish() });
type Call = z.infer<typeof Call>;

export function followCalls(
  poster: Poster,
  settings: TwilioAccount & { readonly ringFor: number },
  context: ListenContext,
): Promise<void> {
  const { memory, ear, clock } = context;

  async function look(): Promise<Look> {
    for (const { pageId, sid, at } of recall(memory).awaited) {
      const answer = await within(PATIENCE_MS, context, (signal) =>
        readAtTwilio(poster, settings, `Calls/${encodeURIComponent(sid)}.json`, Call, { signal, clock }),
      );
      if (answer.kind === 'no') {
        return troubleOf(answer);
      }
      const fate = answer.kind === 'read' ? fateOf(answer.value, settings.ringFor) : null;
      if (fate !== null) {
        ear.fared(pageId, fate);
      }
      if (fate !== null || answer.kind === 'gone' || clock.now() - at > GIVE_UP_MS) {
        settle(memory, sid);
      }
    }
    return { kind: 'fine', nextMs: EVERY_MS };
  }

  return keepLooking(look, context);
}

/** Null: it is under way, or says a word that we do not know. */
function fateOf({ status, answered_by }: Call, ringFor: number): Fate | null {
  switch (status) {
    case 'completed':
      return /^(?:machine|fax)/.test(answered_by ?? '') ? no('a machine answered the call') : { status: 'delivered' };
    case 'busy':
      return no('the line was busy');
    case 'no-answer':
      return no(`nobody answered the call within ${formatDuration(ringFor)}`);
    case 'canceled':
      return no('the call was cancelled at Twilio');
    case 'failed':
      return no('the call could not be made: check the number');
    default:
      return null;
  }
}

function no(reason: string): Fate {
  return { status: 'refused', reason };
}
