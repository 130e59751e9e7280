/**
 * One reader of the feed: what it has not taken yet is kept, up to a limit; beyond it the reader is let go.
 *
 * A slow reader must cost the watch nothing. It is told once that it missed something, and takes a snapshot again.
 */
import type { ServerResponse } from 'node:http';
import type { Cancel, Clock } from '../engine/ports/clock.ts';

/** What may wait for one reader. More than this is no hiccup: a snapshot is smaller. */
export const WAITING_LIMITS = { changes: 1_000, characters: 8 * 1024 * 1024 } as const;

/** A reader that has been let go and still takes nothing is cut off after this (ms). */
const FAREWELL_MS = 30_000;

/** A reader that has taken nothing for this many beats is gone, even if little waits for it. */
const STUCK_BEATS = 4;

const LOST = `event: lost\ndata: ${JSON.stringify({ message: 'you read too slowly and missed changes; take a snapshot again' })}\n\n`;

export interface Follower {
  /** One whole event, ready for the wire. */
  send(frame: string): void;
  /** A sign of life, if nothing else is waiting. */
  beat(): void;
  close(): void;
}

/** @param onSlow called once, when the reader is let go */
export function follower(response: ServerResponse, clock: Clock, onSlow: () => void): Follower {
  let waiting: string[] = [];
  let characters = 0;
  let stuck = 0;
  let state: 'flowing' | 'waiting' | 'let-go' = 'flowing';
  let cancelFarewell: Cancel = () => {};

  function write(frame: string): void {
    if (!response.write(frame)) {
      state = 'waiting';
    }
  }

  function letGo(): void {
    state = 'let-go';
    waiting = [];
    cancelFarewell = clock.after(FAREWELL_MS, () => response.destroy());
    // Behind what the socket still holds, so the reader gets whole events, then this, then the end.
    response.end(LOST);
    onSlow();
  }

  response.on('drain', () => {
    if (state !== 'waiting') {
      return;
    }
    state = 'flowing';
    stuck = 0;
    while (state === 'flowing' && waiting.length > 0) {
      const frame = waiting.shift() ?? '';
      characters -= frame.length;
      write(frame);
    }
  });
  response.on('close', () => cancelFarewell());

  return {
    send(frame) {
      if (state === 'flowing') {
        write(frame);
      } else if (state === 'waiting') {
        waiting.push(frame);
        characters += frame.length;
        if (waiting.length > WAITING_LIMITS.changes || characters > WAITING_LIMITS.characters) {
          letGo();
        }
      }
    },
    beat() {
      if (state === 'flowing') {
        write(': still here\n\n');
      } else if (state === 'waiting') {
        stuck += 1;
        if (stuck >= STUCK_BEATS) {
          letGo();
        }
      }
    },
    close() {
      response.destroy();
    },
  };
}
