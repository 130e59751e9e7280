import { beforeEach, describe, expect, it } from 'vitest';
import { httpBridge } from '../../../../renderer/app/http-bridge.ts';
import type { Bridge } from '../../../../shared/contract/contract.ts';
import type { Change } from '../../../../shared/contract/view.ts';
import { type MovableClock, movableClock } from '../../../harness/movable-clock.ts';

/** A line that a test opens, feeds and breaks. */
class FakeLine {
  static readonly all: FakeLine[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  readonly url: string;
  constructor(url: string) {
    this.url = url;
    FakeLine.all.push(this);
  }
  close(): void {
    this.closed = true;
  }
}

let clock: MovableClock;
let bridge: Bridge;
let requests: { readonly url: string; readonly body: unknown }[];
let respond: () => Response;
let changes: Change[];
let losses: number;

beforeEach(() => {
  FakeLine.all.length = 0;
  clock = movableClock();
  requests = [];
  respond = () => Response.json({ accepted: true, text: 'done' });
  const fetch = async (url: string, init: { body: string }) => {
    requests.push({ url, body: JSON.parse(init.body) });
    return respond();
  };
  bridge = httpBridge('http://127.0.0.1:8730/watch/', { fetch: fetch as never, EventSource: FakeLine as never }, clock);
  changes = [];
  losses = 0;
});

const followed = () =>
  bridge.follow(
    (change) => changes.push(change),
    () => {
      losses += 1;
    },
  );
const line = () => FakeLine.all.at(-1) ?? expect.fail('no line was opened');
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the browser’s line', () => {
  it('asks beneath the address it was loaded from', async () => {
    expect(await bridge.ask('hush', { incident: null })).toEqual({ accepted: true, text: 'done' });
    expect(requests).toEqual([{ url: 'http://127.0.0.1:8730/watch/api/ask/hush', body: { incident: null } }]);
  });

  it('fails with the server’s own words', async () => {
    respond = () => Response.json({ message: 'this token may not do that' }, { status: 403 });
    await expect(bridge.ask('hush', { incident: null })).rejects.toThrow('this token may not do that');
    respond = () => new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' });
    await expect(bridge.ask('hush', { incident: null })).rejects.toThrow('502 Bad Gateway');
  });

  it('hands on numbered changes', () => {
    followed();
    line().onopen?.();
    line().onmessage?.({ data: '{"sequence":4,"at":1}' });
    expect(changes).toEqual([{ sequence: 4, at: 1 }]);
  });

  it('takes no snapshot before its line is open, and asks for one only once however many wait', async () => {
    followed();
    const answers = [bridge.ask('snapshot', {}), bridge.ask('snapshot', {}), bridge.ask('snapshot', {})];
    await settled();
    expect(requests).toEqual([]);
    line().onopen?.();
    await Promise.all(answers);
    expect(requests).toHaveLength(1);
  });

  it('says once that it is lost, and opens again, more and more slowly', async () => {
    followed();
    line().onopen?.();
    line().onerror?.();
    expect([losses, line().closed]).toEqual([1, true]);
    for (const wait of [500, 1_000, 2_000, 5_000, 5_000]) {
      const before = FakeLine.all.length;
      clock.advance(wait - 1);
      expect(FakeLine.all).toHaveLength(before);
      clock.advance(1);
      expect(FakeLine.all).toHaveLength(before + 1);
      line().onerror?.();
    }
    expect(losses).toBe(1);
  });

  it('says again that it is lost when it breaks a second time', () => {
    followed();
    line().onopen?.();
    line().onerror?.();
    clock.advance(500);
    line().onopen?.();
    line().onerror?.();
    expect(losses).toBe(2);
  });

  it('closes its line and its timer when nobody follows any more', () => {
    const stop = followed();
    line().onopen?.();
    line().onerror?.();
    stop();
    expect(clock.pending()).toBe(0);
    expect(FakeLine.all.every(({ closed }) => closed)).toBe(true);
  });
});
