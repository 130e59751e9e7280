/**
 * Unpacks a compressed body as it comes, and never beyond its limit: ten packed kilobytes can hold a gigabyte.
 */
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/** What we say that we can read, and nothing more. */
export const ENCODINGS = 'gzip, deflate, br';

/** By the first byte of the body: servers that send `deflate` without zlib's wrapping betray it there. */
type Maker = (first: number) => Transform;
const MAKERS: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['deflate', (first) => ((first & 0x0f) === 8 ? createInflate() : createInflateRaw())],
  ['br', () => createBrotliDecompress()],
]);

export interface Unpacking {
  push(chunk: Buffer): void;
  /** No more will come; `whole` is false when the rest was cut off. */
  end(whole: boolean): void;
  /** `done` will not be called any more. */
  close(): void;
}

export interface Unpacked {
  readonly bytes: Buffer;
  readonly whole: boolean;
  /** Set when the packed bytes are damaged: the code of zlib (`Z_DATA_ERROR`). */
  readonly problem: string | null;
}

/** Null for an encoding that we cannot read. `done` is called once. `most`: bytes, unpacked. */
export function unpack(encoding: string, most: number, done: (unpacked: Unpacked) => void): Unpacking | null {
  const make = MAKERS.get(encoding.trim().toLowerCase());
  if (!make) {
    return null;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  let cut = false;
  let over = false;
  let stream: Transform | null = null;

  function finish(whole: boolean, problem: string | null): void {
    if (!over) {
      close();
      done({ bytes: Buffer.concat(chunks).subarray(0, most), whole, problem });
    }
  }
  function close(): void {
    over = true;
    stream?.destroy();
  }
  function begin(first: number): Transform {
    return (
      (make as Maker)(first)
        .on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size > most) {
            finish(false, null);
          }
        })
        .on('end', () => finish(!cut, null))
        // What was cut off ends in the middle: that is our doing, not damage.
        .on('error', (error: NodeJS.ErrnoException) =>
          cut ? finish(false, null) : finish(true, error.code ?? error.message),
        )
    );
  }

  return {
    push(chunk) {
      if (!over && chunk.length > 0) {
        stream ??= begin(chunk[0] ?? 0);
        stream.write(chunk);
      }
    },
    end(whole) {
      cut = !whole;
      if (stream) {
        stream.end();
      } else {
        finish(whole, null);
      }
    },
    close,
  };
}
