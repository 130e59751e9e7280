/**
 * The client of practable's book, jump and relay: follows all three, and asks and sets whether an experiment can be booked.
 */
import { z } from 'zod';
import type { Clock } from '../../engine/ports/clock.ts';
import type { PractableClient } from '../../engine/ports/practable.ts';
import { createOwnConnections } from '../own-connections.ts';
import { ask } from './ask.ts';
import { followBook, SHORT_LIFE_MS } from './follow-book.ts';
import { followReports } from './follow-reports.ts';
import { unreadable } from './troubles.ts';

export interface PractableClientOptions {
  readonly clock: Clock;
  /** 0 to below 1. */
  readonly random: () => number;
}

const Availability = z.object({ available: z.boolean(), reason: z.string().default('') });
const MOST_BYTES = 65_536;

export function createPractableClient({ clock, random }: PractableClientOptions): PractableClient {
  const connections = createOwnConnections();
  const common = { service: 'book', lifeMs: SHORT_LIFE_MS, mostBytes: MOST_BYTES } as const;
  const pathOf = (name: string): string => `/admin/resources/${encodeURIComponent(name)}`;
  return {
    follow(settings, ear) {
      const options = { settings, ear, connections, clock, random };
      const stops = [followBook(options), followReports('jump', options), followReports('relay', options)];
      return () => {
        for (const stop of stops) {
          stop();
        }
      };
    },
    async availability(settings, name, signal) {
      const answer = await ask(
        settings,
        { ...common, method: 'GET', path: pathOf(name) },
        { connections, clock, signal },
      );
      if (!answer.ok) {
        return answer;
      }
      const read = availabilityIn(answer.value);
      return read === null
        ? { ok: false, trouble: unreadable('book', `it does not say whether ${name} is available`) }
        : { ok: true, value: read };
    },
    async setAvailability(settings, name, { available, reason }, signal) {
      const query = new URLSearchParams({ available: String(available), reason });
      const path = `${pathOf(name)}?${query.toString()}`;
      const answer = await ask(settings, { ...common, method: 'PUT', path }, { connections, clock, signal });
      return answer.ok ? { ok: true, value: null } : answer;
    },
    close: () => connections.destroy(),
  };
}

function availabilityIn(text: string): z.infer<typeof Availability> | null {
  try {
    return Availability.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // no JSON
  }
}
