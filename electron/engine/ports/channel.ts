/**
 * How a person is reached, and what a channel keeps for that.
 */
import type { CallerMessage } from '../../../shared/model/caller-news.ts';
import type { ChannelSettings, ChannelSettingsOf, ChannelType } from '../../../shared/model/channel.ts';
import type { Capabilities, Delivery, Page } from '../../../shared/model/page.ts';
import type { Clock } from './clock.ts';
import type { Ear } from './ear.ts';

export interface ChannelContext {
  /** Aborted when the try has taken too long; the adapter must give up then. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly memory: ChannelMemory;
}

/** What one channel keeps for itself across restarts: a cursor, receipts it still asks about. At most some kilobytes of JSON. */
export interface ChannelMemory {
  /** What was kept last; undefined: nothing. The adapter parses it, like anything from outside. */
  read(): unknown;
  /** Kept with the next write to the store. Null forgets. */
  keep(value: unknown): void;
}

export interface ListenContext extends ChannelContext {
  readonly ear: Ear;
  /** Said once when listening fails, and (null) once when it works again. */
  trouble(reason: string | null): void;
}

/** One way to reach a person. States honestly what it can do; never retries by itself, never decides whether to page. */
export interface Channel<T extends ChannelType> {
  readonly type: T;
  /** What it can do, where that hangs on its settings as a function of them. */
  readonly can: Capabilities | ((settings: ChannelSettingsOf<T>) => Capabilities);
  /** Where it goes, fit for a stranger's eyes: no token, no path that may hold one, a number with its middle left out. */
  target(settings: ChannelSettingsOf<T>): string;
  /** What may never stand in an answer's words: passwords, keys, and the forms in which a server could quote them. */
  secrets(settings: ChannelSettingsOf<T>): readonly string[];
  send(page: Page, settings: ChannelSettingsOf<T>, context: ChannelContext): Promise<Delivery>;
  /**
   * Hears answers and fates until `signal` is aborted: asks the service now and then (this machine has no public address).
   * Waits by the clock, backs off when the service fails, and resolves soon after the abort. Absent: nothing comes back. Null:
   * nothing comes back with these settings.
   */
  listen?(settings: ChannelSettingsOf<T>, context: ListenContext): Promise<void> | null;
  /**
   * Somebody has taken what this key is about: what rings by itself falls silent. Resolves to false when it may ring on. Absent:
   * nothing of this channel rings.
   */
  hush?(dedupKey: string, settings: ChannelSettingsOf<T>, context: ChannelContext): Promise<boolean>;
  /** Tells somebody who called one of us what became of it, by the way that they left. Absent: it tells no callers. */
  tell?(message: CallerMessage, settings: ChannelSettingsOf<T>, context: ChannelContext): Promise<Delivery>;
  /** Lets go of open connections. */
  close?(): Promise<void>;
}

/** All channels behind one door. */
export interface ChannelSet {
  can(settings: ChannelSettings): Capabilities;
  target(settings: ChannelSettings): string;
  send(page: Page, settings: ChannelSettings, context: ChannelContext): Promise<Delivery>;
  /** Null: nothing can come back through this channel. */
  listen(settings: ChannelSettings, context: ListenContext): Promise<void> | null;
  /** Null: nothing of it rings. */
  hush(dedupKey: string, settings: ChannelSettings, context: ChannelContext): Promise<boolean> | null;
  /** Null: it tells no callers. */
  tell(message: CallerMessage, settings: ChannelSettings, context: ChannelContext): Promise<Delivery> | null;
  close(): Promise<void>;
}
