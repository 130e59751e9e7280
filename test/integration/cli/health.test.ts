/** The health port of a real `watchbell serve`: opened by itself, asked by `watchbell monitor`, and true while the main process hangs. */
import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callServed } from '../../harness/caller.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { askPort, dial } from '../../harness/dialled.ts';
import { closedPort, tcpServer } from '../../harness/loopback.ts';
import { serve, writeConfig } from '../../harness/served.ts';
import { type SmallWatch, smallWatch } from '../../harness/small-watch.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();
const LOOK_AGAIN_MS = 20;

/** The answer, as soon as it is like this. */
async function until(port: number, command: string, wanted: RegExp): Promise<string> {
  for (;;) {
    const said = await askPort(port, command);
    if (wanted.test(said)) {
      return said;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

async function onPorts(watch: SmallWatch, more: object = {}) {
  const [health, agent] = [await closedPort(), await closedPort()];
  const settings = { ...watch.file().settings, health: { port: health }, agent: { port: agent, component: 'shop' } };
  return { health, agent, file: watch.file({ settings, ...more }) };
}

/** Beside the shop a target that says nothing until the test lets it. */
async function withShy() {
  const waiting: Socket[] = [];
  let open = false;
  const greet = (socket: Socket) => void socket.write('hello');
  const shy = await tcpServer((socket) => (open ? greet(socket) : void waiting.push(socket)));
  const watch = await smallWatch();
  const check = { type: 'tcp' as const, host: '127.0.0.1', port: shy.port, script: [{ expect: 'hello' }] };
  const ports = await onPorts(watch, { components: [watch.shop, { id: 'shy', checks: [check] }] });
  return {
    ...ports,
    answer() {
      open = true;
      waiting.forEach(greet);
    },
  };
}

describe('the health port of serve', () => {
  it('is OK when it watches, and tells of what is open, who is on call, and how a component is', async () => {
    const watch = await smallWatch();
    const { health, agent, file } = await onPorts(watch);
    const { address, end } = await serve(script(), tempFolder(), file);
    await until(health, 'health_check', /^OK\n$/);
    expect(await askPort(health, 'warmup_state')).toBe('1 0\n');
    expect(await until(health, 'oncall', /^Rota/)).toMatch(/^Rota: Kim/);
    expect(await until(health, 'dbinfo', /^\d+ [1-9]/)).toMatch(/^\d+ \d+ \d+ 0 0\n$/);
    expect(await until(agent, '', /up/)).toBe('ready up 100%\n');
    const rows = await (await callServed(address)).ask('selfCheck', {});
    expect(rows.filter(({ id }) => /^(?:health|agent)-port$/.test(id))).toMatchObject([
      { level: 'green', text: `Answers at 127.0.0.1:${health}; warm-up done (history: done, first round: done)` },
      { level: 'green', text: `Answers at 127.0.0.1:${agent}; shop` },
    ]);

    watch.down();
    expect(await until(health, 'alerts', /^1\n/)).toMatch(/critical triggered Shop: 503 Service Unavailable/);
    expect(await until(agent, '', /down/)).toMatch(/^ready down #503 Service Unavailable/);
    await until(health, 'health_check', /^OK\n$/); // it is the shop that is down
    expect(await end()).toBe(0);
  });

  it('is asked by the command line', async () => {
    const watch = await smallWatch();
    const { health, file } = await onPorts(watch);
    const folder = tempFolder();
    await serve(script(), folder, file);
    await until(health, 'health_check', /^OK\n$/);
    const asked = await runCommand(script(), ['monitor', `:${health}`, 'health_check'], { folder });
    expect(asked).toMatchObject({ code: 0, out: ['OK'], err: [] });
  });

  it('warms up until every check has answered once', async () => {
    const { health, file, answer } = await withShy();
    await serve(script(), tempFolder(), file);
    await until(health, 'health_check', /^Warmup in progress: 1 of 2 checks have answered\n$/);
    expect(await askPort(health, 'warmup_state')).toBe('0 1\n');
    answer();
    await until(health, 'health_check', /^OK\n$/);
  });

  it('does not wait for that when nobody wants it to', async () => {
    const { health, file } = await withShy();
    await serve(script(), tempFolder(), file, { WATCHBELL_AUTOWARMUP: 'No' });
    await until(health, 'health_check', /^OK\n$/);
    expect(await askPort(health, 'warmup_state')).toBe('0 0\n');
  });

  it('answers while the main process hangs, and does not say that it is well for long', async () => {
    const watch = await smallWatch();
    const { health, agent, file } = await onPorts(watch);
    const folder = tempFolder();
    const hang = join(folder, 'hang.cjs');
    writeFileSync(
      hang,
      `if (require('node:worker_threads').isMainThread)
        process.on('SIGUSR2', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));`,
    );
    const { address, child } = await serve(script(), folder, file, { NODE_OPTIONS: `--require ${hang}` });
    await until(health, 'health_check', /^OK\n$/);
    child.kill('SIGUSR2');
    expect(await until(health, 'health_check', /^Not watching/)).toMatch(
      /^Not watching: main process has not answered for \d+ s\n$/,
    );
    expect(await askPort(health, 'alerts')).toMatch(/^Not known: main process has not answered/);
    expect(await askPort(agent, '')).toMatch(/^#Not watching: main process/);
    const window = dial(Number(new URL(address).port));
    window.send('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
    // The main process would have to answer that one: what has come by the time of three more answers is nothing.
    await askPort(health, 'help');
    await askPort(health, 'monitor');
    await askPort(health, 'health_check');
    window.leave();
    expect(await window.ended()).toBe('');
  });

  it('that cannot be had is said, and paging goes on', async () => {
    const watch = await smallWatch();
    const taken = await tcpServer((socket) => socket.end('somebody else\n'));
    const file = watch.file({ settings: { ...watch.file().settings, health: { port: taken.port } } });
    const { address, command } = await serve(script(), tempFolder(), file);
    await command.heard(/is taken by another program: choose another one with `settings\.health\.port`\. Watching and/);
    const rows = await (await callServed(address)).ask('selfCheck', {});
    expect(rows.find(({ id }) => id === 'health-port')).toMatchObject({
      level: 'amber',
      fix: expect.stringContaining('settings.health.port'),
    });
    watch.down();
    await watch.page('trigger');
  });
});

describe('haproxy-config', () => {
  const folderWith = (settings: object) => {
    const folder = tempFolder();
    const components = [
      { id: 'plone', checks: [{ type: 'zcmonitor' as const, instancePort: 10_301 }] },
      { id: 'web', checks: [{ type: 'tcp' as const, host: '127.0.0.1', port: 1 }] },
    ];
    return { folder, config: writeConfig(folder, { version: 1, settings, components }) };
  };
  const print = ({ folder, config }: ReturnType<typeof folderWith>, ...args: readonly string[]) =>
    runCommand(script(), ['haproxy-config', ...args, '--config', config], { folder });

  const backends = (out: readonly string[]) => out.filter((line) => line.startsWith('backend'));

  it('prints us and every Zope instance', async () => {
    const { code, out } = await print(folderWith({ agent: { port: 8_888 } }));
    expect([code, out.filter((line) => /^backend|^ {2}server/.test(line))]).toEqual([
      0,
      [
        'backend watchbell',
        '  server watchbell 127.0.0.1:8730 cookie p01 check port 8810 inter 10s downinter 15s maxconn 200 rise 1 slowstart 60s agent-check agent-addr 127.0.0.1 agent-port 8888 agent-inter 10s',
        'backend plone',
        '  server plone-zcmonitor 127.0.0.1:10301 cookie p01 check port 10381 inter 10s downinter 15s maxconn 5 rise 1 slowstart 60s',
      ],
    ]);
  });

  it('prints one of them, or us alone', async () => {
    const place = folderWith({});
    const one = await print(place, 'plone', '--maintenance', '127.0.0.1:10319');
    expect(backends(one.out)).toEqual(['backend plone']);
    expect(one.out).toContain('  server maintenance 127.0.0.1:10319 backup');
    expect(backends((await print(place, '--self')).out)).toEqual(['backend watchbell']);
  });

  it.each<[string, object, string[], RegExp]>([
    ['a component that is not there', {}, ['plon'], /no component "plon".*did you mean `plone`/],
    ['one that has no monitor', {}, ['web'], /^web has no zcmonitor check/],
    ['us without a health port', { health: false }, ['--self'], /settings\.health is false/],
    ['an address that is none', {}, ['--maintenance', 'soon'], /write host:port/],
  ])('says that it cannot print %s', async (_, settings, args, words) => {
    const { code, out, err } = await print(folderWith(settings), ...args);
    expect([code, out]).toEqual([2, []]);
    expect(err.join('\n')).toMatch(words);
  });
});
