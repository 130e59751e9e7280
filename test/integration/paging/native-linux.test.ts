import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '../../../electron/engine/ports/doors.ts';
import { createLinuxNotice } from '../../../electron/paging/channels/native-linux.ts';
import { IncidentId } from '../../../shared/model/ids.ts';
import { movableClock } from '../../harness/clock.ts';
import { until } from '../../harness/desktop/until.ts';
import { DAEMON_ANSWERS, type FakeDesktop, fakeDesktop, HANG, NUMBERED_HELP } from '../../harness/fake-desktop.ts';

/** Numbers 7, 8, 9 … as a daemon gives them. */
const NUMBERED = `${NUMBERED_HELP}; number=7; [ -s "$0.n" ] && read -r number < "$0.n"; echo $number; echo $((number + 1)) > "$0.n"`;
const never = new AbortController().signal;

let desktop: FakeDesktop;
let clock: ReturnType<typeof movableClock>;
const path = process.env.PATH;

beforeEach(() => {
  desktop = fakeDesktop();
  clock = movableClock();
});
afterEach(() => {
  process.env.PATH = path;
  desktop.remove();
  expect(clock.waiting).toBe(0);
});

const down: Notice = {
  title: 'DOWN api-gateway',
  body: '503 for 2 min',
  urgency: 'critical',
  tag: 'inc-1',
  incidentId: IncidentId.parse('inc-1'),
  quiet: false,
};
const up: Notice = { ...down, title: 'UP api-gateway', body: 'after 14 min', urgency: 'low', quiet: true };
const door = (env: NodeJS.ProcessEnv = {}) => createLinuxNotice({ clock, env: { ...desktop.env, ...env } });
const option = (call: readonly string[] | undefined, name: string) =>
  call?.includes(name) ? call[call.indexOf(name) + 1] : undefined;

describe('a notice on a Linux desktop', () => {
  beforeEach(() => {
    desktop.install('notify-send', NUMBERED);
    desktop.install('gdbus', DAEMON_ANSWERS);
  });

  it('stays until it is taken away when something is down', async () => {
    expect(await door().show(down, never)).toEqual({ status: 'accepted' });
    const [call] = desktop.calls('notify-send');
    expect(call?.slice(-3)).toEqual(['--', 'DOWN api-gateway', '503 for 2 min']);
    expect([option(call, '--urgency'), option(call, '--expire-time'), option(call, '--app-name')]).toEqual([
      'critical',
      '0',
      'Watchbell',
    ]);
  });

  it('gives its place to the recovery, which goes by itself', async () => {
    const notices = door();
    await notices.show(down, never);
    await notices.show({ ...down, title: 'STILL DOWN api-gateway' }, never);
    await notices.show({ ...down, tag: 'inc-2' }, never);
    await notices.show(up, never);
    const calls = desktop.calls('notify-send');
    // Number 8 took the place of 7, and 10 the place of 8; the other incident's 9 stands.
    expect(calls.map((call) => option(call, '--replace-id'))).toEqual([undefined, '7', undefined, '8']);
    expect([option(calls[3], '--urgency'), option(calls[3], '--expire-time')]).toEqual(['low', '10000']);
  });

  it('cannot be dressed up by the words of a watched server', async () => {
    await door().show(
      { ...down, title: '--print-id', body: '<a href="http://evil">R&D</a> \\n "$(reboot)"\n`reboot`' },
      never,
    );
    expect(desktop.calls('notify-send')[0]?.slice(-3)).toEqual([
      '--',
      '--print-id',
      '&lt;a href="http://evil"&gt;R&amp;D&lt;/a&gt; \\\\n "$(reboot)" `reboot`',
    ]);
  });

  it('is plain text for a daemon that reads no markup', async () => {
    desktop.install('gdbus', DAEMON_ANSWERS.replace(", 'body-markup'", ''));
    await door().show({ ...down, body: '< 500 ms & falling' }, never);
    expect(desktop.calls('notify-send')[0]?.at(-1)).toBe('< 500 ms & falling');
  });

  it('asks by dbus-send where gdbus is not installed, and by nobody where neither is', async () => {
    desktop.remove();
    desktop = fakeDesktop();
    desktop.install('notify-send', NUMBERED);
    expect(await door().show(down, never)).toEqual({ status: 'accepted' });
    desktop.install('dbus-send', 'echo "Error org.freedesktop.DBus.Error.ServiceUnknown: no" >&2; exit 1');
    expect(await door().show(down, never)).toMatchObject({ status: 'refused' });
  });

  it('is refused with the fix when nobody on the bus shows notices', async () => {
    desktop.install(
      'gdbus',
      'echo "Error: GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name is not activatable" >&2; exit 1',
    );
    expect(await door().show(down, never)).toEqual({
      status: 'refused',
      reason: expect.stringMatching(/^no notification daemon on this session bus: .*apt install xfce4-notifyd/),
    });
    expect(desktop.calls('notify-send')).toEqual([]);
  });

  it('is refused with the fix when there is no session bus', async () => {
    const delivery = await door({ DBUS_SESSION_BUS_ADDRESS: '' }).show(down, never);
    expect(delivery).toEqual({
      status: 'refused',
      reason: expect.stringContaining('start Watchbell inside your desktop session'),
    });
  });

  it('is refused with its own words when notify-send fails', async () => {
    desktop.install('notify-send', `${NUMBERED_HELP}; echo "Invalid hint" >&2; exit 1`);
    expect(await door().show(down, never)).toEqual({
      status: 'refused',
      reason: 'no notice can be shown: Invalid hint',
    });
  });

  it.each(['gdbus', 'notify-send'] as const)(
    'is left to a later try when %s does not come back within five seconds',
    async (name) => {
      desktop.install(name, `${name === 'notify-send' ? `${NUMBERED_HELP};` : ''} ${HANG}`);
      const showing = door().show(down, never);
      await desktop.called(name);
      await clock.advance(5_000);
      expect(await showing).toMatchObject({ status: 'try-later' });
    },
  );

  it('is given up with the try it belongs to', async () => {
    desktop.install('gdbus', HANG);
    const limit = new AbortController();
    const showing = door().show(down, limit.signal);
    await desktop.called('gdbus');
    limit.abort();
    expect(await showing).toMatchObject({ status: 'try-later' });
  });
});

describe('a notice without a current notify-send', () => {
  it('is refused with the fix when there is none at all', async () => {
    expect(await door().show(down, never)).toEqual({
      status: 'refused',
      reason: 'notify-send is not installed: sudo apt install libnotify-bin',
    });
  });

  it('goes through node-notifier when it is too old to know numbers', async () => {
    desktop.install('notify-send', 'exit 0');
    desktop.install('gdbus', DAEMON_ANSWERS);
    process.env.PATH = `${desktop.env.PATH}:${path}`;
    const delivery = await door().show({ ...down, title: '-5 ms "$HOME" `id`', body: 'a \\ b' }, never);
    expect(delivery).toEqual({ status: 'accepted' });
    const [call] = desktop.calls('notify-send');
    expect(call?.slice(0, 2)).toEqual([' -5 ms "$HOME" `id`', 'a \\\\ b']);
    expect([option(call, '--urgency'), option(call, '--expire-time'), option(call, '--hint')]).toEqual([
      'critical',
      '0',
      'string:x-canonical-private-synchronous:inc-1',
    ]);
  });

  it('is refused when that one fails, and left when it hangs', async () => {
    desktop.install('gdbus', DAEMON_ANSWERS);
    desktop.install('notify-send', '[ "$1" = --help ] || { echo "no bus" >&2; exit 1; }');
    process.env.PATH = `${desktop.env.PATH}:${path}`;
    expect(await door().show(down, never)).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('no bus'),
    });

    desktop.install('notify-send', '[ "$1" = --help ] || { printf $$ > "$0.pid"; exec /bin/sleep 600; }');
    const showing = door().show(down, never);
    await desktop.called('notify-send');
    await clock.advance(5_000);
    expect(await showing).toEqual({ status: 'try-later', reason: 'the notice was not taken in time' });
    // node-notifier gives no hand on its child; the real notify-send ends by itself after D-Bus's 25 seconds.
    const pid = () => Number(readFileSync(`${desktop.env.PATH}/notify-send.pid`, 'utf8'));
    process.kill(await until('its number', () => pid() > 0 && pid()));
  });
});

describe('the self-check of notices', () => {
  it.each([
    {
      story: 'names the daemon',
      install: [
        ['notify-send', NUMBERED],
        ['gdbus', DAEMON_ANSWERS],
      ] as const,
      ok: true,
      words: 'Test Daemon 1.2.3 shows notices',
    },
    {
      story: 'says what an old notify-send cannot do',
      install: [
        ['notify-send', 'exit 0'],
        ['gdbus', DAEMON_ANSWERS],
      ] as const,
      ok: true,
      words: 'older than 0.7.10',
    },
    {
      story: 'says that the daemon is missing',
      install: [
        ['notify-send', NUMBERED],
        ['gdbus', 'exit 1'],
      ] as const,
      ok: false,
      words: 'no notification daemon',
    },
    {
      story: 'says that notify-send is missing',
      install: [['gdbus', DAEMON_ANSWERS]] as const,
      ok: false,
      words: 'notify-send is not installed',
    },
    {
      story: 'says that the daemon is stuck',
      install: [
        ['notify-send', NUMBERED],
        ['gdbus', 'echo "Error: Timeout was reached" >&2; exit 1'],
      ] as const,
      ok: false,
      words: 'does not answer',
    },
    {
      story: 'does not promise what it could not ask',
      install: [['notify-send', NUMBERED]] as const,
      ok: true,
      words: 'shows with the first notice',
    },
  ])('$story', async ({ install, ok, words }) => {
    for (const [name, script] of install) {
      desktop.install(name, script);
    }
    const check = await door().describe();
    expect(check).toMatchObject({ ok, text: expect.stringContaining(words) });
    expect(check.ok || check.fix !== '').toBe(true);
  });
});
