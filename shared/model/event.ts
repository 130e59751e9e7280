/**
 * The history: what happened, when, to what, and why. Written in the same transaction as the state it explains.
 */
import { z } from 'zod';
import { ChannelId, ComponentId, IncidentId, PersonId } from './ids.ts';

export const EVENT_TYPES = [
  'check', // a check settled: up, down, slow, starting, unknown
  'status', // the component's status changed
  'status-by-hand', // somebody set it, or gave it back to the checks
  'incident-opened',
  'incident-acknowledged',
  'incident-unacknowledged',
  'incident-snoozed',
  'incident-snooze-ended',
  'incident-escalated',
  'incident-recovered',
  'incident-relapsed',
  'incident-worsened',
  'incident-resolved',
  'incident-reopened',
  'incident-note',
  'page-queued',
  'page-held',
  'page-released', // what kept messages back has ended, and none follows at once
  'page-attempt',
  'page-delivered',
  'page-failed',
  'page-withdrawn',
  'nobody', // a step with nobody, or nobody reachable
  'hushed', // the sound was stopped by hand
  'on-call', // who is on call changed, or somebody was told about their shift
  'override',
  'swap', // of shifts: asked, agreed, refused, withdrawn, or lapsed
  'call', // a person called another one
  'alert', // another system said something of an alert
  'subscription', // somebody agreed to hear of news, wants no more, or cannot be reached
  'link', // another system takes nothing of what it is told of our state, or takes it again; or something there was left or refused
  'experiment', // the health of a practable experiment changed, book was told, or a mail of a round could not go
  'presence', // somebody is away, slow to reach, or back
  'quiet',
  'maintenance', // begun or ended by hand
  'silence', // begun, made longer, about to end, or ended
  'config',
  'server', // callers of the local server are turned away, or no more
  'watcher', // data.to 'watching' (started, sees again) or 'not-watching' (stopped), or data.gapMs (was away until `at`),
  // or data.uplink (how we stand with the world), or data.heartbeat ('heard' or 'unheard')
  'store', // database set aside, disk full, recovered
] as const;
export const EventType = z.enum(EVENT_TYPES);
export type EventType = z.infer<typeof EventType>;

export const WatchEvent = z.object({
  /** Grows by one per event in this store. */
  seq: z.number().int(),
  at: z.number(),
  type: EventType,
  componentId: ComponentId.nullable(),
  incidentId: IncidentId.nullable(),
  personId: PersonId.nullable(),
  channelId: ChannelId.nullable(),
  /** One sentence for people: what happened and why. Searchable. */
  text: z.string(),
  /** For machines: from/to, step, attempt … Small and flat. */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type WatchEvent = z.infer<typeof WatchEvent>;
/** An event before the store has numbered it. */
export type EventDraft = Omit<WatchEvent, 'seq'>;
