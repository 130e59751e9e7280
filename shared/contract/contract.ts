/**
 * Everything the window may ask of the main process, once: names, questions (parsed on arrival) and answers (types); by subject in
 * `asks/`.
 *
 * The same contract runs over IPC in the desktop app and over HTTP + server-sent events in the browser. Nothing else crosses.
 */
import type { z } from 'zod';
import type { IncidentId } from '../model/ids.ts';
import { type HistoryAnswers, historyAsks } from './asks/history.ts';
import { type HoldingAnswers, holdingAsks } from './asks/holding.ts';
import { type IncidentAnswers, incidentAsks } from './asks/incidents.ts';
import { type MoveAnswers, moveAsks } from './asks/moves.ts';
import { type OwnAnswers, ownAsks } from './asks/ourselves.ts';
import { type PageLinkAnswers, pageLinkAsks } from './asks/page-links.ts';
import { type RosterAnswers, rosterAsks } from './asks/roster.ts';
import { type StatusPageAnswers, statusPageAsks } from './asks/status-page.ts';
import { type TokenAnswers, tokenAsks } from './asks/tokens.ts';
import type { Change } from './view.ts';

export type { SelfCheckRow, TestHop } from './asks/ourselves.ts';
export type { ShiftView } from './asks/roster.ts';
export type { Done } from './done.ts';

interface Exchange {
  readonly asks: z.ZodType;
}

/** Questions and commands. Every command says who gave it by where it came from, not by what it claims. */
export const contract = {
  ...incidentAsks,
  ...holdingAsks,
  ...rosterAsks,
  ...moveAsks,
  ...historyAsks,
  ...ownAsks,
  ...pageLinkAsks,
  ...tokenAsks,
  ...statusPageAsks,
} as const satisfies Record<string, Exchange>;

/** What comes back, by name. */
export interface AnswerTypes
  extends IncidentAnswers,
    HoldingAnswers,
    RosterAnswers,
    MoveAnswers,
    HistoryAnswers,
    OwnAnswers,
    PageLinkAnswers,
    TokenAnswers,
    StatusPageAnswers {}

export type Ask = keyof typeof contract;
export type Asks<A extends Ask> = z.infer<(typeof contract)[A]['asks']>;
/** Before parsing: defaults may be left out. */
export type AsksInput<A extends Ask> = z.input<(typeof contract)[A]['asks']>;
/** A question without an answer type does not build: this line is the guard. */
export type Answers<A extends Ask> = AnswerTypes[A];

/** One reply per question; leave one out and it does not compile. `by` is where the question came from: "Kim at this desk". */
export type Replies = { readonly [A in Ask]: (ask: Asks<A>, by: string) => Promise<Answers<A>> };

/** What `window.watchbell` is in the desktop app, and what the browser's adapter imitates over HTTP. */
export interface Bridge {
  ask<A extends Ask>(name: A, ask: AsksInput<A>): Promise<Answers<A>>;
  /** Changes from now on; returns the way to stop. `onLost` when the line broke: ask for a snapshot again. */
  follow(onChange: (change: Change) => void, onLost: () => void): () => void;
  /** Incident or view the main process wants shown (a notice was opened). */
  onShow(show: (target: { readonly incident: IncidentId | null }) => void): () => void;
}
