/**
 * Incidents and their updates as the Cachet API writes them, whoever they are by.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { PostStatus } from '../../model/public-post.ts';
import type { Row } from './component-wire.ts';
import { dateOut } from './dates.ts';
import type { PublicUpdate } from './own-incident.ts';
import { postIcon, postNumber, postWord } from './statuses.ts';

/** Cachet has users and we have none: whoever is not named there is its first. */
const NOBODY = 1;

export interface IncidentFacts {
  readonly number: number;
  readonly name: string;
  readonly message: string;
  readonly status: PostStatus;
  /** Numbers of the components it is about. Cachet knows the first of them only; 0: none. */
  readonly component: number;
  readonly visible: boolean;
  readonly stickied: boolean;
  readonly at: EpochMs;
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
  /** Oldest first. */
  readonly updates: readonly PublicUpdate[];
}

export function incidentRow(facts: IncidentFacts, zone: string, base: string): Row {
  const { number, status, updates } = facts;
  const latest = updates.at(-1);
  const now = latest?.status ?? status;
  return {
    id: number,
    user_id: NOBODY,
    component_id: facts.component,
    name: facts.name,
    status: postNumber(status),
    visible: facts.visible ? 1 : 0,
    stickied: facts.stickied,
    notifications: false,
    message: facts.message,
    // What 2.3 has in the place of `occurred_at`.
    scheduled_at: status === 'scheduled' ? dateOut(facts.at, zone) : null,
    occurred_at: dateOut(facts.at, zone),
    created_at: dateOut(facts.createdAt, zone),
    updated_at: dateOut(facts.updatedAt, zone),
    deleted_at: null,
    is_resolved: now === 'fixed',
    updates: updates.map((update) => updateRow(number, update, zone, base)),
    human_status: postWord(status),
    latest_update_id: latest?.number ?? null,
    latest_status: postNumber(now),
    latest_human_status: postWord(now),
    latest_icon: postIcon(now),
    permalink: permalink(base, number),
    duration: Math.max(0, Math.round((facts.updatedAt - facts.at) / 1_000)),
    meta: [],
  };
}

export function updateRow(incident: number, update: PublicUpdate, zone: string, base: string): Row {
  const at = dateOut(update.at, zone);
  return {
    id: update.number,
    incident_id: incident,
    status: postNumber(update.status),
    message: update.message,
    user_id: NOBODY,
    created_at: at,
    updated_at: at,
    human_status: postWord(update.status),
    permalink: `${permalink(base, incident)}#update-${update.number}`,
  };
}

/** @param base of the API, with a slash at its end: there is no other page of a single incident */
const permalink = (base: string, incident: number): string => `${base}incidents/${incident}`;
