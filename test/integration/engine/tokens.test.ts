/** Tokens of other programs: good for what they are for, known by a digest only, and for nothing once taken back. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Right } from '../../../shared/model/token.ts';
import { movableClock } from '../../harness/clock.ts';
import { type TestEngine, testEngine } from '../../harness/engine.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

const running: TestEngine[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

async function open(path = join(tempFolder(), 'watchbell.db')): Promise<TestEngine & { path: string }> {
  const engine = await testEngine({ clock: movableClock(START), file: fileOf(), path });
  running.push(engine);
  return { ...engine, path };
}

async function tokenFor({ engine }: TestEngine, name: string, rights: Right[]): Promise<string> {
  const { secret, done } = await engine.replies.addToken({ name, rights }, 'Kim at this desk');
  if (secret === null) {
    throw new Error(done.text);
  }
  return secret;
}

describe('a token', () => {
  it('opens what it is for and nothing else, under the name of whoever got it', async () => {
    const house = await open();
    const secret = await tokenFor(house, 'cron', ['components']);
    const { open: opens } = house.engine.tokens;
    expect(secret).toMatch(/^wb_[\w-]{32}$/);
    expect(opens(secret, 'components')).toMatchObject({ kind: 'open', name: 'cron' });
    expect(opens(secret, 'events')).toEqual({ kind: 'lacks', name: 'cron', rights: ['components'] });
    for (const wrong of ['', 'wb_', `${secret}x`, secret.slice(0, -1), secret.toUpperCase()]) {
      expect(opens(wrong, 'components')).toEqual({ kind: 'unknown' });
    }
  });

  it('is listed without its secret, with whoever made it and when it was used', async () => {
    const house = await open();
    const secret = await tokenFor(house, 'cron', ['metrics', 'components', 'metrics']);
    const list = async () => (await house.engine.replies.tokens({}, 'Kim')).tokens;
    expect(await list()).toEqual([
      expect.objectContaining({
        name: 'cron',
        rights: ['components', 'metrics'],
        by: 'Kim at this desk',
        usedAt: null,
      }),
    ]);
    house.engine.tokens.open(secret, 'metrics');
    const [token] = await list();
    expect(token?.usedAt).toBe(house.clock.now());
    expect(JSON.stringify(token)).not.toContain(secret.slice(3, 20));
  });

  it('outlives a restart, and being taken back as well', async () => {
    const house = await open();
    const kept = await tokenFor(house, 'cron', ['components']);
    const gone = await tokenFor(house, 'alertmanager', ['events']);
    const [, second] = (await house.engine.replies.tokens({}, 'Kim')).tokens;
    expect((await house.engine.replies.removeToken({ id: second?.id ?? '' }, 'Kim')).accepted).toBe(true);
    await house.stop();
    const { engine } = await open(house.path);
    expect(engine.tokens.open(kept, 'components').kind).toBe('open');
    expect(engine.tokens.open(gone, 'events').kind).toBe('unknown');
    expect((await engine.replies.removeToken({ id: second?.id ?? '' }, 'Kim')).accepted).toBe(false);
  });

  it('is one a name: two that cannot be told apart cannot be taken back', async () => {
    const house = await open();
    await tokenFor(house, 'cron', ['components']);
    const again = await house.engine.replies.addToken({ name: 'cron', rights: ['events'] }, 'Kim');
    expect(again).toMatchObject({ secret: null, done: { accepted: false } });
    expect(again.done.text).toMatch(/^cron has a token already \(\w{6}\)/);
  });
});
