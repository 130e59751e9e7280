/**
 * The whole desktop room in a real Electron, on a feed that a test moves, with replies that remember what was asked.
 *
 * Playwright reaches it as `globalThis.harness`; see `Harness`.
 */
import { join } from 'node:path';
import { app } from 'electron';
import { openDesktop } from '../../../electron/desktop/desktop.ts';
import { prepareDesktop } from '../../../electron/desktop/prepare.ts';
import type { StartedDesktop } from '../../../electron/desktop/start.ts';
import { openValues } from '../../../electron/desktop/values.ts';
import { systemClock } from '../../../electron/engine/system-clock.ts';
import type { Ask, Replies } from '../../../shared/contract/contract.ts';
import { contract } from '../../../shared/contract/contract.ts';
import { aFeed } from '../feed.ts';
import { anIncident, aSchedule, aSnapshot } from '../snapshots.ts';

export interface Harness {
  readonly feed: ReturnType<typeof aFeed>;
  readonly asked: { readonly name: string; readonly ask: unknown; readonly by: string }[];
  readonly notices: string[];
  readonly desktop: ReturnType<typeof openDesktop>;
  readonly started: StartedDesktop;
  readonly make: { readonly anIncident: typeof anIncident; readonly aSchedule: typeof aSchedule };
  quits: number;
  /** There is no notice daemon. */
  noticesFail: boolean;
  /** As if the configuration had changed. */
  readonly wantKeys: (keys: string | null) => void;
}

const prepared = prepareDesktop();
if (prepared.first) {
  void app.whenReady().then(start);
} else {
  app.quit();
}

function start(): void {
  const folder = app.getPath('userData');
  const log = { info: () => undefined, warn: console.warn, error: console.error };
  const feed = aFeed(aSnapshot({ onCall: [] }));
  const asked: Harness['asked'] = [];
  const notices: string[] = [];
  const desktop = openDesktop({
    clock: systemClock,
    log,
    linuxNotice: {
      async show({ title }) {
        notices.push(title);
        return harness.noticesFail ? { status: 'refused', reason: 'no daemon' } : { status: 'accepted' };
      },
      describe: async () => ({ ok: true, text: 'A daemon of the test', fix: '' }),
    },
    volume: () => 1,
    command: [process.execPath, '--hidden'],
  });
  const remember = (name: Ask) => async (ask: unknown, by: string) => {
    asked.push({ name, ask, by });
    return { accepted: name !== 'escalate', text: name === 'escalate' ? 'There is no next step' : 'done' };
  };
  let shortcut: string | null = 'Control+Alt+Shift+A';
  let changed: () => void = () => undefined;
  const wantKeys = (keys: string | null): void => {
    shortcut = keys;
    changed();
  };
  const replies = Object.fromEntries((Object.keys(contract) as Ask[]).map((name) => [name, remember(name)]));
  const started = desktop.start({
    prepared,
    feed,
    replies: { ...replies, ...desktop.replies, snapshot: async () => feed.snapshot() } as unknown as Replies,
    by: () => 'Kim at this desk',
    shortcut: {
      current: () => shortcut,
      subscribe(listener) {
        changed = listener;
        return () => undefined;
      },
    },
    values: openValues(join(folder, 'desktop.json'), log),
    rendererFolder: join(app.getAppPath(), 'page'),
    devServer: null,
    preload: join(app.getAppPath(), 'preload.cjs'),
    wasAway: () => undefined,
    showAtStart: process.argv.includes('--show'),
    quit: () => {
      harness.quits += 1;
    },
  });
  const harness: Harness = {
    feed,
    asked,
    notices,
    desktop,
    started,
    make: { anIncident, aSchedule },
    quits: 0,
    noticesFail: false,
    wantKeys,
  };
  Object.assign(globalThis, { harness });
}
