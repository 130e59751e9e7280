/**
 * What book, jump and relay tell, as far as we understand it.
 */
import { z } from 'zod';

/** When something was last sent: ms ago, never, or a text that nobody can read. */
export type Last = number | 'never' | 'unreadable';

/** One direction of a connection. */
export interface Traffic {
  readonly last: Last;
  /** Mean bytes of a message, and messages a second; 0 where it is not told. */
  readonly size: number;
  readonly fps: number;
}

/** A connection of an experiment's own to jump or relay. Times as they came. */
export interface Connection {
  readonly topic: string;
  readonly scopes: readonly string[];
  readonly connectedAt: string | null;
  readonly expiresAt: string | null;
  readonly userAgent: string;
  /** What it sent. Null: not told (relay 0.8 and later), so only presence can be judged. */
  readonly tx: Traffic | null;
  readonly rx: Traffic | null;
}

/** All that is connected now: what is not in it is gone. */
export interface Report {
  /** By topic: of several connections of one topic the best. */
  readonly connections: ReadonlyMap<string, Connection>;
  /** Elements that could not be read: how many, and the first one's mistake. */
  readonly unread: number;
  readonly note: string | null;
}

/** An experiment as book has it. */
export const Resource = z.object({
  name: z.string(),
  stub: z.string(),
  description: z.string(),
  /** Whole topics: `aaaa00-st-data`. */
  required: z.array(z.string()),
});
export type Resource = z.infer<typeof Resource>;

export interface Manifest {
  readonly resources: readonly Resource[];
  readonly unread: number;
  readonly note: string | null;
}
