import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseConfig } from '../../../electron/config/parse.ts';
import { type DemoOptions, startDemoFleet } from '../../../electron/demo/fleet.ts';
import { DEMO_REMOVED_KEY, demoRemoved, wasDemoRemoved } from '../../../electron/demo/marker.ts';
import { MODES, type Mode, SLOW_MS } from '../../../electron/demo/modes.ts';
import { SERVERS, type ServerId } from '../../../electron/demo/script.ts';
import type { Clock } from '../../../electron/engine/ports/clock.ts';
import { systemClock } from '../../../electron/engine/system-clock.ts';
import { createProbes } from '../../../electron/probes/registry.ts';
import type { ComponentId, PersonId, ScheduleId } from '../../../shared/model/ids.ts';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import { onCallAt } from '../../../shared/rules/oncall/now.ts';
import { mailbox } from '../../harness/mailbox.ts';
import { movableClock } from '../../harness/movable-clock.ts';
import { aContext, lookUntil, unhurriedClock } from '../../harness/probing.ts';

const readConfig: DemoOptions['readConfig'] = (yaml) => parseConfig(yaml, { env: {}, unseal: () => null });

/** A fleet that stays as the test sets it. */
async function fleet(options: Partial<DemoOptions> = {}) {
  const started = await startDemoFleet({
    clock: systemClock,
    random: Math.random,
    readConfig,
    scripted: false,
    ...options,
  });
  onTestFinished(started.stop);
  const server = (id: ServerId) => {
    const found = started.servers.get(id);
    if (found === undefined) {
      throw new Error(`no server ${id}`);
    }
    return found;
  };
  return { ...started, server };
}

/**
 * What a component's check says, in a word or two. How late an answer may be and how long a try lasts is counted only where that is
 * what is looked for: a machine that is busy with other tests is late with everything.
 */
function tries(config: Awaited<ReturnType<typeof fleet>>['config']) {
  const probes = createProbes();
  onTestFinished(async () => probes.close());
  return async (id: ServerId, expected: string): Promise<string> => {
    const check = config.components.get(id as string as ComponentId)?.checks[0];
    if (check === undefined) {
      throw new Error(`no check of ${id}`);
    }
    const patient = { ...check, timeout: 20_000 };
    const said = (outcome: ProbeOutcome) => words(outcome, check.latencyLimit ?? 250);
    const timed = () => probes.run(patient, aContext({ clock: systemClock }));
    switch (expected) {
      case 'pass':
        return said(await lookUntil(timed, (outcome) => said(outcome) === 'pass'));
      case 'late pass':
        return said(await timed());
      default:
        return said(await probes.run(expected === 'timeout' ? check : patient, aContext({ clock: unhurriedClock })));
    }
  };
}

function words(outcome: ProbeOutcome, limitMs: number): string {
  switch (outcome.kind) {
    case 'pass':
      return outcome.timings.totalMs > limitMs ? 'late pass' : 'pass';
    case 'fail':
      return outcome.failure.kind;
    case 'inconclusive':
      return `inconclusive: ${outcome.trouble.detail}`;
  }
}

/** Says something to a server and hears all it says until it closes. */
async function say(port: number, words: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(words);
  return text(socket);
}

async function isRefused(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const [error] = await Promise.race([once(socket, 'error'), once(socket, 'connect').then(() => [null])]).catch(
    (caught) => [caught],
  );
  socket.destroy();
  return (error as NodeJS.ErrnoException | null)?.code === 'ECONNREFUSED';
}

describe('each server of the demo, seen by the real probes', () => {
  const web: Record<Mode, string> = {
    well: 'pass',
    failing: 'wrong-status',
    refusing: 'refused',
    hanging: 'timeout',
    slow: 'late pass',
    warming: 'starting',
  };
  const ping: Record<Mode, string> = { ...web, failing: 'wrong-content', warming: 'timeout' };
  const monitor: Record<Mode, string> = { ...web, failing: 'said-failing' };
  const sees: Record<ServerId, Record<Mode, string>> = {
    shop: web,
    api: web,
    player: web,
    ingest: ping,
    intranet: monitor,
    queue: ping,
  };

  it.each(MODES)('is %s when it is told so, and well again afterwards', async (mode) => {
    const { config, server } = await fleet();
    const look = tries(config);
    for (const now of [mode, 'well'] as const) {
      await Promise.all(SERVERS.map((id) => server(id).set(now)));
      const seen = await Promise.all(SERVERS.map(async (id) => [id, await look(id, sees[id][now])]));
      expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(SERVERS.map((id) => [id, sees[id][now]])));
    }
  });
});

describe('a server of the demo', () => {
  it('drops its connections when it goes, and comes back on the same port', async () => {
    const { server } = await fleet();
    const queue = server('queue');
    const guest = connect(queue.port, '127.0.0.1');
    await once(guest, 'connect');
    const closed = once(guest, 'close');
    await queue.set('refusing');
    await closed;
    expect(await isRefused(queue.port)).toBe(true);
    await queue.set('well');
    expect(await isRefused(queue.port)).toBe(false);
  });

  it('ends in the state it was last told, however fast it is told', async () => {
    const { server } = await fleet();
    const shop = server('shop');
    await Promise.all((['refusing', 'well', 'refusing', 'slow', 'refusing'] as const).map((mode) => shop.set(mode)));
    expect([shop.mode(), await isRefused(shop.port)]).toEqual(['refusing', true]);
  });

  it('does not answer late before the clock says so', async () => {
    const time = movableClock();
    const timers = mailbox<number>();
    const after: Clock['after'] = (ms, task) => {
      timers.put(ms);
      return time.after(ms, task);
    };
    const { server } = await fleet({ clock: { ...time, after } });
    const intranet = server('intranet');
    await intranet.set('slow');
    const answer = say(intranet.port, 'health_check\n');
    expect(await timers.take()).toBe(SLOW_MS);
    time.advance(SLOW_MS);
    expect(await answer).toBe('OK\n');
  });

  it('that lost its port to somebody else says so, and takes it back when it is free', async () => {
    const { server } = await fleet();
    const ingest = server('ingest');
    await ingest.set('refusing');
    const thief = createServer().listen(ingest.port, '127.0.0.1');
    await once(thief, 'listening');
    await expect(ingest.set('well')).rejects.toThrow(/EADDRINUSE/);
    thief.close();
    await once(thief, 'close');
    await ingest.set('well');
    expect(await isRefused(ingest.port)).toBe(false);
  });
});

describe('the demo monitor of a Zope instance speaks as zc.monitor does', () => {
  it.each([
    { story: 'LF', says: 'health_check\n', hears: 'OK\n' },
    { story: 'CRLF, as HAProxy sends it', says: 'health_check\r\n', hears: 'OK\n' },
    { story: 'blanks around the command', says: '  health_check  \n', hears: 'OK\n' },
    { story: 'an empty line first, which is no command', says: '\nhealth_check\n', hears: 'OK\n' },
    {
      story: 'two commands in one packet, of which one is answered',
      says: 'health_check\nhealth_check\n',
      hears: 'OK\n',
    },
    {
      story: 'another case, which is another command',
      says: 'HEALTH_CHECK\n',
      hears: `Invalid command 'HEALTH_CHECK'\nTry "help".\n`,
    },
    { story: 'a line that never ends', says: 'x'.repeat(5_000), hears: '' },
  ])('$story', async ({ says, hears }) => {
    const { server } = await fleet();
    expect(await say(server('intranet').port, says).catch(() => '')).toBe(hears);
  });
});

describe('the demo fleet', () => {
  it('is a configuration like any other: three groups, one policy, nothing to warn of', async () => {
    const { config, text: yaml } = await fleet();
    expect(config.groups.map(({ name }) => name)).toEqual(['Web', 'Streams', 'Backoffice']);
    expect([...config.components.keys()]).toEqual([...SERVERS]);
    expect(
      [...config.checks.values()].map(({ interval, fastInterval, timeout }) => [interval, fastInterval, timeout]),
    ).toEqual(SERVERS.map(() => [2_000, 1_000, 1_500]));
    expect(SLOW_MS).toBeLessThan(1_500 / 2); // late, and still an answer
    expect([...config.components.values()].map(({ pageAfter, closeAfter }) => [pageAfter, closeAfter])).toEqual(
      SERVERS.map(() => [{ low: 5_000, high: 5_000, critical: 5_000 }, 5_000]),
    );
    expect([...config.policies.keys()]).toEqual(['default']);
    const again = parseConfig(yaml, { env: {}, unseal: () => null });
    expect(again.ok && again.warnings).toEqual([]);
  });

  it.each([
    { zone: 'Europe/Berlin', now: '2026-03-30T06:59:59Z' }, // Monday 08:59 on the first working day of summer time
    { zone: 'Europe/Berlin', now: '2026-03-30T07:00:00Z' },
    { zone: 'America/Santiago', now: '2026-04-05T03:30:00Z' }, // the hour that comes twice
    { zone: 'Pacific/Kiritimati', now: '2026-01-01T00:00:00Z' },
    { zone: 'UTC', now: '2024-02-29T12:00:00Z' },
  ])('has you on call from the start, in $zone at $now', async ({ zone, now }) => {
    const at = Date.parse(now);
    const { config } = await fleet({ clock: movableClock(at), timeZone: zone });
    const rota = config.schedules.get('rota' as ScheduleId);
    if (rota === undefined) {
      expect.fail('no rota');
    }
    const onCall = onCallAt(rota, [], at);
    expect(onCall.people.map(({ personId }) => personId)).toEqual(['you' as PersonId]);
    expect(onCall.next?.people).toEqual(['kim' as PersonId]);
  });

  it('leaves nothing behind: no listener, no timer', async () => {
    const clock = movableClock();
    const { servers, stop } = await fleet({ clock, scripted: true });
    clock.advance(10_000);
    await stop();
    expect(await Promise.all([...servers.values()].map(({ port }) => isRefused(port)))).toEqual(
      SERVERS.map(() => true),
    );
    await servers.get('shop')?.set('well'); // a late act of the play must not raise the dead
    expect(await isRefused(servers.get('shop')?.port ?? 0)).toBe(true);
    expect(clock.pending()).toBe(0);
  });

  it('leaves nothing behind either when its configuration is refused', async () => {
    const ports: number[] = [];
    const refusing: DemoOptions['readConfig'] = (yaml) => {
      ports.push(...[...yaml.matchAll(/(?:127\.0\.0\.1:|port: )(\d+)/g)].map(([, port]) => Number(port)));
      return { ok: false, problems: [{ path: '', line: 1, column: 1, message: 'no' }] };
    };
    await expect(fleet({ readConfig: refusing })).rejects.toThrow("the demo's configuration has mistakes: no");
    expect(ports).toHaveLength(SERVERS.length);
    expect(await Promise.all(ports.map(isRefused))).toEqual(ports.map(() => true));
  });

  it('stays away once it was removed', () => {
    expect(wasDemoRemoved(new Map())).toBe(false);
    expect(wasDemoRemoved(new Map([[DEMO_REMOVED_KEY, JSON.parse(JSON.stringify(demoRemoved(1)))]]))).toBe(true);
  });
});
