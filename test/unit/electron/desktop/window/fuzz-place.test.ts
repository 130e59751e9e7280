/** Whatever the file says of where the window stood, and whatever screens are there: a window that can be seen and dragged. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openValues } from '../../../../../electron/desktop/values.ts';
import { bounds, MIN_SIZE, parsePlace } from '../../../../../electron/desktop/window/place.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../../harness/fuzz.ts';
import { silentLog } from '../../../../harness/log.ts';
import { tempFolder } from '../../../../harness/temp-folder.ts';

const FILE =
  '{\n  "desktop/window-place": {\n    "x": 40,\n    "y": 60,\n    "width": 1120,\n    "height": 780,\n    "maximized": false\n  }\n}\n';
const side = fc.integer({ min: -4_000, max: 8_000 });
const area = fc.record({
  x: side,
  y: side,
  width: fc.integer({ min: 320, max: 8_000 }),
  height: fc.integer({ min: 240, max: 5_000 }),
});

describe('fuzz', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('a file of values is read or is an empty memory, and can be written again', () => {
    const file = join(tempFolder(), 'values.json');
    const text = fc.oneof(near(FILE), fc.json(), fc.string({ unit: 'binary', maxLength: 60 }));
    fc.assert(
      fc.property(text, (said) => {
        writeFileSync(file, said);
        const values = openValues(file, silentLog);
        const place = parsePlace(values.get('desktop/window-place'));
        bounds(place, [{ x: 0, y: 0, width: 1_920, height: 1_080 }]);
        values.set('seen', said);
        expect(openValues(file, silentLog).get('seen')).toBe(JSON.parse(Buffer.from(JSON.stringify(said)).toString()));
      }),
      FUZZ,
    );
    writeFileSync(file, FILE);
    expect(parsePlace(openValues(file, silentLog).get('desktop/window-place'))).toMatchObject({ x: 40, width: 1_120 });
  });

  it('a window is large enough to read, and what stays of its place lies on a screen', () => {
    const remembered = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.record({ x: side, y: side, width: side, height: side, maximized: fc.boolean() }),
    );
    fc.assert(
      fc.property(remembered, fc.array(area, { maxLength: 3 }), (value, areas) => {
        const found = bounds(parsePlace(value), areas);
        expect(found.width).toBeGreaterThanOrEqual(MIN_SIZE.width);
        expect(found.height).toBeGreaterThanOrEqual(MIN_SIZE.height);
        expect(Math.max(found.width, found.height)).toBeLessThanOrEqual(20_000);
        const { x, y } = found;
        if (x !== undefined && y !== undefined) {
          const held = areas.some(
            (one) => y >= one.y && y < one.y + one.height && x < one.x + one.width && x + found.width > one.x,
          );
          expect(held).toBe(true);
        }
      }),
      {
        ...FUZZ,
        // What was in sight of it lay in the part that the smaller screen cut off.
        examples: [
          [{ x: 0, y: 0, width: 480, height: 1, maximized: false }, [{ x: 360, y: 0, width: 320, height: 240 }]],
        ],
      },
    );
  });
});
