/**
 * Bad input, one story for each kind: a clear message, and nothing lost. Lost would be a page, a closing message, a piece of
 * history, or what was watched before. What comes over the network is in bad-input-network.test.ts.
 *
 * Nearly all of it is the real `watchbell serve` as a process, with real servers around it; the hour is on the movable clock.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import type { Store } from '../../electron/engine/ports/store.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { bareStore } from '../harness/bare-store.ts';
import { bundleChild } from '../harness/bundle-child.ts';
import { type Caller, callServed } from '../harness/caller.ts';
import { movableClock } from '../harness/clock.ts';
import { bundledCommandLine, runCommand, startCommand } from '../harness/command.ts';
import { DOWN, testEngine, UP } from '../harness/engine.ts';
import { tcpServer } from '../harness/loopback.ts';
import { serve, told, writeConfig } from '../harness/served.ts';
import { losesNoPage, operational, smallWatch } from '../harness/small-watch.ts';
import { anEntry, anEvent, quietLog } from '../harness/store-values.ts';
import { tempFolder } from '../harness/temp-folder.ts';
import { START } from '../harness/watch-story.ts';

const script = bundledCommandLine();
const MINUTE = 60_000;

const eventsOf = async (caller: Caller) => (await caller.ask('events', { limit: 500 })).map(({ text }) => text);

describe('a configuration', () => {
  it.each<{ what: string; spoil: (text: string) => string; says: RegExp }>([
    {
      what: 'that is broken YAML',
      spoil: (text) => text.replace('people:', 'people: ['),
      says: /:\d+:\d+: .*(bracket|flow|indentation)/,
    },
    {
      what: 'with an unknown zone',
      spoil: (text) => text.replace('Europe/Berlin', 'Europe/Berlinn'),
      says: /:\d+:\d+: schedules\[0\]\.timeZone: unknown time zone "Europe\/Berlinn"; .*Europe\/Berlin/,
    },
    {
      what: 'with a person without a channel',
      spoil: (text) => text.replace(/channels:\n\s+- hook/, 'channels: []'),
      says: /:\d+:\d+: people\[0\]\.channels: a person without a channel cannot be paged; name at least one/,
    },
    {
      what: 'with a schedule with nobody',
      spoil: (text) => text.replace(/people:\n\s+- kim/, 'people: []'),
      says: /:\d+:\d+: schedules\[0\]\.rotation\.people: a schedule with nobody cannot be on call; name at least one person/,
    },
  ])('$what is refused with its place, and the one that ran goes on watching and paging', async ({ spoil, says }) => {
    const watch = await smallWatch();
    const folder = tempFolder();
    const good = stringify(watch.file());
    const watchbell = await serve(script(), folder, good);
    const caller = await callServed(watchbell.address);
    await operational(caller);

    const bad = spoil(good);
    expect(bad).not.toBe(good);
    watchbell.configure(bad);
    const { config, components } = await caller.until((now) => now.config.problems.length > 0 && now);
    const [problem] = config.problems;
    const line = `${watchbell.config}:${problem?.line}:${problem?.column}: ${problem?.path === '' ? '' : `${problem?.path}: `}${problem?.message}`;
    expect(line).toMatch(says);
    expect(components.map(({ id, status }) => [id, status])).toEqual([['shop', 'operational']]);
    const validated = await runCommand(script(), ['validate', '--config', watchbell.config], { folder });
    expect([validated.code, validated.err[0]]).toEqual([2, line]);
    await watchbell.command.heard(/error: the configuration has mistakes and is not used/);
    await losesNoPage(watch);

    // Not even by a restart on the broken file.
    await watchbell.kill();
    const again = await serve(script(), folder, bad);
    expect(again.command.out()).toContain('is watching 1 check of the last good configuration');
    await operational(await callServed(again.address));
    await losesNoPage(watch);
  });
});

describe('a port in use', () => {
  it('is said, stops neither watching nor paging, and blames no heartbeat for what cannot be heard', async () => {
    const watch = await smallWatch();
    const { port } = await tcpServer((socket) => socket.end('not a Watchbell\n'));
    const backup = {
      id: 'backup',
      checks: [
        {
          type: 'heartbeat' as const,
          every: '100ms',
          grace: 0,
          token: 'a-long-enough-token',
          interval: '100ms',
          fall: 1,
        },
      ],
    };
    const folder = tempFolder();
    const config = writeConfig(folder, watch.file({ components: [watch.shop, backup] }));
    const command = startCommand(script(), ['serve', '--config', config, '--port', String(port)], { folder });
    await command.heard(/Watchbell is watching 2 checks/);
    expect(command.err()).toMatch(
      new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken by another program\\. Stop it .* or choose another port`),
    );
    await watch.looks(2); // at least a second: ten beats could have come
    await losesNoPage(watch);
    expect((await told(command, 'SIGTERM')).code).toBe(0);

    const opened = await openStore({
      path: join(folder, 'state/watchbell/watchbell.db'),
      clock: movableClock(),
      log: quietLog,
    });
    onTestFinished(() => opened.store.close());
    const incidents = await opened.store.incidents({ limit: 9 });
    expect(incidents.map(({ componentId, state }) => [componentId, state])).toEqual([['shop', 'resolved']]);
  });
});

describe('a database', () => {
  it('that is damaged in its history is kept aside, said loudly, and the open incident is closed as if nothing were', async () => {
    const watch = await smallWatch();
    const folder = tempFolder();
    const state = join(folder, 'state/watchbell');
    const path = join(state, 'watchbell.db');
    mkdirSync(state, { recursive: true });
    const long = Array.from({ length: 2_000 }, (_, number) => anEvent({ text: `event ${number} ${'x'.repeat(100)}` }));
    const first = await openStore({ path, clock: movableClock(), log: quietLog });
    await first.store.commit([anEntry({ events: long })]);
    await first.store.close();
    const history = readFileSync(path).length;

    const watchbell = await serve(script(), folder, watch.file());
    await operational(await callServed(watchbell.address));
    watch.down();
    await watch.page('trigger');
    await (await callServed(watchbell.address)).until(({ incidents }) => incidents[0]?.told[0]?.state === 'accepted');
    await watchbell.kill();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, history / 2, history / 2 + 3 * 4_096);
    writeFileSync(path, bytes);

    const again = await serve(script(), folder, watch.file());
    await again.command.heard(
      new RegExp(
        `error: The database ${path} could not be used \\(Tree \\d+ page .*\\)\\. It was set aside as ${path}\\.damaged-.* and a new one was started\\. Carried over: 1 components, 1 incidents`,
      ),
    );
    const [aside = ''] = readdirSync(state).filter((name) => /\.damaged-\d{4}-\d\d-\d\d$/.test(name));
    expect(readFileSync(join(state, aside)).equals(bytes)).toBe(true);
    const caller = await callServed(again.address);
    expect((await caller.ask('snapshot', {})).incidents).toMatchObject([{ state: 'triggered', componentId: 'shop' }]);
    expect(await eventsOf(caller)).toContainEqual(expect.stringContaining('It was set aside as'));
    expect(await caller.ask('selfCheck', {})).toContainEqual(
      expect.objectContaining({ level: 'amber', text: expect.stringContaining('It was set aside as') }),
    );
    watch.up();
    await watch.page('close');
    expect(watch.pages()).toEqual(['page.trigger shop', 'page.close shop']);
  });

  it('that cannot be read at all is kept aside, and the new one says what is not known any more', async () => {
    const watch = await smallWatch();
    const folder = tempFolder();
    const state = join(folder, 'data');
    const serving = await bundleChild('test/harness/children/serving.ts', folder);
    const config = writeConfig(folder, watch.file());
    mkdirSync(state);
    symlinkSync('/etc/shadow', join(state, 'watchbell.db')); // nobody's but root's on every machine; its contents are never asked for
    const asRoot = process.getuid?.() === 0;
    if (asRoot) {
      chmodSync(folder, 0o755);
      chmodSync(config, 0o644);
      chownSync(state, 65_534, 65_534);
    }
    const args = ['serve', '--config', config, '--state', state, '--port', '0'];
    const command = startCommand(serving, [asRoot ? '65534' : '-', ...args], { folder });
    const [, address = ''] = await command.heard(/machine: (http:\S+)/);
    expect(command.err()).toMatch(
      /error: The database .* could not be used \(permission denied\)\. It was set aside as .*\.damaged-.* and a new one was started\. Nothing in it could be read: open incidents, .* NOT known/,
    );
    const caller = await callServed(address);
    await operational(caller);
    await losesNoPage(watch);
    expect(await eventsOf(caller)).toContainEqual(expect.stringContaining('permission denied'));
    expect(readdirSync(state)).toContainEqual(expect.stringMatching(/^watchbell\.db\.damaged-/));
  });
});

/** The room that is left inside of the pages that are there: large pieces first, then small ones. */
async function useUp(store: Store): Promise<void> {
  let number = 0;
  for (const size of [9_000, 3_000, 1_000, 300, 100, 30]) {
    const fill = () =>
      store.commit([anEntry({ values: { [`fill-${number++}`]: 'x'.repeat(size) }, events: [anEvent()] })]);
    while (
      await fill().then(
        () => true,
        () => false,
      )
    ) {
      // one more
    }
    await expect(fill()).rejects.toThrow('database or disk is full');
  }
}

describe('a disk that is full', () => {
  it('holds back no page; it is said, and everything is written when there is room, in the order in which it happened', async () => {
    const path = join(tempFolder(), 'watchbell.db');
    const clock = movableClock(START);
    const { store, connection } = await bareStore(path, clock);
    const one = await testEngine({ clock, store });
    onTestFinished(() => one.stop());
    await clock.advance(MINUTE);
    const pages = Object.values(connection.prepare('PRAGMA page_count').get() as object)[0];
    connection.exec(`PRAGMA max_page_count = ${pages}`); // what a full disk is to SQLite: SQLITE_FULL
    await useUp(store);

    one.target('api', DOWN);
    await clock.advance(60 * MINUTE);
    one.target('api', UP);
    await clock.advance(5 * MINUTE);
    const reminders = one.pages().filter((page) => page.startsWith('reminder'));
    expect(one.pages().filter((page) => !reminders.includes(page))).toEqual([
      'trigger kim kim-hook',
      'trigger sam sam-hook',
      'close kim kim-hook',
      'close sam sam-hook',
    ]);
    const row = async () => (await one.engine.replies.selfCheck({}, 'test')).find(({ id }) => id === 'store');
    expect(await row()).toMatchObject({ level: 'red', text: expect.stringContaining('database or disk is full') });
    expect(one.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: expect.stringContaining('the store refuses to write') }),
    );
    const written = async () => (await store.events({ limit: 500 })).map(({ type }) => type).toReversed();
    const delivered = (types: readonly string[]) => types.filter((type) => type === 'page-delivered').length;
    expect(delivered(await written())).toBeLessThan(one.sent.length);

    connection.exec('PRAGMA max_page_count = 1000000');
    await clock.advance(MINUTE);
    expect(await row()).toMatchObject({ level: 'green' });
    const types = await written();
    const story = ['incident-opened', 'page-delivered', 'incident-recovered', 'incident-resolved'];
    // Of the store the last word counts: that it refuses may have been noticed before anything failed.
    const places = [...story.map((type) => types.indexOf(type as never)), types.lastIndexOf('store')];
    expect(places.every((at, index) => at > (places[index - 1] ?? -1))).toBe(true);
    expect(delivered(types)).toBe(one.sent.length);
    expect((await store.incidents({ limit: 9 })).map(({ state }) => state)).toEqual(['resolved']);
    const tries = await store.observations({ checkId: 'api/http' as never, from: 0, to: clock.now(), limit: 9_999 });
    expect(tries.filter(({ at }) => at > START + 5 * MINUTE && at < START + 60 * MINUTE).length).toBeGreaterThan(100);
  });

  it('holds back no page of the real process either, whose every file refuses to grow; log and history are whole afterwards', async () => {
    const watch = await smallWatch();
    const folder = tempFolder();
    const watchbell = await serve(script(), folder, watch.file());
    const caller = await callServed(watchbell.address);
    await operational(caller);
    const mayGrow = (to: string) => execFileSync('prlimit', ['--pid', String(watchbell.child.pid), `--fsize=${to}:`]);
    mayGrow('1'); // bytes; beyond them the kernel refuses every write of this process

    await losesNoPage(watch);
    await watchbell.command.heard(/error: the store refuses to write; pages go out from memory until it takes again/);
    await watchbell.command.heard(/The log .* cannot be written \(E.*Watching and paging go on/);
    const row = async () => (await caller.ask('selfCheck', {})).find(({ id }) => id === 'store');
    expect(await row()).toMatchObject({ level: 'red', text: expect.stringContaining('The store refuses to write') });
    await losesNoPage(watch);

    mayGrow('unlimited');
    await untilAsync(caller, async () => (await row())?.level === 'green');
    const texts = await eventsOf(caller);
    expect(texts.filter((text) => text.startsWith('trigger page by hook accepted'))).toHaveLength(2);
    expect(texts.filter((text) => text.startsWith('close page by hook accepted'))).toHaveLength(2);
    expect(await watchbell.end()).toBe(0);
    const log = readFileSync(join(folder, 'state/watchbell/watchbell.log'), 'utf8').trimEnd().split('\n');
    expect(log.map((line) => JSON.parse(line).msg)).toContainEqual(
      expect.stringContaining('the store refuses to write'),
    );

    const again = await serve(script(), folder, watch.file());
    const { incidents } = await (await callServed(again.address)).ask('snapshot', {});
    expect(incidents.map(({ state }) => state)).toEqual(['resolved', 'resolved']);
    expect(again.command.err()).toBe('');
  });

  it('at the end is survived as well: what is not in the history is named, and the next start goes on from before', async () => {
    const watch = await smallWatch();
    const folder = tempFolder();
    const watchbell = await serve(script(), folder, watch.file());
    await operational(await callServed(watchbell.address));
    watch.down();
    await watch.page('trigger');
    await (await callServed(watchbell.address)).until(({ incidents }) => incidents[0]?.told[0]?.state === 'accepted');
    execFileSync('prlimit', ['--pid', String(watchbell.child.pid), '--fsize=1:']);
    const { code, err } = await told(watchbell.command, 'SIGTERM');
    expect(code).toBe(0);
    expect(err).toContainEqual(expect.stringMatching(/error: ended before the store took again; this is not in it$/));
    expect(err).toContain('  Stopped: nobody is watching from here');
    expect(err.join('\n')).not.toMatch(/^ +at /m);

    await serve(script(), folder, watch.file());
    watch.up();
    await watch.page('close');
    expect(watch.pages()).toEqual(['page.trigger shop', 'page.close shop']);
  });

  it('at a start is said with what to do, and the data that is there stays as it is', async () => {
    const watch = await smallWatch();
    const folder = tempFolder();
    const watchbell = await serve(script(), folder, watch.file());
    await operational(await callServed(watchbell.address));
    await watchbell.end();
    const path = join(folder, 'state/watchbell/watchbell.db');
    const before = readFileSync(path);
    const limited = join(folder, 'limited.mjs');
    writeFileSync(
      limited,
      `import { execFileSync } from 'node:child_process';\nexecFileSync('prlimit', ['--pid', String(process.pid), '--fsize=1:']);\nprocess.argv.splice(1, 1, ${JSON.stringify(script())});\nawait import(${JSON.stringify(script())});\n`,
    );
    const { code, err } = await runCommand(limited, ['serve', '--config', watchbell.config, '--port', '0'], { folder });
    expect(code).toBe(1);
    expect(err.join('\n')).toMatch(/Watchbell cannot keep its data in .*\n.*--state names another one/);
    expect(readFileSync(path).equals(before)).toBe(true);
    await operational(await callServed((await serve(script(), folder, watch.file())).address));
  });
});

/** Asks again after each change, until it is so. */
async function untilAsync(caller: Caller, isSo: () => Promise<boolean>): Promise<void> {
  const line = await caller.follow();
  while (!(await isSo())) {
    await line.take();
  }
  line.close();
}
