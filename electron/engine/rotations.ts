/**
 * Remembers whose turn it was in every layer, so that an edit of a list of people leaves whoever is on call on call, also when
 * the edit was made while we were not running.
 */
import { z } from 'zod';
import type { Config } from '../../shared/model/config.ts';
import { type EpochMs, PersonId } from '../../shared/model/ids.ts';
import { type Layer, layersOf, type Schedule, TURNS } from '../../shared/model/schedule.ts';
import { WEEKDAYS } from '../../shared/model/wall-time.ts';
import { positionKept } from '../../shared/rules/oncall/positions.ts';
import type { ConfigSource } from './options.ts';
import type { JournalEntry } from './ports/store.ts';

const ROTATIONS_KEY = 'rotations';

/** What of a layer says whose turn it is; lengths are ms already. */
const KeptLayer = z.object({
  name: z.string().optional(),
  priority: z.number().default(0),
  turn: z.enum(TURNS),
  every: z.number(),
  lengths: z.array(z.number()).optional(),
  start: z.string(),
  people: z.array(PersonId),
  days: z.array(z.enum(WEEKDAYS)).optional(),
  position: z.number().int(),
});
const Kept = z.record(z.string(), z.array(KeptLayer));
type Kept = z.infer<typeof Kept>;

/** The schedules of a configuration as they are to be read, given what was kept. For whoever has no engine. */
export function schedulesAsKept(config: Config, values: ReadonlyMap<string, unknown>, at: EpochMs): Config {
  return withPositions(config, keptIn(values), at);
}

export interface RotationsOptions {
  readonly source: ConfigSource;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly now: () => EpochMs;
  readonly write: (entry: JournalEntry) => Promise<void>;
}

/** The same source; its layers know their positions. Each change is kept. */
export function keepRotations({ source, restored, now, write }: RotationsOptions): ConfigSource {
  let kept = keptIn(restored);
  let seen: Config | null = null;
  let adjusted: Config | null = null;
  return {
    ...source,
    current() {
      const config = source.current();
      if (config !== seen || adjusted === null) {
        seen = config;
        adjusted = withPositions(config, kept, now());
        const next = keptOf(adjusted);
        if (JSON.stringify(next) !== JSON.stringify(kept)) {
          kept = next;
          void write({ values: { [ROTATIONS_KEY]: kept }, events: [] });
        }
      }
      return adjusted;
    },
  };
}

function keptIn(values: ReadonlyMap<string, unknown>): Kept {
  return Kept.safeParse(values.get(ROTATIONS_KEY)).data ?? {};
}

function keptOf({ schedules }: Config): Kept {
  return Object.fromEntries(
    [...schedules.values()].map((schedule) => [
      schedule.id,
      layersOf(schedule).map((layer) => KeptLayer.parse({ ...layer, position: layer.position ?? 0 })),
    ]),
  );
}

function withPositions(config: Config, kept: Kept, at: EpochMs): Config {
  const schedules = [...config.schedules.values()].map((schedule) => {
    const before = kept[schedule.id] ?? [];
    const layers = layersOf(schedule).map((layer, index) => placed(layer, before, index, schedule.timeZone, at));
    return layers.every(({ position }) => position === 0) ? schedule : withLayers(schedule, layers);
  });
  return { ...config, schedules: new Map(schedules.map((schedule) => [schedule.id, schedule])) };
}

/** A layer is known again by its name, one without a name by its place. */
function placed(layer: Layer, before: Kept[string], index: number, zone: string, at: EpochMs): Layer {
  const known = layer.name === undefined ? before[index] : before.find(({ name }) => name === layer.name);
  return { ...layer, position: known === undefined ? 0 : positionKept(known, layer, zone, at) };
}

function withLayers(schedule: Schedule, layers: readonly Layer[]): Schedule {
  return schedule.rotation === undefined ? { ...schedule, layers } : { ...schedule, rotation: layers[0] };
}
