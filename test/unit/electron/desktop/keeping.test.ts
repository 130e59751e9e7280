import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AutostartOptions, autostart } from '../../../../electron/desktop/autostart.ts';
import { autostartEntry, autostartFile, isOn, lastingCommand } from '../../../../electron/desktop/autostart-entry.ts';
import { createQuitGuard } from '../../../../electron/desktop/quit-guard.ts';
import { createSealer } from '../../../../electron/desktop/seal.ts';
import { openValues } from '../../../../electron/desktop/values.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'watchbell-keeping-'));
});
afterEach(() => rmSync(home, { recursive: true }));

describe('starting with the session', () => {
  const noList = {
    getLoginItemSettings: () => {
      throw new Error('not asked on Linux');
    },
    setLoginItemSettings: () => undefined,
  } as unknown as AutostartOptions['app'];
  const linux = (): AutostartOptions => ({
    platform: 'linux',
    app: noList,
    env: {},
    home,
    command: ['/opt/Watch bell/watchbell', '--hidden'],
  });

  it('on Linux is an XDG file: off, on, and off again', async () => {
    expect(await autostart(linux(), null)).toEqual({ supported: true, on: false });
    expect(await autostart(linux(), true)).toEqual({ supported: true, on: true });
    const file = join(home, '.config/autostart/watchbell.desktop');
    expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Watch bell/watchbell" "--hidden"\n');
    expect(await autostart(linux(), null)).toEqual({ supported: true, on: true });
    expect(await autostart(linux(), false)).toEqual({ supported: true, on: false });
  });

  it('is off when the desktop’s own settings switched it off', async () => {
    await autostart(linux(), true);
    const file = join(home, '.config/autostart/watchbell.desktop');
    writeFileSync(file, `${readFileSync(file, 'utf8')}Hidden=true\n`);
    expect(await autostart(linux(), null)).toMatchObject({ on: false });
    expect(isOn('[Desktop Entry]\nX-GNOME-Autostart-enabled=false\n')).toBe(false);
  });

  it('lives where the XDG variable says, if that is a real path', () => {
    expect(autostartFile({ XDG_CONFIG_HOME: '/x' }, '/home/kim')).toBe('/x/autostart/watchbell.desktop');
    expect(autostartFile({ XDG_CONFIG_HOME: 'x' }, '/home/kim')).toBe('/home/kim/.config/autostart/watchbell.desktop');
  });

  it.each([
    ['a quote', '/a"b', String.raw`"/a\\"b"`],
    ['a dollar', '/a$b', String.raw`"/a\\$b"`],
    ['a backslash', '/a\\b', String.raw`"/a\\\\b"`],
    ['a per cent sign', '/100%', '"/100%%"'],
  ])('quotes %s as the specification asks', (_what, path, exec) => {
    expect(autostartEntry([path])).toContain(`Exec=${exec}\n`);
  });

  it('starts the AppImage itself, not the mount that is gone by then', () => {
    const env = { APPIMAGE: '/home/kim/Watchbell.AppImage', APPDIR: '/tmp/.mount_Wat1' };
    const command = ['/tmp/.mount_Wat1/watchbell', '--hidden'];
    expect(lastingCommand(command, env)).toEqual(['/home/kim/Watchbell.AppImage', '--hidden']);
    expect(lastingCommand(['/opt/Watchbell/watchbell'], env)).toEqual(['/opt/Watchbell/watchbell']);
    expect(lastingCommand(command, {})).toEqual(command);
  });

  it('elsewhere is the system’s own list, asked for the same command', async () => {
    let openAtLogin = false;
    const app = {
      setLoginItemSettings: (settings: { openAtLogin?: boolean; path?: string; args?: string[] }) => {
        expect(settings).toMatchObject({ path: '/opt/Watch bell/watchbell', args: ['--hidden'] });
        openAtLogin = settings.openAtLogin ?? false;
      },
      getLoginItemSettings: () => ({ openAtLogin }),
    } as unknown as AutostartOptions['app'];
    expect(await autostart({ ...linux(), platform: 'win32', app }, true)).toEqual({ supported: true, on: true });
    expect(await autostart({ ...linux(), platform: 'darwin', app }, false)).toEqual({ supported: true, on: false });
  });

  it('says where it cannot be done', async () => {
    expect(await autostart({ ...linux(), platform: 'freebsd' }, true)).toEqual({ supported: false, on: false });
  });
});

describe('what the desktop remembers', () => {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

  it('is there at the next start', () => {
    const file = join(home, 'state/desktop.json');
    openValues(file, silent).set('place', { x: 1 });
    expect(openValues(file, silent).get('place')).toEqual({ x: 1 });
  });

  it.each(['', 'not json', 'null', '[1]', '7'])('is nothing when its file holds %j', (text) => {
    const file = join(home, 'desktop.json');
    writeFileSync(file, text);
    expect(openValues(file, silent).get('place')).toBeUndefined();
  });

  it('is kept in memory when it cannot be written, and that is said', () => {
    mkdirSync(join(home, 'desktop.json.new'));
    const warnings: string[] = [];
    const values = openValues(join(home, 'desktop.json'), {
      ...silent,
      warn: (_fields, message) => warnings.push(message),
    });
    values.set('place', 1);
    expect(values.get('place')).toBe(1);
    expect(warnings).toEqual(['The place of the window was not remembered']);
  });
});

describe('sealing a secret', () => {
  const keyChain = (over: object = {}) => ({
    isEncryptionAvailable: () => true,
    encryptString: (text: string) => Buffer.from(text.split('').reverse().join('')),
    decryptString: (sealed: Buffer) => sealed.toString().split('').reverse().join(''),
    getSelectedStorageBackend: () => 'gnome_libsecret' as const,
    ...over,
  });

  it('gives what the configuration file may hold, and opens it again', () => {
    const sealer = createSealer(keyChain(), 'linux');
    const sealed = sealer.seal('whsec_x');
    expect(sealed).toEqual({ ok: true, sealed: expect.stringMatching(/^sealed:[A-Za-z0-9+/=]+$/) });
    expect(sealed.ok && sealer.unseal(sealed.sealed.slice('sealed:'.length))).toBe('whsec_x');
  });

  it('says when nothing is really encrypted', () => {
    expect(createSealer(keyChain(), 'linux').describe()).toMatchObject({ encrypted: true });
    const weak = keyChain({ getSelectedStorageBackend: () => 'basic_text' });
    expect(createSealer(weak, 'linux').describe()).toMatchObject({
      encrypted: false,
      text: expect.stringContaining('disguised'),
    });
    expect(createSealer(keyChain({ isEncryptionAvailable: () => false }), 'darwin').describe()).toMatchObject({
      encrypted: false,
    });
  });

  it('is refused in words without a key chain', () => {
    const none = keyChain({ isEncryptionAvailable: () => false });
    expect(createSealer(none, 'linux').seal('x')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('key chain'),
    });
  });

  it('that another machine sealed is not opened, and nothing breaks', () => {
    const foreign = keyChain({
      decryptString: () => {
        throw new Error('bad decrypt');
      },
    });
    expect(createSealer(foreign, 'linux').unseal('AAAA')).toBeNull();
  });
});

describe('leaving while on call', () => {
  const lost = { title: 'You are on call', text: 'nobody will page you' };

  it('asks nothing when nothing is lost', async () => {
    const guard = createQuitGuard(
      () => null,
      () => Promise.reject(new Error('asked')),
    );
    expect(await guard()).toBe(true);
  });

  it('does what the person says', async () => {
    expect(
      await createQuitGuard(
        () => lost,
        async () => false,
      )(),
    ).toBe(false);
    expect(
      await createQuitGuard(
        () => lost,
        async () => true,
      )(),
    ).toBe(true);
  });

  it('asks one question at a time, and again after it was answered', async () => {
    let asked = 0;
    let answer: (yes: boolean) => void = () => undefined;
    const guard = createQuitGuard(
      () => lost,
      () => {
        asked += 1;
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
    );
    const first = guard();
    expect(await guard()).toBe(false);
    answer(false);
    expect(await first).toBe(false);
    const again = guard();
    answer(true);
    expect(await again).toBe(true);
    expect(asked).toBe(2);
  });
});
