/**
 * Incidents of the Cachet API and their updates: our own, which follow from what is seen and can only be read, and posts of programs.
 */
import { ChangeIncident, ChangeUpdate, MakeIncident, MakeUpdate } from '../../../shared/model/cachet/asks.ts';
import type { StoredPost } from '../../../shared/model/cachet/post.ts';
import { type IncidentFacts, incidentRow, updateRow } from '../../../shared/rules/cachet/incident-wire.ts';
import type { Collection, Eyes, Gone, Made } from '../ports/cachet.ts';
import { asking, GONE, MISSING, type Wrong, wrong } from './asking.ts';
import { createOwnIncidents } from './own-incidents.ts';
import type { Parts } from './parts.ts';
import { createPosts, isWrong, type Posts, postFacts } from './posts.ts';

const OURS = wrong(
  'This incident is of Watchbell itself: it follows from what is seen, and ends with it. Post one of your own for other words.',
);

export interface Incidents {
  readonly posts: Posts;
  readonly incidents: Collection;
  readonly updates: Collection;
}

export function createIncidents(parts: Parts): Incidents {
  const { core, book, facts } = parts;
  const { timeZone } = core;
  const ownIncidents = createOwnIncidents(parts);
  const posts = createPosts(parts);

  const numberOf = (id: StoredPost['components'][number]): number => book.components.get(id)?.number ?? 0;
  const factsOf = (post: StoredPost): IncidentFacts => postFacts(post, numberOf);

  /** A post about something hidden is hidden as well. */
  function isPublic({ visible, components }: StoredPost): boolean {
    const known = facts.components();
    return visible && components.every((id) => known.find(({ kept }) => kept.id === id)?.isPublic ?? true);
  }

  async function all({ inside }: Eyes): Promise<readonly IncidentFacts[]> {
    const own = (await ownIncidents()).filter((one) => inside || one.isPublic).map((one) => one.facts);
    const posted = posts.all().filter((post) => inside || isPublic(post));
    return [...own, ...posted.map(factsOf)].toSorted((one, other) => one.number - other.number);
  }

  /** A post of this number, or why it is none that could be changed. */
  async function find(number: number): Promise<StoredPost | Wrong | typeof MISSING> {
    const post = posts.get(number);
    if (post !== undefined) {
      return post;
    }
    const own = await ownIncidents();
    return own.some(({ facts: { number: known } }) => known === number) ? OURS : MISSING;
  }

  function shown(post: StoredPost | Wrong, { base }: Eyes): Made {
    return isWrong(post) ? post : { kind: 'done', row: incidentRow(factsOf(post), timeZone, base) };
  }

  function shownUpdate(post: StoredPost | Wrong, number: number | undefined, { base }: Eyes): Made {
    if (isWrong(post)) {
      return post;
    }
    const update = factsOf(post).updates.find((one) => one.number === number);
    return update === undefined ? MISSING : { kind: 'done', row: updateRow(post.id, update, timeZone, base) };
  }

  const incidents: Collection = {
    list: async (_above, eyes) => (await all(eyes)).map((one) => incidentRow(one, timeZone, eyes.base)),
    make: (_above, body, by, eyes) => asking(MakeIncident, body, async (ask) => shown(await posts.make(ask, by), eyes)),
    async change(_above, number, body, by, eyes) {
      const post = await find(number);
      return 'kind' in post
        ? post
        : asking(ChangeIncident, body, async (ask) => shown(await posts.change(post, ask, by), eyes));
    },
    async remove(_above, number): Promise<Gone> {
      const post = await find(number);
      if ('kind' in post) {
        return post;
      }
      await posts.remove(post);
      return GONE;
    },
  };

  const updates: Collection = {
    async list([incident], eyes) {
      const found = (await all(eyes)).find(({ number }) => number === incident);
      return found?.updates.map((one) => updateRow(found.number, one, timeZone, eyes.base)) ?? null;
    },
    async make([incident = 0], body, _by, eyes) {
      const post = await find(incident);
      return 'kind' in post
        ? post
        : asking(MakeUpdate, body, async (ask) => {
            const next = await posts.update(post, null, ask);
            return shownUpdate(next, isWrong(next) ? 0 : next.updateNumbers.at(-1), eyes);
          });
    },
    async change([incident = 0], number, body, _by, eyes) {
      const post = await find(incident);
      if ('kind' in post) {
        return post;
      }
      return post.updateNumbers.includes(number)
        ? asking(ChangeUpdate, body, async (ask) => shownUpdate(await posts.update(post, number, ask), number, eyes))
        : MISSING;
    },
    async remove([incident = 0], number): Promise<Gone> {
      const post = await find(incident);
      if ('kind' in post) {
        return post;
      }
      if (!post.updateNumbers.includes(number)) {
        return MISSING;
      }
      await posts.removeUpdate(post, number);
      return GONE;
    },
  };

  return { posts, incidents, updates };
}
