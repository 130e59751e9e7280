import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lastGoodFile } from '../../../electron/config/last-good.ts';
import { createLiveConfig, type LiveOptions, type LiveState } from '../../../electron/config/live.ts';
import { problemText } from '../../../electron/config/problems.ts';
import { STARTER_TEXT } from '../../../electron/config/starter.ts';
import { systemClock } from '../../../electron/engine/system-clock.ts';
import { emptyConfig } from '../../../shared/rules/config.ts';
import { rememberingLog } from '../../harness/log.ts';
import { mailbox } from '../../harness/mailbox.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { noticingClock } from './noticing-clock.ts';
import { put } from './put.ts';

const one = (id: string) => `version: 1\ncomponents: [{ id: ${id}, checks: [{ type: tcp, host: h, port: 1 }] }]\n`;
const BROKEN = 'version: 1\ncomponents: [{ id: a }]\n';
const BROKEN_SAYS = 'line 2, column 14: components[0].checks: `checks` is missing';

/** A demo that only counts. */
function countingDemo() {
  const count = { started: 0, stopped: 0 };
  const startDemo = async () => {
    count.started += 1;
    return {
      config: emptyConfig(),
      stop: async () => {
        count.stopped += 1;
      },
    };
  };
  return { count, startDemo };
}

async function live(path: string, options: Partial<LiveOptions> = {}) {
  const log = rememberingLog();
  const config = await createLiveConfig({
    path,
    surroundings: { env: {}, unseal: () => null },
    clock: systemClock,
    log,
    startDemo: null,
    lastGood: null,
    ...options,
  });
  onTestFinished(config.stop);
  const changes = mailbox<LiveState>();
  config.subscribe(changes.put);
  return { config, changes, logged: () => log.lines.map((line) => JSON.stringify(line)).join('\n') };
}

const components = ({ config }: LiveState) => [...config.components.keys()];
const problems = ({ view }: LiveState) => view.problems.map(problemText);

describe('the configuration in force', () => {
  it('follows the file, and says when each was read', async () => {
    const path = join(tempFolder(), 'a.yaml');
    await put(path, one('a'));
    const { config, changes } = await live(path);
    expect(config.state()).toMatchObject({ source: 'file', view: { path, problems: [] } });
    expect(components(config.state())).toEqual(['a']);
    await put(path, one('b'));
    const next = await changes.take();
    expect(components(next)).toEqual(['b']);
    expect(next.view.loadedAt).toBeGreaterThanOrEqual(config.state().view.loadedAt);
    expect(config.state()).toBe(next);
  });

  it('keeps the last good one while the file is broken or gone, says why, and takes over when it is right again', async () => {
    const path = join(tempFolder(), 'a.yaml');
    await put(path, one('a'));
    const { changes, logged } = await live(path);
    await put(path, BROKEN);
    const broken = await changes.take();
    expect([components(broken), problems(broken), broken.source]).toEqual([['a'], [BROKEN_SAYS], 'file']);
    expect(logged()).toContain('the configuration has mistakes and is not used');
    await rm(path);
    const gone = await changes.take();
    expect([components(gone), problems(gone)]).toEqual([['a'], [`${path} is not there`]]);
    await mkdir(path);
    const folder = await changes.take();
    expect(problems(folder)).toEqual([`${path} is not a file; name the configuration file itself`]);
    await rm(path, { recursive: true });
    await changes.take();
    await put(path, one('a'));
    const again = await changes.take();
    expect([components(again), problems(again)]).toEqual([['a'], []]);
  });

  it('is nothing, and says so, when there is nothing that could run', async () => {
    const folder = tempFolder();
    const missing = await live(join(folder, 'no.yaml'));
    expect([missing.config.state().source, problems(missing.config.state())]).toEqual([
      'nothing',
      [`${join(folder, 'no.yaml')} is not there`],
    ]);
    await writeFile(join(folder, 'b.yaml'), BROKEN);
    const broken = await live(join(folder, 'b.yaml'));
    expect([broken.config.state().source, problems(broken.config.state())]).toEqual(['nothing', [BROKEN_SAYS]]);
    expect(components(broken.config.state())).toEqual([]);
  });

  it('hides secrets of earlier configurations too: they still stand in texts on their way', async () => {
    const path = join(tempFolder(), 'a.yaml');
    const withToken = (token: string) =>
      `version: 1\ncomponents: [{ id: a, checks: [{ type: heartbeat, every: 1h, token: ${token} }] }]\n`;
    await put(path, withToken('first-token-0001'));
    const { changes, logged } = await live(path);
    await put(path, withToken('second-token-0002'));
    expect((await changes.take()).secrets).toEqual(['first-token-0001', 'second-token-0002']);
    expect(logged()).not.toMatch(/token-000/);
  });

  it('is not told again to whoever stopped listening', async () => {
    const path = join(tempFolder(), 'a.yaml');
    const { config, changes } = await live(path);
    const heard = mailbox<LiveState>();
    const stop = config.subscribe(heard.put);
    stop();
    await put(path, one('a'));
    await changes.take();
    expect(heard.size()).toBe(0);
  });
});

describe('a restart with a broken file', () => {
  it('goes on with the last good configuration, kept for the user alone', async () => {
    const folder = tempFolder();
    const path = join(folder, 'a.yaml');
    const lastGood = lastGoodFile(join(folder, 'state'), path);
    await put(path, one('a'));
    const before = await live(path, { lastGood });
    await before.config.stop();
    expect((await stat(lastGood.place)).mode & 0o777).toBe(0o600);
    await put(path, BROKEN);

    const { config, changes } = await live(path, { lastGood, startDemo: countingDemo().startDemo });
    expect([config.state().source, components(config.state())]).toEqual(['last-good', ['a']]);
    expect(problems(config.state())).toEqual([
      BROKEN_SAYS,
      `the last good configuration keeps running (kept in ${lastGood.place}; remove that file to begin anew)`,
    ]);
    await put(path, one('b'));
    const mended = await changes.take();
    expect([mended.source, components(mended), problems(mended)]).toEqual(['file', ['b'], []]);
  });

  it('does the same when the file is gone: a drive that is not mounted is no wish for a demo', async () => {
    const folder = tempFolder();
    const path = join(folder, 'a.yaml');
    const lastGood = lastGoodFile(folder, path);
    await lastGood.write(one('a'));
    const { count, startDemo } = countingDemo();
    const { config } = await live(path, { lastGood, startDemo });
    expect([config.state().source, count.started]).toEqual(['last-good', 0]);
  });

  it('does not take the last good configuration of another file', async () => {
    const folder = tempFolder();
    await lastGoodFile(folder, join(folder, 'a.yaml')).write(one('a'));
    const path = join(folder, 'b.yaml');
    const { config } = await live(path, { lastGood: lastGoodFile(folder, path) });
    expect(config.state().source).toBe('nothing');
  });

  it('is in force even if it cannot be kept, and that is logged', async () => {
    const folder = tempFolder();
    const path = join(folder, 'a.yaml');
    await put(path, one('a'));
    const { config, logged } = await live(path, { lastGood: lastGoodFile(path, path) });
    expect(config.state().source).toBe('file');
    expect(logged()).toContain('the last good configuration could not be kept');
  });
});

describe('the demo', () => {
  it('runs when there is no file, and goes when there is one', async () => {
    const path = join(tempFolder(), 'watchbell.yaml');
    const { count, startDemo } = countingDemo();
    const { config, changes } = await live(path, { startDemo });
    expect(config.state()).toMatchObject({ source: 'demo', view: { path: null, problems: [] } });
    await put(path, BROKEN);
    const broken = await changes.take();
    expect([broken.source, problems(broken), count.stopped]).toEqual(['demo', [BROKEN_SAYS], 0]);
    await put(path, one('a'));
    expect(await changes.take()).toMatchObject({ source: 'file', view: { path, problems: [] } });
    await config.stop();
    expect(count).toEqual({ started: 1, stopped: 1 });
  });

  it('is left for the starter file, with its schema beside it, in one step', async () => {
    const path = join(tempFolder(), 'conf', 'watchbell.yaml');
    const { count, startDemo } = countingDemo();
    const { clock, poll } = noticingClock();
    const { config, changes } = await live(path, { startDemo, clock });
    expect(await config.leaveDemo()).toEqual({ ok: true, wroteStarter: true });
    expect([config.state().source, count.stopped]).toEqual(['file', 1]);
    expect(await readFile(path, 'utf8')).toBe(STARTER_TEXT);
    expect(JSON.parse(await readFile(join(dirname(path), 'watchbell.schema.json'), 'utf8'))).toHaveProperty(
      'properties.components',
    );
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await changes.take();
    await put(path, one('a'));
    await poll();
    expect(components(await changes.take())).toEqual(['a']); // and not the starter a second time
  });

  it('goes on beside a file with mistakes, which is not replaced', async () => {
    const path = join(tempFolder(), 'watchbell.yaml');
    const { count, startDemo } = countingDemo();
    const { config } = await live(path, { startDemo });
    await put(path, BROKEN);
    expect(await config.leaveDemo()).toEqual({
      ok: false,
      reason: `${path} is there and has mistakes; the demo goes as soon as they are mended`,
    });
    expect([config.state().source, problems(config.state()), count.stopped]).toEqual(['demo', [BROKEN_SAYS], 0]);
    expect(await readFile(path, 'utf8')).toBe(BROKEN);
  });

  it('cannot be left when it does not run: a starter file would end the watch', async () => {
    const folder = tempFolder();
    const path = join(folder, 'watchbell.yaml');
    const lastGood = lastGoodFile(folder, path);
    await lastGood.write(one('a'));
    const { config } = await live(path, { lastGood });
    expect(await config.leaveDemo()).toEqual({ ok: false, reason: 'the demo is not running' });
    expect(components(config.state())).toEqual(['a']);
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  it('goes on when the starter file cannot be written', async () => {
    const folder = tempFolder();
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, 'file', 'watchbell.yaml');
    const { count, startDemo } = countingDemo();
    const { config } = await live(path, { startDemo });
    expect(await config.leaveDemo()).toEqual({ ok: false, reason: expect.stringContaining('cannot be written') });
    expect([config.state().source, count.stopped]).toEqual(['demo', 0]);
  });

  it('that cannot start leaves nothing running, and says so', async () => {
    const path = join(tempFolder(), 'watchbell.yaml');
    const { config } = await live(path, { startDemo: () => Promise.reject(new Error('listen EACCES 127.0.0.1')) });
    expect([config.state().source, problems(config.state())]).toEqual([
      'nothing',
      ['the demo could not be started: listen EACCES 127.0.0.1'],
    ]);
  });
});
