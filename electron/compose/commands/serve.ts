/**
 * `watchbell serve`: the whole watch without a screen. The same engine, the same window, served on loopback to a browser.
 */
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import { followGlance } from '../../desktop/follow-glance.ts';
import { startAlarm } from '../../desktop/sound/alarm-player.ts';
import { createSpeaker } from '../../desktop/sound/speaker.ts';
import type { SoundDoor } from '../../engine/ports.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { createLinuxNotice } from '../../paging/channels/native-linux.ts';
import { StoreRefused } from '../../store/trouble.ts';
import { logPath } from '../folders.ts';
import { type House, openHouse, windowFolderBeside } from '../house.ts';
import { openLog } from '../log.ts';
import { soundVolume } from '../sounding.ts';
import { EXIT, type ExitCode, type Places, type Terminal } from './context.ts';

export interface ServeOptions {
  readonly port: number | null;
}

/** Runs until the process is told to end (SIGINT, SIGTERM). */
export async function serveCommand(places: Places, { port }: ServeOptions, terminal: Terminal): Promise<ExitCode> {
  let secrets: readonly string[] = [];
  const log = openLog({ file: logPath(places.stateFolder), terminal: 'error', secrets: () => secrets });
  const notice = createLinuxNotice({ clock: systemClock });
  let volume = (): number => 1;
  const speaker = createSpeaker({ clock: systemClock, volume: () => volume() });
  let house: House;
  try {
    house = await openHouse({
      ...places,
      clock: systemClock,
      log,
      host: { kind: 'served', platform: process.platform },
      notice,
      sound: speaker,
      hostReplies: {
        autostart: () => Promise.resolve({ supported: false, on: false }),
        playSound: ({ severity }) => speaker.playOnce(severity),
        openLink: () => Promise.resolve({ accepted: false, text: 'Open it in this browser' }),
      },
      hostChecks: async () => [noticeRow(await notice.describe()), await soundRow(speaker)],
      unseal: () => null,
      windowFolder: windowFolderBeside(dirname(fileURLToPath(import.meta.url))),
      port,
      hostNames: [hostname()],
      onSecrets: (next) => {
        secrets = next;
      },
    });
  } catch (error) {
    if (error instanceof StoreRefused) {
      terminal.err(error.message);
      return EXIT.wrong;
    }
    throw error;
  }
  const glance = followGlance(house.engine.feed);
  volume = () => soundVolume(house.config.state().config);
  const stopAlarm = startAlarm({ speaker, glance, clock: systemClock, log });
  announce(house, places, terminal);

  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  terminal.err('Stopping: nobody is watching from here any more');
  stopAlarm();
  speaker.close();
  glance.close();
  await house.close();
  log.close();
  return EXIT.well;
}

function announce({ config, server }: House, { configPath }: Places, { out, err }: Terminal): void {
  const { source, view, config: current } = config.state();
  for (const { line, column, message } of view.problems) {
    err(`${configPath}${line === null ? '' : `:${line}:${column}`}: ${message}`);
  }
  const what =
    source === 'demo' ? 'the demo fleet (no configuration yet)' : source === 'nothing' ? 'nothing' : configPath;
  out(`Watchbell is watching ${current.checks.size} checks of ${what}.`);
  if (server.kind === 'serving') {
    out(`Open the window in a browser on this machine: ${server.address}`);
  } else {
    err(`The window cannot be served: ${server.problem}`);
  }
}

function noticeRow({ ok, text, fix }: { ok: boolean; text: string; fix: string }): SelfCheckRow {
  return { id: 'notice', name: 'Native notices', level: ok ? 'green' : 'amber', text, fix };
}

async function soundRow(sound: SoundDoor): Promise<SelfCheckRow> {
  const ready = await sound.ready();
  return ready.status === 'refused' || ready.status === 'try-later'
    ? {
        id: 'sound',
        name: 'Sound',
        level: 'amber',
        text: ready.reason,
        fix: 'Connect a speaker or a headset, or do without: other channels go on',
      }
    : { id: 'sound', name: 'Sound', level: 'green', text: 'A tone would be heard', fix: '' };
}
