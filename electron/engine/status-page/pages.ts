/**
 * The public status page, out of what the engine believes at this moment. Made at most every few seconds, for all who ask.
 */

import type { WatcherView } from '../../../shared/contract/view.ts';
import type { ComponentId } from '../../../shared/model/ids.ts';
import type { PublicPost } from '../../../shared/model/public-post.ts';
import { PAST_MS } from '../../../shared/rules/status-page/incidents.ts';
import type { StatusPage, Watching } from '../../../shared/rules/status-page/page.ts';
import { type Belief, statusPage } from '../../../shared/rules/status-page/picture.ts';
import type { Core } from '../core.ts';
import type { CallDesk } from '../ports/calls.ts';
import type { StatusPages } from '../ports/status-page.ts';
import { createHistories } from './histories.ts';

/** A reader does not see the difference, and a thousand readers cost as much as one. */
const FRESH_MS = 2_000;
/** More in two weeks and nobody reads them. */
const MOST_INCIDENTS = 1_000;

export interface StatusPagesOptions {
  readonly core: Core;
  readonly watcher: () => WatcherView;
  readonly cards: CallDesk['cards'];
  /** What people wrote for everybody. */
  readonly posts: () => readonly PublicPost[];
}

export function createStatusPages(options: StatusPagesOptions): StatusPages & { stop(): void } {
  const { core, watcher, cards, posts } = options;
  const { clock, config, store } = core;
  const zone = (): string => config().settings.statusPage?.timeZone ?? core.timeZone;
  const histories = createHistories(core, zone);
  let before: StatusPage | null = null;
  let latest: { readonly page: Promise<StatusPage | null>; readonly madeAt: number } | null = null;

  function watching(): Watching {
    const { state, since } = watcher();
    return state === 'watching' ? { kind: 'watching' } : { kind: 'not-watching', since };
  }

  async function make(seen: Watching): Promise<StatusPage | null> {
    const at = clock.now();
    if (config().settings.statusPage === undefined) {
      return null;
    }
    const incidents = await store.incidents({ from: at - PAST_MS, limit: MOST_INCIDENTS });
    const made = statusPage({
      at,
      config: config(),
      timeZone: core.timeZone,
      watching: seen,
      beliefOf,
      incidents,
      posts: posts(),
      contact: contact(),
      before,
    });
    before = made;
    return made;
  }

  function beliefOf(id: ComponentId): Belief | null {
    const watch = core.book.get(id);
    const component = config().components.get(id);
    return watch === undefined || component === undefined
      ? null
      : { status: watch.status, since: watch.since, windows: core.windowsOf(component), history: histories.of(id) };
  }

  function contact(): StatusPage['contact'] {
    const { statusPage: wanted, publicUrl } = config().settings;
    const card = cards().find(({ id }) => id === wanted?.contact);
    if (card === undefined) {
      return null;
    }
    const { name, place } = card;
    const url = publicUrl === undefined ? null : `${publicUrl.replace(/\/$/, '')}/page-me/${encodeURIComponent(place)}`;
    return { name, place, url };
  }

  function page(): Promise<StatusPage | null> {
    const now = clock.monotonicMs();
    if (latest === null || now - latest.madeAt >= FRESH_MS) {
      const made = make(watching());
      latest = { page: made, madeAt: now };
      // Whoever asks next tries again; who asked hears why.
      made.catch(() => {
        latest = null;
      });
      if (config().settings.statusPage !== undefined) {
        void histories.renew();
      }
    }
    return latest.page;
  }

  return {
    page,
    async whole() {
      await histories.renew();
      return make(watching());
    },
    last: () => make({ kind: 'stopped', at: clock.now() }),
    stop: histories.stop,
  };
}
