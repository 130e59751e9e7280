/**
 * The app itself: the picture as a whole, would a page get through, and what belongs to this desk.
 */
import { z } from 'zod';
import { ChannelId, PersonId } from '../../model/ids.ts';
import type { Delivery, Page } from '../../model/page.ts';
import type { Done } from '../done.ts';
import type { Snapshot } from '../view.ts';

/** One row of the self-check: how it is, and how to mend it. */
export interface SelfCheckRow {
  readonly id: string;
  readonly name: string;
  readonly level: 'green' | 'amber' | 'red';
  readonly text: string;
  /** Empty when green. */
  readonly fix: string;
}

/** One hop of a test page, in order. */
export interface TestHop {
  readonly channelId: ChannelId;
  readonly page: Page;
  readonly delivery: Delivery;
  readonly tookMs: number;
}

export const ownAsks = {
  snapshot: { asks: z.strictObject({}) },
  testPage: { asks: z.strictObject({ person: PersonId.nullable(), channel: ChannelId.nullable() }) },
  selfCheck: { asks: z.strictObject({}) },
  removeDemo: { asks: z.strictObject({}) },
  /** Desktop only: start with the session. */
  autostart: { asks: z.strictObject({ on: z.boolean().nullable() }) },
  /** Desktop only: hear a severity's tone once at its volume. */
  playSound: { asks: z.strictObject({ severity: z.enum(['low', 'high', 'critical']) }) },
  openLink: { asks: z.strictObject({ url: z.string().max(2_000) }) },
} as const;

export interface OwnAnswers {
  snapshot: Snapshot;
  testPage: { readonly done: Done; readonly hops: readonly TestHop[] };
  selfCheck: readonly SelfCheckRow[];
  removeDemo: Done;
  autostart: { readonly supported: boolean; readonly on: boolean };
  playSound: Done;
  openLink: Done;
}
