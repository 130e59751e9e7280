/** Many incidents taken in one gesture: each has its own entry, and what could not be is said with its reason. */
import { afterEach, expect, it } from 'vitest';
import { IncidentId } from '../../../shared/model/ids.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const NAMES = ['api', 'shop', 'mail'];

let running: TestEngine | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
});

async function allDown(): Promise<TestEngine> {
  running = await testEngine({
    file: fileOf({
      settings: { pageAfter: 0, closeAfter: 0 },
      components: NAMES.map((id) => ({
        id,
        name: id.toUpperCase(),
        checks: [{ type: 'tcp' as const, host: `${id}.example`, port: 1, interval: '1m' }],
      })),
    }),
    clock: movableClock(START),
  });
  await running.clock.advance(5 * MINUTE);
  for (const id of NAMES) {
    running.target(id, DOWN);
    await running.clock.advance(10 * MINUTE);
  }
  return running;
}

const idOf = (test: TestEngine, component: string) =>
  test.snapshot().incidents.find(({ componentId }) => componentId === component)?.id ?? IncidentId.parse('none');
const states = (test: TestEngine) =>
  Object.fromEntries(test.snapshot().incidents.map(({ componentId, state }) => [componentId, state]));

it('takes those that were chosen, and says which are over already', async () => {
  const test = await allDown();
  const { replies } = test.engine;
  const chosen = ['api', 'mail'].map((id) => idOf(test, id));
  test.target('mail', UP);
  await test.clock.advance(10 * MINUTE);
  const ask = { forMs: 30 * MINUTE, incidents: [...chosen, IncidentId.parse('made-up')], note: 'both are mine' };
  expect(await replies.acknowledgeAll(ask, 'Kim')).toEqual({
    accepted: true,
    text: '1 acknowledged, for 30 min; not MAIL, made-up: not open any more',
  });
  await test.clock.advance(MINUTE);
  expect(states(test)).toEqual({ api: 'acknowledged', shop: 'triggered', mail: 'resolved' });
  const events = await replies.events({ types: ['incident-acknowledged'], limit: 9 }, 'test');
  expect(events.map(({ text }) => text)).toEqual(['Kim has it, for 30 min: both are mine']);
});

it('takes all that nobody has, one entry each, and nothing twice', async () => {
  const test = await allDown();
  const { replies } = test.engine;
  await replies.acknowledge({ incident: idOf(test, 'shop'), forMs: null, note: '' }, 'Sam');
  const all = { forMs: null, incidents: null, note: '' };
  expect(await replies.acknowledgeAll(all, 'Kim')).toEqual({
    accepted: true,
    text: '2 acknowledged, until it is fixed',
  });
  expect(await replies.acknowledgeAll(all, 'Kim')).toEqual({
    accepted: false,
    text: 'Nothing is waiting to be acknowledged',
  });
  await test.clock.advance(MINUTE);
  const events = await replies.events({ types: ['incident-acknowledged'], limit: 9 }, 'test');
  expect(events.map(({ componentId, text }) => `${componentId}: ${text}`).sort()).toEqual([
    'api: Kim has it, until it is fixed',
    'mail: Kim has it, until it is fixed',
    'shop: Sam has it, until it is fixed',
  ]);
});

it('writes a second person down beside the first for what is chosen by name', async () => {
  const test = await allDown();
  const { replies } = test.engine;
  await replies.acknowledge({ incident: idOf(test, 'shop'), forMs: null, note: '' }, 'Sam');
  await replies.acknowledgeAll({ forMs: null, incidents: [idOf(test, 'shop')], note: '' }, 'Kim');
  const [shop] = test.snapshot().incidents.filter(({ componentId }) => componentId === 'shop');
  expect(shop?.acknowledgement).toMatchObject({ by: 'Sam', also: [{ by: 'Kim' }] });
});
