/** `watchbell serve` from outside: the contract over HTTP, one real incident through it, and a clean end. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callServed } from '../../harness/caller.ts';
import { bundledCommandLine, runCommand, startCommand } from '../../harness/command.ts';
import { tcpServer } from '../../harness/loopback.ts';
import { serve, told, writeConfig } from '../../harness/served.ts';
import { smallWatch } from '../../harness/small-watch.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();

describe('serve', () => {
  it('answers the contract to whoever has the printed address, and to nobody else', async () => {
    const watch = await smallWatch();
    const { address, config, command } = await serve(script(), tempFolder(), watch.file());
    expect(command.out().split('\n')[0]).toBe(`Watchbell is watching 1 check of ${config}.`);
    const { origin } = new URL(address);
    expect((await fetch(`${origin}/api/ask/snapshot`, { method: 'POST', body: '{}' })).status).toBe(401);
    expect((await fetch(`${origin}/?key=guessed`)).status).toBe(403);
    const caller = await callServed(address);
    const snapshot = await caller.until((now) => now.components[0]?.status === 'operational' && now);
    expect(snapshot).toMatchObject({
      host: { kind: 'served', platform: process.platform },
      demo: false,
      config: { path: config, problems: [] },
      watcher: { state: 'watching' },
      onCall: [{ name: 'Rota', now: [{ name: 'Kim' }] }],
    });
    const health = await fetch(`${origin}/health`);
    expect([health.status, await health.text()]).toEqual([200, 'OK']);
  });

  it('pages, takes the acknowledgement, closes, and tells every step in numbered changes', async () => {
    const watch = await smallWatch();
    const { address } = await serve(script(), tempFolder(), watch.file());
    const caller = await callServed(address);
    await caller.until(({ components }) => components[0]?.status === 'operational');
    const line = await caller.follow();
    const before = await caller.ask('snapshot', {});

    watch.down();
    expect(await watch.page('trigger')).toMatchObject({ componentId: 'shop', personId: 'kim', severity: 'critical' });
    const incident = await caller.until(({ incidents }) => incidents[0]);
    expect(incident).toMatchObject({ state: 'triggered', cause: '503 Service Unavailable, expected 200-299' });

    const done = await caller.ask('acknowledge', { incident: incident.id, forMs: null, note: 'mine' });
    expect(done).toEqual({ accepted: true, text: 'Yours until it is fixed' });
    const acknowledged = await caller.until(({ incidents }) => incidents[0]?.acknowledgement ?? undefined);
    expect(acknowledged).toMatchObject({ by: 'someone at 127.0.0.1', note: 'mine', until: null });

    watch.up();
    await watch.page('close');
    const resolved = await caller.until(
      ({ incidents: [one] }) => one?.state === 'resolved' && one.told[0]?.state === 'accepted' && one,
    );
    expect(resolved).toMatchObject({ resolvedBy: null, told: [{ who: 'Kim', state: 'accepted', attempts: 1 }] });
    expect(watch.pages()).toEqual(['page.trigger shop', 'page.close shop']);

    const { sequence } = await caller.ask('snapshot', {});
    const numbers: number[] = [];
    while (numbers.at(-1) !== sequence) {
      numbers.push((await line.take()).sequence);
    }
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    // What came between the line and the picture may stand in both.
    expect(numbers[0]).toBeLessThanOrEqual(before.sequence + 1);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends by itself on %s, with 0, leaving nothing behind', async (signal) => {
    const watch = await smallWatch();
    const folder = tempFolder();
    const { address, command } = await serve(script(), folder, watch.file());
    const caller = await callServed(address);
    await caller.follow(); // a window that is open must not hold it up
    await caller.until(({ components }) => components[0]?.status === 'operational');
    const { code, err } = await told(command, signal);
    expect([code, err.at(-1)]).toEqual([0, 'Nobody is watching from here any more']);
    expect(command.isAnythingLeft()).toBe(false);

    const again = await serve(script(), folder, watch.file());
    const events = await (await callServed(again.address)).ask('events', { types: ['watcher'] });
    const texts = events.map(({ text }) => text).filter((text) => /^(Started|Stopped)/.test(text));
    expect(texts).toEqual(['Started', 'Stopped: nobody is watching from here', 'Started']);
  });

  it('goes on when its terminal is closed', async () => {
    const watch = await smallWatch();
    const { address, command, configure } = await serve(script(), tempFolder(), watch.file());
    const caller = await callServed(address);
    command.child.stdout?.destroy();
    command.child.stderr?.destroy();
    configure('version: 1\nbroken: [\n'); // something to say, and nobody to say it to
    await caller.until(({ config }) => config.problems.length > 0);
    watch.down();
    await watch.page('trigger');
    await caller.until(({ incidents }) => incidents[0]?.state === 'triggered');
  });

  it('does not start twice on one data folder, and says who has it and what to do', async () => {
    const watch = await smallWatch();
    const folder = tempFolder();
    const first = await serve(script(), folder, watch.file());
    const args = ['serve', '--config', first.config, '--port', '0'];
    const { code, out, err } = await runCommand(script(), args, { folder });
    expect([code, out]).toEqual([1, []]);
    expect(err.join('\n')).toMatch(
      new RegExp(
        `^Another Watchbell already works with ${folder}/state/watchbell/watchbell\\.db \\(process ${first.child.pid} on .*\\)\\. ` +
          'Two would page twice\\. Quit that one, or give this one a data folder of its own\\.\n' +
          `The data folder is ${folder}/state/watchbell; --state names another one\\.$`,
      ),
    );
    const second = startCommand(script(), [...args, '--state', join(folder, 'other')], { folder });
    await second.heard(/Open the window/);
    watch.down();
    await watch.page('trigger');
    await first.kill();
    expect((await told(second, 'SIGTERM')).code).toBe(0);
  });

  it('says when its data folder cannot be used', async () => {
    const folder = tempFolder();
    const config = writeConfig(folder, (await smallWatch()).file());
    const { code, err } = await runCommand(script(), ['serve', '--config', config, '--state', config], { folder });
    expect(code).toBe(1);
    expect(err.join('\n')).toMatch(/Watchbell cannot keep its data in .*Make the folder writable, or name another one/);
  });

  it('shows the demo fleet when there is no configuration, and leaves it in one click for good', async () => {
    const folder = tempFolder();
    const first = startCommand(script(), ['serve', '--port', '0'], { folder });
    const [, address = ''] = await first.heard(/machine: (http:\S+)\n/);
    const home = join(folder, '.config/watchbell/watchbell.yaml');
    expect(first.out()).toMatch(`checks of the demo fleet: there is no configuration at ${home} yet.`);
    const caller = await callServed(address);
    const { components } = await caller.until((now) => now.demo && now);
    expect(components.length).toBeGreaterThan(3);
    expect(await caller.ask('removeDemo', {})).toEqual({
      accepted: true,
      text: `The demo is gone. Your configuration: ${home}`,
    });
    const after = await caller.until((now) => !now.demo && now.components.length === 0 && now);
    expect(after.picture).toMatchObject({ shape: 'blind', words: expect.stringContaining('Nothing to watch yet') });
    expect(readFileSync(home, 'utf8')).toContain('version: 1');
    expect((await told(first, 'SIGTERM')).code).toBe(0);

    rmSync(home);
    const second = startCommand(script(), ['serve', '--port', '0'], { folder });
    const [, next = ''] = await second.heard(/machine: (http:\S+)\n/);
    expect((await (await callServed(next)).ask('snapshot', {})).demo).toBe(false);
  });
});

describe('a port that is taken', () => {
  it('is said with who has it and what to do, and watching and paging go on', async () => {
    const watch = await smallWatch();
    const { port } = await tcpServer((socket) => socket.end('who is there?\n'));
    const folder = tempFolder();
    const config = writeConfig(folder, watch.file());
    const command = startCommand(script(), ['serve', '--config', config, '--port', String(port)], { folder });
    await command.heard(
      new RegExp(
        `error: Port ${port} on 127\\.0\\.0\\.1 is taken by another program\\. Stop it \\(.*\\), or choose another port with ` +
          '`settings\\.listen\\.port` in the configuration or with --port\\. Watching and paging go on; it is tried again',
      ),
    );
    await command.heard(/Watchbell is watching 1 check/);
    expect(command.out()).not.toContain('Open the window');
    watch.down();
    await watch.page('trigger');
    watch.up();
    await watch.page('close');
    expect((await told(command, 'SIGTERM')).code).toBe(0);
    expect(watch.pages()).toEqual(['page.trigger shop', 'page.close shop']);
  });

  it('by another Watchbell is told apart, so that nobody looks for a stranger', async () => {
    const watch = await smallWatch();
    const first = await serve(script(), tempFolder(), watch.file());
    const { port } = new URL(first.address);
    const folder = tempFolder();
    const config = writeConfig(folder, watch.file());
    const second = startCommand(script(), ['serve', '--config', config, '--port', port], { folder });
    await second.heard(
      new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken by another Watchbell that is still running\\.`),
    );
    await second.heard(/Watchbell is watching 1 check/);
  });
});
