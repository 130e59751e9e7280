import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Contents, openDoor } from '../../../../electron/desktop/ipc-door.ts';
import { HOME } from '../../../../electron/desktop/scheme.ts';
import type { Replies } from '../../../../shared/contract/contract.ts';
import { type Reply, WIRE } from '../../../../shared/contract/wire.ts';
import { IncidentId } from '../../../../shared/model/ids.ts';
import { aFeed } from '../../../harness/feed.ts';
import { aSnapshot, NIGHT } from '../../../harness/snapshots.ts';

/** The main process's side of IPC, and windows that knock at it. */
function aHouse(replies: Partial<Replies> = {}) {
  const ipc = new EventEmitter();
  let answer: (event: unknown, ...args: unknown[]) => Promise<Reply> = () => Promise.reject(new Error('no door'));
  const warnings: object[] = [];
  const feed = aFeed(aSnapshot());
  const door = openDoor({
    ipc: Object.assign(ipc, {
      handle: (_channel: string, handler: typeof answer) => {
        answer = handler;
      },
      removeHandler: () => undefined,
    }) as never,
    home: HOME,
    replies: replies as Replies,
    feed,
    by: () => 'Kim at this desk',
    log: { info: () => undefined, warn: (fields) => warnings.push(fields), error: (fields) => warnings.push(fields) },
  });

  function aWindow(url = HOME, parent: unknown = null) {
    const received: { channel: string; payload: unknown }[] = [];
    const contents = Object.assign(new EventEmitter(), {
      id: Math.random(),
      isDestroyed: () => false,
      send: (channel: string, payload: unknown) => received.push({ channel, payload }),
    }) as unknown as Contents;
    const event = { senderFrame: { url, parent }, sender: contents };
    return {
      contents,
      received,
      ask: (name: unknown, payload: unknown) => answer(event, name, payload),
      say: (channel: string) => ipc.emit(channel, event),
    };
  }
  return { door, feed, aWindow, warnings };
}

const done = { accepted: true, text: 'done' };

describe('the door to the window', () => {
  it('parses a question, says whose it is, and answers it', async () => {
    const heard: unknown[] = [];
    const { aWindow } = aHouse({
      acknowledge: async (ask, by) => {
        heard.push(ask, by);
        return done;
      },
    });
    expect(await aWindow().ask('acknowledge', { incident: 'inc-1', forMs: null })).toEqual({ ok: true, value: done });
    expect(heard).toEqual([{ incident: 'inc-1', forMs: null, note: '' }, 'Kim at this desk']);
  });

  it.each([
    ['a foreign page', 'https://example.org/', null],
    ['a frame inside our page', HOME, {}],
  ])('refuses %s, and says so in the log', async (_who, url, parent) => {
    const { aWindow, warnings } = aHouse({ snapshot: async () => aSnapshot() });
    expect(await aWindow(url, parent).ask('snapshot', {})).toMatchObject({ ok: false });
    expect(warnings).toHaveLength(1);
  });

  it.each([
    ['a payload of another shape', 'acknowledge', { incident: 'x' }, /acknowledge\.forMs/],
    ['a field that does not belong', 'snapshot', { extra: 1 }, /extra/],
    ['no payload at all', 'hush', undefined, /hush/],
    ['a question nobody knows', 'shutdown', {}, /no question named "shutdown"/],
    ['a name from the prototype', 'constructor', {}, /no question named "constructor"/],
    ['a name that is no text', 7, {}, /no question/],
  ])('refuses %s in words', async (_what, name, payload, words) => {
    const { aWindow } = aHouse();
    expect(await aWindow().ask(name, payload)).toEqual({ ok: false, problem: expect.stringMatching(words) });
  });

  it('survives a reply that throws, and keeps the place in the log', async () => {
    const { aWindow, warnings } = aHouse({ checkNow: () => Promise.reject(new Error('no such component')) });
    const reply = await aWindow().ask('checkNow', { component: null });
    expect(reply).toEqual({ ok: false, problem: 'checkNow failed: no such component' });
    expect(warnings).toMatchObject([{ name: 'checkNow' }]);
  });

  it('sends changes to a window that follows, and to no other', () => {
    const { feed, aWindow } = aHouse();
    const [follower, other, stranger] = [aWindow(), aWindow(), aWindow('https://example.org/')];
    follower.say(WIRE.follow);
    stranger.say(WIRE.follow);
    feed.change({ quiet: null });
    expect(follower.received).toEqual([
      { channel: WIRE.news, payload: { kind: 'changes', changes: [{ sequence: 2, at: NIGHT, quiet: null }] } },
    ]);
    expect([...other.received, ...stranger.received]).toEqual([]);
  });

  it('stops with the window: a reloaded page gets what it asks for itself, no more', () => {
    const { feed, aWindow } = aHouse();
    const window = aWindow();
    window.say(WIRE.hello);
    window.say(WIRE.follow);
    window.say(WIRE.hello);
    feed.change({ quiet: null });
    expect(window.received).toEqual([]);
    window.say(WIRE.follow);
    feed.change({ quiet: null });
    expect(window.received).toHaveLength(1);
  });

  it('tells a window what to show as soon as it can hear it, and once', () => {
    const { door, aWindow } = aHouse();
    const window = aWindow();
    const target = { incident: IncidentId.parse('inc-1') };
    door.show(window.contents, target);
    expect(window.received).toEqual([]);
    window.say(WIRE.hello);
    window.say(WIRE.ready);
    window.say(WIRE.ready);
    expect(window.received).toEqual([{ channel: WIRE.show, payload: target }]);
    door.show(window.contents, { incident: null });
    expect(window.received).toHaveLength(2);
  });

  it('hears nothing more once closed', () => {
    const { door, feed, aWindow } = aHouse();
    const window = aWindow();
    window.say(WIRE.follow);
    door.close();
    feed.change({ quiet: null });
    expect(window.received).toEqual([]);
    expect(feed.listeners()).toBe(0);
  });
});
