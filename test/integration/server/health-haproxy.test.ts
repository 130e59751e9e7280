/** A real HAProxy before us: it is sent by the configuration that we print, and hears what we mean. */
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { openHealth } from '../../../electron/compose/health/health.ts';
import { systemClock } from '../../../electron/engine/system-clock.ts';
import type { ToThread } from '../../../electron/server/health/messages.ts';
import { healthThread } from '../../../electron/server/health/thread.ts';
import type { WatcherView } from '../../../shared/contract/view.ts';
import { componentBackend, ownBackend } from '../../../shared/rules/health-port/haproxy-config.ts';
import type { Subject } from '../../../shared/rules/health-port/picture.ts';
import { startHaproxy } from '../../harness/haproxy.ts';
import { aBeat, aPicture, WARMING } from '../../harness/health.ts';
import { rememberingLog } from '../../harness/log.ts';
import { closedPort, httpServer } from '../../harness/loopback.ts';
import { engines } from '../../harness/running.ts';
import { configOf, fileOf } from '../../harness/watch-story.ts';

const startEngine = engines();

/** The printed configuration, looking a hundred times as often. */
const hasty = (lines: readonly string[] | null): string =>
  (lines ?? [])
    .join('\n')
    .replace(/inter 1[05]s/g, 'inter 50ms')
    .replace(' slowstart 60s', '');

describe('a Watchbell behind HAProxy', () => {
  it('is up while it watches, and is sent nobody while it drains or is blind', async (test: TestContext) => {
    const served = await httpServer((_request, response) => response.end('window'));
    const [health, agent, front] = [await closedPort(), await closedPort(), await closedPort()];
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
    const until = (wanted: Parameters<typeof haproxy.until>[2]) => haproxy.until('watchbell', 'watchbell', wanted);
    const up = ({ status, check_status, agent_status }: Readonly<Record<string, string>>) =>
      status === 'UP' && check_status === 'L7OK' && agent_status === 'L7OK';

    expect(await until(up)).toMatchObject({ status: 'UP', check_status: 'L7OK', agent_status: 'L7OK' });
    expect(await (await fetch(`http://127.0.0.1:${front}/`)).text()).toBe('window');

    house.drain('a new LOOKUP table');
    expect((await until(({ status }) => /^(?:DOWN|DRAIN)/.test(status ?? ''))).status).toMatch(/^(?:DOWN|DRAIN)/);
    expect((await fetch(`http://127.0.0.1:${front}/`)).status).toBe(503);

    house.drain(null);
    expect((await until(up)).status).toBe('UP');

    watcher = { ...watcher, state: 'not-watching', because: 'Asleep for 42m' };
    const blind = await until(({ status, check_status }) => /^DOWN/.test(status ?? '') && check_status !== 'L7OK');
    expect(blind).toMatchObject({
      agent_status: 'L7STS',
      check_status: 'L7RSP',
      last_agt: expect.stringContaining('Not watching: Asleep for 42m'),
    });
  });
});

describe('a component behind HAProxy', () => {
  it('gets the work that its state allows, and keeps what it had while we know nothing', async (test: TestContext) => {
    const served = await httpServer((_request, response) => response.end('shop'));
    const [agent, front] = [await closedPort(), await closedPort()];
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
    const haproxy = await startHaproxy(
      test,
      front,
      `  default_backend shop\nbackend shop\n  server web 127.0.0.1:${served.port} weight 100 check inter 50ms agent-check agent-port ${agent} agent-inter 50ms`,
    );
    const until = async (column: string, value: RegExp) => {
      await say(beat());
      return haproxy.until('shop', 'web', (row) => value.test(row[column] ?? ''));
    };

    expect(await until('agent_status', /^L7OK$/)).toMatchObject({ status: 'UP', weight: '100' });
    await shop({ status: 'performance_issues', because: 'p95 900 ms' });
    expect(await until('weight', /^50$/)).toMatchObject({ status: 'UP', weight: '50' });
    await shop({ status: 'major_outage', because: 'db lost' });
    expect(await until('status', /^DOWN \(agent\)$/)).toMatchObject({
      status: 'DOWN (agent)',
      agent_status: 'L7STS',
      last_agt: expect.stringContaining('db lost'),
    });
    await shop({ status: 'operational', maintenance: 'new rack' });
    expect((await until('status', /^MAINT/)).status).toMatch(/^MAINT/);
    await shop({ status: 'under_maintenance', because: 'booting' });
    expect((await until('status', /^DRAIN/)).status).toMatch(/^DRAIN/);
    await shop({});
    expect(await until('status', /^UP$/)).toMatchObject({ status: 'UP', weight: '100' });

    await shop({ status: 'unknown', because: 'not looked at yet' });
    expect(await haproxy.until('shop', 'web', ({ agent_status }) => agent_status !== 'L7OK')).toMatchObject({
      status: 'UP',
      weight: '100',
    });
    await say(beat({ watcher: null, warmUp: WARMING }));
    expect((await haproxy.row('shop', 'web')).status).toBe('UP');
  });
});

describe('the printed configuration of Zope instances', () => {
  it('is what HAProxy takes, and is sent by a monitor beside each', async (test: TestContext) => {
    const zope = await httpServer((_request, response) => response.end('plone'));
    const say = healthThread({ clock: systemClock, tell: () => undefined });
    onTestFinished(() => say({ kind: 'settings', settings: { health: null, agent: null } }));
    const [monitor, front] = [await closedPort(), await closedPort()];
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
    expect(
      await haproxy.until('plone-site', 'plone-site-zcmonitor', ({ check_status }) => check_status === 'L7OK'),
    ).toMatchObject({ status: 'UP' });
    expect((await haproxy.until('plone-site', 'other', ({ status }) => status === 'DOWN')).check_status).toBe('L4CON');
    await say({ kind: 'beat', beat: aBeat({ at: Date.now() + 60_000, warmUp: WARMING }) });
    const warming = await haproxy.until('plone-site', 'plone-site-zcmonitor', ({ status }) => status === 'DOWN');
    expect(warming).toMatchObject({ status: 'DOWN', check_status: 'L7RSP' });
  });
});
