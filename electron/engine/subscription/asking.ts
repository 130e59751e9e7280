/**
 * Asks the owners of addresses whether it was they who wanted to be told: by one mail for each asking, and nothing else before they agree.
 */
import type { CallerMessage } from '../../../shared/model/caller-news.ts';
import { OPT_IN_MS, type OptIn } from '../../../shared/model/subscription.ts';
import type { StatusPage } from '../../../shared/rules/status-page/page.ts';
import { confirmMail } from '../../../shared/rules/subscribers/mail.ts';
import type { Core } from '../core.ts';
import type { Errand } from '../errands.ts';
import type { Tried } from '../one-try.ts';
import type { Subscribers } from '../ports/subscribers.ts';
import type { SubscriptionAddresses } from './addresses.ts';
import type { OptIns } from './opt-ins.ts';
import type { Post } from './post.ts';

export interface AskingOptions {
  readonly core: Core;
  readonly subscribers: Subscribers;
  readonly optIns: OptIns;
  readonly addresses: SubscriptionAddresses;
  readonly post: Post;
}

export interface Asking {
  /** The next mail that asks; null: none waits, or all rest. */
  next(page: StatusPage, rests: (id: string) => boolean): Errand | null;
  /** Whom a program added without asking is asked; what nobody has answered in two days is forgotten. */
  tidy(page: StatusPage): void;
}

export function createAsking({ core, subscribers, optIns, addresses, post }: AskingOptions): Asking {
  const { clock, config } = core;

  function messageFor(page: StatusPage, { id, email, language, askedAt }: OptIn): CallerMessage {
    const link = addresses.confirm(id, askedAt);
    const { subject, text } = confirmMail(page, language, link);
    const from = config().settings.statusPage?.subscribers?.from ?? null;
    const to = { way: 'news', to: email, from, name: page.title, subject, list: null, leave: null } as const;
    return { id: `ask-${id}-${askedAt}`, to, text, url: link, at: askedAt };
  }

  async function ended(optIn: OptIn, { delivery }: Tried): Promise<void> {
    // Another asking may have taken its place meanwhile. A refusal is told to nobody: whoever asked must not learn of it.
    if (delivery.status !== 'try-later' && optIns.of(optIn.id)?.askedAt === optIn.askedAt) {
      await optIns.keep({ ...optIn, mailed: true });
    }
  }

  return {
    next(page, rests) {
      const optIn = optIns.unsent().find(({ id }) => !rests(`ask-${id}`));
      const wanted = config().settings.statusPage?.subscribers;
      const settings = wanted === undefined ? undefined : config().channels.get(wanted.by);
      return optIn === undefined || settings === undefined
        ? null
        : {
            id: `ask-${optIn.id}`,
            what: 'the question to the owner of an address',
            send: () => post(messageFor(page, optIn), settings),
            ended: (tried) => ended(optIn, tried),
          };
    },
    tidy(page) {
      optIns.prune();
      for (const subscriber of subscribers.all().filter(({ verifiedAt }) => verifiedAt === null)) {
        const { email, createdAt } = subscriber;
        const id = addresses.idOf(email);
        if (clock.now() - createdAt >= OPT_IN_MS) {
          void subscribers.remove(subscriber);
        } else if (optIns.of(id) === null) {
          const components = subscriber.components?.map(({ component }) => component) ?? null;
          const language = page.languages[0] ?? 'en';
          void optIns.keep({ id, email, components, language, pace: 'at-once', askedAt: createdAt, mailed: false });
        }
      }
    },
  };
}
