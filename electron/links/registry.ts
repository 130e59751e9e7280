/**
 * All links behind one door. A new link is one file and one line here.
 *
 * Whatever an adapter does (throws, quotes a token), the answer is a value without a secret.
 */
import type { LinkSettings, LinkType } from '../../shared/model/link.ts';
import { painter } from '../../shared/rules/words/painter.ts';
import type { Link, LinkAnswer, LinkSet } from '../engine/ports/link.ts';
import type { Web } from '../engine/ports/web.ts';
import { createCachetLink } from './cachet/cachet.ts';
import { createGitHubLink } from './github.ts';
import { createWebhookLink, type Sign } from './webhook.ts';

export interface LinksOptions {
  /** Of its own: closed with the links. */
  readonly web: Web;
  readonly sign: Sign;
}

/** One adapter a type; leave one out and it does not compile. */
type Adapters = { readonly [T in LinkType]: Link<T> };

export function createLinkSet({ web, sign }: LinksOptions): LinkSet {
  const set = linkSet({
    cachet: createCachetLink(web),
    webhook: createWebhookLink(web, sign),
    github: createGitHubLink(web),
  });
  return {
    ...set,
    async close() {
      await set.close();
      await web.close();
    },
  };
}

/** The door around any adapters. Apart from `createLinkSet` only so that bad ones can be put behind it. */
export function linkSet(adapters: Adapters): LinkSet {
  // The compiler cannot see that an adapter and its settings share a type; the record's own type has proved it.
  const adapterOf = ({ type }: LinkSettings) => adapters[type] as Link<LinkType>;
  return {
    target: (settings) => adapterOf(settings).target(settings),
    face: (state, settings) => adapterOf(settings).face(state, settings),
    recheckEvery: (settings) => adapterOf(settings).recheckEvery?.(settings) ?? null,
    async tell(change, told, settings, context) {
      const adapter = adapterOf(settings);
      try {
        return scrub(await adapter.tell(change, told, settings, context), adapter.secrets(settings));
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        return scrub(
          { status: 'try-later', reason: `the ${settings.type} link failed: ${words}` },
          adapter.secrets(settings),
        );
      }
    },
    async close() {
      await Promise.all(Object.values(adapters).map((adapter) => adapter.close?.()));
    },
  };
}

/** A reference is for the link alone, and stays as it is. */
function scrub(answer: LinkAnswer, secrets: readonly string[]): LinkAnswer {
  const clean = painter(secrets);
  if (answer.status !== 'accepted') {
    return { ...answer, reason: clean(answer.reason) };
  }
  return answer.said === undefined ? answer : { ...answer, said: clean(answer.said) };
}
