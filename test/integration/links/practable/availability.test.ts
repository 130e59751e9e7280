/** The link to a book, against a book that is as rude as the real one: told of one experiment after another, killed under way. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LinkSet } from '../../../../electron/engine/ports/link.ts';
import { createPractableClient } from '../../../../electron/links/practable/client.ts';
import type { ExperimentState, StateChange } from '../../../../shared/model/link-state.ts';
import type { PractableLink } from '../../../../shared/model/links/practable.ts';
import { practableLinkId } from '../../../../shared/model/links/practable.ts';
import { SystemId } from '../../../../shared/model/practable/settings.ts';
import { movableClock } from '../../../harness/clock.ts';
import { aComponent, linkBook, realLinks } from '../../../harness/link-book.ts';
import { SECRETS, type SystemStandIn, startPractable } from '../../../harness/practable/system.ts';
import { configOf, fileOf, START } from '../../../harness/watch-story.ts';

const REASON = 'missing required aaaa00-st-data (Watchbell)';
const clock = movableClock(START);

const anExperiment = (available: boolean, more: Partial<ExperimentState> = {}): ExperimentState => ({
  ...{ kind: 'experiment', system: 'lab', stub: 'aaaa00', name: 'r-aaaa00', available, givenBack: false },
  issues: available ? [] : ['missing jump', 'missing required aaaa00-st-data'],
  ...more,
});

describe('the link to a book', () => {
  let lab: SystemStandIn;
  let client: ReturnType<typeof createPractableClient>;
  let links: LinkSet;
  beforeEach(async () => {
    lab = await startPractable({ 'r-aaaa00': { topic_stub: 'aaaa00', streams: ['st-data'] } }, clock.now);
    client = createPractableClient({ clock, random: () => 0 });
    links = realLinks(client);
  });
  afterEach(async () => {
    await links.close();
    await client.close();
    await lab.close();
  });

  function settings(set: 'never' | 'dry-run' | 'in-book' = 'in-book'): PractableLink {
    const practable = [lab.file({ availability: { set } }) as never];
    return configOf(fileOf({ practable })).links.get(practableLinkId(SystemId.parse('lab'))) as PractableLink;
  }
  const book = (set?: Parameters<typeof settings>[0]) => linkBook(links, settings(set), clock);

  it('reads first, tells what differs, and says so', async () => {
    const told = book();
    expect(await told.tell(anExperiment(true))).toMatchObject({ status: 'accepted' });
    expect(await told.tell(anExperiment(false))).toMatchObject({
      status: 'accepted',
      said: `r-aaaa00 cannot be booked any more: ${REASON}`,
    });
    expect(lab.book.asked).toEqual(['GET r-aaaa00', 'GET r-aaaa00', `PUT r-aaaa00 available=false reason=${REASON}`]);
    expect(lab.book.availability.get('r-aaaa00')?.reason).toBe(`unavailable because ${REASON}`);
  });

  it('leaves what somebody else has set', async () => {
    lab.book.availability.set('r-aaaa00', { available: false, reason: 'unavailable because it is being repaired' });
    expect(await book().tell(anExperiment(true))).toEqual({
      status: 'left',
      reason: 'r-aaaa00 is unavailable in book, as somebody set it: unavailable because it is being repaired',
    });
  });

  it('killed while it told, it knows its own words again', async () => {
    const told = book();
    await told.tell(anExperiment(true));
    await told.die(
      anExperiment(false),
      new Promise<void>((resolve) => {
        const look = (): void => void (lab.book.availability.has('r-aaaa00') ? resolve() : setImmediate(look));
        look();
      }),
    );
    expect(await told.tell(anExperiment(true))).toMatchObject({ status: 'accepted' });
    expect(lab.book.availability.get('r-aaaa00')?.available).toBe(true);
  });

  it('gives back what is ours, and asks nothing where nothing is', async () => {
    const told = book();
    await told.tell(anExperiment(false));
    const { reference } = told.mark(anExperiment(false));
    const asked = lab.book.asked.length;
    const state = anExperiment(true, { givenBack: true });
    const change: StateChange = { id: 'x', at: START, news: 'experiment', state, before: null };
    const context = { signal: new AbortController().signal, clock, note: () => Promise.resolve() };
    const nothing = { state: null, maybe: [], reference: null };
    expect(await links.tell(change, nothing, settings('never'), context)).toEqual({ status: 'accepted' });
    expect(lab.book.asked).toHaveLength(asked);
    expect(await links.tell(change, { ...nothing, reference }, settings('never'), context)).toMatchObject({
      status: 'accepted',
      said: 'r-aaaa00 can be booked again: given back (Watchbell)',
    });
  });

  it('tells nothing in a dry run, and says once what it would', async () => {
    const told = book('dry-run');
    const first = await told.tell(anExperiment(false));
    expect(first).toMatchObject({ said: `Dry run: book would be told that r-aaaa00 cannot be booked: ${REASON}` });
    expect(await told.tell(anExperiment(false))).not.toHaveProperty('said');
    expect(lab.book.asked.join()).not.toContain('PUT');
  });

  it('is refused one that book does not know, and goes on with the others', async () => {
    const answer = await book().tell(anExperiment(false, { stub: 'zzzz99', name: 'r-zzzz99' }));
    expect(answer).toMatchObject({ status: 'refused', reason: expect.stringContaining('resource r-zzzz99 not found') });
  });

  it('tries later when book is away or does not believe us, and quotes no secret', async () => {
    lab.book.behave({ kind: 'answer', status: 500, type: 'application/json', body: `{"message":"${SECRETS.book}"}` });
    const answer = await book().tell(anExperiment(false));
    expect(answer.status).toBe('try-later');
    expect(JSON.stringify(answer)).not.toContain(SECRETS.book);
    expect(links.target(settings())).toMatch(/^the book of Lab at 127\.0\.0\.1:\d+\/tenant\/book\/api\/v1$/);
  });

  it('has no words for components', async () => {
    expect(links.face(aComponent(), settings())).toBeNull();
    expect(await book().tell(aComponent())).toMatchObject({ status: 'refused' });
  });
});
