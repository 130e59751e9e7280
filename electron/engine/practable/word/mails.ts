/**
 * Mails of rounds: one at a time for each system, with all that is owed at that moment, by the channel that the settings name.
 *
 * What is about to be sent is written down first, and that it was taken afterwards. Whatever was cut off in between goes out again as
 * the same mail, under the same id; no news goes twice, and pages never wait for it.
 */
import type { CallerMessage } from '../../../../shared/model/caller-news.ts';
import type { EventDraft } from '../../../../shared/model/event.ts';
import type { MailDraft, MailLedger } from '../../../../shared/model/practable/mail-ledger.ts';
import type { PractableSettings, SystemId } from '../../../../shared/model/practable/settings.ts';
import type { PractableMailSettings } from '../../../../shared/model/practable/word.ts';
import {
  drafted,
  mailBack,
  mailGone,
  newMailLedger,
  owesMail,
} from '../../../../shared/rules/practable/mail-ledger.ts';
import { problemsOf } from '../../../../shared/rules/practable/problems.ts';
import { loose } from '../../commands.ts';
import type { Core } from '../../core.ts';
import { createLine, type Errand, type Next } from '../../errands.ts';
import type { Tried } from '../../one-try.ts';
import { createPost } from '../../subscription/post.ts';
import type { PractableBook } from '../book.ts';
import type { Named } from './in-book.ts';
import type { WordShelves } from './shelves.ts';

/** All mails of all systems; a flapping experiment must not anger a mail server. */
const PER_MINUTE = 20;
const NOTHING_TO_DO_MS = 3_600_000;

export interface MailsOptions {
  readonly core: Core;
  readonly seen: Pick<PractableBook, 'services'>;
  readonly shelves: WordShelves;
  /** Can it be booked, as far as is known now? */
  readonly availableOf: (experiment: Named) => boolean | null;
  readonly random: () => number;
}

export interface Mails {
  /** There may be something to tell. */
  look(): void;
  /** Why the last mail of a system did not go; null: it went. */
  trouble(system: SystemId): string | null;
  /** Nothing more is begun; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export function createMails({ core, seen, shelves, availableOf, random }: MailsOptions): Mails {
  const { clock, config, log } = core;
  const post = createPost(core);

  function keep(ledger: MailLedger, events: readonly EventDraft[] = []): Promise<void> {
    return core.write({ values: shelves.mails.put(ledger), events });
  }

  const ledgerOf = (system: SystemId): MailLedger => shelves.mails.get(system) ?? newMailLedger(system);
  const servicesOf = (system: SystemId) => seen.services().filter((service) => service.system === system);

  function draft(ledger: MailLedger, { id, name }: PractableSettings, mail: PractableMailSettings): MailLedger {
    const healths = shelves.healths.all().filter(({ system }) => system === id);
    const problems = problemsOf(healths, availableOf);
    return drafted(ledger, { at: clock.now(), services: servicesOf(id), problems, settings: mail, name });
  }

  /** Null: nothing is owed. */
  function errandOf(settings: PractableSettings, mail: PractableMailSettings): Errand | null {
    const { id } = settings;
    const before = ledgerOf(id);
    if (before.draft === null && !owesMail(before, servicesOf(id))) {
      return null;
    }
    return {
      id,
      what: `a mail about the experiments of ${settings.name}`,
      async send() {
        const now = ledgerOf(id);
        const ledger = now.draft === null ? draft(now, settings, mail) : now;
        if (ledger !== now) {
          await keep(ledger);
        }
        const channel = config().channels.get(mail.by);
        return ledger.draft === null || channel === undefined
          ? refused(`channel ${mail.by} is not configured any more`)
          : post(messageOf(ledger.draft, settings.name), channel);
      },
      ended: (tried) => ended(settings, tried),
    };
  }

  async function ended({ id, name }: PractableSettings, { delivery, uncertain }: Tried): Promise<void> {
    const ledger = ledgerOf(id);
    switch (delivery.status) {
      case 'accepted':
      case 'delivered':
        return keep(mailGone(ledger));
      case 'try-later':
        return uncertain ? undefined : keep(mailBack(ledger));
      case 'refused': {
        const text = `A mail about the experiments of ${name} was refused, and its news wait for the next one: ${delivery.reason}`;
        return keep(mailBack(ledger), [loose(clock.now(), 'experiment', text)]);
      }
    }
  }

  async function next(rests: (id: string) => boolean): Promise<Next> {
    for (const settings of config().practable.values()) {
      const errand = settings.mail === undefined || rests(settings.id) ? null : errandOf(settings, settings.mail);
      if (errand !== null) {
        return { errand };
      }
    }
    return { errand: null, inMs: NOTHING_TO_DO_MS };
  }

  const line = createLine({ clock, log, what: 'mails about experiments', random, perMinute: () => PER_MINUTE, next });
  return {
    look() {
      const owing = [...config().practable.values()].some(
        ({ id, mail }) => mail !== undefined && (ledgerOf(id).draft !== null || owesMail(ledgerOf(id), servicesOf(id))),
      );
      // After each report of each system: a timer for nothing would be one too many.
      if (owing) {
        line.look();
      }
    },
    trouble: (system) => line.failing().get(system) ?? null,
    stop: line.stop,
  };
}

function messageOf({ id, at, to, cc, subject, text }: MailDraft, name: string): CallerMessage {
  return { id, to: { way: 'round', to, cc, name, subject }, text, url: null, at };
}

const refused = (reason: string): Tried => ({ delivery: { status: 'refused', reason }, uncertain: false, bug: null });
