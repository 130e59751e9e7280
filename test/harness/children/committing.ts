/**
 * Commits without end, and says so after each: for tests that kill it in the middle.
 *
 * An entry is large on purpose, so that most of the time is spent inside a transaction.
 * Arguments: the database, the first number, watches and events in each entry.
 */
import { writeSync } from 'node:fs';
import { openStore } from '../../../electron/store/open-store.ts';
import { ComponentId } from '../../../shared/model/ids.ts';
import { movableClock } from '../movable-clock.ts';
import { anEntry, anEvent, anItem, anObservation, aWatch, NIGHT, quietLog } from '../store-values.ts';

const [path = '', ...counts] = process.argv.slice(2);
const [first = 0, watches = 0, events = 0] = counts.map(Number);
const { store, notices } = await openStore({ path, clock: movableClock(NIGHT), log: quietLog });
if (notices.length > 0) {
  throw new Error(notices.join('\n'));
}
for (let number = first; ; number += 1) {
  const component = (part: number) => ComponentId.parse(`c-${number}-${part}`);
  await store.commit([
    anEntry({
      values: { [`n-${number}`]: number },
      watches: Array.from({ length: watches }, (_, part) => aWatch({ componentId: component(part) })),
      outbox: [anItem(`p-${number}`)],
      events: Array.from({ length: events }, (_, part) => anEvent({ text: `entry ${number}`, data: { number, part } })),
    }),
  ]);
  writeSync(1, `${number}\n`);
  await store.record(
    Array.from({ length: 10 }, (_, check) => anObservation(NIGHT + number * 1_000, undefined, `api/${check}`)),
  );
}
