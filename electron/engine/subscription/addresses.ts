/**
 * The addresses in mails to subscribers. Whoever has one has read our mail: it is sealed by the house's own key, and kept nowhere.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';
import { publicAddress } from '../answer-links.ts';
import type { Core } from '../core.ts';
import type { Seals } from '../ports/seals.ts';
import type { SealOf } from '../seal-key.ts';

/** Long enough that no two addresses share one. */
const ID_LENGTH = 22;

export interface SubscriptionAddresses {
  /** Names an address in whatever letters it is written; tells nothing of it. */
  idOf(email: string): string;
  confirm(id: string, askedAt: EpochMs): string;
  manage(id: string): string;
  leave(id: string): string;
  /** The token of `manage` and `leave`. */
  tokenOf(id: string): string;
  /** Whose token it is; null: nobody's. */
  idIn(token: string): string | null;
  /** Whose asking it confirms, if it was at that time. Null: nobody's. */
  confirmed(token: string, askedAt: (id: string) => EpochMs | null): string | null;
}

export interface AddressOptions {
  readonly config: Core['config'];
  readonly seals: Seals;
  readonly seal: SealOf;
}

export function createAddresses({ config, seals, seal }: AddressOptions): SubscriptionAddresses {
  // Without `publicUrl` the configuration has no subscribers; a mail on its way when it was changed leads nowhere, and says so there.
  const at = (path: string): string => publicAddress(config().settings.publicUrl ?? 'http://127.0.0.1', path);
  const agreed = (id: string, askedAt: EpochMs): string => `${id}.${seal('subscribe', `${id} ${askedAt}`)}`;
  const tokenOf = (id: string): string => `${id}.${seal('subscription', id)}`;
  const idBefore = (token: string): string => token.slice(0, Math.max(0, token.indexOf('.')));

  return {
    idOf: (email) =>
      seals
        .digest(email.toLowerCase())
        .replaceAll(/[^A-Za-z0-9]/g, '')
        .slice(0, ID_LENGTH),
    confirm: (id, askedAt) => at(`status/confirm/${agreed(id, askedAt)}`),
    manage: (id) => at(`status/subscription/${tokenOf(id)}`),
    leave: (id) => at(`status/leave/${tokenOf(id)}`),
    tokenOf,
    idIn(token) {
      const id = idBefore(token);
      return seals.same(token, tokenOf(id)) ? id : null;
    },
    confirmed(token, askedAt) {
      const id = idBefore(token);
      const asked = askedAt(id);
      return asked !== null && seals.same(token, agreed(id, asked)) ? id : null;
    },
  };
}
