/** Where the local server is, on the movable clock: it goes where it is wanted, and is never given up for something worse. */
import { describe, expect, it } from 'vitest';
import { serverRow, storeRows } from '../../../../electron/compose/rows.ts';
import { createServing, type ListenAddress } from '../../../../electron/compose/serving.ts';
import type { Started } from '../../../../electron/server/server.ts';
import { movableClock } from '../../../harness/clock.ts';
import { rememberingLog } from '../../../harness/log.ts';

const LOCAL = '127.0.0.1';

/** A machine with ports; each can be taken by somebody else. */
function setUp(first: ListenAddress = { host: LOCAL, port: 8730 }) {
  const clock = movableClock();
  const log = rememberingLog();
  const taken = new Set<number>();
  const open = new Set<string>();
  const served: string[] = [];
  let wanted = first;
  const start = async ({ host, port }: ListenAddress): Promise<Started> => {
    if (taken.has(port) || [...open].some((name) => name.endsWith(`:${port}`))) {
      return { kind: 'refused', problem: `Port ${port} is taken.` };
    }
    const name = `${host}:${port}`;
    open.add(name);
    return {
      kind: 'serving',
      url: `http://${name}/`,
      address: `http://${name}/?key=k`,
      port,
      token: 'k',
      close: async () => void open.delete(name),
    };
  };
  const serving = createServing({ clock, log, wanted: () => wanted, start, onServed: ({ url }) => served.push(url) });
  return {
    clock,
    log,
    taken,
    served,
    serving,
    open: () => [...open],
    want: (next: ListenAddress) => {
      wanted = next;
      return serving.settle();
    },
  };
}

describe('the local server', () => {
  it('is where the configuration wants it, and hears from then on', async () => {
    const { serving, open, served, clock } = setUp();
    expect([serving.state(), serving.hearingSince()]).toEqual([{ server: null, problem: null }, null]);
    await serving.settle();
    expect([open(), served, serving.hearingSince()]).toEqual([
      ['127.0.0.1:8730'],
      ['http://127.0.0.1:8730/'],
      clock.now(),
    ]);
    await serving.settle();
    expect(served).toHaveLength(1);
    await serving.close();
    expect([open(), serving.hearingSince(), clock.waiting]).toEqual([[], null, 0]);
  });

  it('says once that its port is taken, tries again, and says when it has it', async () => {
    const { serving, taken, log, clock, served } = setUp();
    taken.add(8730);
    await serving.settle();
    await clock.advance(60_000);
    const errors = log.lines.filter(({ level }) => level === 'error').map(({ message }) => message);
    expect(errors).toEqual(['Port 8730 is taken. Watching and paging go on; it is tried again every 15 s.']);
    expect(serverRow(serving.state())).toMatchObject({
      level: 'red',
      text: expect.stringContaining('Port 8730 is taken.'),
    });
    expect([serving.hearingSince(), served]).toEqual([null, []]);

    taken.delete(8730);
    await clock.advance(15_000);
    expect(served).toEqual(['http://127.0.0.1:8730/']);
    expect(serverRow(serving.state())).toMatchObject({ level: 'green', fix: '' });
    await serving.close();
  });

  it('moves to another port only when it has that one', async () => {
    const { serving, open, want, taken, clock } = setUp();
    await serving.settle();
    taken.add(9000);
    await want({ host: LOCAL, port: 9000 });
    expect(open()).toEqual(['127.0.0.1:8730']);
    expect(serverRow(serving.state())).toMatchObject({
      level: 'amber',
      text: expect.stringMatching(/127\.0\.0\.1:8730\/, but not where the configuration wants it: Port 9000 is taken/),
    });
    taken.delete(9000);
    await clock.advance(15_000);
    expect(open()).toEqual(['127.0.0.1:9000']);
    await serving.close();
  });

  it('moves to another host on the same port, and back when that cannot be had', async () => {
    const { serving, open, want } = setUp();
    await serving.settle();
    await want({ host: '0.0.0.0', port: 8730 });
    expect(open()).toEqual(['0.0.0.0:8730']);
    await serving.close();
    expect(open()).toEqual([]);
  });

  it('stays when the configuration takes its new wish back', async () => {
    const { serving, open, want, taken, clock } = setUp();
    await serving.settle();
    taken.add(9000);
    await want({ host: LOCAL, port: 9000 });
    await want({ host: LOCAL, port: 8730 });
    expect([open(), serving.state().problem, clock.waiting]).toEqual([['127.0.0.1:8730'], null, 0]);
    await serving.close();
  });

  it('is not started any more after it was closed', async () => {
    const { serving, open, taken, clock } = setUp();
    taken.add(8730);
    await serving.settle();
    await serving.close();
    taken.clear();
    await clock.advance(60_000);
    await serving.settle();
    expect(open()).toEqual([]);
  });
});

describe('the self-check', () => {
  it('knows that the server was not tried yet, and what opening the store had to say', () => {
    expect(serverRow(null)).toMatchObject({ level: 'red', text: expect.stringContaining('Not started yet') });
    expect(storeRows(['it was set aside'])).toEqual([
      expect.objectContaining({ level: 'amber', text: 'it was set aside', fix: expect.stringContaining('keep') }),
    ]);
    expect(storeRows([])).toEqual([]);
  });
});
