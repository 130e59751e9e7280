/**
 * The desktop room in a real Electron, on a feed that the test moves. The engine behind it has tests of its own.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../shared/contract/view.ts';
import { run } from '../harness/desktop/run.ts';
import { until } from '../harness/desktop/until.ts';
import type { Harness } from '../harness/desktop-app/main.ts';
import { buildDesktopApp } from '../harness/desktop-app.ts';
import { type DesktopSession, openDesktopSession } from '../harness/desktop-session.ts';
import { anIncident, aSchedule, HOUR, KIM, MINUTE } from '../harness/snapshots.ts';

type World = { readonly harness: Harness };

let session: DesktopSession;
let folder: string;
let app: ElectronApplication;
/** Where the app of this test remembers things. */
let memory: string;
let users = 0;

const start = (...args: readonly string[]) =>
  session.launch({ app: folder, args: [`--user-data-dir=${memory}`, ...args] });

beforeAll(async () => {
  session = await openDesktopSession({ name: 'desktop', notices: false });
  folder = join(session.folder, 'app');
  mkdirSync(folder);
  await buildDesktopApp(folder);
});
afterAll(() => session?.close());

beforeEach(async () => {
  users += 1;
  memory = join(session.folder, `user-${users}`);
  app = await start();
  await until('a started app', () => app.evaluate(() => 'harness' in globalThis));
});
afterEach(() => app?.close());

/** Moves the feed, as the engine would. */
const change = (parts: Partial<Omit<Snapshot, 'sequence' | 'components'>>) =>
  app.evaluate((_, next) => (globalThis as unknown as World).harness.feed.change(next), parts);
const asked = () =>
  app.evaluate(() => (globalThis as unknown as World).harness.asked.map(({ name, ask, by }) => ({ name, ask, by })));
const notices = () => app.evaluate(() => (globalThis as unknown as World).harness.notices);

async function openWindow(): Promise<Page> {
  await app.evaluate(() => (globalThis as unknown as World).harness.started.show(null));
  const [page] = app.windows().length > 0 ? app.windows() : [await app.waitForEvent('window')];
  if (!page) {
    throw new Error('no window');
  }
  await page.waitForFunction(() => document.getElementById('words')?.textContent !== 'waiting');
  return page;
}

const isVisible = () =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));

/** A page that sounds until somebody answers. */
const ringing = (openedAt: number) => anIncident('api', { told: [], openedAt });

describe('the tray', () => {
  it('says what the picture says, and acknowledges from its menu', async () => {
    const tray = await session.tray();
    await change({
      picture: { shape: 'down', count: 1, words: '1 down', onCall: 'On call: Kim' },
      incidents: [anIncident('api', { componentName: 'R&D_api' })],
    });
    await until('the words', async () => (await tray.tooltip()) === '1 down. On call: Kim');
    const [first] = await tray.menu();
    expect(first).toMatchObject({ label: '1 down. On call: Kim', enabled: false });
    await tray.choose(/^Down: R&D_api/, 'Acknowledge until fixed');
    await tray.choose('Acknowledge R&D_api');
    await until('both commands', async () => (await asked()).length === 2);
    expect(await asked()).toEqual([
      { name: 'acknowledge', ask: { incident: 'inc-api', forMs: null, note: '' }, by: 'Kim at this desk' },
      { name: 'acknowledgeAll', ask: { forMs: null, incidents: null, note: '' }, by: 'Kim at this desk' },
    ]);
  });

  it('has the menu of now, not the one of its start', async () => {
    const tray = await session.tray();
    await change({ quiet: { until: Date.now() + HOUR, criticalToo: true, by: 'Kim' } });
    await tray.choose(/^Quiet until/, 'Hold back critical pages too');
    await until('the command', async () => (await asked()).length === 1);
    expect(await asked()).toMatchObject([{ name: 'quiet', ask: { criticalToo: false } }]);
  });

  it('tells whoever clicked when a command was refused', async () => {
    await app.evaluate(({ dialog }) => {
      const said: string[] = [];
      Object.assign(globalThis, { said });
      dialog.showMessageBox = (async (options: { detail?: string }) => {
        said.push(options.detail ?? '');
        return { response: 0, checkboxChecked: false };
      }) as never;
    });
    await change({ incidents: [anIncident('api')] });
    await (await session.tray()).choose(/^Down: api/, 'Escalate now');
    await until('the refusal', () =>
      app.evaluate(() => (globalThis as unknown as { said: string[] }).said.includes('There is no next step')),
    );
  });

  it('opens the window with a click, on the page that is open, and closes it with another', async () => {
    await change({ incidents: [anIncident('api')] });
    const tray = await session.tray();
    await tray.click();
    await until('a window', isVisible);
    const [page] = app.windows();
    await page?.waitForFunction(() => document.getElementById('shown')?.textContent === 'inc-api');
    await tray.click();
    await until('no window', async () => !(await isVisible()));
  });
});

describe('the keys that are heard from anywhere', () => {
  const press = (keys: string) => run('xdotool', ['key', keys], session.env);
  const want = (keys: string | null) =>
    app.evaluate((_, next) => (globalThis as unknown as World).harness.wantKeys(next), keys);
  const row = async () => {
    const rows = await app.evaluate(() => (globalThis as unknown as World).harness.desktop.checks());
    return rows.find(({ id }) => id === 'shortcut');
  };

  it('acknowledge the worst page and say so, while nothing of ours is in front', async () => {
    await press('ctrl+alt+shift+a');
    await until('the word that there is none', async () => (await notices()).length === 1);
    await change({ incidents: [anIncident('api')] });
    await press('ctrl+alt+shift+a');
    await until('the second word', async () => (await notices()).length === 2);
    expect(await notices()).toEqual(['Nothing waits to be acknowledged', 'Acknowledged: api']);
    expect(await asked()).toEqual([
      { name: 'acknowledge', ask: { incident: 'inc-api', forMs: null, note: '' }, by: 'Kim at this desk, by keys' },
    ]);
  });

  it('open the window on it where no notice can be shown: whoever pressed them sees what became of it', async () => {
    await change({ incidents: [anIncident('api')] });
    await app.evaluate(() => {
      (globalThis as unknown as World).harness.noticesFail = true;
    });
    expect(await isVisible()).toBe(false);
    await press('ctrl+alt+shift+a');
    await until('a window', isVisible);
    const [page] = app.windows();
    await page?.waitForFunction(() => document.getElementById('shown')?.textContent === 'inc-api');
    expect(await asked()).toHaveLength(1);
  });

  it('change with the configuration, and stay as they were when the new ones belong to another program', async () => {
    await want('Control+Alt+K');
    await press('ctrl+alt+shift+a');
    await press('ctrl+alt+k');
    await until('one word only', async () => (await notices()).length === 1);
    const other = await session.launch({ app: folder, args: [`--user-data-dir=${memory}-other`] });
    await until('another program with its keys', () => other.evaluate(() => 'harness' in globalThis));
    await want('Control+Alt+Shift+A');
    expect(await row()).toMatchObject({
      level: 'amber',
      text: 'Control+Alt+Shift+A is taken by another program, or unknown here; Control+Alt+K still works',
    });
    await press('ctrl+alt+k');
    await until('the second word', async () => (await notices()).length === 2);
    await want(null);
    expect(await row()).toMatchObject({ level: 'green' });
    await other.close();
  });
});

describe('the window', () => {
  it('mirrors the feed, also after a reload', async () => {
    const page = await openWindow();
    await change({ picture: { shape: 'down', count: 2, words: '2 down', onCall: '' } });
    await page.waitForFunction(() => document.getElementById('words')?.textContent === '2 2 down');
    await page.reload();
    await page.waitForFunction(() => document.getElementById('words')?.textContent === '2 2 down');
    await change({ picture: { shape: 'calm', count: 0, words: 'All well', onCall: '' } });
    await page.waitForFunction(() => document.getElementById('words')?.textContent === '3 All well');
  });

  it('has the bridge and nothing else of ours or Electron’s', async () => {
    const page = await openWindow();
    const seen = await page.evaluate(() => ({
      bridge: Object.keys((window as unknown as { watchbell: object }).watchbell).toSorted(),
      node: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in window),
      inline: document.documentElement.dataset.inline ?? 'kept out',
    }));
    expect(seen).toEqual({ bridge: ['ask', 'follow', 'onShow'], node: [], inline: 'kept out' });
    const evaluated = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "injected"';
      document.body.append(script);
      return document.title;
    });
    expect(evaluated).not.toBe('injected');
  });

  it('asks through the contract, and hears refusals in words', async () => {
    const page = await openWindow();
    const ask = (name: string, payload: unknown) =>
      page.evaluate(
        ([question, words]) =>
          (window as unknown as { watchbell: { ask(name: unknown, ask: unknown): Promise<unknown> } }).watchbell
            .ask(question, words)
            .catch((error: Error) => `refused: ${error.message}`),
        [name, payload] as const,
      );
    expect(await ask('checkNow', { component: null })).toEqual({ accepted: true, text: 'done' });
    expect(await ask('checkNow', {})).toMatch(/^refused: checkNow\.component: /);
    expect(await ask('openLink', { url: 'file:///etc/passwd' })).toMatchObject({ accepted: false });
    expect(await asked()).toEqual([{ name: 'checkNow', ask: { component: null }, by: 'Kim at this desk' }]);
  });

  it('cannot be led away, opens no other, and may use nothing of the machine', async () => {
    const page = await openWindow();
    await page.evaluate(() => {
      window.location.href = 'https://example.org/';
    });
    const opened = await page.evaluate(() => window.open('file:///etc/passwd') === null);
    const permission = await page.evaluate(async () => ({
      notices: await Notification.requestPermission(),
      place: (await navigator.permissions.query({ name: 'geolocation' })).state,
    }));
    const status = await page.evaluate(() => fetch('/../package.json').then((response) => response.status));
    expect({ url: page.url(), opened, permission, status, windows: app.windows().length }).toEqual({
      url: 'app://watchbell/index.html',
      opened: true,
      permission: { notices: 'denied', place: 'denied' },
      status: 404,
      windows: 1,
    });
  });

  it('hides when it is closed, and says once that the watch goes on', async () => {
    for (let time = 0; time < 2; time += 1) {
      await openWindow();
      await until('a window', isVisible);
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      await until('a hidden window', async () => !(await isVisible()));
    }
    expect(await notices()).toEqual(['Watchbell is still watching']);
    await change({ incidents: [anIncident('api')] });
    expect((await (await session.tray()).menu()).some(({ label }) => label.startsWith('Down: api'))).toBe(true);
  });

  it('comes back after a crash, while the watch goes on', async () => {
    const page = await openWindow();
    const crashed = page.waitForEvent('crash');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
    await crashed;
    await change({ picture: { shape: 'down', count: 1, words: 'while it was gone', onCall: '' } });
    await until('the page again', () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
          'document.getElementById("words").textContent.endsWith("while it was gone")',
        ),
      ),
    );
  });

  it('stands where it stood, after a new start', async () => {
    await openWindow();
    const place = { x: 140, y: 120, width: 820, height: 560 };
    await app.evaluate(({ BrowserWindow }, next) => BrowserWindow.getAllWindows()[0]?.setBounds(next), place);
    const remembered = () => {
      const file = join(memory, 'desktop.json');
      return existsSync(file) && JSON.parse(readFileSync(file, 'utf8'))['desktop/window-place']?.width === 820;
    };
    await until('a remembered place', remembered);
    await app.close();
    app = await start('--show');
    await until('a window', isVisible);
    const bounds = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(bounds).toEqual(place);
  });

  it('is shown by a second start, which then goes away', async () => {
    const second = await start().then(
      (other) => until('the end of the second', () => other.process().exitCode !== null && 'gone'),
      () => 'gone', // it may have left before Playwright could shake hands
    );
    expect(second).toBe('gone');
    await until('the window of the first', isVisible);
  });
});

describe('the tone', () => {
  /** Loudness of what was heard from a page until it was acknowledged, two tones later. */
  async function hear(name: string, openedAt: number) {
    const ears = session.ears();
    const recording = await ears.listen(name);
    await change({ incidents: [ringing(openedAt)] });
    for (const tones of [1, 0, 1]) {
      await until(`${tones} tones`, async () => (await ears.playing()) === tones);
    }
    await change({ incidents: [{ ...ringing(openedAt), state: 'acknowledged', sounding: false }] });
    await until('silence in the middle of the tone', async () => (await ears.playing()) === 0, 700);
    return recording.stop();
  }

  it('is heard again and again while a page waits, louder as time goes by', async () => {
    const soft = await hear('tone-at-once', Date.now());
    const full = await hear('tone-after-two-minutes', Date.now() - 2 * MINUTE);
    expect([soft.peak > 0.2 && soft.peak < 0.35, full.peak > 0.5 && full.peak < 0.75]).toEqual([true, true]);
    expect(soft.rms).toBeGreaterThan(0.02);
  });

  it('stays silent once somebody has answered', async () => {
    await hear('tone-before-silence', Date.now());
    const recording = await session.ears().listen('silence-after-acknowledge');
    await recording.reaches(5);
    expect(await recording.stop()).toMatchObject({ peak: 0, rms: 0 });
  });

  it('can be tried with a button', async () => {
    const recording = await session.ears().listen('tone-tried');
    const done = await app.evaluate(() =>
      (globalThis as unknown as World).harness.desktop.replies.playSound({ severity: 'high' }, 'Kim'),
    );
    expect(done).toEqual({ accepted: true, text: 'Played the high tone' });
    expect((await recording.stop()).peak).toBeGreaterThan(0.4);
  });
});

describe('the machine', () => {
  it('is told in the self-check: tray, notices, sound, secrets', async () => {
    const rows = await app.evaluate(() => (globalThis as unknown as World).harness.desktop.checks());
    expect(rows.map(({ id, level }) => [id, level])).toEqual([
      ['notice', 'green'],
      ['sound', 'green'],
      ['tray', 'green'],
      ['secrets', 'amber'],
      ['shortcut', 'green'],
    ]);
    expect(rows.at(-2)?.text).toBe('No key chain: secrets cannot be sealed here');
  });

  it('without a key chain seals nothing, rather than only disguise it', async () => {
    const sealed = await app.evaluate(() => (globalThis as unknown as World).harness.desktop.sealer.seal('whsec_test'));
    expect(sealed).toMatchObject({ ok: false, reason: expect.stringContaining('no key chain') });
    expect(await app.evaluate(() => (globalThis as unknown as World).harness.desktop.sealer.unseal('AAAA'))).toBeNull();
  });

  it('starts us with the session when asked to', async () => {
    const set = (on: boolean | null) =>
      app.evaluate(
        (_, next) => (globalThis as unknown as World).harness.desktop.replies.autostart({ on: next }, 'Kim'),
        on,
      );
    expect(await set(true)).toEqual({ supported: true, on: true });
    expect(readFileSync(join(session.env.XDG_CONFIG_HOME ?? '', 'autostart/watchbell.desktop'), 'utf8')).toContain(
      '--hidden',
    );
    expect(await set(false)).toEqual({ supported: true, on: false });
  });

  it('lets go of us only after a question, while somebody here is on call', async () => {
    await app.evaluate(({ dialog }) => {
      const questions: string[] = [];
      const answers = [0, 1];
      Object.assign(globalThis, { questions });
      dialog.showMessageBox = (async (options: { message: string }) => {
        questions.push(options.message);
        return { response: answers.shift() ?? 0, checkboxChecked: false };
      }) as never;
    });
    await change({ onCall: [aSchedule({ now: [{ personId: KIM, name: 'Kim', until: null, because: '' }] })] });
    const tray = await session.tray();
    const state = () =>
      app.evaluate(() => {
        const world = globalThis as unknown as World & { questions: string[] };
        return { quits: world.harness.quits, questions: world.questions };
      });
    await tray.choose('Quit');
    await until('the question', async () => (await state()).questions.length === 1);
    expect((await state()).quits).toBe(0);
    await tray.choose('Quit');
    await until('the end', async () => (await state()).quits === 1);
    expect((await state()).questions).toEqual(['You are on call', 'You are on call']);
  });
});
