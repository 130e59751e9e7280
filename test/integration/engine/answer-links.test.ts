/** Acknowledged by the link in a message: once, as the person it was sent to, and by nobody who only looks at it. */
import { afterEach, describe, expect, it } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const BASE = 'https://pager.example.org/bell/';

let running: TestEngine | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
});

async function down(settings: object = { publicUrl: BASE }): Promise<TestEngine> {
  const checks = [{ type: 'tcp' as const, host: '127.0.0.1', port: 1, interval: '10s', fall: 1 }];
  running = await testEngine({
    clock: movableClock(START),
    file: fileOf({
      settings: { pageAfter: 0, closeAfter: 0, ...settings },
      components: [{ id: 'api', name: 'API', checks }],
    }),
  });
  await running.clock.advance(MINUTE);
  running.target('api', DOWN);
  await running.clock.advance(20_000);
  return running;
}

/** The token of the page that was sent as the `place`th, from 0. */
function tokenOf({ sent }: TestEngine, place: number): string {
  const url = sent[place]?.page.ackUrl ?? '';
  expect(url.startsWith(`${BASE}ack/`)).toBe(true);
  return url.slice(`${BASE}ack/`.length);
}

const acknowledged = ({ engine }: TestEngine) => engine.feed.snapshot().incidents[0]?.acknowledgement ?? null;

describe('a link in a page', () => {
  it('acknowledges as whoever it was sent to, and the history says how', async () => {
    const watch = await down();
    const links = watch.engine.answerLinks;
    expect(links.look(tokenOf(watch, 0))).toMatchObject({ kind: 'open', as: 'Kim', taken: null });
    expect(await links.use(tokenOf(watch, 0), 30 * MINUTE)).toMatchObject({ kind: 'done', text: 'Yours for 30 min' });
    expect(acknowledged(watch)).toMatchObject({ by: 'Kim by link from kim-hook' });
    const [event] = await watch.store.events({ types: ['incident-acknowledged'], limit: 5 });
    expect(event?.text).toBe('Kim by link from kim-hook has it, for 30 min');
    await watch.clock.advance(25 * MINUTE);
    expect(watch.pages()).toEqual(['trigger kim kim-hook']);
  });

  it('is looked at by every mail scanner on the way, and paging goes on', async () => {
    const watch = await down();
    for (let times = 0; times < 20; times += 1) {
      watch.engine.answerLinks.look(tokenOf(watch, 0));
    }
    await watch.clock.advance(5 * MINUTE);
    expect(acknowledged(watch)).toBeNull();
    expect(watch.pages()).toEqual(['trigger kim kim-hook', 'trigger sam sam-hook']);
  });

  it('works once: given back later, the same link does not take it again', async () => {
    const watch = await down();
    const { answerLinks, replies } = watch.engine;
    const token = tokenOf(watch, 0);
    const [one, other] = await Promise.all([answerLinks.use(token, null), answerLinks.use(token, null)]);
    expect([one.kind, other.kind]).toEqual(['done', 'used']);
    const incident = watch.snapshot().incidents[0]?.id;
    await replies.unacknowledge({ incident: incident as NonNullable<typeof incident> }, 'Kim');
    expect(await answerLinks.use(token, null)).toMatchObject({ kind: 'used', taken: null });
    expect(acknowledged(watch)).toBeNull();
  });

  it('says who had it already', async () => {
    const watch = await down();
    await watch.clock.advance(5 * MINUTE);
    await watch.engine.answerLinks.use(tokenOf(watch, 1), null);
    const late = await watch.engine.answerLinks.use(tokenOf(watch, 0), null);
    expect(late).toMatchObject({ kind: 'done', before: { by: 'Sam by link from sam-hook', until: null } });
  });

  it('is worth nothing when the incident is over, nor for the next one', async () => {
    const watch = await down();
    const token = tokenOf(watch, 0);
    watch.target('api', UP);
    await watch.clock.advance(2 * MINUTE);
    expect(await watch.engine.answerLinks.use(token, null)).toEqual({ kind: 'over' });
    watch.target('api', DOWN);
    await watch.clock.advance(MINUTE);
    expect(await watch.engine.answerLinks.use(token, null)).toEqual({ kind: 'over' });
    expect(acknowledged(watch)).toBeNull();
  });

  it('is too old after a day, however long the incident lasts', async () => {
    const watch = await down();
    watch.clock.sleepThrough(24 * 60 * MINUTE);
    expect(await watch.engine.answerLinks.use(tokenOf(watch, 0), null)).toEqual({ kind: 'late' });
  });

  it.each([
    ['another person', (token: string) => token.replace('~kim~', '~sam~')],
    ['a longer life', (token: string) => token.replace(/~([a-z0-9]+)~([\w-]+)$/, '~zzzzzzzz~$2')],
    ['no seal', (token: string) => token.replace(/~[\w-]+$/, '~')],
    ['a sign too many', (token: string) => `${token}A`],
  ])('with %s is unknown', async (_, changed) => {
    const watch = await down();
    const other = changed(tokenOf(watch, 0));
    expect(watch.engine.answerLinks.look(other)).toEqual({ kind: 'unknown' });
    expect(await watch.engine.answerLinks.use(other, null)).toEqual({ kind: 'unknown' });
    expect(acknowledged(watch)).toBeNull();
  });

  it('is sent by nobody who has no public address, and is kept in no row and no event', async () => {
    const without = await down({});
    expect(without.sent.map(({ page }) => page.ackUrl)).toEqual([undefined]);
    await without.stop();
    const watch = await down();
    const token = tokenOf(watch, 0);
    const events = JSON.stringify(await watch.store.events({ limit: 100 }));
    const rows = JSON.stringify(await watch.store.lastDeliveries());
    expect(events + rows).toContain('kim-hook');
    expect(events + rows).not.toContain(token);
  });
});
