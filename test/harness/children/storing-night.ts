/** Writes the stored night into a new database of the newest version: `<script> <path>`. */
import { openStore } from '../../../electron/store/open-store.ts';
import { movableClock } from '../movable-clock.ts';
import { anObservation, failed, inconclusive, NIGHT, passed, quietLog, slow } from '../store-values.ts';
import { aStoredNight } from '../stored-night.ts';

const [path = ''] = process.argv.slice(2);
const { store } = await openStore({ path, clock: movableClock(NIGHT), log: quietLog });
await store.commit([aStoredNight()]);
await store.record(
  [passed(), slow(), failed(), inconclusive()].map((outcome, number) =>
    anObservation(NIGHT + number * 30_000, outcome),
  ),
);
await store.close();
