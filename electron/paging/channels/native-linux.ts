/**
 * Linux's door to the screen: whatever notification daemon the session has, reached through child processes only.
 *
 * With no daemon on the bus Electron's own Notification can block its process for a minute (electron/electron#48753), and
 * our probes live there. So: ask first, send then, five seconds for both, and the fix in words when it cannot be done.
 */
import type { Delivery } from '../../../shared/model/page.ts';
import { later, refused } from '../../../shared/rules/http/deliveries.ts';
import { cutAtWord, oneLine } from '../../../shared/rules/words/plain.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { Notice, NoticeDoor } from '../../engine/ports/doors.ts';
import { createRun, type Ended, type Run } from './child.ts';
import { type Daemon, findDaemon } from './notice-daemon.ts';
import { bodyFor, type Card, sendHinted, sendNumbered } from './notify-send.ts';

/** One line of the self-check. `fix` is empty when there is nothing to mend. */
export interface NoticeCheck {
  readonly ok: boolean;
  readonly text: string;
  readonly fix: string;
}

export interface LinuxNotice extends NoticeDoor {
  describe(): Promise<NoticeCheck>;
}

const PATIENCE_MS = 5_000;
/** More fits on no notice, and far more on no command line. */
const LONGEST = 1_000;
/** Notices whose number we keep, to put the next one in their place. Far above what a screen shows. */
const MOST_REMEMBERED = 500;
const NO_SENDER = { text: 'notify-send is not installed', fix: 'sudo apt install libnotify-bin' } as const;
const NO_NUMBERS = 'this notify-send is older than 0.7.10: a recovery stands beside its page instead of replacing it';

type Sender = 'numbered' | 'hinted' | 'missing';

export function createLinuxNotice({
  clock,
  env = process.env,
}: {
  readonly clock: Clock;
  readonly env?: NodeJS.ProcessEnv;
}): LinuxNotice {
  const run = createRun(env);
  const shown = new Map<string, string>();

  async function show(notice: Notice, signal: AbortSignal): Promise<Delivery> {
    const sender = await findSender(run, signal);
    if (sender === 'missing') {
      return refused(`${NO_SENDER.text}: ${NO_SENDER.fix}`);
    }
    const daemon = await findDaemon(run, env, signal);
    if (daemon.kind === 'absent') {
      return refused(`${daemon.text}: ${daemon.fix}`);
    }
    if (daemon.kind === 'silent') {
      return later('the notification daemon does not answer');
    }
    const card = cardOf(notice, daemon);
    return sender === 'hinted'
      ? judge(await sendHinted(card, signal))
      : judge(remember(notice, await sendNumbered(run, card, shown.get(notice.tag), signal)));
  }

  function remember(notice: Notice, ended: Ended): Ended {
    if (ended.kind !== 'ended' || ended.code !== 0) {
      return ended;
    }
    const number = ended.stdout.trim();
    shown.delete(notice.tag);
    // What goes by itself frees its number for others; replacing it later could hit a stranger's notice.
    if (/^\d+$/.test(number) && notice.urgency === 'critical') {
      shown.set(notice.tag, number);
      const [oldest] = shown.keys();
      shown.size > MOST_REMEMBERED && oldest !== undefined && shown.delete(oldest);
    }
    return ended;
  }

  return {
    show: (notice, signal) => inTime(clock, signal, (limited) => show(notice, limited)),
    describe: () => inTime(clock, null, (limited) => describe(run, env, limited)),
  };
}

async function describe(run: Run, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<NoticeCheck> {
  const sender = await findSender(run, signal);
  if (sender === 'missing') {
    return { ok: false, ...NO_SENDER };
  }
  const daemon = await findDaemon(run, env, signal);
  switch (daemon.kind) {
    case 'absent':
      return { ok: false, text: daemon.text, fix: daemon.fix };
    case 'silent':
      return {
        ok: false,
        text: 'the notification daemon does not answer',
        fix: 'log out and in again, or restart the daemon',
      };
    case 'unasked':
      return {
        ok: true,
        text: 'notify-send is here; whether a daemon listens shows with the first notice',
        fix: 'sudo apt install libglib2.0-bin',
      };
    case 'there':
      return {
        ok: true,
        text: sender === 'numbered' ? `${daemon.name} shows notices` : `${daemon.name} shows notices; ${NO_NUMBERS}`,
        fix: '',
      };
  }
}

async function findSender(run: Run, signal: AbortSignal): Promise<Sender> {
  const help = await run('notify-send', ['--help'], signal);
  if (help.kind === 'missing') {
    return 'missing';
  }
  return help.kind === 'ended' && help.stdout.includes('--replace-id') ? 'numbered' : 'hinted';
}

function cardOf({ title, body, urgency, tag }: Notice, daemon: Daemon): Card {
  const markup = daemon.kind === 'there' ? daemon.markup : true;
  return {
    title: cutAtWord(oneLine(title), LONGEST),
    body: bodyFor(cutAtWord(oneLine(body), LONGEST), markup),
    urgency,
    tag: oneLine(tag),
  };
}

function judge(ended: Ended): Delivery {
  switch (ended.kind) {
    case 'missing':
      return refused(`${NO_SENDER.text}: ${NO_SENDER.fix}`);
    case 'late':
      return later('the notice was not taken in time');
    case 'ended':
      return ended.code === 0
        ? { status: 'accepted' }
        : refused(`no notice can be shown: ${oneLine(ended.stderr) || `notify-send ended with ${ended.code}`}`);
  }
}

/** Runs `work` with a signal that ends with the caller's, or after our own patience. */
async function inTime<T>(
  clock: Clock,
  signal: AbortSignal | null,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const cancel = clock.after(PATIENCE_MS, stop);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await work(limit.signal);
  } finally {
    cancel();
    signal?.removeEventListener('abort', stop);
  }
}
