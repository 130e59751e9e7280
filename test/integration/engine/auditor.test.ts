/** The auditor in the running engine: whatever of ours fails to send a page is an incident about ourselves, and is paged (decisions, 8). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../electron/engine/ports/clock.ts';
import type { Restored, Store } from '../../../electron/engine/ports/store.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine } from '../../harness/engine.ts';
import { START } from '../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const running: TestEngine[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

const titles = (one: TestEngine) => one.sent.map(({ page }) => `${page.kind}: ${page.title}`);

/** A clock that can lose timers of one length: the longest that the book of watches waits. */
function losingClock() {
  const clock = movableClock(START);
  const after = clock.after.bind(clock);
  const losing = { now: false };
  return Object.assign(clock, {
    losing,
    after: ((ms, task) => (losing.now && ms === 30 * SECOND ? () => undefined : after(ms, task))) as Clock['after'],
  });
}

/** A store in which an incident has lost the time of its first page. */
function forgetful(store: Store): Store {
  const restore = store.restore.bind(store);
  return Object.assign(store, {
    async restore(): Promise<Restored> {
      const restored = await restore();
      return {
        ...restored,
        watches: restored.watches.map((watch) => ({
          ...watch,
          incident: watch.incident && {
            ...watch.incident,
            escalation: { ...watch.incident.escalation, nextAt: null },
          },
        })),
      };
    },
  });
}

describe('the auditor', () => {
  it('finds a timer that got lost, tells of it as an incident of ours, and the page goes out after all', async () => {
    const clock = losingClock();
    const one = await testEngine({ clock });
    running.push(one);
    await clock.advance(MINUTE);
    one.target('api', DOWN);
    await clock.advance(2 * MINUTE);
    expect(titles(one)).toEqual(['trigger: DOWN API']);
    const incident = one.snapshot().incidents[0]?.id as never;
    clock.losing.now = true;
    await one.engine.replies.snooze({ incident, forMs: 2 * MINUTE }, 'Kim');
    clock.losing.now = false;
    await clock.advance(6 * MINUTE);
    const found = one.snapshot().incidents.find(({ componentId }) => componentId === 'watchbell');
    expect(found?.cause).toMatch(/^The auditor found: API: something was due .* ago and has not happened$/);
    expect(titles(one).slice(1, 3)).toEqual(['reminder: STILL DOWN API', 'trigger: WATCHER The auditor found']);
  });

  it('finds trouble that nobody was told of, and pages about it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watchbell-'));
    folders.push(folder);
    const path = join(folder, 'watchbell.db');
    const clock = movableClock(START);
    const before = await testEngine({ clock, path });
    await clock.advance(MINUTE);
    before.target('api', DOWN);
    while (before.snapshot().incidents.length === 0) {
      await clock.advance(SECOND);
    }
    expect(before.pages()).toEqual([]);
    await before.stop();

    const { store } = await openStore({ path, clock, log: before.log });
    const after = await testEngine({ clock, store: forgetful(store) });
    running.push(after);
    after.target('api', DOWN);
    await clock.advance(6 * MINUTE);
    expect(titles(after)).toEqual(['trigger: WATCHER The auditor found']);
    expect(after.sent[0]?.page.text).toContain('API: in trouble for');
  });
});
