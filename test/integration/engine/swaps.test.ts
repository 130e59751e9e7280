/** Swaps through the whole engine: nothing changes without consent, both shifts or none, and nobody learns of it by surprise. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PersonId, ScheduleId } from '../../../shared/model/ids.ts';
import type { SwapId } from '../../../shared/model/swap.ts';
import { movableClock } from '../../harness/clock.ts';
import { type TestEngine, testEngine } from '../../harness/engine.ts';
import { fileOf, hook, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PRIMARY = ScheduleId.parse('primary');
const KIM = PersonId.parse('kim');
const SAM = PersonId.parse('sam');

let running: TestEngine | null = null;
let folder: string | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
  if (folder !== null) {
    rmSync(folder, { recursive: true, force: true });
    folder = null;
  }
});

/** It is Monday 10:00 in Berlin. From 09:00 to 09:00: Kim Mon, Sam Tue, Ann Wed, Kim Thu, Sam Fri … */
const file = (people = ['kim', 'sam', 'ann']) =>
  fileOf({
    components: [{ id: 'api', name: 'API', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1, interval: '1h' }] }],
    people: [
      { id: 'kim', name: 'Kim', channels: ['kim-hook'] },
      { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
      { id: 'ann', name: 'Ann', channels: ['kim-second'] },
    ],
    schedules: [
      {
        id: 'primary',
        name: 'Primary',
        timeZone: 'Europe/Berlin',
        rotation: { turn: 'daily', start: '2026-01-05T09:00', people },
      },
    ],
    channels: [hook('kim-hook'), hook('sam-hook'), hook('kim-second')],
  });

/** Kim's Thursday for Sam's Tuesday. */
const ask = { schedule: PRIMARY, asker: KIM, other: SAM, give: START + 3 * DAY, take: START + DAY, note: 'opera' };
const words = ({ sent }: TestEngine) => sent.map(({ page }) => `${page.personId}: ${page.title}. ${page.text}`);
const onCall = async ({ engine }: TestEngine) =>
  (await engine.replies.shifts({ schedule: PRIMARY, from: START, to: START + 4 * DAY }, 'test')).map(({ people }) =>
    people.map(({ name }) => name).join(),
  );
const history = async ({ engine }: TestEngine) =>
  (await engine.replies.events({ types: ['swap'], limit: 9 }, 'test')).map(({ text }) => text).reverse();
const openIn = (test: TestEngine) => test.snapshot().swaps;
const idOf = (test: TestEngine) => openIn(test)[0]?.id as SwapId;

const AS_IT_WAS = ['Kim', 'Sam', 'Ann', 'Kim', 'Sam'];
const TERMS = 'Primary: Kim gives Thu 09:00 – Fri 09:00 to Sam for Tue 09:00 – Wed 09:00';

describe('a swap', () => {
  it('changes nothing until the other one agrees, and then both shifts', async () => {
    running = await testEngine({ file: file(), clock: movableClock(START) });
    const { clock, engine } = running;
    await clock.advance(MINUTE);
    const asked = await engine.replies.askSwap(ask, 'Kim at this desk');
    expect(asked).toEqual({ accepted: true, text: `Asked: ${TERMS}. Nothing changes until Sam agrees` });
    await clock.advance(MINUTE);
    expect(await onCall(running)).toEqual(AS_IT_WAS);
    expect(openIn(running)).toMatchObject([
      { asker: { name: 'Kim' }, other: { name: 'Sam' }, note: 'opera', lapsesAt: START + DAY - HOUR },
    ]);
    const id = idOf(running);
    expect(words(running)).toEqual([
      `sam: Kim asks for a swap. ${TERMS}. Note: opera. Agree or refuse in Watchbell, or with: watchbell swap agree ${id}`,
    ]);
    expect(await engine.replies.answerSwap({ id, person: SAM, answer: 'agree' }, 'Sam')).toEqual({
      accepted: true,
      text: `Agreed: ${TERMS}`,
    });
    await clock.advance(MINUTE);
    expect(await onCall(running)).toEqual(['Kim', 'Kim', 'Ann', 'Sam', 'Sam']);
    expect(openIn(running)).toEqual([]);
    expect(words(running).slice(1)).toEqual([`kim: Sam agreed: swap in Primary. ${TERMS}`]);
    expect(await history(running)).toEqual([
      `${TERMS}: asked by Kim at this desk. Note: opera`,
      `${TERMS}: Sam agreed, said by Sam`,
    ]);
    const shifts = await engine.replies.shifts({ schedule: PRIMARY, from: START, to: START + 4 * DAY }, 'test');
    expect(shifts[1]?.because).toBe('swap with Sam, agreed Mon 5 Jan 10:02, until Wed 7 Jan 09:00 (opera)');
  });

  it('is answered only by the one who was asked, and withdrawn only by the one who asked', async () => {
    running = await testEngine({ file: file(), clock: movableClock(START) });
    const { engine } = running;
    await engine.replies.askSwap(ask, 'Kim');
    const id = idOf(running);
    const answers = [
      await engine.replies.answerSwap({ id, person: KIM, answer: 'agree' }, 'Kim'),
      await engine.replies.answerSwap({ id, person: SAM, answer: 'withdraw' }, 'Sam'),
      await engine.replies.askSwap(ask, 'Kim'),
      await engine.replies.answerSwap({ id, person: SAM, answer: 'refuse' }, 'Sam'),
      await engine.replies.answerSwap({ id, person: SAM, answer: 'agree' }, 'Sam'),
    ];
    expect(answers.map(({ text }) => text)).toEqual([
      'Only Sam can agree',
      'Only Kim can withdraw it',
      'Sam has been asked that already, and has not answered',
      'Refused: nothing has changed',
      'This swap is not open any more: it was answered, withdrawn, or a shift has begun or changed',
    ]);
    expect(await onCall(running)).toEqual(AS_IT_WAS);
  });

  it('is agreed once when two answers race, and never half', async () => {
    running = await testEngine({ file: file(), clock: movableClock(START) });
    const { engine, clock, store } = running;
    await engine.replies.askSwap(ask, 'Kim');
    const id = idOf(running);
    const answers = await Promise.all([
      engine.replies.answerSwap({ id, person: SAM, answer: 'agree' }, 'Sam'),
      engine.replies.answerSwap({ id, person: SAM, answer: 'agree' }, 'Sam on the command line'),
      engine.replies.answerSwap({ id, person: KIM, answer: 'withdraw' }, 'Kim'),
    ]);
    expect(answers.map(({ accepted }) => accepted)).toEqual([true, false, false]);
    await clock.advance(MINUTE);
    expect((await store.restore()).overrides).toHaveLength(2);
    expect(await onCall(running)).toEqual(['Kim', 'Kim', 'Ann', 'Sam', 'Sam']);
  });

  it('loses against an override that came a moment before', async () => {
    running = await testEngine({ file: file(), clock: movableClock(START) });
    const { engine, clock, store } = running;
    await engine.replies.askSwap(ask, 'Kim');
    const id = idOf(running);
    const span = { from: START + DAY, to: START + DAY + HOUR };
    const answers = await Promise.all([
      engine.replies.addOverride(
        { schedule: PRIMARY, kind: 'remove', person: SAM, by: null, ...span, note: '' },
        'Sam',
      ),
      engine.replies.answerSwap({ id, person: SAM, answer: 'agree' }, 'Sam'),
    ]);
    expect(answers.map(({ accepted }) => accepted)).toEqual([true, false]);
    await clock.advance(MINUTE);
    expect((await store.restore()).overrides).toHaveLength(1);
    expect(words(running).slice(1).sort()).toEqual([
      `kim: A swap is void. ${TERMS}: the shift of Sam from Tue 09:00 is another one now`,
      `sam: A swap is void. ${TERMS}: the shift of Sam from Tue 09:00 is another one now`,
    ]);
  });

  it('is void at the start of the earlier shift, and both hear it once', async () => {
    running = await testEngine({ file: file(), clock: movableClock(START + 22 * HOUR) });
    const { engine, clock } = running;
    await engine.replies.askSwap(ask, 'Kim');
    await clock.advance(59 * MINUTE);
    expect(openIn(running)).toHaveLength(1);
    await clock.advance(3 * MINUTE);
    expect(openIn(running)).toEqual([]);
    expect(
      words(running)
        .slice(1)
        .map((text) => text.slice(0, 24))
        .sort(),
    ).toEqual(['kim: A swap is void. Pri', 'sam: A swap is void. Pri']);
    expect((await history(running)).at(-1)).toMatch(/: void: the shift has begun without an answer$/);
  });

  it('is void when the file gives the shifts to others', async () => {
    running = await testEngine({ file: file(), clock: movableClock(START) });
    await running.engine.replies.askSwap(ask, 'Kim');
    running.configure(file(['kim', 'ann', 'sam']));
    await running.clock.advance(MINUTE);
    expect(openIn(running)).toEqual([]);
    expect((await history(running)).at(-1)).toMatch(/: void: the shift of Sam from .* is another one now$/);
  });

  it('waits across a restart, and is void at once where its time passed meanwhile', async () => {
    folder = mkdtempSync(join(tmpdir(), 'watchbell-swaps-'));
    const path = join(folder, 'watchbell.db');
    const begin = (after: number) => testEngine({ file: file(), clock: movableClock(START + after), path });
    running = await begin(0);
    await running.engine.replies.askSwap(ask, 'Kim');
    await running.stop();
    running = await begin(HOUR);
    expect(openIn(running)).toHaveLength(1);
    await running.stop();
    running = await begin(2 * DAY);
    await running.clock.advance(MINUTE);
    expect(openIn(running)).toEqual([]);
  });
});
