/** A real HAProxy before us: it is sent by the configuration that we print, and hears what we mean. */
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { openHealth } from '../../../electron/compose/health/health.ts';
import { systemClock } from '../../../electron/engine/system-clock.ts';
import type { ToThread } from '../../../electron/server/health/messages.ts';
import { healthThread } from '../../../electron/server/health/thread.ts';
import type { WatcherView } from '../../../shared/contract/view.ts';
import { componentBackend, ownBackend } from '../../../shared/rules/health-port/haproxy-config.ts';
import type { Subject } from '../../../shared/rules/health-port/picture.ts';
import { type RealHaproxy, startHaproxy } from '../../harness/haproxy.ts';
import { aBeat, aPicture, WARMING } from '../../harness/health.ts';
import { eventually } from '../../harness/listening.ts';
import { rememberingLog } from '../../harness/log.ts';
import { httpServer, tcpServer } from '../../harness/loopback.ts';
import { freePort } from '../../harness/ports.ts';
import { engines } from '../../harness/running.ts';
import { configOf, fileOf } from '../../harness/watch-story.ts';

const startEngine = engines();

/** The printed configuration, looking a hundred times as often. */
const hasty = (lines: readonly string[] | null): string =>
  (lines ?? [])
    .join('\n')
    .replace(/inter 1[05]s/g, 'inter 50ms')
    .replace(' slowstart 60s', '');

/** Waits until all of it is so in one look: HAProxy hears of a server in two ways, each in its own time. */
async function seen(
  haproxy: RealHaproxy,
  [backend, server]: readonly [backend: string, server: string],
  wanted: Readonly<Record<string, RegExp>>,
): Promise<void> {
  const columns = Object.entries(wanted);
  const row = await haproxy.until(backend, server, (one) =>
    columns.every(([column, value]) => value.test(one[column] ?? '')),
  );
  for (const [column, value] of columns) {
    expect(row[column], `${column} of ${server}`).toMatch(value);
  }
}

/** ms: some of the waits may take all of their ten seconds on a busy machine. */
const PATIENCE = { timeout: 120_000 };

describe('a Watchbell behind HAProxy', PATIENCE, () => {
  it('is up while it watches, and is sent nobody while it drains or is blind', async (test: TestContext) => {
    const served = await httpServer((_request, response) => response.end('window'));
    const [health, agent, front] = [await freePort(), await freePort(), await freePort()];
    const settings = { listen: { port: served.port }, health: { port: health }, agent: { port: agent } };
    const config = configOf(fileOf({ settings }));
    const { engine } = await startEngine();
    let watcher: WatcherView = { state: 'watching', because: 'Checks are running', since: 0, lastCheckAt: null };
    const house = openHealth({
      clock: systemClock,
      log: rememberingLog(),
      config: () => config,
      port: null,
      probes: {
        underWay: () => ({ count: 0, oldest: [] }),
        firstRound: () => ({ name: 'first round', done: true, words: '' }),
      },
      traffic: () => ({ reads: 0, writes: 0, transactions: 0 }),
      autoWarmUp: undefined,
      clean: (text) => text,
    });
    onTestFinished(() => house.close());
    house.serve({ feed: engine.feed, unfinished: () => 0, watcher: () => watcher });

    const backend = hasty(ownBackend({ config, maintenance: '127.0.0.1:1' }));
    const haproxy = await startHaproxy(test, front, `  default_backend watchbell\n${backend}`);
    const us = ['watchbell', 'watchbell'] as const;
    const UP = { status: /^UP$/, check_status: /^L7OK$/, agent_status: /^L7OK$/ };

    await seen(haproxy, us, UP);
    expect(await (await fetch(`http://127.0.0.1:${front}/`)).text()).toBe('window');

    house.drain('a new LOOKUP table');
    await seen(haproxy, us, { status: /^(?:DOWN|DRAIN)/ });
    expect((await fetch(`http://127.0.0.1:${front}/`)).status).toBe(503);

    house.drain(null);
    await seen(haproxy, us, UP);

    watcher = { ...watcher, state: 'not-watching', because: 'Asleep for 42m' };
    await seen(haproxy, us, {
      status: /^DOWN/,
      agent_status: /^L7STS$/,
      check_status: /^L7RSP$/,
      last_agt: /Not watching: Asleep for 42m/,
    });
  });
});

describe('a component behind HAProxy', PATIENCE, () => {
  it('gets the work that its state allows, and keeps what it had while we know nothing', async (test: TestContext) => {
    const served = await httpServer((_request, response) => response.end('shop'));
    const [agent, front] = [await freePort(), await freePort()];
    const say = healthThread({ clock: systemClock, tell: () => undefined });
    onTestFinished(() => say({ kind: 'settings', settings: { health: null, agent: null } }));
    const weights = { performance_issues: 50, partial_outage: 25 };
    await say({
      kind: 'settings',
      settings: { health: null, agent: { host: '127.0.0.1', port: agent, forComponent: true, weights } },
    });
    const beat = (change: Partial<Parameters<typeof aBeat>[0]> = {}): ToThread => ({
      kind: 'beat',
      beat: aBeat({ at: Date.now() + 60_000, ...change }), // not about its age: the test takes as long as it takes
    });
    const shop = async (change: Partial<Subject>) => {
      const subject = { status: 'operational' as const, because: '', maintenance: null, ...change };
      await say(beat());
      await say({ kind: 'picture', picture: aPicture({ subject }) });
    };
    await shop({});
    /** In between, to count how often it was asked. */
    const asked = await tcpServer((socket) => {
      const line = connect(agent, '127.0.0.1').on('error', () => socket.destroy());
      socket.pipe(line).pipe(socket);
    });
    const haproxy = await startHaproxy(
      test,
      front,
      `  default_backend shop\nbackend shop\n  timeout check 5s\n  server web 127.0.0.1:${served.port} weight 100 check inter 50ms agent-check agent-port ${asked.port} agent-inter 50ms`,
    );
    const until = async (wanted: Readonly<Record<string, RegExp>>) => {
      await say(beat());
      await seen(haproxy, ['shop', 'web'], wanted);
    };
    const UP = { status: /^UP$/, weight: /^100$/ };

    await until({ ...UP, agent_status: /^L7OK$/ });
    await shop({ status: 'performance_issues', because: 'p95 900 ms' });
    await until({ ...UP, weight: /^50$/ });
    await shop({ status: 'major_outage', because: 'db lost' });
    await until({ status: /^DOWN \(agent\)$/, agent_status: /^L7STS$/, last_agt: /db lost/ });
    await shop({ status: 'operational', maintenance: 'new rack' });
    await until({ status: /^MAINT/ });
    await shop({ status: 'under_maintenance', because: 'booting' });
    await until({ status: /^DRAIN/ });
    await shop({});
    await until(UP);

    await shop({ status: 'unknown', because: 'not looked at yet' });
    const unchanged = { ...UP, agent_status: /^CHECKED$/, agent_desc: /^No status change$/ };
    await until(unchanged);
    await say(beat({ watcher: null, warmUp: WARMING }));
    const before = asked.connections();
    // It looks again when it has done with the look before.
    await eventually('a look since then', () => asked.connections() >= before + 2);
    await seen(haproxy, ['shop', 'web'], unchanged);
  });
});

describe('the printed configuration of Zope instances', PATIENCE, () => {
  it('is what HAProxy takes, and is sent by a monitor beside each', async (test: TestContext) => {
    const zope = await httpServer((_request, response) => response.end('plone'));
    const say = healthThread({ clock: systemClock, tell: () => undefined });
    onTestFinished(() => say({ kind: 'settings', settings: { health: null, agent: null } }));
    const [monitor, front] = [await freePort(), await freePort()];
    await say({ kind: 'beat', beat: aBeat({ at: Date.now() + 60_000 }) });
    await say({ kind: 'settings', settings: { health: { host: '127.0.0.1', port: monitor }, agent: null } });
    const config = configOf(
      fileOf({
        components: [
          {
            id: 'plone/site',
            checks: [
              { type: 'zcmonitor', instancePort: zope.port },
              { type: 'zcmonitor', id: 'other', port: 8_161 },
            ],
          },
        ],
      }),
    );
    const [component] = config.components.values();
    const lines = component === undefined ? null : componentBackend(component, { config, maintenance: null });
    // The instance of the test has its monitor where there was room.
    const backend = hasty(lines).replace(`port ${zope.port + 80}`, `port ${monitor}`);
    const haproxy = await startHaproxy(test, front, `  default_backend plone-site\n${backend}`);
    await seen(haproxy, ['plone-site', 'plone-site-zcmonitor'], { status: /^UP$/, check_status: /^L7OK$/ });
    await seen(haproxy, ['plone-site', 'other'], { status: /^DOWN$/, check_status: /^L4CON$/ });
    await say({ kind: 'beat', beat: aBeat({ at: Date.now() + 60_000, warmUp: WARMING }) });
    await seen(haproxy, ['plone-site', 'plone-site-zcmonitor'], { status: /^DOWN$/, check_status: /^L7RSP$/ });
  });
});
