/**
 * SMS that strangers write to a channel's number: each is told to the engine once, or again and again while too many call at once.
 *
 * Asked for apart from the answers of whoever is paged: a flood of strangers must not push those out of a list.
 */
import type { ListenContext } from '../../engine/ports/channel.ts';
import type { Ear } from '../../engine/ports/ear.ts';
import type { Look } from './listening.ts';
import { createPace } from './pace.ts';
import type { AskForMessages } from './twilio-list.ts';
import { inbound } from './twilio-list.ts';
import { forgetStrangers, hearStrangers, recall } from './twilio-memory.ts';

/** While somebody who called may write more. */
const BRISK_MS = 10_000;
/** Otherwise: somebody who calls for help waits no longer than this before anybody hears it. */
const CALM_MS = 30_000;
const BRISK_FOR_MS = 10 * 60_000;

export interface Callers {
  /** Asks when it is time. Null: nothing is wrong. */
  look(): Promise<Look | null>;
}

/** @param paged whose messages are answers and no calls */
export function listenToCallers(
  ask: AskForMessages,
  { from: ours, to: paged }: { readonly from: string; readonly to: string },
  { memory, ear, clock }: Pick<ListenContext, 'memory' | 'ear' | 'clock'>,
): Callers {
  const { called } = ear;
  const pace = createPace({ briskMs: BRISK_MS, calmMs: CALM_MS }, clock);
  let calledAt = Number.NEGATIVE_INFINITY;
  if (called === undefined) {
    // Once somebody can be called again, what came meanwhile is old.
    forgetStrangers(memory);
    return { look: () => Promise.resolve(null) };
  }

  /** Oldest first; those that wait are told again with the next look. */
  async function tell(messages: ReturnType<typeof inbound>, to: NonNullable<Ear['called']>): Promise<void> {
    let waits: number | null = null;
    for (const one of messages) {
      calledAt = clock.monotonicMs();
      if ((await to({ id: one.sid, from: one.from, said: one.body, at: one.at })) === 'heard') {
        hearStrangers(memory, [one], waits);
      } else {
        waits = Math.min(waits ?? one.at, one.at);
      }
    }
  }

  return {
    async look() {
      if (!pace.due(clock.monotonicMs() - calledAt < BRISK_FOR_MS)) {
        return null;
      }
      const { strangers } = recall(memory);
      const found = await ask({ to: ours, since: strangers?.since ?? null });
      if ('kind' in found) {
        return found;
      }
      const messages = inbound(found, strangers?.since ?? 0).filter(({ from }) => from !== paged);
      if (strangers === null) {
        hearStrangers(memory, messages);
      } else {
        const { since, heard } = strangers;
        await tell(
          messages.filter(({ sid, at }) => at >= since && !heard.some((one) => one.sid === sid)),
          called,
        );
      }
      pace.asked();
      return null;
    },
  };
}
