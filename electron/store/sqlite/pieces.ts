/**
 * A long range of time, read in pieces from its new end to its old one, with room for the loop between them.
 *
 * Stretches without any data cost one look each: a question about "always" must not count up from 1970.
 */
import { setImmediate as breathe } from 'node:timers/promises';

/** Numbers of spans (minutes, hours, days since the epoch), both inclusive. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

/** Pieces of at most `size` spans. `latest` says the newest span at or below a number that has data, null when none has. */
export async function* piecesBack(
  range: Piece,
  size: number,
  latest: (upTo: number) => number | null,
): AsyncGenerator<Piece, void, void> {
  let to = latest(range.to);
  while (to !== null && to >= range.from) {
    const from = Math.max(range.from, to - size + 1);
    yield { from, to };
    to = from > range.from ? latest(from - 1) : null;
    if (to !== null) {
      await breathe();
    }
  }
}
