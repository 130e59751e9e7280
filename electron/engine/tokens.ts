/**
 * Tokens of other programs: what nobody can guess is shown once, and known again by its digest. They outlive a restart.
 */
import { z } from 'zod';
import type { Replies } from '../../shared/contract/contract.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { RIGHTS, type Right, TOKEN_PREFIX, Token } from '../../shared/model/token.ts';
import { loose } from './commands.ts';
import type { Core } from './core.ts';
import type { Seals } from './ports/seals.ts';
import type { TokenGate } from './ports/tokens.ts';
import { idOfDigest } from './short-id.ts';

const TOKENS = 'tokens';
const MOST_TOKENS = 200;

export interface TokensOptions {
  readonly core: Core;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  /** Absent: no token can be made, and none opens anything. */
  readonly seals: Seals | undefined;
}

export interface Tokens {
  readonly gate: TokenGate;
  readonly replies: Pick<Replies, 'tokens' | 'addToken' | 'removeToken'>;
}

export function createTokens({ core, restored, seals }: TokensOptions): Tokens {
  const { clock } = core;
  let tokens: readonly Token[] = z.array(Token).safeParse(restored.get(TOKENS)).data ?? [];
  /** In memory: a date in the store for each request would cost more than it tells. */
  const usedAt = new Map<string, EpochMs>();

  /** Each is compared, whichever it was: the time tells nothing. */
  function find(secret: string): Token | null {
    if (seals === undefined) {
      return null;
    }
    const digest = seals.digest(secret);
    return tokens.filter((token) => seals.same(token.digest, digest))[0] ?? null;
  }

  async function keep(next: readonly Token[], text: string): Promise<void> {
    tokens = next;
    await core.write({ values: { [TOKENS]: tokens }, events: [loose(clock.now(), 'config', text)] });
  }

  return {
    gate: {
      knows: (id) => tokens.some((token) => token.id === id),
      open(secret, right) {
        const token = find(secret);
        if (token === null) {
          return { kind: 'unknown' };
        }
        usedAt.set(token.id, clock.now());
        const { id, name, rights } = token;
        return rights.includes(right) ? { kind: 'open', id, name } : { kind: 'lacks', name, rights };
      },
    },
    replies: {
      tokens: () =>
        Promise.resolve({
          tokens: tokens.map(({ id, name, rights, by, at }) => ({
            id,
            name,
            rights,
            by,
            at,
            usedAt: usedAt.get(id) ?? null,
          })),
        }),
      async addToken({ name, rights: asked }, by) {
        const refused = (text: string) => ({ done: { accepted: false, text }, secret: null });
        if (seals === undefined) {
          return refused('This Watchbell cannot make secrets, so it gives out no token');
        }
        if (tokens.length >= MOST_TOKENS) {
          return refused(`There are ${MOST_TOKENS} tokens already: take some back first`);
        }
        const same = tokens.find((token) => token.name === name);
        if (same !== undefined) {
          return refused(`${name} has a token already (${same.id}): take that back, or say another name`);
        }
        const secret = `${TOKEN_PREFIX}${seals.secret()}`;
        const digest = seals.digest(secret);
        const rights = RIGHTS.filter((right) => asked.includes(right));
        const token: Token = { id: idOfDigest(digest), name, rights, digest, by, at: clock.now() };
        await keep([...tokens, token], `${by} gave ${name} a token for ${rightsWords(rights)}`);
        return {
          done: { accepted: true, text: `A token for ${name}, good for ${rightsWords(rights)}; it is shown once` },
          secret,
        };
      },
      async removeToken({ id }, by) {
        const token = tokens.find((other) => other.id === id);
        if (token === undefined) {
          return { accepted: false, text: 'There is no such token, or it was taken back already' };
        }
        await keep(
          tokens.filter((other) => other !== token),
          `${by} took back the token of ${token.name}`,
        );
        return { accepted: true, text: `Taken back: ${token.name} can do nothing here any more` };
      },
    },
  };
}

const rightsWords = (rights: readonly Right[]): string => rights.join(' and ');
