/**
 * Tells when the configuration file has become another one. Watches the folder, because editors replace files; and looks by
 * itself now and then, because notices get lost (network drives, no inotify watches left, a folder that was not there).
 *
 * Only another content is a change: a touched or rewritten file is silence.
 */
import { createHash } from 'node:crypto';
import { statSync, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Cancel, Clock } from '../engine/ports/clock.ts';
import { type Reading, readConfigFile } from './read-file.ts';

/** Editors write in several steps; half a file is not news. */
export const DEBOUNCE_MS = 200;
/** Costs one `stat`. Somebody who saves on a network drive waits this long. */
export const POLL_MS = 5_000;

/** The folder's notices, as `fs.watch` has them. Returns the way to stop; throws or calls `onLost` when there will be none. */
export type WatchFolder = (folder: string, onEvent: (name: string | null) => void, onLost: () => void) => Cancel;

export interface WatchOptions {
  readonly path: string;
  readonly clock: Clock;
  /** What is already known; the first look is compared with it. */
  readonly known: Reading;
  readonly onChange: (reading: Reading) => void;
  readonly watchFolder?: WatchFolder;
}

/** Watches until the returned function is called, which is final. */
export function watchConfig({ path, clock, known, onChange, watchFolder = watchByNode }: WatchOptions): Cancel {
  let stopped = false;
  let last = contentOf(known);
  let lastStamp: string | null = null;
  let stopNotices: Cancel | null = null;
  let folderId: string | null = null;
  let cancelPoll: Cancel = () => undefined;
  let cancelDebounce: Cancel = () => undefined;
  let looking: Promise<void> = Promise.resolve();

  function look(): void {
    // One after the other: two looks at once could report an older content after a newer one.
    looking = looking.then(async () => {
      if (stopped) {
        return;
      }
      const stamp = await stampOf(path);
      const reading = await readConfigFile(path);
      lastStamp = stamp;
      const content = contentOf(reading);
      if (!stopped && content !== last) {
        last = content;
        onChange(reading);
      }
    });
  }

  function lookSoon(): void {
    cancelDebounce();
    cancelDebounce = clock.after(DEBOUNCE_MS, look);
  }

  function listen(): void {
    stopNotices?.();
    folderId = folderIdOf(dirname(path));
    try {
      stopNotices = watchFolder(
        dirname(path),
        (name) => {
          // Some systems do not say which file; a link's target changes under another name.
          if (name === null || name === basename(path)) {
            lookSoon();
          }
        },
        () => {
          stopNotices = null; // tried again at the next poll
        },
      );
    } catch {
      stopNotices = null; // no such folder yet, or no watches left: the poll is the net
    }
  }

  function poll(): void {
    if (stopNotices === null || folderIdOf(dirname(path)) !== folderId) {
      listen(); // another folder in the old one's place has no watch on it
    }
    void stampOf(path).then((stamp) => {
      if (stamp !== lastStamp && !stopped) {
        lookSoon(); // not at once: we may have come between an editor's emptying and filling
      }
    });
    cancelPoll = clock.after(POLL_MS, poll);
  }

  poll();
  return () => {
    stopped = true;
    cancelPoll();
    cancelDebounce();
    stopNotices?.();
  };
}

/** Everything about the file that a `stat` tells, so that an unchanged one need not be read. */
async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, ctimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

/** Tells one folder from another of the same name; null when there is none. */
function folderIdOf(folder: string): string | null {
  const stats = statSync(folder, { throwIfNoEntry: false, bigint: true });
  return stats === undefined ? null : `${stats.dev} ${stats.ino}`;
}

const contentOf = (reading: Reading): string => createHash('sha256').update(JSON.stringify(reading)).digest('hex');

const watchByNode: WatchFolder = (folder, onEvent, onLost) => {
  const watcher = watch(folder, { persistent: false }, (_event, name) => onEvent(name));
  watcher.on('error', () => {
    watcher.close();
    onLost();
  });
  return () => watcher.close();
};
