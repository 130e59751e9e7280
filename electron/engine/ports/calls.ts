/**
 * Where people call, as the server sees it: cards, forms, and what became of a call.
 */
import type { TellBy } from '../../../shared/model/caller-news.ts';
import type { ChannelId } from '../../../shared/model/ids.ts';
import type { CallForm } from '../../../shared/model/page-me.ts';
import type { CardSight } from '../../../shared/rules/calls/cards.ts';
import type { CallStatus } from '../../../shared/rules/calls/words.ts';

export type Called =
  /** `token`: of the status address. */
  | { readonly kind: 'taken'; readonly token: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'too-many'; readonly afterMs: number };

/** Who is at the other end, as far as that can be known. */
export interface Caller {
  /** The address that they came from: nobody may call all the time. */
  readonly key: string;
  /** Names this message among all: said twice, it is one. Null: it has no name. */
  readonly message: string | null;
  /** How they hear what becomes of it; null: they look. */
  readonly tellBy: TellBy | null;
}

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
  /** A card with this name for mails can be called. Any case. */
  knowsMail(name: string): boolean;
  callByMail(name: string, form: CallForm, caller: Caller): Promise<Called>;
  /** Null: no call has this address, or it was forgotten. */
  status(token: string): CallStatus | null;
}

/** The same for whoever writes an SMS; no business of the server's. */
export interface SmsDesk {
  /** Somebody can be called by SMS through this channel. */
  takesSms(channel: ChannelId): boolean;
  /** An SMS to the number of this channel. */
  callSms(channel: ChannelId, form: CallForm, caller: Caller): Promise<Called>;
}
