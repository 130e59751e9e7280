import { expect, test } from 'vitest';
import { type Piece, piecesBack } from '../../../../../electron/store/sqlite/pieces.ts';

/** The pieces in which a range is read, when only these spans hold data. */
async function pieces(range: Piece, size: number, data: readonly number[]): Promise<readonly Piece[]> {
  const latest = (upTo: number) => data.filter((span) => span <= upTo).at(-1) ?? null;
  const read: Piece[] = [];
  for await (const piece of piecesBack(range, size, latest)) {
    read.push(piece);
  }
  return read;
}

test.each<{ story: string; range: Piece; data: number[]; read: Piece[] }>([
  { story: 'nothing is read where there is nothing', range: { from: 0, to: 100 }, data: [], read: [] },
  { story: 'nothing is read below the range', range: { from: 50, to: 100 }, data: [10, 20], read: [] },
  {
    story: 'a long range is read from its new end, without an overlap or a gap',
    range: { from: 0, to: 24 },
    data: Array.from({ length: 25 }, (_, span) => span),
    read: [
      { from: 15, to: 24 },
      { from: 5, to: 14 },
      { from: 0, to: 4 },
    ],
  },
  {
    story: 'years without data are one step',
    range: { from: 0, to: 9_000_000_000 },
    data: [3, 50_000_000],
    read: [
      { from: 49_999_991, to: 50_000_000 },
      { from: 0, to: 3 },
    ],
  },
])('$story', async ({ range, data, read }) => {
  expect(await pieces(range, 10, data)).toEqual(read);
});
