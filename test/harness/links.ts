/**
 * A link that a test holds in its hands: it remembers what it was told, and answers as the test says.
 */
import type { LinkAnswer, LinkContext, LinkSet, ToldSoFar } from '../../electron/engine/ports/link.ts';
import type { LinkSettings } from '../../shared/model/link.ts';
import type { StateChange } from '../../shared/model/link-state.ts';
import { wholeFace } from '../../shared/rules/links/face.ts';
import type { MovableClock } from './clock.ts';

export interface HeldLinks {
  readonly set: LinkSet;
  /** What was taken is looked at again so often from now on. ms */
  recheck(everyMs: number): void;
  readonly told: { readonly link: string; readonly change: StateChange; readonly before: ToldSoFar }[];
  /** `ops component shop major_outage`, for short. */
  readonly lines: () => string[];
  /** What links answer from now on. */
  answer(
    reply: (change: StateChange, settings: LinkSettings, context: LinkContext) => LinkAnswer | Promise<LinkAnswer>,
  ): void;
}

export function heldLinks(): HeldLinks {
  const told: HeldLinks['told'] = [];
  let reply: Parameters<HeldLinks['answer']>[0] = () => ({ status: 'accepted' });
  let recheckMs: number | null = null;
  return {
    told,
    recheck: (everyMs) => {
      recheckMs = everyMs;
    },
    lines: () => told.map(({ link, change }) => `${link} ${words(change)}`),
    answer: (next) => {
      reply = next;
    },
    set: {
      target: ({ type }) => `${type}.example`,
      face: wholeFace,
      recheckEvery: () => recheckMs,
      tell(change, before, settings, context) {
        told.push({ link: settings.id, change, before });
        return Promise.resolve(reply(change, settings, context));
      },
      close: () => Promise.resolve(),
    },
  };
}

function words(change: StateChange): string {
  switch (change.news) {
    case 'component':
      return `component ${change.state.id} ${change.state.status}`;
    case 'incident-opened':
    case 'incident-updated':
    case 'incident-closed':
      return `${change.news} ${change.state.component.id} ${change.state.stage}`;
    case 'latency':
      return `latency ${change.state.component.id} ${change.state.ms}`;
    case 'experiment':
      return `experiment ${change.state.stub} ${change.state.available ? 'available' : 'unavailable'}`;
    default:
      return `${change.news} ${change.state.id}`;
  }
}

/** Time moves in small steps, with room for the wire between them, until `holds`. */
export async function until(clock: MovableClock, holds: () => boolean | Promise<boolean>, stepMs = 250): Promise<void> {
  for (let step = 0; step < 4_000; step += 1) {
    if (await holds()) {
      return;
    }
    await clock.advance(stepMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it never came to be');
}
