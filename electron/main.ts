/**
 * The desktop app put together, and nothing else: the house first, then tray, window and tone on top of it.
 *
 * No top-level `await`: Electron becomes ready only after this module has been loaded. Started with a command
 * (`Watchbell oncall`), it is the command line instead.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { app, dialog } from 'electron';
import { commandLine, isCommand } from './compose/command-line.ts';
import { EXIT, type Places, places } from './compose/commands/places.ts';
import { logPath, windowFolderBeside } from './compose/folders.ts';
import { type House, openHouse } from './compose/house.ts';
import { openLog } from './compose/log.ts';
import { soundVolume } from './compose/sounding.ts';
import { openDesktop } from './desktop/desktop.ts';
import { type Prepared, prepareDesktop } from './desktop/prepare.ts';
import { sealCommand } from './desktop/seal-command.ts';
import { openValues } from './desktop/values.ts';
import { systemClock } from './engine/system-clock.ts';
import { createLinuxNotice } from './paging/channels/native-linux.ts';
import { StoreRefused } from './store/trouble.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
/** Ours alone: without Chromium's switches, and without the app's folder, which comes first where the app is not packaged. */
const args = process.argv
  .slice(1)
  .filter((arg) => !isSwitchOfChromium(arg))
  .slice(app.isPackaged ? 0 : 1);

if (isCommand(args[0])) {
  void commandLine(args).then((code) => app.exit(code));
} else if (args[0] === 'seal') {
  void app
    .whenReady()
    .then(sealCommand)
    .then((code) => app.exit(code));
} else {
  const prepared = prepareDesktop();
  if (prepared.first) {
    void app
      .whenReady()
      .then(() => startApp(prepared))
      .catch(failed);
  } else {
    app.exit(EXIT.well);
  }
}

async function startApp(prepared: Prepared): Promise<void> {
  const { values: options } = parseArgs({
    args,
    options: {
      config: { type: 'string', short: 'c' },
      hidden: { type: 'boolean', default: false },
      port: { type: 'string' },
    },
    strict: false,
    allowPositionals: true,
  });
  const own = places(typeof options.config === 'string' ? options.config : undefined);
  let secrets: readonly string[] = [];
  let house: House | null = null;
  const log = openLog({ file: logPath(own.stateFolder), terminal: 'warn', secrets: () => secrets });
  const linuxNotice = process.platform === 'linux' ? createLinuxNotice({ clock: systemClock }) : null;
  const desktop = openDesktop({
    clock: systemClock,
    log,
    linuxNotice,
    volume: () => (house === null ? 1 : soundVolume(house.config.state().config)),
    command: startCommand(own),
  });
  house = await openHouse({
    ...own,
    clock: systemClock,
    log,
    host: { kind: 'desktop', platform: process.platform },
    notice: desktop.notice,
    sound: desktop.sound,
    hostReplies: desktop.replies,
    hostChecks: desktop.checks,
    unseal: (sealed) => desktop.sealer.unseal(sealed),
    windowFolder: windowFolderBeside(HERE),
    port: typeof options.port === 'string' ? Number(options.port) : null,
    hostNames: [],
    onSecrets: (next) => {
      secrets = next;
    },
  });
  const { engine, config } = house;
  const started = desktop.start({
    prepared,
    feed: engine.feed,
    replies: engine.replies,
    by: () => deskName(config.state().config),
    shortcut: { current: () => config.state().config.settings.shortcut, subscribe: config.subscribe },
    values: openValues(join(own.stateFolder, 'window.json'), log),
    rendererFolder: windowFolderBeside(HERE),
    devServer: app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null),
    preload: join(HERE, '..', 'preload', 'preload.cjs'),
    wasAway: engine.wasAway,
    showAtStart: options.hidden !== true,
    quit: () => void leave(),
  });

  let leaving = false;
  let force = (): void => undefined;
  const toldAgain = new Promise<void>((resolve) => {
    force = resolve;
  });
  async function leave(): Promise<void> {
    if (leaving) {
      return force();
    }
    leaving = true;
    started.close();
    await Promise.race([house?.drain(), toldAgain]);
    await house?.close();
    log.close();
    app.exit(EXIT.well);
  }
  process.on('SIGINT', () => void leave());
  process.on('SIGTERM', () => void leave());
}

/** Whose words a command given at this machine is. */
function deskName({ settings, people }: ReturnType<House['config']['state']>['config']): string {
  const desk = settings.desk === undefined ? undefined : people.get(settings.desk);
  return desk === undefined ? 'Somebody at this desk' : `${desk.name} at this desk`;
}

/** What starts this app again with the same configuration, in the tray only. */
function startCommand({ configNamed, configPath }: Places): readonly string[] {
  const program = app.isPackaged ? [process.execPath] : [process.execPath, app.getAppPath()];
  return [...program, '--hidden', ...(configNamed ? ['--config', configPath] : [])];
}

function isSwitchOfChromium(arg: string): boolean {
  return /^--(no-sandbox|enable-|disable-|remote-debugging|inspect|user-data-dir|ozone|password-store|lang|force-)/.test(
    arg,
  );
}

/** Nothing runs and nobody would know: said in a box, and with an exit code. */
function failed(error: unknown): void {
  const reason =
    error instanceof StoreRefused
      ? error.message
      : String(error instanceof Error ? (error.stack ?? error.message) : error);
  process.stderr.write(`Watchbell cannot start: ${reason}\n`);
  dialog.showErrorBox('Watchbell cannot start', reason);
  app.exit(EXIT.wrong);
}
