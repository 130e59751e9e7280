/**
 * The log's file: of bounded size, for the user alone, and never a reason to stop watching.
 *
 * A disk that is full throws at every line. Then lines wait in memory until it takes again, and it is told once.
 */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Beyond this size the file becomes `<name>.1`, in the place of the one before. Bytes. */
const MOST_BYTES = 10 * 1024 * 1024;
/** What waits while the disk refuses. Some thousand lines: hours of a quiet watch. Bytes. */
const MOST_WAITING = 1024 * 1024;

export interface LogFile {
  /** One whole line with its end. Never throws. */
  write(line: string): void;
  /** Tries once more what waits, and lets go of the file. */
  close(): void;
}

/** @param onTrouble what the disk said when it began to refuse, and null when it takes again */
export function openLogFile(path: string, onTrouble: (trouble: string | null) => void): LogFile {
  let file: { readonly descriptor: number; size: number } | null = null;
  let waiting: Buffer = Buffer.alloc(0);
  let lost = 0;
  let refusing = false;

  function open(): { readonly descriptor: number; size: number } {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const descriptor = openSync(path, 'a', 0o600);
    return { descriptor, size: fstatSync(descriptor).size };
  }

  function letGo(): void {
    const open = file;
    file = null;
    if (open !== null) {
      closeSync(open.descriptor);
    }
  }

  /** As much as the disk takes; what it has taken is not written again. Throws the disk's error. */
  function drain(): void {
    file ??= open();
    if (file.size > MOST_BYTES) {
      letGo();
      renameSync(path, `${path}.1`);
      file = open();
    }
    while (waiting.length > 0) {
      const written = writeSync(file.descriptor, waiting);
      file.size += written;
      waiting = waiting.subarray(written);
    }
  }

  function settle(): void {
    try {
      drain();
      if (lost > 0) {
        waiting = Buffer.from(`${JSON.stringify({ level: 50, msg: `${lost} lines of the log were lost here` })}\n`);
        lost = 0;
        drain();
      }
    } catch (error) {
      if (!refusing) {
        refusing = true;
        onTrouble(error instanceof Error ? error.message : String(error));
      }
      return;
    }
    if (refusing) {
      refusing = false;
      onTrouble(null);
    }
  }

  return {
    write(line) {
      if (waiting.length < MOST_WAITING) {
        waiting = Buffer.concat([waiting, Buffer.from(line)]);
      } else {
        lost += 1;
      }
      settle();
    },
    close() {
      settle();
      letGo();
    },
  };
}
