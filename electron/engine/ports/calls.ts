/**
 * Where people call, as the server sees it: cards, forms, and what became of a call.
 */
import type { CallForm } from '../../../shared/model/page-me.ts';
import type { CardSight } from '../../../shared/rules/calls/cards.ts';
import type { CallStatus } from '../../../shared/rules/calls/words.ts';

export type Called =
  /** `token`: of the status address. */
  | { readonly kind: 'taken'; readonly token: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'too-many'; readonly afterMs: number };

export interface CallDesk {
  /** The cards that everybody may see, with the place at which each is called. */
  cards(): readonly (CardSight & { readonly place: string })[];
  /** `place`: of a card that everybody may see, or the secret of a link. Null: there is nothing. */
  open(place: string): CardSight | null;
  /** `caller`: the address that they came from, as well as it is known. */
  call(place: string, form: CallForm, caller: string): Promise<Called>;
  /** A card with this pager number can be called. */
  knowsPager(pager: string): boolean;
  /** A message from a program that knows a pager number. It says nobody's name, so its address stands for one. */
  callPager(pager: string, words: string, caller: string): Promise<Called>;
  /** Null: no call has this address, or it was forgotten. */
  status(token: string): CallStatus | null;
}
