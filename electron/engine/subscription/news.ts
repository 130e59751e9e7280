/**
 * What everybody who is told is owed now, as errands: one message at a time to each, with all that is owed at that moment.
 *
 * What is about to be sent is written down first, and that it was taken afterwards. Whatever was cut off in between goes out again as
 * the same message, under the same id; nothing that was taken goes twice.
 */

import type { CallerMessage } from '../../../shared/model/caller-news.ts';
import type { StatusPage } from '../../../shared/rules/status-page/page.ts';
import { dueAt } from '../../../shared/rules/subscribers/due.ts';
import { newsHook } from '../../../shared/rules/subscribers/hook.ts';
import { type Draft, withMarks } from '../../../shared/rules/subscribers/ledger.ts';
import { newsMail } from '../../../shared/rules/subscribers/mail.ts';
import { type Owed, owedNews } from '../../../shared/rules/subscribers/owed.ts';
import { loose } from '../commands.ts';
import type { Core } from '../core.ts';
import type { Errand, Next } from '../errands.ts';
import type { Tried } from '../one-try.ts';
import { readUrl } from '../ports/read-url.ts';
import type { SubscriptionAddresses } from './addresses.ts';
import type { Ledgers } from './ledgers.ts';
import type { Post } from './post.ts';
import type { Reader } from './readers.ts';

/** Pages change by themselves as well: work comes nearer, somebody writes something. ms */
const LOOK_EVERY_MS = 60_000;
/** In a row, by whoever keeps their mail: they are not there any more, or want none. */
const REFUSALS_TO_PAUSE = 3;

export interface NewsOptions {
  readonly core: Core;
  readonly ledgers: Ledgers;
  readonly addresses: SubscriptionAddresses;
  readonly post: Post;
  /** Names what is in a text, shortly. */
  readonly digest: (text: string) => string;
}

export interface NewsDesk {
  next(page: StatusPage, readers: readonly Reader[], rests: (id: string) => boolean): Promise<Next>;
}

export function createNews({ core, ledgers, addresses, post, digest }: NewsOptions): NewsDesk {
  const { clock, config } = core;
  /** By reader: since when they are owed what was not owed before. After a restart the page itself knows as much as is needed. */
  const owedSince = new Map<string, number>();
  let firstLook = true;

  function draftOf(page: StatusPage, { id, email, ledger }: Reader, { news, marks }: Owed): Draft {
    const at = clock.now();
    const { language, tellings } = ledger;
    const words =
      email === null ? { subject: '', text: '' } : newsMail(page, news, { language, manage: addresses.manage(id) });
    const content = email === null ? JSON.stringify(news) : words.text;
    const name = `news-${id}-${tellings + 1}-${digest(content)}`;
    return { ...words, ...(email === null && { text: newsHook(page, news, name) }), id: name, at, marks };
  }

  function errandOf(page: StatusPage, reader: Reader, draft: Draft): Errand {
    return {
      id: reader.id,
      what: reader.email === null ? 'news to a program' : 'news to a subscriber',
      async send() {
        if (reader.ledger.draft === null) {
          await ledgers.keep({ ...reader.ledger, draft });
        }
        return post(messageFor(reader, draft), reader.settings);
      },
      ended: (tried) => ended(page, reader, draft, tried),
    };
  }

  function messageFor({ id, email }: Reader, { id: name, subject, text, at }: Draft): CallerMessage {
    const { statusPage, publicUrl = '' } = config().settings;
    if (email === null) {
      return { id: name, to: { way: 'hook' }, text, url: null, at };
    }
    return {
      id: name,
      to: {
        way: 'news',
        to: email,
        from: statusPage?.subscribers?.from ?? null,
        name: statusPage?.title ?? '',
        subject,
        list: `status.${readUrl(publicUrl)?.hostname ?? 'invalid'}`,
        leave: addresses.leave(id),
      },
      text,
      url: addresses.manage(id),
      at,
    };
  }

  async function ended(
    page: StatusPage,
    { id, email }: Reader,
    draft: Draft,
    { delivery, uncertain }: Tried,
  ): Promise<void> {
    const ledger = ledgers.of(id);
    if (ledger === null) {
      return; // they have left meanwhile
    }
    switch (delivery.status) {
      case 'accepted':
      case 'delivered': {
        owedSince.delete(id);
        const marks = withMarks(ledger.marks, draft.marks, page);
        return ledgers.keep({ ...ledger, marks, tellings: ledger.tellings + 1, refusals: 0, draft: null });
      }
      case 'try-later':
        // Surely not taken: the next try says how it is then.
        return uncertain ? undefined : ledgers.keep({ ...ledger, draft: null });
      case 'refused': {
        const refusals = ledger.refusals + (delivery.receiver === true ? 1 : 0);
        const pausedAt = refusals >= REFUSALS_TO_PAUSE ? clock.now() : null;
        const reason = delivery.reason.replaceAll(email ?? '\0', 'the address');
        const text = `A subscriber gets no more news: refused ${REFUSALS_TO_PAUSE} times in a row, the last time because ${reason}`;
        const events = pausedAt === null ? [] : [loose(clock.now(), 'subscription', text)];
        return ledgers.keep({ ...ledger, refusals, pausedAt, draft: null }, events);
      }
    }
  }

  /** When the news of a reader go; null: there are none. */
  function due(page: StatusPage, reader: Reader, owed: Owed): number | null {
    if (!owed.urgent) {
      owedSince.delete(reader.id);
      return null;
    }
    const since = owedSince.get(reader.id) ?? (firstLook ? owed.since : clock.now());
    owedSince.set(reader.id, since);
    return dueAt(reader.ledger.pace, since, digestAt(), page.timeZone);
  }

  const digestAt = (): string => config().settings.statusPage?.subscribers?.digestAt ?? '08:00';

  async function next(page: StatusPage, readers: readonly Reader[], rests: (id: string) => boolean): Promise<Next> {
    let soonest = clock.now() + LOOK_EVERY_MS;
    for (const reader of readers) {
      const { id, ledger, components } = reader;
      if (ledger.pausedAt !== null || rests(id)) {
        continue;
      }
      if (ledger.draft !== null) {
        return { errand: errandOf(page, reader, ledger.draft) };
      }
      const owed = owedNews(page, components, ledger.marks);
      if (Object.keys(owed.passed).length > 0) {
        void ledgers.keep({ ...ledger, marks: { ...ledger.marks, ...owed.passed } });
      }
      const at = due(page, reader, owed);
      if (at !== null && at <= clock.now()) {
        return { errand: errandOf(page, { ...reader, ledger: ledgers.of(id) ?? ledger }, draftOf(page, reader, owed)) };
      }
      soonest = Math.min(soonest, at ?? soonest);
    }
    firstLook = false;
    return { errand: null, inMs: Math.max(0, soonest - clock.now()) };
  }

  return { next };
}
