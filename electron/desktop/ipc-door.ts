/**
 * The app's only way to hear the window: sender first, then the question through its schema, then the reply.
 *
 * `ipcMain` is used nowhere else. What is refused is refused in words, and in the log.
 */
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { type Ask, type Asks, contract, type Replies } from '../../shared/contract/contract.ts';
import { type Reply, type Target, WIRE } from '../../shared/contract/wire.ts';
import type { Log } from '../engine/ports/log.ts';
import { createFeedLine, type FeedLine } from './feed-line.ts';
import type { Feed } from './follow-glance.ts';
import { type Frame, isOurs } from './trust.ts';

export interface DoorOptions {
  readonly ipc: Pick<IpcMain, 'handle' | 'removeHandler' | 'on' | 'off'>;
  /** Address of our own page; only its origin may ask. */
  readonly home: string;
  readonly replies: Replies;
  readonly feed: Pick<Feed, 'subscribe'>;
  /** Whose words these are, for the history: "Kim at this desk". */
  readonly by: () => string;
  readonly log: Log;
}

/** The parts of a window that the door talks to. */
export type Contents = Pick<WebContents, 'id' | 'isDestroyed' | 'send' | 'on' | 'once'>;

export interface Door {
  /** Tells this window what to show, as soon as it can be told. */
  show(contents: Contents, target: Target): void;
  close(): void;
}

/** One window on the other side of the door. */
interface Visitor {
  readonly line: FeedLine;
  ready: boolean;
  target: Target | null;
}

export function openDoor({ ipc, home, replies, feed, by, log }: DoorOptions): Door {
  const visitors = new Map<number, Visitor>();

  function visitorOf(contents: Contents): Visitor {
    const known = visitors.get(contents.id);
    if (known) {
      return known;
    }
    const { id } = contents;
    const send = (channel: string, payload: unknown) => contents.isDestroyed() || contents.send(channel, payload);
    const visitor: Visitor = { line: createFeedLine((news) => send(WIRE.news, news)), ready: false, target: null };
    visitors.set(id, visitor);
    contents.on('render-process-gone', () => startAnew(visitor));
    contents.once('destroyed', () => visitors.delete(id));
    return visitor;
  }

  async function reply(event: IpcMainInvokeEvent, name: unknown, payload: unknown): Promise<Reply> {
    if (!isOurs(event.senderFrame as Frame | null, home)) {
      log.warn(
        { name: String(name), url: event.senderFrame?.url ?? 'gone' },
        'A question from a foreign page was refused',
      );
      return { ok: false, problem: 'refused: this is not our window' };
    }
    if (!isAsk(name)) {
      return { ok: false, problem: `there is no question named ${JSON.stringify(name)}` };
    }
    return answer(name, payload);
  }

  async function answer<A extends Ask>(name: A, payload: unknown): Promise<Reply> {
    const parsed = contract[name].asks.safeParse(payload);
    if (!parsed.success) {
      const problems = parsed.error.issues.map((issue) => `${[name, ...issue.path].join('.')}: ${issue.message}`);
      return { ok: false, problem: problems.join('; ') };
    }
    try {
      return { ok: true, value: await replies[name](parsed.data as Asks<A>, by()) };
    } catch (error) {
      // Ours to mend, not theirs: the log keeps the place, the window gets the words.
      log.error(
        { name, err: error instanceof Error ? (error.stack ?? error.message) : String(error) },
        'A reply threw',
      );
      return { ok: false, problem: `${name} failed: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  const hear = (channel: string, act: (visitor: Visitor, contents: Contents) => void) => {
    const listener = (event: IpcMainEvent) => {
      if (isOurs(event.senderFrame as Frame | null, home)) {
        act(visitorOf(event.sender), event.sender);
      }
    };
    ipc.on(channel, listener);
    return () => ipc.off(channel, listener);
  };

  ipc.handle(WIRE.ask, reply);
  const undo = [
    hear(WIRE.hello, startAnew),
    hear(WIRE.follow, ({ line }) => line.follow()),
    hear(WIRE.unfollow, ({ line }) => line.unfollow()),
    hear(WIRE.got, ({ line }) => line.got()),
    hear(WIRE.ready, (visitor, contents) => {
      visitor.ready = true;
      tell(visitor, contents);
    }),
    feed.subscribe((change) => {
      for (const { line } of visitors.values()) {
        line.change(change);
      }
    }),
  ];

  function tell(visitor: Visitor, contents: Contents): void {
    if (visitor.ready && visitor.target && !contents.isDestroyed()) {
      contents.send(WIRE.show, visitor.target);
      visitor.target = null;
    }
  }

  return {
    show(contents, target) {
      const visitor = visitorOf(contents);
      visitor.target = target;
      tell(visitor, contents);
    },
    close() {
      ipc.removeHandler(WIRE.ask);
      for (const stop of undo) {
        stop();
      }
    },
  };
}

/** A page that was left or reloaded listens to nothing: its successor says so for itself. */
function startAnew(visitor: Visitor): void {
  visitor.line.reset();
  visitor.ready = false;
}

function isAsk(name: unknown): name is Ask {
  return typeof name === 'string' && Object.hasOwn(contract, name);
}
