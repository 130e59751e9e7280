import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventQuery } from '../../../electron/engine/ports/store.ts';
import { EVENT_TYPES, type EventDraft, type WatchEvent } from '../../../shared/model/event.ts';
import { ComponentId, IncidentId } from '../../../shared/model/ids.ts';
import { bareStore } from '../../harness/bare-store.ts';
import { anEntry, anEvent, NIGHT } from '../../harness/store-values.ts';

const COMPONENTS = ['api', 'mail', null].map((id) => (id === null ? null : ComponentId.parse(id)));
const INCIDENTS = ['inc-1', 'inc-2', null].map((id) => (id === null ? null : IncidentId.parse(id)));
const TEXTS = [
  'Größe of the ÄNSWER wrong',
  '100 % of the disk_is full',
  'told Kim',
  'grape of the wronswer', // looks like the first one to a wildcard
  'api refused: connection REFUSED',
  'C:\\temp\\x',
];
const WORDS = ['größe', 'GRÖSSE', 'änswer', '%', '_', '\\', 'refused', 'kim told', 'Api', 'the'];

/** What the port promises, in the plainest words. */
function naive(events: readonly WatchEvent[], query: EventQuery): readonly WatchEvent[] {
  const words = (query.text ?? '').toLowerCase().split(/\s+/);
  return events
    .filter(
      (event) =>
        (query.componentId === undefined || event.componentId === query.componentId) &&
        (query.incidentId === undefined || event.incidentId === query.incidentId) &&
        (query.types === undefined || query.types.includes(event.type)) &&
        (query.from === undefined || event.at >= query.from) &&
        (query.to === undefined || event.at <= query.to) &&
        (query.beforeSeq === undefined || event.seq < query.beforeSeq) &&
        words.every((word) => event.text.toLowerCase().includes(word)),
    )
    .toSorted((a, b) => b.seq - a.seq)
    .slice(0, query.limit);
}

/** 12,000 events, so that walks take several slices; the clock jumps back now and then. */
const HISTORY: readonly EventDraft[] = Array.from({ length: 12_000 }, (_, number) =>
  anEvent({
    at: NIGHT + number * 100 - (number % 997 === 0 ? 500_000 : 0),
    type: EVENT_TYPES[(number * 7) % EVENT_TYPES.length] ?? 'status',
    componentId: COMPONENTS[number % 3] ?? null,
    incidentId: INCIDENTS[(number >> 3) % 3] ?? null,
    text: TEXTS[number % TEXTS.length] ?? '',
  }),
);

const time = fc.integer({ min: NIGHT - 1_000, max: NIGHT + 1_300_000 });
const query: fc.Arbitrary<EventQuery> = fc
  .record(
    {
      componentId: fc.constantFrom(ComponentId.parse('api'), ComponentId.parse('nobody')),
      incidentId: fc.constantFrom(IncidentId.parse('inc-1'), IncidentId.parse('inc-2')),
      types: fc.uniqueArray(fc.constantFrom(...EVENT_TYPES), { maxLength: 12 }),
      text: fc.constantFrom(...WORDS),
      from: time,
      to: time,
      beforeSeq: fc.integer({ min: 0, max: 13_000 }),
    },
    { requiredKeys: [] },
  )
  .chain((some) => fc.constantFrom(1, 5, 500).map((limit) => ({ ...some, limit })));

test('every combination of filters gives what reading everything would give', { timeout: 60_000 }, async () => {
  const { store } = await bareStore(':memory:');
  const events = await store.commit([anEntry({ events: HISTORY })]);
  await fc.assert(
    fc.asyncProperty(query, async (query) => {
      const found = await store.events(query);
      expect(found.map(({ seq }) => seq)).toEqual(naive(events, query).map(({ seq }) => seq));
      expect(found).toEqual(naive(events, query));
    }),
    { numRuns: 150 },
  );
});

test('a listing can be leafed through to its end without a repetition or a gap', async () => {
  const { store } = await bareStore(':memory:');
  await store.commit([anEntry({ events: HISTORY.slice(0, 1_000) })]);
  const seen: number[] = [];
  for (let beforeSeq = Number.MAX_SAFE_INTEGER; ; beforeSeq = seen.at(-1) ?? 0) {
    const page = await store.events({ componentId: ComponentId.parse('mail'), beforeSeq, limit: 70 });
    if (page.length === 0) {
      break;
    }
    seen.push(...page.map(({ seq }) => seq));
  }
  expect(seen).toEqual(Array.from({ length: 1_000 }, (_, index) => 1_000 - index).filter((seq) => (seq - 1) % 3 === 1));
});

test('a long search lets commits through while it runs, and a page written meanwhile is not lost to it', async () => {
  const { store } = await bareStore(':memory:');
  await store.commit([
    anEntry({ events: [anEvent({ text: 'the needle' }), ...Array.from({ length: 30_000 }, () => anEvent())] }),
  ]);
  const order: string[] = [];
  const search = store.events({ text: 'needle', limit: 1 }).then((found) => {
    order.push('search');
    return found;
  });
  await store.commit([anEntry({ events: [anEvent({ text: 'page' })] })]).then(() => order.push('page'));
  expect((await search).map(({ seq }) => seq)).toEqual([1]);
  expect(order).toEqual(['page', 'search']);
});
