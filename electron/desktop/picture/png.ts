/**
 * Pixels to a PNG file in memory (RFC 2083): 8 bits, RGBA, no filter, one IDAT. What every tray accepts.
 */
import { crc32, deflateSync } from 'node:zlib';
import type { Raster } from './draw.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const EIGHT_BITS = 8;
const TRUE_COLOUR_WITH_ALPHA = 6;

export function encodePng({ size, rgba }: Raster): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([EIGHT_BITS, TRUE_COLOUR_WITH_ALPHA, 0, 0, 0], 8);
  const row = size * 4;
  // Each row is preceded by its filter type; 0 is none.
  const lines = Buffer.alloc((row + 1) * size);
  for (let y = 0; y < size; y += 1) {
    lines.set(rgba.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Length, type, data, and a checksum over type and data. */
function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(typed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}
