/**
 * An incident of our own in words for everybody: that something is wrong, that somebody works on it, that it is over. What we saw, how we
 * saw it and who is on call is nobody else's business, so no sentence of the history is passed on.
 */

import type { EventType, WatchEvent } from '../../model/event.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import { assertNever } from '../../model/never.ts';
import type { PostStatus } from '../../model/public-post.ts';
import type { Trouble } from '../../model/status.ts';

/** The events that are worth a word to everybody. */
export const TOLD_EVENTS = [
  'incident-opened',
  'incident-acknowledged',
  'incident-recovered',
  'incident-relapsed',
  'incident-worsened',
  'incident-reopened',
  'incident-resolved',
] as const satisfies readonly EventType[];
type ToldEvent = (typeof TOLD_EVENTS)[number];

export interface PublicUpdate {
  /** Unique among those of its incident. */
  readonly number: number;
  readonly status: PostStatus;
  readonly message: string;
  readonly at: EpochMs;
}

const TROUBLE_WORDS = {
  performance_issues: 'has performance issues',
  partial_outage: 'has a partial outage',
  major_outage: 'has a major outage',
} as const satisfies Record<Trouble, string>;

/** "Shop has a partial outage" */
export function troubleWords(name: string, status: Trouble): string {
  return `${name} ${TROUBLE_WORDS[status]}`;
}

export function statusOfIncident({ state, recoveredAt }: Incident): OwnStage {
  switch (state) {
    case 'resolved':
      return 'fixed';
    case 'acknowledged':
      return recoveredAt === null ? 'identified' : 'watching';
    case 'triggered':
      return recoveredAt === null ? 'investigating' : 'watching';
    default:
      return assertNever(state, 'state of an incident');
  }
}

/** Oldest first. Two acknowledgements in a row are one word to everybody. */
export function updatesOf(
  name: string,
  events: readonly Pick<WatchEvent, 'seq' | 'at' | 'type'>[],
): readonly PublicUpdate[] {
  const updates: PublicUpdate[] = [];
  for (const { seq, at, type } of events.toSorted((one, other) => one.seq - other.seq)) {
    const told = isTold(type) ? wordsFor(type, name) : null;
    const last = updates.at(-1);
    if (told !== null && (last?.status !== told.status || last.message !== told.message)) {
      updates.push({ number: seq, at, ...told });
    }
  }
  return updates;
}

function isTold(type: EventType): type is ToldEvent {
  return (TOLD_EVENTS as readonly EventType[]).includes(type);
}

/** How far an incident of our own is. */
export type OwnStage = Exclude<PostStatus, 'scheduled'>;

export function wordsAbout(stage: OwnStage, name: string): string {
  switch (stage) {
    case 'investigating':
      return `Something is wrong with ${name}. We are looking into it.`;
    case 'identified':
      return 'Somebody is working on it.';
    case 'watching':
      return `${name} is well again. We watch whether it stays so.`;
    case 'fixed':
      return 'It is over.';
    default:
      return assertNever(stage, 'stage of an incident');
  }
}

function wordsFor(type: ToldEvent, name: string): Pick<PublicUpdate, 'status' | 'message'> {
  const said = (status: OwnStage) => ({ status, message: wordsAbout(status, name) });
  switch (type) {
    case 'incident-opened':
      return said('investigating');
    case 'incident-acknowledged':
      return said('identified');
    case 'incident-worsened':
      return { status: 'investigating', message: 'It has become worse.' };
    case 'incident-recovered':
      return said('watching');
    case 'incident-relapsed':
    case 'incident-reopened':
      return { status: 'investigating', message: `${name} is in trouble again.` };
    case 'incident-resolved':
      return said('fixed');
    default:
      return assertNever(type, 'told event');
  }
}
