/**
 * The ledger of a link: what it was told of one thing, and what is on its way to it. What differs from it is owed.
 */
import { z } from 'zod';
import type { EpochMs } from '../../model/ids.ts';
import { LinkState } from '../../model/link-state.ts';

/** A change that was written down and may have gone. */
export const Draft = z.object({
  /** The same on every try. */
  id: z.string(),
  state: LinkState,
});
export type Draft = z.infer<typeof Draft>;

export const Mark = z.object({
  /** Of the thing. */
  key: z.string(),
  /** Where the link went then: another place was told nothing. */
  place: z.string(),
  /** Taken last; null: nothing yet. */
  told: LinkState.nullable(),
  draft: Draft.nullable(),
  /** Drafts before that one, which may have arrived. Oldest first. */
  maybe: z.array(LinkState),
  /** The other side's name for it. */
  reference: z.string().nullable(),
  /** Drafts so far: each has a name of its own. */
  drafts: z.number().int(),
  /** What keeps it from being taken, as it was said; null: nothing. `left`: somebody set it there by hand. */
  trouble: z.object({ kind: z.enum(['left', 'refused']), reason: z.string(), since: z.number() }).nullable(),
  /** Epoch ms of the latest change. */
  at: z.number(),
});
export type Mark = z.infer<typeof Mark>;

/** So many states of which nobody knows whether they arrived are remembered. */
const MOST_MAYBE = 10;

export function newMark(key: string, place: string): Mark {
  return { key, place, told: null, draft: null, maybe: [], reference: null, drafts: 0, trouble: null, at: 0 };
}

/** What may have arrived beside what was told, oldest first. */
export function maybeOf({ draft, maybe }: Pick<Mark, 'draft' | 'maybe'>): readonly LinkState[] {
  return draft === null ? maybe : [...maybe, draft.state];
}

/** With this state about to be told: the same news as the draft before goes under its name again. */
export function drafted(
  mark: Mark,
  state: LinkState,
  {
    link,
    face,
    at,
  }: { readonly link: string; readonly face: (state: LinkState) => string | null; readonly at: EpochMs },
): Mark {
  const { draft, drafts } = mark;
  if (draft !== null && face(draft.state) === face(state)) {
    return mark;
  }
  const id = `${link}-${mark.key}-${drafts + 1}`;
  return { ...mark, draft: { id, state }, maybe: maybeOf(mark).slice(-MOST_MAYBE), drafts: drafts + 1, at };
}

/** It is there as the draft said. */
export function taken(mark: Mark, reference: string | null, at: EpochMs): Mark {
  const told = mark.draft?.state ?? mark.told;
  return { ...mark, told, draft: null, maybe: [], reference: reference ?? mark.reference, trouble: null, at };
}

/** Nothing was changed there. `wasDrafted`: an earlier try of the same draft may have been. */
export function notTaken(mark: Mark, trouble: NonNullable<Mark['trouble']>, wasDrafted: boolean): Mark {
  const since = mark.trouble?.kind === trouble.kind ? mark.trouble.since : trouble.since;
  return { ...mark, draft: wasDrafted ? mark.draft : null, trouble: { ...trouble, since }, at: trouble.since };
}
