/**
 * The count inside the square: up to two figures, then "9+" or "99+". Below a size where figures are still figures,
 * fewer of them are shown, larger.
 *
 * Glyphs of three by five cells: what is still legible at 16 px.
 */

const GLYPHS: Readonly<Record<string, readonly string[]>> = {
  '0': ['###', '# #', '# #', '# #', '###'],
  '1': [' # ', '## ', ' # ', ' # ', '###'],
  '2': ['###', '  #', '###', '#  ', '###'],
  '3': ['###', '  #', ' ##', '  #', '###'],
  '4': ['# #', '# #', '###', '  #', '  #'],
  '5': ['###', '#  ', '###', '  #', '###'],
  '6': ['###', '#  ', '###', '# #', '###'],
  '7': ['###', '  #', ' # ', ' # ', ' # '],
  '8': ['###', '# #', '###', '# #', '###'],
  '9': ['###', '# #', '###', '  #', '###'],
  '+': ['   ', ' # ', '###', ' # ', '   '],
};
const ROWS = 5;
const COLUMNS = 3;
const GAP = 1;

/** Below this a third figure would be thinner than a pixel. */
const THREE_FIGURES_FROM_PX = 22;

/** "", "7", "12", "9+", "99+" for a picture of this size. */
export function countText(count: number, size: number): string {
  if (count <= 0) {
    return '';
  }
  if (size < THREE_FIGURES_FROM_PX) {
    return count > 9 ? '9+' : String(count);
  }
  return count > 99 ? '99+' : String(count);
}

/** True where a cell of the text is set. Cells from the top left corner. */
function isSet(text: string, column: number, row: number): boolean {
  const glyph = GLYPHS[text[Math.floor(column / (COLUMNS + GAP))] ?? ''];
  return glyph?.[row]?.[column % (COLUMNS + GAP)] === '#';
}

/** How much of a pixel the text covers when it is drawn as large as `room` px allow, in the middle of `size` px. */
export function textCoverage(text: string, size: number, room: number): (x: number, y: number) => number {
  const columns = text.length * (COLUMNS + GAP) - GAP;
  const fits = Math.min(room / columns, room / ROWS);
  // Whole pixels per cell keep edges sharp; only where that halves the figures, half pixels are the lesser evil.
  const scale = fits < 2 ? Math.max(1, Math.floor(fits * 2) / 2) : Math.floor(fits);
  // From a whole pixel on, for the same reason.
  const left = Math.round((size - columns * scale) / 2);
  const top = Math.round((size - ROWS * scale) / 2);
  const SAMPLES = 4;
  return (x, y) => {
    let hits = 0;
    for (let index = 0; index < SAMPLES * SAMPLES; index += 1) {
      const dx = ((index % SAMPLES) + 0.5) / SAMPLES;
      const dy = (Math.floor(index / SAMPLES) + 0.5) / SAMPLES;
      const [column, row] = [Math.floor((x + dx - left) / scale), Math.floor((y + dy - top) / scale)];
      hits += column >= 0 && column < columns && isSet(text, column, row) ? 1 : 0;
    }
    return hits / (SAMPLES * SAMPLES);
  };
}
