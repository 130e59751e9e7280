/** Whatever names a world uses: each means a check, a channel or a person of the configuration, or is told of with its place. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { World } from '../../../../shared/model/drill/world.ts';
import { placeWorld } from '../../../../shared/rules/drill/world.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';
import { configOf, fileOf } from '../../../harness/watch-story.ts';

const http = { type: 'http' as const, url: 'http://127.0.0.1:1/' };
const config = configOf(
  fileOf({
    components: [
      { id: 'api', name: 'API', checks: [http] },
      {
        id: 'shop',
        name: 'Shop',
        checks: [
          { ...http, id: 'shop/front' },
          { ...http, id: 'shop/till' },
        ],
      },
    ],
  }),
);
const known: Readonly<Record<'targets' | 'channels' | 'people', readonly string[]>> = {
  targets: [...config.checks.keys(), 'api'],
  channels: [...config.channels.keys()],
  people: [...config.people.keys()],
};

const named = (names: readonly string[]) =>
  fc.oneof(
    fc.constantFrom(...names),
    ...names.map(near),
    fc.constantFrom('shop', '__proto__', 'constructor', 'toString', 'x'.repeat(5_000)),
    fc.string(),
  );
const world = fc
  .record({
    targets: fc.dictionary(named(known.targets), fc.constant<never[]>([]), { maxKeys: 4 }),
    channels: fc.dictionary(named(known.channels), fc.constant({}), { maxKeys: 3 }),
    people: fc.dictionary(named(known.people), fc.constant({}), { maxKeys: 3 }),
  })
  .map((names) => ({ ...SOUND, ...names }) as unknown as World);
const SOUND = World.parse({});

it(
  'a world is placed when all its names are known, and else says which is not',
  () => {
    let placedOnce = 0;
    fc.assert(
      fc.property(world, (one) => {
        const placed = placeWorld(one, config);
        const strange = (['targets', 'channels', 'people'] as const).flatMap((field) =>
          Object.keys(one[field]).filter((name) => !known[field].includes(name)),
        );
        if (placed.ok) {
          placedOnce += 1;
          expect(strange).toEqual([]);
          expect([...placed.targets.keys()].every((id) => config.checks.has(id))).toBe(true);
          return;
        }
        expect(placed.problems.map(({ path }) => path[1]).toSorted()).toEqual(strange.toSorted());
        for (const { message } of placed.problems) {
          expect(message).not.toMatch(/undefined|\[object/);
          expect(message.length).toBeLessThan(500);
        }
      }),
      FUZZ,
    );
    expect(placedOnce).toBeGreaterThan(0);
  },
  FUZZ_TIMEOUT_MS,
);
