/**
 * Links by which people can call: made for somebody, listed, taken back.
 */
import { z } from 'zod';
import type { EpochMs } from '../../model/ids.ts';
import { CardId, type PageLink, type Visibility } from '../../model/page-me.ts';
import type { Done } from '../done.ts';

export const pageLinkAsks = {
  /** Cards by which somebody can be called, and the links to them. */
  pageLinks: { asks: z.strictObject({}) },
  /** A link for somebody: `name` says who gets it. */
  addPageLink: { asks: z.strictObject({ card: CardId, name: z.string().trim().min(1).max(80) }) },
  removePageLink: { asks: z.strictObject({ id: z.string().min(1).max(60) }) },
} as const;

/** A link without its secret. `to`: whom it calls. */
export interface PageLinkView extends Pick<PageLink, 'id' | 'card' | 'name' | 'by'> {
  readonly to: string;
  readonly at: EpochMs;
}

export interface CardView {
  readonly id: CardId;
  readonly name: string;
  readonly visible: Visibility;
}

export interface PageLinkAnswers {
  pageLinks: {
    readonly cards: readonly CardView[];
    readonly links: readonly PageLinkView[];
    /** Where whoever may be called by everybody is called; null: nobody may, or nobody could open it. */
    readonly everybody: string | null;
  };
  /** Null `url`: none was made. It is a secret, and cannot be shown again. */
  addPageLink: { readonly done: Done; readonly url: string | null };
  removePageLink: Done;
}
