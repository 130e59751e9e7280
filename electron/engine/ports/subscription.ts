/**
 * How people ask to be told by mail, agree, change it and end it, as whoever serves the pages for it sees it.
 */
import type { ComponentId } from '../../../shared/model/ids.ts';
import type { Language } from '../../../shared/model/status-page.ts';
import type { Wish } from '../../../shared/model/subscription.ts';

/** What can be asked for. */
export interface Offer {
  readonly title: string;
  readonly languages: readonly Language[];
  /** In the order of the page. */
  readonly components: readonly { readonly id: ComponentId; readonly name: string }[];
  /** Time of day of the daily mail, `08:00`. */
  readonly digestAt: string;
}

/** `too-many`: nothing was done. Of the address itself nothing is ever told. */
export type Asked = { readonly kind: 'asked' } | { readonly kind: 'too-many'; readonly afterMs: number };

/** What somebody hears, or will. */
export interface Subscribed extends Omit<Wish, 'components'> {
  readonly components: readonly ComponentId[] | null;
  /** Our mails were refused too often: none goes. */
  readonly paused: boolean;
}

/** Every token is the secret of a mail: whoever shows it has read our mail. */
export interface SubscriptionDesk {
  /** Null: nobody can subscribe here. */
  offer(): Promise<Offer | null>;
  /** Sends the mail that asks whether it was the owner of the address. `caller`: tells who asks from others, for limits. */
  ask(wish: Wish, caller: string): Promise<Asked>;
  /** What would be agreed to; null: the token is none, was used, or is too old. */
  waiting(token: string): Wish | null;
  /** Agreed. The token of the subscription; null as above, or no more can be taken. */
  confirm(token: string): Promise<string | null>;
  subscribed(token: string): Subscribed | null;
  /** False: there is no such subscription. */
  change(token: string, wish: Omit<Wish, 'email'>): Promise<boolean>;
  /** Nothing more is sent, and the address is forgotten. Twice is once. */
  leave(token: string): Promise<void>;
  /** It is the token of a subscription that is there, or was. */
  isToken(token: string): boolean;
}
