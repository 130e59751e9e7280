/**
 * Where the window stood, and where it may stand now: screens go away over night.
 *
 * Values from disk are looked at before they are believed.
 */
import { z } from 'zod';

const Place = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1).max(20_000),
  height: z.number().int().min(1).max(20_000),
  maximized: z.boolean(),
});
export type Place = z.infer<typeof Place>;

/** In device-independent pixels, y down. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const DEFAULT_SIZE = { width: 1_120, height: 780 } as const;
/** The layout reflows down to 320 px; below that nothing is legible. */
export const MIN_SIZE = { width: 360, height: 320 } as const;

/** So much of the title bar must be in sight, or nobody can drag the window back. */
const GRIP = { width: 120, height: 24 } as const;

/** What was remembered, or null when it is not a place. */
export function parsePlace(remembered: unknown): Place | null {
  return Place.safeParse(remembered).data ?? null;
}

/**
 * The bounds to open with. Without `x` and `y` the system centres it.
 * @param areas the work areas of the screens that are there now
 */
export function bounds(
  place: Place | null,
  areas: readonly Area[],
): { width: number; height: number; x?: number; y?: number } {
  if (place === null) {
    return { ...DEFAULT_SIZE };
  }
  // As large as it will be there: what was in sight of a wider window may be gone.
  const area = areas.find((one) => holdsGrip({ ...place, ...sizeIn(one, place) }, one));
  const size = sizeIn(area ?? areas[0] ?? place, place);
  return area ? { ...size, x: place.x, y: place.y } : size;
}

function sizeIn(room: Pick<Area, 'width' | 'height'>, { width, height }: Place) {
  return {
    width: Math.max(MIN_SIZE.width, Math.min(width, room.width)),
    height: Math.max(MIN_SIZE.height, Math.min(height, room.height)),
  };
}

/** Whether enough of the window's upper edge lies in this area. */
function holdsGrip(place: Area, area: Area): boolean {
  const across = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x);
  const above = place.y - area.y;
  return across >= Math.min(GRIP.width, place.width) && above >= 0 && above <= area.height - GRIP.height;
}
