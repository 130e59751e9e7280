/**
 * One turn of a component's watch: what comes in, what goes out, and the small tools the rules share.
 *
 * Rules take a turn and give back a turn. Nothing here reads a clock, rolls dice or touches the world: effects are values,
 * carried out by the engine in one transaction.
 */
import type { ComponentSettings, Config } from '../../model/config.ts';
import type { EventDraft, EventType } from '../../model/event.ts';
import type { ChannelId, CheckId, ComponentId, EpochMs, PageId, PersonId, PolicyId } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import type { MaintenanceWindow } from '../../model/maintenance.ts';
import type { Observation } from '../../model/observation.ts';
import type { Page, PageState } from '../../model/page.ts';
import type { StoredPresence } from '../../model/presence.ts';
import type { StoredOverride } from '../../model/schedule.ts';
import type { Silence } from '../../model/silence.ts';
import type { ComponentStatus, Severity } from '../../model/status.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { alike } from '../alike.ts';
import type { Redundant } from '../dependencies.ts';

/** Everything that can happen to a component. The time is in the event. */
export type WatchInput =
  | { readonly type: 'observed'; readonly observation: Observation }
  /** Some timer may be due; which ones is the watch's own knowledge. */
  | { readonly type: 'timer'; readonly at: EpochMs }
  /** What keeps messages back may be another thing now. Sends nothing by itself: what is due is a timer's business. */
  | { readonly type: 'gate'; readonly at: EpochMs }
  /** Not seen for too long: these checks, or (absent) all of them. */
  | {
      readonly type: 'lost-sight';
      readonly at: EpochMs;
      readonly because: string;
      readonly checks?: readonly CheckId[];
      /** What began to fail since then was our own trouble: it is forgotten, even where it was confirmed. Epoch ms. */
      readonly oursSince?: EpochMs;
    }
  /** The configuration has other checks for it; `changed` are still there but ask something else. */
  | { readonly type: 'reconfigured'; readonly at: EpochMs; readonly changed: readonly CheckId[] }
  /** The wall clock was set back by so many ms: what was to come in five minutes still comes in five minutes. */
  | { readonly type: 'clock-set-back'; readonly at: EpochMs; readonly byMs: number }
  | {
      readonly type: 'acknowledge';
      readonly at: EpochMs;
      readonly by: string;
      readonly until: EpochMs | null;
      readonly note: string;
    }
  | { readonly type: 'unacknowledge'; readonly at: EpochMs; readonly by: string }
  | { readonly type: 'snooze'; readonly at: EpochMs; readonly by: string; readonly until: EpochMs }
  | {
      readonly type: 'escalate';
      readonly at: EpochMs;
      readonly by: string;
      readonly to: 'next' | PersonId | { readonly step: number };
    }
  /** The policy as it stands in the configuration now takes the place of the one that it was opened with. */
  | { readonly type: 'apply-policy'; readonly at: EpochMs; readonly by: string }
  | { readonly type: 'resolve'; readonly at: EpochMs; readonly by: string; readonly note: string }
  | { readonly type: 'note'; readonly at: EpochMs; readonly by: string; readonly note: string }
  | { readonly type: 'hush'; readonly at: EpochMs; readonly by: string }
  | {
      readonly type: 'set-status';
      readonly at: EpochMs;
      readonly by: string;
      readonly status: ComponentStatus;
      /** Null: until it is released. */
      readonly until: EpochMs | null;
      readonly note: string;
    }
  | { readonly type: 'release-status'; readonly at: EpochMs; readonly by: string }
  /** Quiet that was to last until `until` was ended by hand: what it held back goes now. */
  | { readonly type: 'quiet-ended'; readonly at: EpochMs; readonly until: EpochMs }
  /** The outbox worker begins a try, or tells how it ended. */
  | {
      readonly type: 'delivery';
      readonly at: EpochMs;
      readonly pageId: PageId;
      readonly state: PageState;
      readonly attempts: number;
      readonly reason: string | null;
    };

/** Local notices and sound are held back until then. */
export interface Quiet {
  readonly until: EpochMs;
  /** Critical pages are held back as well. */
  readonly criticalToo: boolean;
  readonly by: string;
}

/** The engine itself is in doubt (own uplink, just woken): nothing is said about this component until then. */
export interface EngineHold {
  /** Begins a sentence: "Just woken", "Our own uplink is in doubt". */
  readonly reason: string;
  /** Epoch ms; the engine rings a `timer` when it lifts the hold earlier. */
  readonly until: EpochMs;
  /**
   * Not in doubt, but told by a summary: that is no reason to be silent about what somebody is being told of already, nor about what
   * has become worse than it was then (null: nothing was open).
   */
  readonly summary?: { readonly severity: Severity | null };
}

/** The settings a decision may look at. */
export interface Surroundings {
  readonly component: ComponentSettings;
  readonly config: Config;
  readonly overrides: readonly StoredOverride[];
  readonly quiet: Quiet | null;
  /** Where people said by hand that they are. */
  readonly presences: readonly StoredPresence[];
  /** What it cannot be reached without, as it is now; empty: nothing. */
  readonly parents: readonly Redundant[];
  /** Windows of maintenance that are for this component: of the file, and begun by hand. */
  readonly maintenance: readonly MaintenanceWindow[];
  /** Silences that may be about this component: of the file, and by hand. */
  readonly silences: readonly Silence[];
  /** Null: nothing of ours keeps a page back. */
  readonly hold: EngineHold | null;
  /** Policies of others whom it concerns: their people are called beside its own. */
  readonly alsoFor?: readonly PolicyId[];
  /** Zone for people who name none: the machine's. */
  readonly timeZone: string;
}

/** What the engine must do, in order, in one transaction. */
export type Effect =
  | { readonly type: 'event'; readonly event: EventDraft }
  | { readonly type: 'page'; readonly page: Page }
  /** A decision waits for a look at these. */
  | { readonly type: 'look-now'; readonly components: readonly ComponentId[] }
  | { readonly type: 'withdraw'; readonly pageId: PageId; readonly reason: string };

export interface Turn {
  readonly watch: ComponentWatch;
  readonly effects: readonly Effect[];
}

interface EventExtras {
  readonly personId?: PersonId | null;
  readonly channelId?: ChannelId | null;
  readonly data?: EventDraft['data'];
}

/** An event about this component and its incident. `text` says what happened and why, in one sentence. */
export function eventOf(
  watch: ComponentWatch,
  at: EpochMs,
  type: EventType,
  text: string,
  extras: EventExtras = {},
): Effect {
  // What the checks see after an incident has ended belongs to no incident.
  const incident = type === 'check' || type === 'status' ? openIncident(watch) : watch.incident;
  return {
    type: 'event',
    event: {
      at,
      type,
      componentId: watch.componentId,
      incidentId: incident?.id ?? null,
      personId: extras.personId ?? null,
      channelId: extras.channelId ?? null,
      text,
      data: extras.data ?? {},
    },
  };
}

/** The turn with a changed incident and, after it, an event. */
export function withIncident(turn: Turn, change: Partial<Incident>): Turn {
  const { incident } = turn.watch;
  return incident === null ? turn : { ...turn, watch: { ...turn.watch, incident: alike({ ...incident, ...change }) } };
}

/** The turn with one more event. */
export function say(turn: Turn, at: EpochMs, type: EventType, text: string, extras: EventExtras = {}): Turn {
  return { ...turn, effects: [...turn.effects, eventOf(turn.watch, at, type, text, extras)] };
}

/** The open incident, or null: nothing is open. */
export function openIncident(watch: ComponentWatch): Incident | null {
  return watch.incident !== null && watch.incident.state !== 'resolved' ? watch.incident : null;
}

/** "At once", on the incident's own clock, which stands still while it is held: due as soon as the hold ends. */
export function atOnce(incident: Incident, at: EpochMs): EpochMs {
  return Math.min(at, incident.held?.since ?? at);
}

export function nameOf(surroundings: Surroundings, personId: PersonId): string {
  return surroundings.config.people.get(personId)?.name ?? personId;
}
