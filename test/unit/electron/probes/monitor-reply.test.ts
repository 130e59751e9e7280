/** Every word the recorded monitor ever said (test/fixtures/zcmonitor), read as what it means. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isWholeReply, readReply } from '../../../../electron/probes/monitor-reply.ts';

interface Transcript {
  readonly case: string;
  readonly steps: readonly { readonly send: string; readonly recv: string; readonly then: 'closed' | 'open' }[];
}
const transcripts: readonly Transcript[] = JSON.parse(
  readFileSync(new URL('../../../fixtures/zcmonitor/transcripts.json', import.meta.url), 'utf8'),
);

/** Recorded exchanges of one command and one answer. */
const exchanges = transcripts.flatMap(({ case: story, steps }) => {
  const [step] = steps;
  return steps.length === 1 && step !== undefined && step.recv !== ''
    ? [{ story, command: step.send.trim(), said: step.recv }]
    : [];
});

const meaningOf = (story: string) => {
  const exchange = exchanges.find((one) => one.story === story);
  expect(exchange, story).toBeDefined();
  return exchange === undefined ? null : readReply(exchange.command, exchange.said);
};

describe('a reply of the monitor', () => {
  it('that says more than OK is not well', () => {
    expect(readReply('health_check', 'OK\nError: Database lost\n')).toEqual({
      kind: 'failing',
      said: 'OK, and then: Error: Database lost',
    });
  });

  it('is understood, whatever the recorded monitor said', () => {
    expect(exchanges.length).toBeGreaterThan(25);
    const lost = exchanges.filter(({ command, said }) => readReply(command, said).kind === 'not-understood');
    expect(lost).toEqual([]);
  });

  it.each([
    { story: 'healthy, CRLF as HAProxy sends it', is: { kind: 'well' } },
    { story: 'warming up', is: { kind: 'starting', said: 'Warmup in progress' } },
    { story: 'ZEO storage lost', is: { kind: 'failing', said: "Error: Database 'main' disconnected." } },
    { story: 'warm-up state: done flag, in-progress flag', is: { kind: 'warm-up', done: true, running: false } },
    { story: 'warm-up state during the first warm-up', is: { kind: 'warm-up', done: false, running: true } },
    {
      story: 'process info, every open connection',
      is: {
        kind: 'process',
        figures: { openConnections: 2, virtualKb: 99_156, residentKb: 22_044 },
        requests: [
          { ageMs: 500, path: '/plone/@@search' },
          { ageMs: 312_000, path: '/plone/slow-view' },
        ],
      },
    },
    {
      story: 'process info on a host without /proc',
      is: { kind: 'process', figures: { openConnections: 0 }, requests: [] },
    },
    {
      story: 'database: loads stores connections all-cached-objects non-ghost-objects',
      is: {
        kind: 'figures',
        figures: { dbLoads: 1_114, dbStores: 28, dbConnections: 459, cachedObjects: 3_212, activeObjects: 1_438 },
      },
    },
    {
      story: 'database without an activity monitor',
      is: { kind: 'figures', figures: { cachedObjects: 0, activeObjects: 0 } },
    },
    {
      story: 'ZEO cache: records added, bytes added, records evicted, bytes evicted, accesses',
      is: {
        kind: 'figures',
        figures: {
          cacheAdded: 42,
          cacheAddedBytes: 4_200,
          cacheEvicted: 23,
          cacheEvictedBytes: 2_300,
          cacheAccesses: 1_000,
        },
      },
    },
    { story: 'ZEO status up', is: { kind: 'storage', connected: true } },
    { story: 'ZEO status down', is: { kind: 'storage', connected: false } },
    {
      story: 'performance metrics (ftw.monitor 1.1 and later)',
      is: { kind: 'figures', figures: { 'instance.uptime': 39, 'db.conflicts': 7, 'memory.rss': 312_422_400 } },
    },
    {
      story: 'performance metrics when the storage is lost',
      is: { kind: 'failing', said: "Database 'main' disconnected." },
    },
    { story: 'unknown command', is: { kind: 'unknown-command', said: "Invalid command 'bogus'" } },
    { story: 'a probe that fails', is: { kind: 'traceback', said: 'ValueError: probe blew up' } },
    {
      story: 'help (ftw.monitor 1.0, the seed)',
      is: {
        kind: 'commands',
        names: ['dbinfo', 'health_check', 'help', 'interactive', 'monitor', 'quit', 'zeocache', 'zeostatus'],
      },
    },
    { story: 'help on one command', is: { kind: 'words' } },
    { story: 'quit', is: { kind: 'words' } },
  ])('$story', ({ story, is }) => {
    expect(meaningOf(story)).toMatchObject(is);
  });

  it('shows no query of a request: it may hold anything', () => {
    const reply = readReply('monitor', '1\n200.0 /plone/login?password=hunter2 (3)\n');
    expect(reply).toMatchObject({ requests: [{ ageMs: 200_000, path: '/plone/login?…' }] });
  });

  it.each([
    { command: 'dbinfo', said: '1 2 3\n' },
    { command: 'dbinfo', said: 'a b c d e\n' },
    { command: 'zeostatus', said: 'true\n' },
    { command: 'warmup_state', said: '2 0\n' },
    { command: 'monitor', said: 'many\n' },
    { command: 'perf_metrics', said: '{"cut": \n' },
    { command: 'perf_metrics', said: '[]\n' },
    { command: 'perf_metrics', said: '{}\n' },
  ])('of another form is not understood, and never a figure of 0: $command $said', ({ command, said }) => {
    expect(readReply(command, said).kind).toBe('not-understood');
  });

  it('is whole at the end of its line where it is one line, else when the server closes', () => {
    expect(isWholeReply('dbinfo', '1 2 3 4')).toBe(false);
    expect(isWholeReply('dbinfo', '1 2 3 4 5\n')).toBe(true);
    expect(isWholeReply('monitor', '2\nVmSize: 1 kB\n')).toBe(false);
    expect(isWholeReply('dbinfo', 'Traceback (most recent call last):\n  File "x"\n')).toBe(false);
    expect(isWholeReply('dbinfo', 'Traceback (most recent call last):\n  File "x"\nE\nE\n\n')).toBe(true);
  });
});
