/**
 * Who is on call when: the configuration file's own schemas, and the overrides that are made by hand.
 */
import { z } from 'zod';
import { CalendarFile, type ImportedShift } from './calendar.ts';
import { Duration } from './duration.ts';
import { Instant, OverrideId, PersonId, ScheduleId } from './ids.ts';
import { PageMe } from './page-me.ts';
import { ClockTime, LocalDateTime, Moment, TimeZone, WEEKDAYS } from './wall-time.ts';

export const TURNS = ['hourly', 'daily', 'weekly', 'monthly', 'custom'] as const;

const HOUR_MS = 3_600_000;

const people = z.array(PersonId).min(1, 'a schedule with nobody cannot be on call; name at least one person');

/** `lengths` is for custom turns and only for those: one after another, and again from the first. */
const lengths = z
  .array(Duration.refine((ms) => ms >= HOUR_MS && ms <= 366 * 24 * HOUR_MS, 'a turn lasts from 1h to 366d'))
  .min(1, 'name at least one length, like 4d');

/**
 * People who take turns. A day of the mask is counted from the handoff's time of day; daily turns count masked days only, so
 * that Monday follows Friday.
 */
export const Layer = z
  .strictObject({
    name: z.string().min(1).optional(),
    /** A higher one hides the lower while it has somebody; equal ones are on call together. */
    priority: z.number().int().min(0).max(100).default(0),
    /** How long a turn is, counted on the wall clock of the schedule's zone. */
    turn: z.enum(TURNS),
    /** Turns of this many hours, days, weeks or months. */
    every: z.number().int().min(1).max(366).default(1),
    lengths: lengths.optional(),
    /** First handoff; turns extend both ways from it. Monthly on day 29 to 31: the last day of a shorter month. */
    start: LocalDateTime,
    people,
    days: z.array(z.enum(WEEKDAYS)).min(1, 'name at least one day').optional(),
    /** On call only from one time of day to another, may wrap midnight: it belongs to the day on which it begins. */
    between: z.strictObject({ from: ClockTime, to: ClockTime }).optional(),
    /** The layer holds from then on, and until then. Default: always. */
    from: Moment.optional(),
    until: Moment.optional(),
  })
  .superRefine(({ turn, every, lengths: own }, context) => {
    const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (turn === 'custom' && own === undefined) {
      problem('turn', 'custom turns need `lengths`, like `lengths: [4d, 3d]`');
    }
    if (turn !== 'custom' && own !== undefined) {
      problem('lengths', `\`lengths\` goes with \`turn: custom\`; this one is \`${turn}\``);
    }
    if (turn === 'custom' && every !== 1) {
      problem('every', '`every` does not go with custom turns; say it with `lengths`');
    }
  });

/** `position` moves everybody along the list: kept by the engine so that whoever is on call stays it when the list changes. */
export type Layer = z.infer<typeof Layer> & { readonly position?: number };

/** `add` is on call as well, `remove` is not, `replace` puts `by` in the place of `person` while that one is on call. */
export const Override = z.strictObject({
  kind: z.enum(['add', 'remove', 'replace']).default('replace'),
  person: PersonId,
  by: PersonId.optional(),
  from: Moment,
  to: Moment,
  note: z.string().optional(),
});
export type Override = z.infer<typeof Override>;

/** Fixed shifts that take the place of layers and overrides for a while. What they leave open stays open. */
export const Temporary = z.strictObject({
  name: z.string().min(1).optional(),
  from: Moment,
  to: Moment,
  shifts: z.array(z.strictObject({ person: PersonId, from: Moment, to: Moment })),
});
export type Temporary = z.infer<typeof Temporary>;

export const Schedule = z
  .strictObject({
    id: ScheduleId,
    name: z.string().min(1),
    timeZone: TimeZone,
    /** The short way to write a schedule of one layer. */
    rotation: Layer.optional(),
    layers: z.array(Layer).default([]),
    /** Called when nobody is on call or can be reached, in this order, all at once. */
    standby: z.array(PersonId).default([]),
    /** A shared calendar beside, or in the place of, layers of our own. */
    calendar: CalendarFile.optional(),
    overrides: z.array(Override).default([]),
    temporary: z.array(Temporary).default([]),
    /** By which others can call whoever is on call. Absent: they cannot. */
    pageMe: PageMe.optional(),
  })
  .superRefine(({ rotation, layers, calendar }, context) => {
    const problem = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (rotation !== undefined && layers.length > 0) {
      problem(['layers'], 'a schedule has a `rotation` or `layers`, not both; put the rotation in as another layer');
    }
    if (rotation === undefined && layers.length === 0 && calendar?.as !== 'layer') {
      problem([], 'a schedule needs a `rotation`, or `layers`, or a `calendar` as a layer');
    }
  });
/** `imported`: what stands in its calendar, by their beginning, kept by the engine. Absent: it has none, or it was never read. */
export type Schedule = Omit<z.infer<typeof Schedule>, 'rotation' | 'layers'> & {
  readonly rotation?: Layer | undefined;
  readonly layers: readonly Layer[];
  readonly imported?: readonly ImportedShift[];
};

/** All layers with their place in the file. */
export function layersOf({ rotation, layers }: Pick<Schedule, 'rotation' | 'layers'>): readonly Layer[] {
  return rotation === undefined ? layers : [rotation];
}

/** Where the layer with this index stands in the file, from the schedule on. */
export function layerPath({ rotation }: Pick<Schedule, 'rotation'>, index: number): readonly (string | number)[] {
  return rotation === undefined ? ['layers', index] : ['rotation'];
}

/** By which gesture between people an override came about. */
export const MOVES = ['take-over', 'hand-over', 'swap'] as const;

/** An override made in the window or by command: kept in the store, instants instead of wall times. */
export const StoredOverride = z.object({
  id: OverrideId,
  scheduleId: ScheduleId,
  kind: z.enum(['add', 'remove', 'replace']),
  person: PersonId,
  by: PersonId.nullable(),
  from: Instant,
  to: Instant,
  note: z.string(),
  author: z.string(),
  createdAt: Instant,
  /** Absent: it was made as an override. */
  move: z.enum(MOVES).optional(),
});
export type StoredOverride = z.infer<typeof StoredOverride>;
