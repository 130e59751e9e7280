/**
 * Incidents that programs post for everybody to read, with their updates. Nothing is decided by them, and nobody is paged for their words;
 * a state of a component that is said along with one is a word like any other.
 */
import type { ChangeIncident, MakeIncident } from '../../../shared/model/cachet/asks.ts';
import { StoredPost } from '../../../shared/model/cachet/post.ts';
import type { Source } from '../../../shared/model/cachet/word.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { dateIn } from '../../../shared/rules/cachet/dates.ts';
import type { IncidentFacts } from '../../../shared/rules/cachet/incident-wire.ts';
import { componentStatus, postStatus } from '../../../shared/rules/cachet/statuses.ts';
import { type Wrong, wrong } from './asking.ts';
import type { Parts } from './parts.ts';
import { createShelf } from './shelf.ts';

const MOST_POSTS = 2_000;
const MOST_UPDATES = 200;

interface UpdateAsk {
  readonly status?: number | undefined;
  readonly message?: string | undefined;
}

export interface Posts {
  all(): readonly StoredPost[];
  get(number: number): StoredPost | undefined;
  make(ask: MakeIncident, by: Source): Promise<StoredPost | Wrong>;
  change(post: StoredPost, ask: ChangeIncident, by: Source): Promise<StoredPost | Wrong>;
  remove(post: StoredPost): Promise<void>;
  /** Adds an update, or (with the number of one) changes it. */
  update(post: StoredPost, number: number | null, ask: UpdateAsk): Promise<StoredPost | Wrong>;
  removeUpdate(post: StoredPost, number: number): Promise<void>;
}

export function createPosts({ core, book, facts, words, restored }: Parts): Posts {
  const { clock, timeZone } = core;
  const posts = createShelf('public-post', StoredPost, restored, ({ id }) => String(id));

  async function keep(post: StoredPost): Promise<StoredPost> {
    await book.keep(posts.put(post));
    return post;
  }

  /** Undefined: it was not said. */
  function when(said: string | undefined): EpochMs | undefined | Wrong {
    const at = said === undefined ? undefined : dateIn(said, timeZone);
    return at === null ? wrong(`The occurred_at field is ${JSON.stringify(said)}: write it as 2026-11-21 04:28.`) : at;
  }

  /** The component that a state is said of; null: none is. */
  function aboutWhat({ component_id: number = 0, component_status: status }: ChangeIncident) {
    const component = number === 0 ? null : facts.component(number);
    if (number !== 0 && component === null) {
      return wrong(`The component_id field is ${number}: there is no such component.`);
    }
    if (status !== undefined && component === null) {
      return wrong('The component_id field is required when component_status is present.');
    }
    return { id: component?.kept.id ?? null, status };
  }

  return {
    all: posts.all,
    get: (number) => posts.get(String(number)),
    async make(ask, by) {
      const at = when(ask.occurred_at);
      const about = aboutWhat(ask);
      if (isWrong(at)) {
        return at;
      }
      if (isWrong(about)) {
        return about;
      }
      if (posts.all().length >= MOST_POSTS) {
        return wrong(`There are ${MOST_POSTS} incidents already: delete some first.`);
      }
      const now = clock.now();
      const post = await keep({
        id: book.numbers.next('incident'),
        name: ask.name,
        message: ask.message,
        status: postStatus(ask.status),
        components: about.id === null ? [] : [about.id],
        at: at ?? now,
        updates: [],
        updateNumbers: [],
        visible: ask.visible ?? true,
        stickied: ask.stickied ?? false,
        by: by.name,
        createdAt: now,
        updatedAt: now,
      });
      if (about.id !== null && about.status !== undefined) {
        await words.say(about.id, componentStatus(about.status), by);
      }
      return post;
    },
    async change(post, ask, by) {
      const at = when(ask.occurred_at);
      const about = aboutWhat(ask);
      if (isWrong(at)) {
        return at;
      }
      if (isWrong(about)) {
        return about;
      }
      const changed = await keep({
        ...post,
        name: ask.name ?? post.name,
        message: ask.message ?? post.message,
        status: ask.status === undefined ? post.status : postStatus(ask.status),
        components: ask.component_id === undefined ? post.components : about.id === null ? [] : [about.id],
        at: at ?? post.at,
        visible: ask.visible ?? post.visible,
        stickied: ask.stickied ?? post.stickied,
        updatedAt: clock.now(),
      });
      if (about.id !== null && about.status !== undefined) {
        await words.say(about.id, componentStatus(about.status), by);
      }
      return changed;
    },
    remove: (post) => book.keep(posts.remove(post)),
    async update(post, number, ask) {
      const index = number === null ? post.updates.length : post.updateNumbers.indexOf(number);
      const before = post.updates[index];
      if (index >= MOST_UPDATES) {
        return wrong(`This incident has ${MOST_UPDATES} updates already: post a new one.`);
      }
      const now = clock.now();
      const update = {
        status: ask.status === undefined ? (before?.status ?? post.status) : postStatus(ask.status),
        message: ask.message ?? before?.message ?? '',
        at: before?.at ?? now,
      };
      const updates = before === undefined ? [...post.updates, update] : post.updates.with(index, update);
      const updateNumbers =
        before === undefined ? [...post.updateNumbers, book.numbers.next('update')] : post.updateNumbers;
      return keep({ ...post, updates, updateNumbers, status: updates.at(-1)?.status ?? post.status, updatedAt: now });
    },
    async removeUpdate(post, number) {
      const index = post.updateNumbers.indexOf(number);
      const updates = post.updates.filter((_, place) => place !== index);
      const updateNumbers = post.updateNumbers.filter((_, place) => place !== index);
      await keep({ ...post, updates, updateNumbers, updatedAt: clock.now() });
    },
  };
}

export function isWrong<T>(value: T | Wrong): value is Wrong {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'wrong';
}

/** @param numberOf of the component of ours; 0: it is gone */
export function postFacts(post: StoredPost, numberOf: (id: StoredPost['components'][number]) => number): IncidentFacts {
  const [about] = post.components;
  return {
    number: post.id,
    name: post.name,
    message: post.message,
    status: post.status,
    component: about === undefined ? 0 : numberOf(about),
    visible: post.visible,
    stickied: post.stickied,
    at: post.at,
    createdAt: post.createdAt,
    updatedAt: post.updatedAt,
    updates: post.updates.map((update, index) => ({ ...update, number: post.updateNumbers[index] ?? 0 })),
  };
}
