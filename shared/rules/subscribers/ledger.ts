/**
 * What somebody who subscribed was told last, and what is on its way to them. What differs from it is owed.
 */
import { z } from 'zod';
import type { EpochMs } from '../../model/ids.ts';
import { Language } from '../../model/status-page.ts';
import { Pace } from '../../model/subscription.ts';
import { PUBLIC_STATES, type PublicIncident, type PublicUpdate, type StatusPage } from '../status-page/page.ts';

/** Told of one incident, or of one piece of planned work. That it began was told: else there is no mark. */
export const Mark = z.object({
  /** What somebody wrote, by `saidId`. */
  said: z.array(z.string()),
  taken: z.boolean(),
  over: z.boolean(),
  state: z.enum(PUBLIC_STATES).nullable(),
  /** Epoch ms of the telling. */
  at: z.number(),
});
export type Mark = z.infer<typeof Mark>;

/** By the key of the incident, or of the work. */
export const Marks = z.record(z.string(), Mark);
export type Marks = Readonly<Record<string, Mark>>;

/** A message that was written and may have gone: until that is known nothing else goes to the same one. */
export const Draft = z.object({
  /** The same on every try. */
  id: z.string(),
  subject: z.string(),
  text: z.string(),
  at: z.number(),
  /** What was told when it has been taken. */
  marks: Marks,
});
export type Draft = z.infer<typeof Draft>;

export const Ledger = z.object({
  id: z.string(),
  language: Language,
  pace: Pace,
  since: z.number(),
  marks: Marks,
  tellings: z.number().int(),
  /** In a row, by whoever keeps their mail. */
  refusals: z.number().int(),
  /** Null: they are told. */
  pausedAt: z.number().nullable(),
  draft: Draft.nullable(),
});
export type Ledger = z.infer<typeof Ledger>;

/** So long a mark outlives what it is about: an announcement that was hidden and comes back is no news. ms */
const KEPT_MS = 30 * 86_400_000;

/** Nobody hears what was before they came. */
export function newLedger(
  id: string,
  { language, pace }: Pick<Ledger, 'language' | 'pace'>,
  page: StatusPage,
  since: EpochMs,
): Ledger {
  const marks = marksOf(page);
  return { id, language, pace, since, marks, tellings: 0, refusals: 0, pausedAt: null, draft: null };
}

/** All that is on the page, as told. */
export function marksOf(page: StatusPage): Marks {
  return Object.fromEntries([
    ...incidentsOf(page).map((incident) => [incident.key, markOf(incident, page.at)] as const),
    ...page.maintenance.map((work) => [workKey(work), workMark(page.at)] as const),
  ]);
}

export function incidentsOf({ announced, open, past }: StatusPage): readonly PublicIncident[] {
  return [...open, ...past, ...announced];
}

/** With everything that there is to tell of it now. */
export function markOf({ updates, state, until }: PublicIncident, at: EpochMs): Mark {
  return {
    said: updates.flatMap((update) => (update.kind === 'said' ? [saidId(update)] : [])),
    taken: updates.some(({ kind }) => kind === 'taken'),
    over: until !== null,
    state,
    at,
  };
}

export const workMark = (at: EpochMs): Mark => ({ said: [], taken: false, over: false, state: null, at });

export const workKey = ({ from, until }: { readonly from: EpochMs; readonly until: EpochMs }): string =>
  `work-${from}-${until}`;

/** Its words and its status may be mended afterwards: that is no news. */
export const saidId = ({ at }: Extract<PublicUpdate, { kind: 'said' }>): string => String(at);

/** What is on the page, or was until lately, with what is told now. */
export function withMarks(before: Marks, told: Marks, page: StatusPage): Marks {
  const shown = new Set([...incidentsOf(page).map(({ key }) => key), ...page.maintenance.map(workKey)]);
  const kept = Object.entries(before).filter(([key, { at }]) => shown.has(key) || at > page.at - KEPT_MS);
  return { ...Object.fromEntries(kept), ...told };
}
