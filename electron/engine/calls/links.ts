/**
 * Links to cards, for the people whom they are made for: an address that nobody can guess, shown once, known again by its digest.
 */
import { z } from 'zod';
import type { PageLinkView } from '../../../shared/contract/asks/page-links.ts';
import type { Replies } from '../../../shared/contract/contract.ts';
import { PageLink } from '../../../shared/model/page-me.ts';
import { didYouMean } from '../../../shared/rules/nearest.ts';
import { publicAddress } from '../answer-links.ts';
import { loose } from '../commands.ts';
import type { Core } from '../core.ts';
import type { Seals } from '../ports/seals.ts';
import { idOfDigest } from '../short-id.ts';

const LINKS = 'page-links';
const MOST_LINKS = 500;

export interface PageLinksOptions {
  readonly core: Core;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  /** Absent: no link can be made. */
  readonly seals: Seals | undefined;
  /** Where the local server answers; null: nowhere at the moment. */
  readonly servedAt: () => string | null;
}

export interface PageLinks {
  readonly replies: Pick<Replies, 'pageLinks' | 'addPageLink' | 'removePageLink'>;
  /** The link of this secret; null: none has it. */
  find(secret: string): PageLink | null;
}

export function createPageLinks({ core, restored, seals, servedAt }: PageLinksOptions): PageLinks {
  let links: readonly PageLink[] = z.array(PageLink).safeParse(restored.get(LINKS)).data ?? [];

  const base = (): string | null => core.config().settings.publicUrl ?? servedAt();

  function everybody(): string | null {
    const at = base();
    const any = [...core.config().cards.values()].some(({ visible }) => visible === 'everyone');
    return any && at !== null ? publicAddress(at, 'page-me/') : null;
  }

  async function keep(next: readonly PageLink[], text: string): Promise<void> {
    links = next;
    await core.write({ values: { [LINKS]: links }, events: [loose(core.clock.now(), 'config', text)] });
  }

  return {
    find(secret) {
      if (seals === undefined) {
        return null;
      }
      // Each is compared, whichever it was: the time tells nothing.
      const digest = seals.digest(secret);
      const found = links.filter((link) => seals.same(link.digest, digest));
      return found[0] ?? null;
    },
    replies: {
      pageLinks: () =>
        Promise.resolve({
          cards: cardViews(core),
          links: links.map((link) => linkView(core, link)),
          everybody: everybody(),
        }),
      async addPageLink({ card: id, name }, by) {
        const refused = (text: string) => ({ done: { accepted: false, text }, url: null });
        const { cards, settings } = core.config();
        const card = cards.get(id);
        if (card === undefined) {
          return refused(`${id} has no page-me card in the configuration${didYouMean(id, cards.keys())}`);
        }
        if (card.visible === 'nobody') {
          return refused(
            `The card of ${card.name} is visible for nobody: say \`visible: listed\` in the configuration`,
          );
        }
        const at = base();
        if (seals === undefined || at === null) {
          return refused('The local server is not running, so nobody could open it: the self-check tells why');
        }
        if (links.length >= MOST_LINKS) {
          return refused(`There are ${MOST_LINKS} links already: take some back first`);
        }
        const secret = seals.secret();
        const digest = seals.digest(secret);
        const link: PageLink = { id: idOfDigest(digest), card: id, name, digest, by, at: core.clock.now() };
        await keep([...links, link], `${by} made a link to call ${card.name}, for ${name}`);
        const where =
          settings.publicUrl === undefined ? '; without `settings.publicUrl` it opens near this machine only' : '';
        const text = `Whoever has this address can call ${card.name}; it is shown once${where}`;
        return { done: { accepted: true, text }, url: publicAddress(at, `page-me/${secret}`) };
      },
      async removePageLink({ id }, by) {
        const link = links.find((other) => other.id === id);
        if (link === undefined) {
          return { accepted: false, text: 'There is no such link, or it was taken back already' };
        }
        const whom = core.config().cards.get(link.card)?.name ?? link.card;
        await keep(
          links.filter((other) => other !== link),
          `${by} took back the link to call ${whom} that ${link.name} had`,
        );
        return { accepted: true, text: `Taken back: ${link.name} cannot call by it any more` };
      },
    },
  };
}

function cardViews(core: Core) {
  return [...core.config().cards.values()].map(({ id, name, visible }) => ({ id, name, visible }));
}

function linkView(core: Core, { id, card, name, by, at }: PageLink): PageLinkView {
  return { id, card, to: core.config().cards.get(card)?.name ?? card, name, by, at };
}
