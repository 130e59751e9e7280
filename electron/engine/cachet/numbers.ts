/**
 * The numbers by which the Cachet API names things: given once, kept over a restart, never used again.
 */
import { z } from 'zod';

const NUMBERS_KEY = 'cachet-numbers';

const KINDS = [
  'component',
  'group',
  'incident',
  'update',
  'schedule',
  'metric',
  'point',
  'subscriber',
  'subscription',
] as const;
export type NumberKind = (typeof KINDS)[number];

const Last = z.partialRecord(z.enum(KINDS), z.number().int().min(0));

export interface Numbers {
  next(kind: NumberKind): number;
  /** To be written with whatever got a number. */
  rows(): Record<string, unknown>;
}

export function createNumbers(restored: ReadonlyMap<string, unknown>): Numbers {
  const last = { ...Last.safeParse(restored.get(NUMBERS_KEY)).data };
  return {
    next(kind) {
      const number = (last[kind] ?? 0) + 1;
      last[kind] = number;
      return number;
    },
    rows: () => ({ [NUMBERS_KEY]: { ...last } }),
  };
}
