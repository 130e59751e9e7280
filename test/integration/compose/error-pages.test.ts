/** The error pages while the app runs: as the world is, written when it changes and not otherwise, and still there when we end. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type KeepingErrorPages, keepErrorPages } from '../../../electron/compose/error-pages.ts';
import type { Config } from '../../../shared/model/config.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { eventually, watchedClock } from '../../harness/listening.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { configOf, type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
/** Between two looks. */
const LOOK = 5_000;

interface Kept {
  readonly on: TestEngine;
  /** Time passes; each look has ended before the next begins. */
  passes(ms: number): Promise<void>;
  readonly pages: KeepingErrorPages;
  readonly page: () => string;
  readonly folder: string;
  configure(file: FileInput): void;
}

async function kept(change: object = {}, folder = join(tempFolder(), 'errors')): Promise<Kept> {
  const clock = movableClock(START);
  const file = fileOf({ settings: { pageAfter: 0, closeAfter: 0, errorPages: { folder, for: 'nginx', ...change } } });
  const on = await testEngine({ clock, file });
  await clock.advance(MINUTE);
  let config: Config = configOf(file);
  const { clock: looking, waits } = watchedClock(clock);
  const pages = keepErrorPages({
    clock: looking,
    log: on.log,
    config: () => config,
    feed: on.engine.feed,
    timeZone: 'UTC',
  });
  onTestFinished(async () => {
    await pages.close();
    await on.stop();
  });
  const ended = () => eventually('the end of a look', () => waits().join() === `${LOOK}`, waits);
  await ended();
  return {
    on,
    async passes(ms) {
      for (let passed = 0; passed < ms; passed += LOOK) {
        await clock.advance(LOOK);
        await ended();
      }
    },
    pages,
    folder,
    page: () => readFileSync(join(folder, '504.html'), 'utf8'),
    configure: (next) => {
      config = configOf(next);
    },
  };
}

/** Time passes in looks, until the page says so. */
async function says({ passes, page }: Kept, words: RegExp): Promise<void> {
  for (let look = 0; look < 24 && !words.test(safely(page)); look += 1) {
    await passes(LOOK);
  }
  expect(safely(page)).toMatch(words);
}

function safely(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

describe('error pages', () => {
  it('follow an incident: known, taken, over; and stay when we end', async () => {
    const one = await kept();
    await says(one, /try again in a minute/);
    one.on.target('api', DOWN);
    await says(one, /known about it since 5 January 2026 at 09:\d\d UTC; the people on call/);
    await one.on.engine.replies.acknowledgeAll({ forMs: null, incidents: null, note: '' }, 'Kim at this desk');
    await says(one, /somebody is at work on it/);
    expect(one.page()).not.toMatch(/Kim|API|503 Service|kim-hook/);
    one.on.target('api', UP);
    await says(one, /try again in a minute/);
    await one.pages.close();
    expect(one.page()).toContain('try again in a minute');
    expect(one.pages.rows()).toMatchObject([{ level: 'green', text: `Kept in ${one.folder} for nginx` }]);
  });

  it('tell of their own components only', async () => {
    const other = { id: 'other', checks: [{ type: 'tcp' as const, host: '127.0.0.1', port: 1 }] };
    const one = await kept({ components: ['api'] });
    await says(one, /try again/);
    one.configure(
      fileOf({
        components: [other],
        settings: { errorPages: { folder: one.folder, for: 'nginx', components: ['other'], site: 'other.test' } },
      }),
    );
    one.on.target('api', DOWN);
    await one.passes(5 * MINUTE);
    await says(one, /other\.test does not answer/);
    expect(one.page()).toContain('try again in a minute');
  });

  it('are not written again while nothing changes, and not much older than now all the same', async () => {
    const one = await kept();
    await says(one, /As of 5 January 2026 at 09:01 UTC/);
    const before = statSync(join(one.folder, '504.html'));
    await one.passes(2 * MINUTE);
    expect(statSync(join(one.folder, '504.html')).ino).toBe(before.ino);
    await one.passes(4 * MINUTE);
    await says(one, /As of 5 January 2026 at 09:0[67] UTC/);
  });

  it('that cannot be written are said once, in the self-check too, and are there as soon as they can be', async () => {
    const blocked = join(tempFolder(), 'errors');
    writeFileSync(blocked, 'a file in the way');
    const one = await kept({}, blocked);
    expect(one.pages.rows()[0]?.level).toBe('amber');
    await one.passes(MINUTE);
    expect(one.on.log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(one.pages.rows()[0]?.fix).toContain(blocked);
    rmSync(blocked);
    await says(one, /try again/);
    expect(one.pages.rows()[0]?.level).toBe('green');
  });

  it('are nowhere when nobody asked for them', async () => {
    const one = await kept();
    await says(one, /try again/);
    one.configure(fileOf());
    rmSync(one.folder, { recursive: true });
    await one.passes(10 * MINUTE);
    expect(one.pages.rows()).toEqual([]);
    expect(safely(one.page)).toBe('');
  });
});
