/**
 * Is there somebody on this session's bus who shows notices? (Desktop Notifications Specification 1.2.)
 *
 * Asked before every notice: a daemon that is gone or stuck must cost milliseconds, not the minute that it can cost.
 */
import { existsSync } from 'node:fs';
import { cutAtWord, oneLine } from '../../../shared/rules/words/plain.ts';
import type { Ended, Run } from './child.ts';

export type Daemon =
  /** `name` as it calls itself; `markup`: it reads a small HTML in the body, so ours must be escaped. */
  | { readonly kind: 'there'; readonly name: string; readonly markup: boolean }
  /** Nothing here can ask; the sender's own exit code will tell. */
  | { readonly kind: 'unasked' }
  | { readonly kind: 'absent'; readonly text: string; readonly fix: string }
  | { readonly kind: 'silent' };

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
/** s */
const PATIENCE = 3;
/** For the self-check; whoever is on the bus may call itself anything. */
const LONGEST_NAME = 80;

const NO_BUS = {
  kind: 'absent',
  text: 'no D-Bus session bus, so no notice can be shown',
  fix: 'start Watchbell inside your desktop session, or under dbus-run-session',
} as const;
const NO_DAEMON = {
  kind: 'absent',
  text: 'no notification daemon on this session bus',
  fix: 'GNOME and KDE bring their own; elsewhere install and start one, e.g. sudo apt install xfce4-notifyd',
} as const;

/** Never throws. */
export async function findDaemon(run: Run, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Daemon> {
  // With a display but no bus, the tools would start a bus of their own and leave it behind.
  if (!env.DBUS_SESSION_BUS_ADDRESS && !existsSync(`${env.XDG_RUNTIME_DIR ?? '/nowhere'}/bus`)) {
    return NO_BUS;
  }
  for (const ask of [byGdbus, byDbusSend]) {
    const information = await run(...ask('GetServerInformation'), signal);
    if (information.kind === 'missing') {
      continue;
    }
    const trouble = troubleOf(information);
    return trouble ?? there(information, await run(...ask('GetCapabilities'), signal));
  }
  return { kind: 'unasked' };
}

function byGdbus(method: string): [string, string[]] {
  const target = ['--dest', NAME, '--object-path', PATH, '--method', `${NAME}.${method}`];
  return ['gdbus', ['call', '--session', '--timeout', String(PATIENCE), ...target]];
}

function byDbusSend(method: string): [string, string[]] {
  const target = [`--reply-timeout=${PATIENCE * 1_000}`, `--dest=${NAME}`, PATH, `${NAME}.${method}`];
  return ['dbus-send', ['--session', '--print-reply', ...target]];
}

function troubleOf(asked: Ended): Daemon | null {
  if (asked.kind === 'late') {
    return { kind: 'silent' };
  }
  if (asked.kind === 'ended' && asked.code === 0) {
    return null;
  }
  const words = asked.kind === 'ended' ? asked.stderr : '';
  return /timeout|timed out|NoReply/i.test(words) ? { kind: 'silent' } : NO_DAEMON;
}

/** Both tools print strings in quotes; the first two answers are the daemon's name and its maker. */
function there(information: Ended, capabilities: Ended): Daemon {
  const [name = '', , version = ''] = quotedIn(information);
  const can = quotedIn(capabilities);
  const called = cutAtWord(oneLine(`${name} ${version}`), LONGEST_NAME) || 'a notification daemon';
  return { kind: 'there', name: called, markup: can.length === 0 || can.includes('body-markup') };
}

function quotedIn(asked: Ended): readonly string[] {
  return asked.kind === 'ended'
    ? [...asked.stdout.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, a, b]) => a ?? b ?? '')
    : [];
}
