/**
 * Handing one notice to libnotify's `notify-send`, in a child process: no notification daemon can block ours.
 *
 * A current one (0.7.10 and later) tells the notice's number, so that the next one can take its place. An older one goes
 * through node-notifier, which knows no numbers and can only hint: most daemons then show both.
 */
import notifier from 'node-notifier';
import type { Notice } from '../../engine/ports/doors.ts';
import type { Ended, Run } from './child.ts';

/** What notify-send is told. Everything is text that may have come from a watched server. */
export interface Card {
  readonly title: string;
  readonly body: string;
  readonly urgency: Notice['urgency'];
  readonly tag: string;
}

const APP = 'Watchbell';
/** Names of the icon theme (freedesktop.org icon naming specification). */
const ICONS = { critical: 'dialog-error', low: 'dialog-information' } as const;
/** 0 stays until it is taken away. s */
const STAYS = { critical: 0, low: 10 } as const;

/** @param replaces number of the notice whose place it takes. stdout of the answer holds its own number. */
export function sendNumbered(run: Run, card: Card, replaces: string | undefined, signal: AbortSignal): Promise<Ended> {
  const place = replaces === undefined ? [] : ['--replace-id', replaces];
  const look = ['--app-name', APP, '--icon', ICONS[card.urgency], '--urgency', card.urgency];
  const args = ['--print-id', ...place, ...look, '--expire-time', String(STAYS[card.urgency] * 1_000)];
  return run('notify-send', [...args, '--', card.title, card.body], signal);
}

/** node-notifier gives no hand on its child: when time is up we stop waiting, and the child ends by itself. */
export function sendHinted(card: Card, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve) => {
    const giveUp = () => resolve({ kind: 'late' });
    if (signal.aborted) {
      giveUp();
      return;
    }
    signal.addEventListener('abort', giveUp, { once: true });
    const options = {
      title: notAnOption(card.title),
      message: notAnOption(card.body),
      urgency: card.urgency,
      icon: ICONS[card.urgency],
      'expire-time': STAYS[card.urgency],
      'app-name': APP,
      hint: `string:x-canonical-private-synchronous:${card.tag}`,
    };
    // What comes back as text is only stderr's small talk; an Error is a failed child.
    new notifier.NotifySend({ suppressOsdCheck: true } as object).notify(options, (error: unknown) => {
      signal.removeEventListener('abort', giveUp);
      const failed = error instanceof Error;
      resolve({ kind: 'ended', code: failed ? 1 : 0, stdout: '', stderr: failed ? error.message : '' });
    });
  });
}

/** It puts no `--` before our words. And without a message it sends nothing. */
function notAnOption(text: string): string {
  return text === '' || text.startsWith('-') ? ` ${text}` : text;
}

/** notify-send reads C escapes in the body, and the daemon reads markup there. Never in the title. */
export function bodyFor(text: string, markup: boolean): string {
  const escaped = markup ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text;
  return escaped.replaceAll('\\', '\\\\');
}
