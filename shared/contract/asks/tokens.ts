/**
 * Tokens of other programs: made for one, listed, taken back.
 */
import { z } from 'zod';
import type { EpochMs } from '../../model/ids.ts';
import { Right, type Token } from '../../model/token.ts';
import type { Done } from '../done.ts';

export const tokenAsks = {
  tokens: { asks: z.strictObject({}) },
  /** `name` says who gets it; its changes are told under that name. */
  addToken: {
    asks: z.strictObject({
      name: z.string().trim().min(1).max(80),
      rights: z.array(Right).min(1).max(10),
    }),
  },
  removeToken: { asks: z.strictObject({ id: z.string().min(1).max(60) }) },
} as const;

/** A token without its secret. */
export interface TokenView extends Pick<Token, 'id' | 'name' | 'rights' | 'by'> {
  readonly at: EpochMs;
  /** Null: not since this Watchbell started. */
  readonly usedAt: EpochMs | null;
}

export interface TokenAnswers {
  /** Oldest first. */
  tokens: { readonly tokens: readonly TokenView[] };
  /** Null `secret`: none was made. It cannot be shown again. */
  addToken: { readonly done: Done; readonly secret: string | null };
  removeToken: Done;
}
