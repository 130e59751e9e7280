/** The only writer of truth: together, durable before anything is acted upon, and deaf to a full disk. */
import { describe, expect, it } from 'vitest';
import { createJournal } from '../../../../electron/engine/journal.ts';
import type { JournalEntry, Store } from '../../../../electron/engine/ports/store.ts';
import type { EventDraft } from '../../../../shared/model/event.ts';
import { movableClock } from '../../../harness/clock.ts';
import { rememberingLog } from '../../../harness/log.ts';

const entry = (text: string): JournalEntry => ({ events: [{ text } as EventDraft] });
const textsOf = (entries: readonly JournalEntry[]) => entries.map(({ events }) => events[0]?.text);

function setUp() {
  const clock = movableClock();
  const commits: (string | undefined)[][] = [];
  const acted: string[] = [];
  const troubles: (string | null)[] = [];
  let refusing: string | null = null;
  let recorded = 0;
  const log = rememberingLog();
  const store = {
    async commit(entries: readonly JournalEntry[]) {
      if (refusing !== null) {
        throw new Error(refusing);
      }
      commits.push(textsOf(entries));
      return [];
    },
    async record(observations: readonly unknown[]) {
      if (refusing !== null) {
        throw new Error(refusing);
      }
      recorded += observations.length;
    },
  } satisfies Pick<Store, 'commit' | 'record'>;
  const journal = createJournal({
    store: store as unknown as Store,
    clock,
    log,
    onEntry: (one, written) => acted.push(`${one.events[0]?.text} ${written ? 'written' : 'from memory'}`),
    onEvents: () => undefined,
    onTrouble: (trouble) => troubles.push(trouble),
  });
  return {
    clock,
    commits,
    acted,
    troubles,
    journal,
    log,
    refuse: (reason: string | null) => (refusing = reason),
    recorded: () => recorded,
  };
}

describe('the journal', () => {
  it('puts everything of one moment into one transaction, and acts only afterwards', async () => {
    const { journal, commits, acted } = setUp();
    await Promise.all([journal.write(entry('a')), journal.write(entry('b')), journal.write(entry('c'))]);
    expect(commits).toEqual([['a', 'b', 'c']]);
    expect(acted).toEqual(['a written', 'b written', 'c written']);
  });

  it('pages from memory when the disk is full, says so once, and writes everything when it takes again', async () => {
    const { journal, commits, acted, troubles, refuse, clock } = setUp();
    refuse('database or disk is full');
    await journal.write(entry('page'));
    await journal.write(entry('second page'));
    expect(acted).toEqual(['page from memory', 'second page from memory']);
    expect(troubles).toEqual(['database or disk is full']);
    await clock.advance(60_000);
    expect(troubles).toHaveLength(1);
    refuse(null);
    await clock.advance(60_000);
    expect(commits).toEqual([['page', 'second page']]);
    expect(troubles).toEqual(['database or disk is full', null]);
    expect(acted).toHaveLength(2);
  });

  it('writes observations in batches, and keeps them while the disk refuses', async () => {
    const { journal, refuse, clock, recorded, log } = setUp();
    refuse('database or disk is full');
    for (let index = 0; index < 50; index += 1) {
      journal.observe({} as never);
    }
    await clock.advance(5_000);
    expect(recorded()).toBe(0);
    expect(log.lines.map(({ message }) => message)).toEqual([
      'observations cannot be written; kept in memory until they can',
    ]);
    refuse(null);
    await clock.advance(2_000);
    expect(recorded()).toBe(50);
  });

  it('names in the log what it had to end without writing', async () => {
    const { journal, refuse, log } = setUp();
    refuse('database or disk is full');
    await journal.write(entry('DOWN shop'));
    journal.observe({} as never);
    await journal.close();
    expect(log.lines.at(-1)).toMatchObject({
      level: 'error',
      fields: { events: ['DOWN shop'], tries: 1 },
      message: expect.stringContaining('ended before the store took again'),
    });
  });

  it('writes what is waiting before it closes', async () => {
    const { journal, commits, recorded } = setUp();
    journal.observe({} as never);
    void journal.write(entry('last words'));
    await journal.close();
    expect(commits).toEqual([['last words']]);
    expect(recorded()).toBe(1);
  });
});
