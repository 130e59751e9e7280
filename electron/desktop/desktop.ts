/**
 * The desktop in two steps: `openDesktop` gives what the house needs (doors, replies, checks) before there is an engine;
 * `start` puts tray, window and tone on top of a running one. No decision lives here.
 *
 * Both only after Electron is ready; `prepareDesktop` before that.
 */
import { homedir } from 'node:os';
import { app, Notification, safeStorage, shell } from 'electron';
import type { Replies, SelfCheckRow } from '../../shared/contract/contract.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { NoticeDoor, SoundDoor } from '../engine/ports/doors.ts';
import type { Log } from '../engine/ports/log.ts';
import { autostart } from './autostart.ts';
import { type NoticeCheck, noticeRow, secretsRow, soundRow } from './checks.ts';
import { openLink } from './links.ts';
import { createNoticeDoor, type NoticeMaker } from './notice.ts';
import { noticeOptions } from './notice-options.ts';
import { createSealer, type Sealer } from './seal.ts';
import { createProgramRunner } from './sound/run-program.ts';
import { createSpeaker } from './sound/speaker.ts';
import { type StartedDesktop, type StartOptions, startOnEngine } from './start.ts';
import { trayRow } from './tray-host.ts';

export interface DesktopOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Linux: the paging room's door, which goes through its own process. Null: Electron's own notices. */
  readonly linuxNotice: (NoticeDoor & { describe(): Promise<NoticeCheck> }) | null;
  /** The listener's own volume, 0 to 1; asked for every tone. */
  readonly volume: () => number;
  /** Program and arguments of the next start, for autostart. */
  readonly command: readonly string[];
}

export interface Desktop {
  readonly notice: NoticeDoor;
  readonly sound: SoundDoor;
  readonly sealer: Sealer;
  readonly replies: Pick<Replies, 'autostart' | 'playSound' | 'openLink'>;
  /** Rows of the self-check that only a desktop can fill. */
  checks(): Promise<readonly SelfCheckRow[]>;
  start(options: StartOptions): StartedDesktop;
}

const electronNotices: NoticeMaker = {
  isSupported: () => Notification.isSupported(),
  make: (notice) => new Notification(noticeOptions(notice)),
};

export function openDesktop({ clock, log, linuxNotice, volume, command }: DesktopOptions): Desktop {
  const never = new AbortController().signal;
  const run = createProgramRunner(clock);
  const speaker = createSpeaker({ clock, volume });
  const sealer = createSealer(safeStorage, process.platform);
  const login = { platform: process.platform, app, env: process.env, home: homedir(), command };
  let started: StartedDesktop | null = null;
  const notice =
    linuxNotice ??
    createNoticeDoor({
      clock,
      notices: electronNotices,
      ask: (request) => started?.ask(request),
      open: (incident) => {
        started?.show(incident);
        // Seen is not taken: the sound stops, the escalation goes on.
        if (incident !== null) {
          started?.ask({ name: 'hush', ask: { incident } });
        }
      },
    });

  return {
    notice,
    sound: speaker,
    sealer,
    replies: {
      autostart: ({ on }) => autostart(login, on),
      playSound: ({ severity }) => speaker.playOnce(severity),
      openLink: ({ url }) => openLink(url, (address) => shell.openExternal(address)),
    },
    checks: async () => [
      noticeRow(linuxNotice ? await linuxNotice.describe() : describeNotices()),
      await soundRow(speaker),
      await trayRow(run, process.platform, never),
      secretsRow(sealer),
      ...(started?.checks() ?? []),
    ],
    start(options) {
      const running = startOnEngine({ clock, log, notice, speaker }, options);
      started = running;
      return {
        ...running,
        close() {
          started = null;
          speaker.close();
          running.close();
        },
      };
    },
  };
}

function describeNotices(): NoticeCheck {
  return Notification.isSupported()
    ? { ok: true, text: 'The system shows our notices', fix: '' }
    : { ok: false, text: 'The system shows no notices to us', fix: 'Allow them in the system settings' };
}
