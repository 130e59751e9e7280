/**
 * `watchbell serve`: the whole watch without a screen. The same engine, the same window, served on loopback to a browser.
 *
 * Once it watches, only SIGINT and SIGTERM end it: not a closed terminal, not a taken port, not a full disk.
 */
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertNever } from '../../../shared/model/never.ts';
import { noticeRow, soundRow } from '../../desktop/checks.ts';
import { followGlance } from '../../desktop/follow-glance.ts';
import { startAlarm } from '../../desktop/sound/alarm-player.ts';
import { createSpeaker, type Speaker } from '../../desktop/sound/speaker.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { createLinuxNotice } from '../../paging/channels/native-linux.ts';
import { StoreRefused } from '../../store/trouble.ts';
import { logPath, windowFolderBeside } from '../folders.ts';
import { type House, type HouseOptions, openHouse } from '../house.ts';
import { openLog } from '../log.ts';
import type { RunningServer } from '../serving.ts';
import { soundVolume } from '../sounding.ts';
import type { Terminal } from '../terminal.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';

export interface ServeOptions {
  /** Instead of `settings.listen.port`. */
  readonly port: number | null;
}

/** Runs until the process is told to end (SIGINT, SIGTERM). */
export async function serveCommand(places: Places, { port }: ServeOptions, terminal: Terminal): Promise<ExitCode> {
  let secrets: readonly string[] = [];
  let house: House | null = null;
  const log = openLog({
    file: logPath(places.stateFolder),
    terminal: 'warn',
    secrets: () => secrets,
    say: terminal.err,
  });
  const notice = createLinuxNotice({ clock: systemClock });
  const volume = (): number => (house === null ? 1 : soundVolume(house.config.state().config));
  const speaker = createSpeaker({ clock: systemClock, volume });
  const sayAddress = ({ address }: RunningServer): void =>
    terminal.out(`Open the window in a browser on this machine: ${address}`);
  try {
    house = await openHouse({
      ...places,
      clock: systemClock,
      log,
      host: { kind: 'served', platform: process.platform },
      notice,
      sound: speaker,
      hostReplies: servedReplies(speaker),
      hostChecks: async () => [noticeRow(await notice.describe()), await soundRow(speaker)],
      unseal: () => null,
      windowFolder: windowFolderBeside(dirname(fileURLToPath(import.meta.url))),
      port,
      hostNames: [hostname()],
      onSecrets: (next) => {
        secrets = next;
      },
      onServed: (server) => house !== null && sayAddress(server),
    });
  } catch (error) {
    log.close();
    return refused(error, places, terminal);
  }
  const glance = followGlance(house.engine.feed);
  const stopAlarm = startAlarm({ speaker, glance, clock: systemClock, log });
  // Before anybody can know that we run: who is told so may end us at once.
  const told = toldToEnd();
  terminal.out(`Watchbell ${watchWords(house, places)}`);
  const { server } = house.serving.state();
  if (server !== null) {
    sayAddress(server);
  }

  await told;
  terminal.err('Stopping: nobody new is let in. Once more ends it at once');
  await Promise.race([house.drain(), toldToEnd()]);
  terminal.err('Nobody is watching from here any more');
  stopAlarm();
  speaker.close();
  glance.close();
  await house.close();
  log.close();
  return EXIT.well;
}

function servedReplies(speaker: Speaker): HouseOptions['hostReplies'] {
  return {
    autostart: () => Promise.resolve({ supported: false, on: false }),
    playSound: ({ severity }) => speaker.playOnce(severity),
    openLink: () => Promise.resolve({ accepted: false, text: 'Open it in this browser' }),
  };
}

function refused(error: unknown, { stateFolder }: Places, { err }: Terminal): ExitCode {
  if (!(error instanceof StoreRefused)) {
    throw error;
  }
  err(`${error.message}\nThe data folder is ${stateFolder}; --state names another one.`);
  return EXIT.wrong;
}

/** "is watching 12 checks of /home/kim/…/watchbell.yaml." What is wrong with that file stands in the log, and so above. */
function watchWords({ config }: House, { configPath }: Places): string {
  const { source, config: current } = config.state();
  const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
  const systems = current.practable.size;
  const also = systems > 0 ? ` and ${count(systems, 'practable system')}` : '';
  const checks = `is watching ${count(current.checks.size, 'check')}${also}`;
  switch (source) {
    case 'file':
      return `${checks} of ${configPath}.`;
    case 'demo':
      return `${checks} of the demo fleet: there is no configuration at ${configPath} yet.`;
    case 'last-good':
      return `${checks} of the last good configuration, until ${configPath} is right again.`;
    case 'nothing':
      return `is watching NOTHING, until ${configPath} is right. It is read again as soon as it is saved.`;
    default:
      return assertNever(source, 'source of the configuration');
  }
}

function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
