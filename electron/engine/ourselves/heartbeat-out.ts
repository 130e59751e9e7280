/**
 * Our own heartbeat: an address of the user's choice is called while we really watch. Blind, offline, or unable to write we are
 * silent on purpose, so that it is noticed elsewhere.
 *
 * A call that fails is told in the history, once per change; one that goes on failing is trouble of our uplink.
 */
import type { Config } from '../../../shared/model/config.ts';
import { formatDuration } from '../../../shared/model/duration.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { publicHost } from '../../../shared/rules/address.ts';
import { loose } from '../commands.ts';
import type { Beacon } from '../ports/beacon.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { JournalEntry } from '../ports/store.ts';
import type { Verdict } from './report.ts';

/** So many calls in a row must have failed, whatever the settings say, before it is called lasting. */
const LASTING_CALLS = 3;
/** While we are silent on purpose: how soon we notice that we need not be. */
const LOOK_EVERY_MS = 5_000;

export interface HeartbeatOutOptions {
  readonly clock: Clock;
  readonly config: () => Config;
  readonly beacon: Beacon | null;
  readonly write: (entry: JournalEntry) => Promise<void>;
  /** Why we do not really watch at the moment; null: we do. */
  readonly silentBecause: () => string | null;
}

export interface HeartbeatOutView {
  /** Without what makes it secret. */
  readonly host: string;
  readonly heardAt: EpochMs | null;
  /** Why the latest call was not heard; null: it was, or there was none yet. */
  readonly trouble: string | null;
  readonly troubleSince: EpochMs | null;
  /** Why we do not call at the moment. */
  readonly silentBecause: string | null;
}

export interface HeartbeatOut {
  configure(): void;
  /** Null: none is configured. */
  view(): HeartbeatOutView | null;
  /** Null: no opinion. */
  verdict(): Verdict | null;
  stop(): void;
}

export function createHeartbeatOut({ clock, config, beacon, write, silentBecause }: HeartbeatOutOptions): HeartbeatOut {
  let cancel: Cancel = () => undefined;
  let address: string | null = null;
  let heardAt: EpochMs | null = null;
  let trouble: { readonly reason: string; readonly since: EpochMs; readonly sinceMono: number } | null = null;
  let run = 0;

  const wanted = () => config().settings.heartbeat;

  function again(ms: number): void {
    const mine = run;
    cancel = clock.after(ms, () => {
      const heartbeat = wanted();
      if (mine !== run || heartbeat === undefined || beacon === null) {
        return;
      }
      const silent = silentBecause() !== null;
      again(silent ? Math.min(LOOK_EVERY_MS, heartbeat.every) : heartbeat.every);
      if (!silent) {
        void call(heartbeat, beacon, mine);
      }
    });
  }

  async function call(heartbeat: NonNullable<Settings['heartbeat']>, by: Beacon, mine: number): Promise<void> {
    const reason = await by.call(heartbeat);
    if (mine === run) {
      told(reason, publicHost(heartbeat.url));
    }
  }

  function told(reason: string | null, host: string): void {
    const at = clock.now();
    if (reason === null) {
      heardAt = at;
      if (trouble !== null) {
        say(at, `Our heartbeat is heard again at ${host}, after ${formatDuration(at - trouble.since)}`, 'heard');
      }
      trouble = null;
      return;
    }
    if (trouble === null) {
      say(at, `Our heartbeat was not heard at ${host}: ${reason}`, 'unheard');
    }
    trouble = { reason, since: trouble?.since ?? at, sinceMono: trouble?.sinceMono ?? clock.monotonicMs() };
  }

  function say(at: EpochMs, text: string, heartbeat: 'heard' | 'unheard'): void {
    void write({ events: [{ ...loose(at, 'watcher', text), data: { heartbeat } }] });
  }

  return {
    configure() {
      const url = wanted()?.url ?? null;
      if (url === address) {
        return;
      }
      cancel();
      run += 1;
      address = url;
      heardAt = null;
      trouble = null;
      if (url !== null) {
        again(0);
      }
    },
    view() {
      const heartbeat = wanted();
      return heartbeat === undefined
        ? null
        : {
            host: publicHost(heartbeat.url),
            heardAt,
            trouble: beacon === null ? 'this host has no way to call it' : (trouble?.reason ?? null),
            troubleSince: trouble?.since ?? null,
            silentBecause: silentBecause(),
          };
    },
    verdict() {
      const heartbeat = wanted();
      if (heartbeat === undefined || trouble === null) {
        return { well: true };
      }
      // Silent on purpose: whatever keeps us from watching has words of its own.
      if (silentBecause() !== null) {
        return null;
      }
      const patience = Math.max(config().settings.blindAfter, LASTING_CALLS * heartbeat.every);
      return clock.monotonicMs() - trouble.sinceMono < patience
        ? null
        : {
            well: false,
            since: trouble.since,
            detail: `Our heartbeat is not heard at ${publicHost(heartbeat.url)}: ${trouble.reason}`,
          };
    },
    stop() {
      run += 1;
      cancel();
    },
  };
}
