/** Acknowledged from anywhere: what comes back through a channel is done once, by name, and its sender hears what was done. */
import { afterEach, describe, expect, it } from 'vitest';
import { incidentCode } from '../../../shared/rules/answers/code.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { fileOf, hook, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;

let running: TestEngine | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
});

const check = (port: number) => ({ type: 'tcp' as const, host: '127.0.0.1', port, interval: '10s', fall: 1 });

async function down(components: readonly string[] = ['api'], change: object = {}): Promise<TestEngine> {
  running = await testEngine({
    clock: movableClock(START),
    file: fileOf({
      settings: { pageAfter: 0 },
      components: components.map((id, index) => ({ id, name: id.toUpperCase(), checks: [check(index + 1)] })),
      ...change,
    }),
  });
  await running.clock.advance(MINUTE);
  for (const id of components) {
    running.target(id, DOWN);
  }
  await running.clock.advance(20_000);
  return running;
}

const open = ({ engine }: TestEngine) =>
  engine.feed.snapshot().incidents.filter(({ resolvedAt }) => resolvedAt === null);

describe('an answer through a channel', () => {
  it('acknowledges, says whose it is now, and the next step is not called', async () => {
    const watch = await down();
    expect(watch.pages()).toEqual(['trigger kim kim-hook']);
    expect(await watch.hears('kim-hook', { pageId: watch.sent[0]?.page.id ?? null, said: 'Mine, 2h' })).toBe(
      'API: Yours for 2 h',
    );
    expect(open(watch)[0]?.acknowledgement).toMatchObject({ by: 'Kim by kim-hook' });
    await watch.clock.advance(30 * MINUTE);
    expect(watch.pages()).toEqual(['trigger kim kim-hook']);
  });

  it('after another one does what it says, and says so where there is nothing to do', async () => {
    const watch = await down();
    await watch.hears('kim-hook', {});
    expect(await watch.hears('kim-hook', { said: 'e' })).toBe('API: Escalated');
    await watch.clock.advance(1_000);
    expect(watch.pages()).toEqual(['trigger kim kim-hook', 'trigger sam sam-hook']);
    expect(await watch.hears('kim-hook', { said: 'u' })).toBe('API: Nothing to do: it is in that state already');
  });

  it('names the incident by its code where several are open', async () => {
    const watch = await down(['api', 'db']);
    const [api, db] = ['api', 'db'].map((id) => open(watch).find(({ componentId }) => componentId === id)?.id);
    const codes = [api, db].map((id) => incidentCode(id as NonNullable<typeof id>));
    const unclear = await watch.hears('kim-hook', { said: 'ack' });
    expect(unclear).toContain('2 are meant by that. Open: ');
    expect(codes.every((code) => unclear.includes(code))).toBe(true);
    expect(await watch.hears('kim-hook', { said: `${codes[1]}a` })).toBe('DB: Yours until it is fixed');
    expect(
      open(watch)
        .map(({ componentId, state }) => `${componentId} ${state}`)
        .sort(),
    ).toEqual(['api triggered', 'db acknowledged']);
    expect(await watch.hears('kim-hook', { said: 'aa' })).toBe(
      'API: Yours until it is fixed. DB: Yours until it is fixed',
    );
  });

  it('is about what that channel was told of, and about nothing else', async () => {
    const watch = await down();
    expect(await watch.hears('sam-hook', { said: 'aa' })).toBe('Nothing that you were told of is open any more');
    expect(open(watch)[0]?.state).toBe('triggered');
  });

  it('by a channel that several people share says who it was as far as the service knows', async () => {
    const shared = {
      channels: [hook('team')],
      people: ['kim', 'sam'].map((id) => ({ id, name: id, channels: ['team'] })),
    };
    const watch = await down(['api'], shared);
    await watch.hears('team', { from: '@kim' });
    expect(open(watch)[0]?.acknowledgement).toMatchObject({ by: '@kim by team' });
  });

  it('that is not understood, or comes too late, is answered with what would be', async () => {
    const watch = await down();
    expect(await watch.hears('kim-hook', { said: 'who is this' })).toContain(
      'Not understood: "who is this". Answer "a"',
    );
    expect(await watch.hears('kim-hook', { said: '111 a' })).toMatch(
      /^No open incident has the code 111. Open: \d{3} api/,
    );
    watch.target('api', UP);
    await watch.clock.advance(5 * MINUTE);
    expect(await watch.hears('kim-hook', {})).toBe('Nothing that you were told of is open any more');
  });
});

describe('what a service tells later of a page', () => {
  it('that never arrived: the next one is called at once, with the reason', async () => {
    const watch = await down();
    const page = watch.sent[0]?.page;
    expect(page?.channelId).toBe('kim-hook');
    watch.fared('kim-hook', page?.id as never, { status: 'refused', reason: 'the handset was switched off' });
    await watch.clock.advance(1_000);
    expect(watch.pages()).toEqual(['trigger kim kim-hook', 'trigger sam sam-hook']);
    const { engine } = watch;
    const events = await engine.replies.events({ limit: 50, types: ['page-failed'] }, 'test');
    expect(events[0]?.text).toBe('Page by kim-hook refused (the handset was switched off): the service said so later');
  });

  it('that arrived: it is delivered, and said once', async () => {
    const watch = await down();
    const id = watch.sent[0]?.page.id as never;
    watch.fared('kim-hook', id, { status: 'delivered' });
    watch.fared('kim-hook', id, { status: 'delivered' });
    await watch.clock.advance(1_000);
    expect(open(watch)[0]?.told[0]).toMatchObject({ state: 'delivered' });
    const events = await watch.engine.replies.events({ limit: 50, types: ['page-delivered'] }, 'test');
    expect(events.filter(({ text }) => text.includes('the service said so later'))).toHaveLength(1);
  });

  it('that it was read is told beside that it was delivered, once', async () => {
    const watch = await down();
    const id = watch.sent[0]?.page.id as never;
    for (const words of [undefined, 'read on the pager', 'read on the pager']) {
      watch.fared('kim-hook', id, { status: 'delivered', ...(words !== undefined && { words }) });
    }
    await watch.clock.advance(1_000);
    expect(open(watch)[0]?.told[0]).toMatchObject({ state: 'delivered', reason: 'read on the pager' });
    const events = await watch.engine.replies.events({ limit: 50, types: ['page-delivered'] }, 'test');
    expect(events.filter(({ text }) => text.includes('the service said so later')).map(({ text }) => text)).toEqual([
      'Page by kim-hook delivered (read on the pager): the service said so later',
      'Page by kim-hook delivered: the service said so later',
    ]);
  });

  it('belongs to the incident of that page, though a newer one is open by then', async () => {
    const { clock, ...watch } = await down(['api'], { settings: { pageAfter: 0, closeAfter: 0, steadyAfter: 0 } });
    const [first] = open({ ...watch, clock });
    const id = watch.sent[0]?.page.id as never;
    const onTheirWay: (() => void)[] = []; // until the end of the test
    watch.answer(() => new Promise((resolve) => onTheirWay.push(() => resolve({ status: 'accepted' }))));
    watch.target('api', UP);
    await clock.advance(5 * MINUTE);
    watch.target('api', DOWN);
    await clock.advance(MINUTE);
    const [second] = open({ ...watch, clock });
    expect(second?.id).not.toBe(first?.id);
    const closing = watch.sent.find(({ page }) => page.kind === 'close')?.page.id as never;
    expect(closing).toBeDefined();
    watch.fared('kim-hook', closing, { status: 'delivered' });
    await clock.advance(0);
    const [event] = await watch.engine.replies.events({ limit: 1, types: ['page-delivered'] }, 'test');
    expect(event).toMatchObject({ incidentId: first?.id, data: { page: closing } });
    watch.fared('kim-hook', id, { status: 'refused', reason: 'late' });
    await clock.advance(1_000);
    expect(open({ ...watch, clock })[0]?.told.every(({ state }) => state !== 'refused')).toBe(true);
    for (const arrive of onTheirWay) {
      arrive();
    }
  });
});
