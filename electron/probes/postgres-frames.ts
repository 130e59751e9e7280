/**
 * PostgreSQL's messages, each whole before pg's own parser gets it: on an error whose last field has no end that one reads for
 * ever, and everything else we watch with it (pg-protocol 1.16, parser.js, parseErrorMessage).
 */

/** A letter, then the length of all that follows it (documentation, "Message Formats"). */
const HEADER = 5;
const ERROR = 0x45;
const NOTICE = 0x4e;

export interface Frames {
  /** The messages that are whole by now, perhaps none; null: what came is no message of PostgreSQL. */
  take(chunk: Buffer): Buffer | null;
}

/** Longer than any message can be (1 GB, src/include/utils/memutils.h, MaxAllocSize): another protocol's letters, as a rule. */
const MOST = 1024 ** 3;

export function createFrames(): Frames {
  let waiting: Buffer[] = [];
  let size = 0;
  /** So many bytes must be there before anything can be whole. */
  let needed = HEADER;

  return {
    take(chunk) {
      waiting.push(chunk);
      size += chunk.length;
      if (size < needed) {
        return NOTHING; // a long message is put together once, not with every piece of it
      }
      const came = Buffer.concat(waiting, size);
      let end = 0;
      for (needed = HEADER; came.length - end >= needed; needed = HEADER) {
        const length = 1 + came.readUInt32BE(end + 1);
        if (length < HEADER || length > MOST) {
          return null;
        }
        needed = length;
        if (came.length - end < length) {
          break;
        }
        if (!hasEnd(came.subarray(end, end + length))) {
          return null;
        }
        end += length;
      }
      waiting = [came.subarray(end)];
      size = came.length - end;
      return came.subarray(0, end);
    },
  };
}

const NOTHING = Buffer.alloc(0);

/** Errors and notices are fields that each end with a zero, and one more zero; the others tell their own lengths. */
function hasEnd(message: Buffer): boolean {
  const isFields = message[0] === ERROR || message[0] === NOTICE;
  return !isFields || (message.at(-1) === 0 && (message.length === HEADER + 1 || message.at(-2) === 0));
}
