/**
 * Sets in the book of a practable system whether experiments can be booked: a link like any other. Book is read first and told only what
 * differs; what somebody else has set stays.
 *
 * What is about to be told is noted first. After a kill in between book is read again, and tells by the reason whether it was us.
 */

import type { LinkState, StateChange } from '../../../shared/model/link-state.ts';
import type { PractableLink } from '../../../shared/model/links/practable.ts';
import { type BookNote, bookNoteIn } from '../../../shared/model/practable/book-note.ts';
import { bookStep, type InBook, noteAfterRead, noteAfterSet } from '../../../shared/rules/practable/availability.ts';
import type { Link, LinkAnswer, LinkContext, ToldSoFar } from '../../engine/ports/link.ts';
import type { PractableClient, ServiceTrouble } from '../../engine/ports/practable.ts';
import { availabilityWords } from './availability-words.ts';

type News = Extract<StateChange, { news: 'experiment' }>;

export function createPractableLink(
  client: Pick<PractableClient, 'availability' | 'setAvailability'>,
): Link<'practable'> {
  return {
    type: 'practable',
    target: ({ system }) => `the book of ${system.name} at ${system.book.base.replace(/^\w+:\/\/(?:[^/@]*@)?/, '')}`,
    secrets: ({ system }) => [system.book.secret],
    face,
    recheckEvery: ({ system }) => system.queryBookEvery,
    tell: (change, told, settings, context) =>
      change.news === 'experiment'
        ? tell(client, change, told, settings, context)
        : Promise.resolve({ status: 'refused', reason: 'book has words for experiments only' }),
  };
}

/** Why it cannot be booked is no news: book is told on change only. */
function face(state: LinkState, { system }: PractableLink): string | null {
  return state.kind === 'experiment' ? `${system.availability.set} ${state.available}` : null;
}

async function tell(
  client: Pick<PractableClient, 'availability' | 'setAvailability'>,
  { state }: News,
  told: ToldSoFar,
  { system }: PractableLink,
  { signal, note }: LinkContext,
): Promise<LinkAnswer> {
  const before = bookNoteIn(told.reference);
  const mode = system.availability.set;
  if (mode === 'never' && before.ours === null && before.doing === null) {
    return { status: 'accepted' }; // nothing of it is ours
  }
  const answer = await client.availability(system, state.name, signal);
  if (!answer.ok) {
    return notTold(answer.trouble, state.name);
  }
  const book = answer.value;
  const step = bookStep(before, book, state.available, state.issues, mode);
  if (step.kind === 'leave') {
    const after = noteAfterRead(before, book, step);
    if (step.because !== 'by-hand') {
      return { status: 'accepted', reference: JSON.stringify(after) };
    }
    await note(JSON.stringify(after));
    return { status: 'left', reason: availabilityWords.left(state.name, book) };
  }
  if (mode === 'dry-run') {
    const isNew = told.state?.kind !== 'experiment' || told.state.available !== state.available;
    const reference = JSON.stringify(noteAfterRead(before, book, step));
    return { status: 'accepted', reference, ...(isNew && { said: availabilityWords.would(state.name, step) }) };
  }
  return set(client, state.name, before, { available: step.available, reason: step.reason }, system, { signal, note });
}

async function set(
  client: Pick<PractableClient, 'setAvailability'>,
  name: string,
  before: BookNote,
  wanted: InBook,
  system: PractableLink['system'],
  { signal, note }: Pick<LinkContext, 'signal' | 'note'>,
): Promise<LinkAnswer> {
  await note(JSON.stringify({ ...before, doing: wanted } satisfies BookNote));
  const answer = await client.setAvailability(system, name, wanted, signal);
  return answer.ok
    ? {
        status: 'accepted',
        reference: JSON.stringify(noteAfterSet(wanted)),
        said: availabilityWords.set(name, wanted),
      }
    : notTold(answer.trouble, name);
}

/** One that book does not know concerns itself alone; everything else concerns book as a whole. */
function notTold({ status, detail }: ServiceTrouble, name: string): LinkAnswer {
  return status === 404
    ? { status: 'refused', reason: `book does not know ${name}: ${detail}` }
    : { status: 'try-later', reason: detail };
}
