/**
 * Which mail is owed to the readers of a system: one for all that is new, and no news twice. What surely did not go is told by the
 * next one; what may have gone is the same mail once more.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { SeenService } from '../../model/practable/experiment.ts';
import type { HealthLine, MailDraft, MailLedger } from '../../model/practable/mail-ledger.ts';
import { SERVICES, type Service, type SystemId } from '../../model/practable/settings.ts';
import type { PractableMailSettings } from '../../model/practable/word.ts';
import { digestSubject, digestText } from './mail.ts';

/** A mail beyond this is no longer one that somebody reads. */
const MOST_EVENTS = 5_000;

export const newMailLedger = (system: SystemId): MailLedger => ({
  system,
  events: [],
  dropped: 0,
  stale: [],
  tellings: 0,
  draft: null,
});

/** The oldest make room. */
export function withEvents(ledger: MailLedger, added: readonly HealthLine[]): MailLedger {
  const events = [...ledger.events, ...added];
  const dropped = Math.max(0, events.length - MOST_EVENTS);
  return { ...ledger, events: events.slice(dropped), dropped: ledger.dropped + dropped };
}

/** Which services are silent now. One that was not heard yet after a start is as it was told. */
export function staleNow(told: readonly Service[], services: readonly SeenService[]): Service[] {
  return SERVICES.filter((service) => {
    const state = services.find((one) => one.service === service)?.state ?? 'waiting';
    return state === 'stale' || (state === 'waiting' && told.includes(service));
  });
}

/** A service that went silent, or speaks again, is news by itself: also when no experiment changed. */
export function owesMail({ events, stale }: MailLedger, services: readonly SeenService[]): boolean {
  return events.length > 0 || staleNow(stale, services).join() !== stale.join();
}

export interface MailFacts {
  readonly at: EpochMs;
  readonly services: readonly SeenService[];
  readonly problems: readonly HealthLine[];
  readonly settings: Pick<PractableMailSettings, 'to' | 'cc' | 'subject' | 'link'>;
  /** Of the system. */
  readonly name: string;
}

/** The mail with all that is owed, and the ledger that has it. */
export function drafted(ledger: MailLedger, { at, services, problems, settings, name }: MailFacts): MailLedger {
  const { system, events, dropped, tellings } = ledger;
  const stale = staleNow(ledger.stale, services);
  const alerts = [
    ...stale.map((service) => detailOf(service, services)),
    ...ledger.stale.filter((service) => !stale.includes(service)).map((service) => `${service} is heard again`),
    ...(dropped > 0 ? [`${dropped} older events are not in this mail: the history has them`] : []),
  ];
  const draft: MailDraft = {
    id: `practable-${idPart(system)}-${tellings + 1}-${at.toString(36)}`,
    at,
    to: [...settings.to],
    cc: [...settings.cc],
    subject: digestSubject({ events }, settings.subject ?? name),
    text: digestText({ at, events, alerts, problems }, settings.link ?? null),
    events,
    stale: ledger.stale,
  };
  return { ...ledger, events: [], dropped: 0, stale, tellings: tellings + 1, draft };
}

/** It was taken. */
export const mailGone = (ledger: MailLedger): MailLedger => ({ ...ledger, draft: null });

/** It surely was not: all that it told is owed again. */
export function mailBack(ledger: MailLedger): MailLedger {
  const { draft } = ledger;
  return draft === null
    ? ledger
    : withEvents({ ...ledger, events: draft.events, stale: draft.stale, draft: null }, ledger.events);
}

function detailOf(service: Service, services: readonly SeenService[]): string {
  const detail = services.find((one) => one.service === service)?.detail ?? '';
  const words = service === 'book' ? 'book does not answer' : `${service} has no fresh reports so may be down`;
  return detail === '' || detail.startsWith(words) ? detail || words : `${words}: ${detail}`;
}

/** Letters, digits and dashes. */
const idPart = (system: SystemId): string => system.replaceAll(/[^A-Za-z0-9]/g, '-');
