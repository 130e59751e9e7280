/**
 * Changes to one window: in order, with their numbers, and never more than it can take. While a window is busy (or frozen, or
 * hidden and throttled) changes wait in one batch; when that grows too large the window is told to start from a snapshot.
 */
import type { Change } from '../../shared/contract/view.ts';
import type { News } from '../../shared/contract/wire.ts';

export interface FeedLine {
  /** One more listener in this window. */
  follow(): void;
  unfollow(): void;
  /** A listener has handed the last news on. */
  got(): void;
  change(change: Change): void;
  /** The page was left or reloaded: nobody listens any more. */
  reset(): void;
}

/** About a minute of a busy fleet; a snapshot is smaller than what comes after. */
const MAX_WAITING = 300;

export function createFeedLine(send: (news: News) => void): FeedLine {
  let listeners = 0;
  /** Answers still expected for the last news. */
  let unanswered = 0;
  let waiting: Change[] = [];
  let lost = false;

  function flush(): void {
    if (listeners === 0 || unanswered > 0 || (waiting.length === 0 && !lost)) {
      return;
    }
    const news: News = lost ? { kind: 'lost' } : { kind: 'changes', changes: waiting };
    waiting = [];
    lost = false;
    unanswered = listeners;
    send(news);
  }

  function reset(): void {
    listeners = 0;
    unanswered = 0;
    waiting = [];
    lost = false;
  }

  return {
    follow() {
      listeners += 1;
    },
    unfollow() {
      listeners = Math.max(0, listeners - 1);
      // The one that left will not answer.
      unanswered = Math.min(unanswered, listeners);
      if (listeners === 0) {
        reset();
      }
      flush();
    },
    got() {
      unanswered = Math.max(0, unanswered - 1);
      flush();
    },
    change(change) {
      if (listeners === 0) {
        return;
      }
      waiting.push(change);
      if (waiting.length > MAX_WAITING) {
        waiting = [];
        lost = true;
      }
      flush();
    },
    reset,
  };
}
