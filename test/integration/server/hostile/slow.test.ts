/** Who begins and does not go on, at every door: cut off when their time is over. And what the line protocols make of noise without end. */
import { describe, expect, it } from 'vitest';
import { dial } from '../../../harness/dialled.ts';
import { builtWindow, stage } from '../stage.ts';
import { DOORS, methodsAndRoute } from './doors.ts';
import { hostileHouse, type Keys } from './house.ts';
import { pour, statuses, TIMEOUT_MS } from './wire.ts';

/** Short, so that nothing has to be waited for. */
const PATIENCE = { headersMs: 50, requestMs: 100, lookEveryMs: 20 };
const MEGABYTE = 1_024 * 1_024;

const NO_KEYS: Keys = {
  ...{ cookie: '', beat: 'nobody', count: 'nobody', calendar: 'nobody', ack: 'nobody', card: 'nobody', call: 'nobody' },
  ...{ confirm: 'nobody', subscription: 'nobody', tokens: { components: '', events: '', metrics: '' } },
};

describe('a caller that does not go on', { timeout: TIMEOUT_MS }, () => {
  it.each([
    ['its headers', (method: string, path: string) => `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nX-A: `],
    [
      'its body',
      (method: string, path: string) =>
        `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc`,
    ],
    [
      'its pieces',
      (method: string, path: string) =>
        `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab`,
    ],
  ])('with %s is cut off at every door', async (_, begun) => {
    const { server, asked, logged } = await stage({ patience: PATIENCE, windowFolder: await builtWindow() });
    const all = DOORS.flatMap((door) => methodsAndRoute(door).methods.map((method) => begun(method, door.to(NO_KEYS))));
    const ends = await Promise.all(all.map((text) => pour(server.port, text)));
    // Whoever is refused before their body is read hears that, and is cut off all the same.
    const said = ends.map(({ heard }) => statuses(heard).at(-1));
    expect(new Set(said)).toContain(408);
    expect(said.filter((status) => status === undefined || status >= 500)).toEqual([]);
    expect(asked).toEqual([]);
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a line protocol', { timeout: TIMEOUT_MS }, () => {
  it.each([
    ['a line without end', 'x'.repeat(64 * 1_024)],
    ['lines without end', 'HELLO\r\n'.repeat(10_000)],
    ['nulls without end', '\0'.repeat(64 * 1_024)],
    ['the web', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(2_000)],
    ['the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'.repeat(8_000)],
  ])('hangs up on %s, soon, and calls nobody', async (_, part) => {
    const house = await hostileHouse();
    for (const port of [house.snppPort, house.smtpPort]) {
      const { heard, sent } = await pour(port, '', { part, most: 100 * MEGABYTE });
      expect(heard).toMatch(/^(?:220 [^\r\n]*\r\n)?(?:[45]\d\d[ -][^\r\n]*\r\n|$)/);
      expect(sent).toBeLessThan(20 * MEGABYTE);
    }
    for (const port of [house.healthPort, house.agentPort]) {
      const { heard, sent } = await pour(port, '', { part, most: 100 * MEGABYTE });
      expect(heard.length).toBeLessThan(1_000);
      expect(sent).toBeLessThan(20 * MEGABYTE);
    }
    const line = dial(house.healthPort);
    line.send('health_check\n');
    expect(await line.ended()).toBe('OK\n');
    await house.survives();
  });
});
