import { type IncomingMessage, request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../harness/listening.ts';
import { call, change, type Stage, stage } from './stage.ts';

/** Opens a line and leaves it paused; resolves when the server has said that it is open. */
function follow(on: Stage): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asking = request({
      host: '127.0.0.1',
      port: on.server.port,
      path: '/api/follow',
      headers: { cookie: on.cookie, accept: 'text/event-stream' },
      agent: false,
    });
    onTestFinished(() => {
      asking.destroy();
    });
    asking.on('response', resolve);
    asking.on('error', reject);
    asking.end();
  });
}

/** Reads until `text` has come, or the line ends. */
function until(line: IncomingMessage, text: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const onData = (chunk: Buffer) => {
      heard += chunk.toString('utf8');
      if (heard.includes(text)) {
        finish();
      }
    };
    const finish = () => {
      line.off('data', onData).off('end', finish).off('close', finish);
      line.pause();
      resolve(heard);
    };
    line.on('data', onData).on('end', finish).on('close', finish).resume();
  });
}

describe('the feed', () => {
  it('brings numbered changes to every reader as server-sent events', async () => {
    const on = await stage();
    const lines = [await follow(on), await follow(on)];
    expect(lines[0]?.headers['content-type']).toContain('text/event-stream');
    expect(lines[0]?.headers['x-content-type-options']).toBe('nosniff');
    on.push(change(7, 'one\ntwo'));
    on.push(change(8));
    for (const line of lines) {
      const heard = await until(line, 'id: 8');
      expect(heard).toContain(`id: 7\ndata: ${JSON.stringify(change(7, 'one\ntwo'))}\n\nid: 8\n`);
    }
  });

  it('is open only when changes already flow, so that a snapshot taken then misses nothing', async () => {
    const on = await stage();
    expect(on.listeners.size).toBe(0);
    await follow(on);
    expect(on.listeners.size).toBe(1);
  });

  it('says every 15 seconds that it is still there', async () => {
    const on = await stage();
    const line = await follow(on);
    await until(line, ': still here\n\n');
    on.clock.advance(14_999);
    on.push(change(1));
    expect(await until(line, 'id: 1')).not.toContain('still here');
    on.clock.advance(1);
    on.clock.advance(15_000);
    on.push(change(2));
    expect((await until(line, 'id: 2')).match(/still here/g)).toHaveLength(2);
  });

  it('is let go of when the last reader leaves', async () => {
    const on = await stage();
    const line = await follow(on);
    const other = await follow(on);
    line.destroy();
    other.destroy();
    await eventually('a feed without a reader', () => on.listeners.size === 0);
  });

  it('ends when the server is closed', async () => {
    const on = await stage();
    const line = await follow(on);
    line.on('error', () => {}); // cut off in the middle of an answer: that is how an endless one ends
    const ended = until(line, 'never');
    await on.server.close();
    await ended;
    expect(on.listeners.size).toBe(0);
  });

  it('is not offered by HEAD, nor to more readers than there can be windows', async () => {
    const on = await stage();
    expect(
      (await call(on.server, { method: 'HEAD', path: '/api/follow', headers: { cookie: on.cookie } })).status,
    ).toBe(404);
    for (let windows = 0; windows < 100; windows += 1) {
      await follow(on);
    }
    const answer = await call(on.server, { path: '/api/follow', headers: { cookie: on.cookie } });
    expect(answer).toMatchObject({ status: 503, text: expect.stringContaining('close some') });
  });
});

describe('a reader that reads too slowly', () => {
  const BIG = 'x'.repeat(1024 * 1024);

  it('is told to take a snapshot again and let go, after whole events only; the others miss nothing', async () => {
    const on = await stage();
    const slow = await follow(on);
    const quick = await follow(on);
    let last = 0;
    let heard = '';
    quick.on('data', (chunk: Buffer) => {
      heard = (heard + chunk.toString('utf8')).slice(-200);
    });
    while (on.logged.length === 0) {
      last += 1;
      on.push(change(last, `${BIG} end ${last}.`));
      await eventually(`change ${last}`, () => heard.includes(`end ${last}.`));
      expect(last).toBeLessThan(100);
    }
    expect(on.logged).toMatchObject([{ level: 'warn', message: expect.stringContaining('too slowly') }]);

    const events = (await until(slow, 'never')).split('\n\n');
    expect(events.pop()).toBe('');
    expect(events.pop()).toMatch(/^event: lost\ndata: .*take a snapshot again/);
    for (const event of events.slice(1)) {
      expect(event).toMatch(/end \d+\.","onCall":""\}\}$/);
    }
    expect(events.length).toBeLessThan(last);
  });

  it('is let go of when it has taken nothing for a minute, and cut off when it does not even take the farewell', async () => {
    const on = await stage();
    const slow = await follow(on);
    const closed = new Promise<void>((resolve) => slow.once('close', () => resolve()));
    slow.on('error', () => {}); // cut off, as it should be
    for (let sequence = 1; sequence <= 5; sequence += 1) {
      on.push(change(sequence, BIG));
    }
    on.clock.advance(60_000);
    expect(on.logged).toHaveLength(1);
    on.clock.advance(30_000);
    await eventually('a feed without a reader', () => on.listeners.size === 0);
    slow.resume();
    await closed;
  });
});
