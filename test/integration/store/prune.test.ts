import { expect, test } from 'vitest';
import { CheckId, ComponentId, IncidentId } from '../../../shared/model/ids.ts';
import { bareStore } from '../../harness/bare-store.ts';
import { movableClock } from '../../harness/movable-clock.ts';
import { anEntry, anEvent, anIncident, anItem, anObservation, NIGHT } from '../../harness/store-values.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AGES = { observations: 2 * HOUR, minutes: DAY, hours: 10 * DAY, days: 100 * DAY, events: 20 * DAY };
const checkId = CheckId.parse('api/http');

test('each kind of history goes at its own age, and not a row earlier', async () => {
  const { store } = await bareStore(':memory:');
  const old = [0, HOUR, 3 * HOUR, 2 * DAY, 11 * DAY, 101 * DAY].map((age) => NIGHT - age);
  await store.record(old.map((at) => anObservation(at)));
  await store.commit([anEntry({ events: old.map((at) => anEvent({ at })) })]);
  const all = { checkIds: [checkId], from: 0, to: NIGHT };
  const count = async () => [
    (await store.observations({ checkId, from: 0, to: NIGHT, limit: 99 })).length,
    (await store.rollups({ ...all, unit: 'minute' })).length,
    (await store.rollups({ ...all, unit: 'hour' })).length,
    (await store.rollups({ ...all, unit: 'day' })).length,
    (await store.events({ limit: 99 })).length,
  ];
  expect(await count()).toEqual([6, 6, 6, 5, 6]);
  expect(await store.prune(NIGHT, AGES)).toBe(4 + 3 + 2 + 1 + 1);
  expect(await count()).toEqual([2, 3, 4, 4, 5]);
  expect(await store.prune(NIGHT, AGES)).toBe(0);
});

test('more rows than one piece are removed as well, with commits in between', async () => {
  const { store } = await bareStore(':memory:');
  await store.record(Array.from({ length: 12_000 }, (_, number) => anObservation(NIGHT - DAY + number * 1_000)));
  await store.commit([
    anEntry({
      events: Array.from({ length: 11_000 }, (_, number) => anEvent({ at: NIGHT - 30 * DAY + (number >> 5) })),
    }),
  ]);
  const order: string[] = [];
  const pruned = store.prune(NIGHT, AGES).then((removed) => {
    order.push('pruned');
    return removed;
  });
  await store.commit([anEntry({ events: [anEvent({ at: NIGHT })] })]).then(() => order.push('page'));
  expect(await pruned).toBe(12_000 + 11_000);
  expect(order).toEqual(['page', 'pruned']);
  expect(await store.events({ limit: 9 })).toHaveLength(1);
});

test('an open incident, a page that waits and the last try of a channel are never forgotten', async () => {
  const clock = movableClock(NIGHT - 60 * DAY);
  const { store } = await bareStore(':memory:', clock);
  const at = clock.now();
  await store.commit([
    anEntry({
      incidents: [
        anIncident({ openedAt: at }),
        anIncident({
          id: IncidentId.parse('inc-2'),
          componentId: ComponentId.parse('mail'),
          openedAt: at,
          resolvedAt: at + 1,
        }),
      ],
      outbox: [
        anItem('waits'),
        anItem('tried', { state: 'trying', attempts: 1 }),
        anItem('first', { state: 'delivered', attempts: 1 }, 'sms'),
        anItem('needless', { state: 'withdrawn' }, 'sms'),
      ],
    }),
  ]);
  clock.advance(1_000);
  await store.commit([anEntry({ outbox: [anItem('second', { state: 'refused', attempts: 1 }, 'sms')] })]);
  clock.advance(60 * DAY);
  expect(await store.prune(clock.now(), AGES)).toBe(3);
  expect((await store.incidents({ limit: 9 })).map(({ id }) => id)).toEqual(['inc-1']);
  expect((await store.restore()).outbox.map(({ page }) => page.id).sort()).toEqual(['tried', 'waits']);
  expect((await store.lastDeliveries()).map(({ item }) => item.page.id)).toEqual(['second']);
});

test('pruning stops without a fuss when the store is closed under it', async () => {
  const { store } = await bareStore(':memory:');
  await store.commit([
    anEntry({ events: Array.from({ length: 11_000 }, (_, number) => anEvent({ at: NIGHT - 30 * DAY + number })) }),
  ]);
  const pruned = store.prune(NIGHT, AGES);
  await store.close();
  expect(await pruned).toBeLessThan(11_000);
});
