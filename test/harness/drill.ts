/**
 * Drills for tests: a fleet, a world as it would stand in its file, and what came of it, with the questions every drill is asked.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { drill } from '../../electron/compose/drill.ts';
import type { DrillResult } from '../../electron/drill/run.ts';
import type { DrillLine } from '../../shared/model/drill/line.ts';
import { World } from '../../shared/model/drill/world.ts';
import { placeWorld } from '../../shared/rules/drill/world.ts';
import type { Referee } from './drill-truth.ts';
import { rememberingLog } from './log.ts';
import { configOf, type FileInput, hook } from './watch-story.ts';

export type WorldInput = z.input<typeof World>;

const FIXTURES = join(import.meta.dirname, '../fixtures/drills');

/** A world of test/fixtures/drills. */
export const worldFile = (name: string): WorldInput =>
  parse(readFileSync(join(FIXTURES, `${name}.yaml`), 'utf8')) as WorldInput;

/** Components of one TCP check each, on hosts of their own; Kim is on call, Sam is step 2 five minutes later. */
export function fleetOf(ids: readonly string[], change: Partial<FileInput> = {}): FileInput {
  return {
    version: 1,
    components: ids.map((id) => ({ id, checks: [{ type: 'tcp', host: `${id}.example.org`, port: 80 }] })),
    people: [
      { id: 'kim', name: 'Kim', channels: ['kim-hook'] },
      { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
    ],
    channels: [hook('kim-hook'), hook('sam-hook')],
    policies: [
      {
        id: 'default',
        steps: [
          { targets: [{ person: 'kim' }], delay: '5m' },
          { targets: [{ person: 'sam' }], delay: '10m' },
        ],
        repeat: 0,
      },
    ],
    ...change,
  };
}

/** Plays it. A bug of ours on the way is an error. */
export async function playDrill(input: WorldInput, file: FileInput): Promise<DrillResult> {
  return (await refereed(input, file)).result;
}

/** Plays it, with all that the referee wants to know. */
export async function refereed(input: WorldInput, file: FileInput): Promise<Referee> {
  const world = World.parse(input);
  const config = configOf(file);
  const placed = placeWorld(world, config);
  if (!placed.ok) {
    throw new Error(JSON.stringify(placed.problems));
  }
  const log = rememberingLog();
  const result = await drill(world, placed.targets, config, log);
  const bugs = log.lines.filter(({ level }) => level === 'error');
  if (bugs.length > 0) {
    throw new Error(JSON.stringify(bugs));
  }
  return { world, targets: placed.targets, config, result };
}

/** "10:57 page web i1 kim kim-hook", times as minutes:seconds. */
export function briefly({ at, type, component, incident, person, channel, from, to }: DrillLine): string {
  const seconds = Math.floor(at / 1_000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return [time, type, component, incident, person, channel, from, to].filter((part) => part !== undefined).join(' ');
}
