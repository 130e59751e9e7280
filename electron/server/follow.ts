/**
 * GET /api/follow: the numbered changes as server-sent events (WHATWG HTML, section 9.2), to any number of readers.
 *
 * The feed is subscribed to before a reader hears that the line is open, so a snapshot taken after that misses nothing.
 */
import type { FastifyInstance } from 'fastify';
import type { Change } from '../../shared/contract/view.ts';
import type { Cancel, Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';
import type { Admission } from './admission/admission.ts';
import { refuseSession } from './admission/no-seat.ts';
import { type Follower, follower } from './follower.ts';
import { SAFE_HEADERS } from './headers.ts';
import { refuse } from './refusal.ts';
import type { Session } from './session.ts';

/** Shorter than the half minute after which the window and most proxies give up on a silent line. */
const BEAT_MS = 15_000;

/** Tabs, not visitors: beyond this something opens lines in a loop. */
const MOST_FOLLOWERS = 100;

export interface Feed {
  /** Calls `listener` with every change from now on; the result stops it. */
  subscribe(listener: (change: Change) => void): () => void;
}

export interface FeedOptions {
  readonly feed: Feed;
  readonly session: Session;
  readonly admission: Admission;
  readonly clock: Clock;
  readonly log: Log;
}

/** Serves the feed on `api`. Returns the way to end every line. */
export function serveFeed(api: FastifyInstance, { feed, session, admission, clock, log }: FeedOptions): () => void {
  const followers = new Set<Follower>();
  let stopFeed: Cancel = () => {};
  let stopBeat: Cancel = () => {};

  function everyBeat(): void {
    for (const one of followers) {
      one.beat();
    }
    stopBeat = clock.after(BEAT_MS, everyBeat);
  }

  function add(one: Follower): void {
    if (followers.size === 0) {
      stopFeed = feed.subscribe((change) => {
        const frame = `id: ${change.sequence}\ndata: ${JSON.stringify(change)}\n\n`;
        for (const each of followers) {
          each.send(frame);
        }
      });
      stopBeat = clock.after(BEAT_MS, everyBeat);
    }
    followers.add(one);
  }

  function remove(one: Follower): void {
    if (followers.delete(one) && followers.size === 0) {
      stopFeed();
      stopBeat();
    }
  }

  api.get('/follow', { exposeHeadRoute: false }, (request, reply) => {
    if (followers.size >= MOST_FOLLOWERS) {
      refuse(reply, 503, `${MOST_FOLLOWERS} windows follow already; close some of them`);
      return;
    }
    const leave = admission.seats.take(session.idIn(request.headers.cookie) ?? '');
    if (leave === null) {
      refuseSession(reply, admission);
      return;
    }
    reply.hijack();
    const { raw } = reply;
    const one = follower(raw, clock, () => {
      log.warn({ address: request.ip }, 'a window read the feed too slowly and was told to start again');
    });
    raw.on('close', () => {
      leave();
      remove(one);
    });
    raw.on('error', () => remove(one));
    add(one);
    raw.writeHead(200, {
      ...SAFE_HEADERS,
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    one.beat();
  });

  return () => {
    for (const one of [...followers]) {
      remove(one);
      one.close();
    }
  };
}
