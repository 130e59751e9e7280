/**
 * A scripted bad day: what is true of the targets, what happens to ourselves, how deliveries fare, how people react.
 *
 * The file's own schema (YAML or JSON); unknown fields are errors. Times count from the start of the drill and are ms after
 * parsing. The form is the one of the design text "Drill"; what it leaves open is decided here.
 */
import { z } from 'zod';
import { Duration, formatDuration, parseDuration } from '../duration.ts';
import { ChannelId, PersonId } from '../ids.ts';
import { FAILURE_KINDS } from '../observation.ts';

const DAY_MS = 86_400_000;

/** What `starting` and `draining` targets say of themselves is a state of its own here, not a kind of being down. */
const KINDS = FAILURE_KINDS.filter((kind) => kind !== 'starting' && kind !== 'draining');
const Kind = z.enum(KINDS);

/** `-90s` sets a clock back, `90s` or `+90s` forward. */
const Shift = z.string().transform((text, context) => {
  const ms = parseDuration(text.replace(/^\s*[+-]/, ''));
  if (ms === null || ms === 0) {
    context.addIssue({
      code: 'custom',
      message: `not a shift of the clock: ${JSON.stringify(text)}; write -90s or 1h`,
    });
    return z.NEVER;
  }
  return /^\s*-/.test(text) ? -ms : ms;
});

const span = { from: Duration, to: Duration };
const forwards = ({ from, to }: { readonly from: number; readonly to: number }): boolean => to > from;
const ENDS_FIRST = { path: ['to'], error: 'must be later than `from`' };

/** Only a page has a status; with another kind it would say nothing and look as if it did. */
const status = z.number().int().min(100).max(599).optional();
const hasItsKind = ({
  kind,
  status: given,
}: {
  readonly kind: string;
  readonly status?: number | undefined;
}): boolean => given === undefined || kind === 'wrong-status';
const OF_ANOTHER_KIND = { path: ['status'], error: 'goes together with `kind: wrong-status` only' };

const Segment = z
  .discriminatedUnion('state', [
    z.strictObject({ ...span, state: z.literal('up'), latencyMs: z.number().min(0).default(20) }),
    z
      .strictObject({ ...span, state: z.literal('down'), kind: Kind.default('refused'), status })
      .refine(hasItsKind, OF_ANOTHER_KIND),
    /** The check runs into its time-out. */
    z.strictObject({ ...span, state: z.literal('hang') }),
    /** Each try fails with this share, independently of the others. */
    z
      .strictObject({
        ...span,
        state: z.literal('flaky'),
        failShare: z.number().min(0).max(1),
        kind: Kind.default('timeout'),
        status,
      })
      .refine(hasItsKind, OF_ANOTHER_KIND),
    z.strictObject({
      ...span,
      state: z.literal('slow'),
      latencyMs: z.number().min(0),
      /** Up to so much more or less. */
      jitterMs: z.number().min(0).default(0),
    }),
    z.strictObject({ ...span, state: z.literal('starting') }),
    z.strictObject({ ...span, state: z.literal('draining') }),
  ])
  .refine(forwards, ENDS_FIRST);
export type Segment = z.infer<typeof Segment>;

const WatcherEvent = z.discriminatedUnion('event', [
  /** The wall clock runs, nothing of ours does. */
  z.strictObject({ ...span, event: z.literal('asleep') }).refine(forwards, ENDS_FIRST),
  /** Our uplink is cut: every target and every witness fails with `no-route`. */
  z.strictObject({ ...span, event: z.literal('offline') }).refine(forwards, ENDS_FIRST),
  /** Our event loop stands still while both clocks run; replies that came meanwhile look late. */
  z.strictObject({ ...span, event: z.literal('stalled') }).refine(forwards, ENDS_FIRST),
  /** Killed and started again at once. */
  z.strictObject({ from: Duration, event: z.literal('restart') }),
  /** The wall clock is set. */
  z.strictObject({ from: Duration, event: z.literal('clock'), by: Shift }),
]);
export type WatcherEvent = z.infer<typeof WatcherEvent>;

/** `error-inside`: it answers 200 OK, and in the text below that it could not. May pass, so it is tried again. */
const Fate = z
  .strictObject({ ...span, result: z.enum(['delivered', 'refused', 'hang', 'error-inside']) })
  .refine(forwards, ENDS_FIRST);
export type Fate = z.infer<typeof Fate>;

const Habits = z
  .strictObject({
    /** So long after a page has reached them, if they are awake; else after they woke. Absent: they never do. */
    acknowledges: z
      .strictObject({ after: Duration.default(0), /** Absent: until it is fixed. */ for: Duration.optional() })
      .optional(),
    /** So long after a page has reached them they say that it is not for them: the next step comes at once. */
    refuses: z.strictObject({ after: Duration.default(0) }).optional(),
    /** By the wall clock of the person's own zone (default UTC); may wrap midnight. Absent: always. */
    awake: z
      .string()
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d$/, 'from when to when, like "07:00-23:00"')
      .optional(),
    /** What reaches them in these times they never notice, not on waking either. */
    sleepsThrough: z.array(z.strictObject(span).refine(forwards, ENDS_FIRST)).default([]),
  })
  .refine(({ acknowledges, refuses }) => acknowledges === undefined || refuses === undefined, {
    path: ['refuses'],
    error: 'somebody either acknowledges or refuses',
  });
export type Habits = z.infer<typeof Habits>;

/** What would only begin when the drill is over never happens: whoever wrote it meant another time, or a longer drill. */
function beyondTheEnd(world: z.infer<typeof Whole>): readonly Late[] {
  const late = (path: Late['path'], list: readonly { readonly from: number }[]): readonly Late[] =>
    list.flatMap(({ from }, index) => (from < world.length ? [] : [{ path: [...path, index, 'from'] }]));
  const of = (field: 'targets' | 'channels') =>
    Object.entries(world[field]).flatMap(([name, list]) => late([field, name], list));
  const sleeps = Object.entries(world.people).flatMap(([name, { sleepsThrough }]) =>
    late(['people', name, 'sleepsThrough'], sleepsThrough),
  );
  return [...of('targets'), ...late(['watcher'], world.watcher), ...of('channels'), ...sleeps];
}
interface Late {
  readonly path: (string | number)[];
}

/** Ids are checked against the configuration later, with a suggestion. */
const Whole = z.strictObject({
  /** Every random draw derives from it. */
  seed: z.number().int().default(1),
  /** Wall clock of the first instant. */
  start: z.iso
    .datetime({ offset: true, error: 'a time with its offset, like 2026-03-28T00:00:00Z' })
    .transform((text) => Date.parse(text))
    .default(Date.UTC(2026, 0, 5)),
  length: Duration.default(DAY_MS).refine((ms) => ms > 0, 'must be longer than nothing'),
  /** By the check's id, or by its component's where that has one check. Later segments win where they overlap. */
  targets: z.record(z.string(), z.array(Segment)).default({}),
  watcher: z.array(WatcherEvent).default([]),
  channels: z.record(ChannelId, z.array(Fate)).default({}),
  people: z.record(PersonId, Habits).default({}),
});
export const World = Whole.superRefine((world, context) => {
  for (const { path } of beyondTheEnd(world)) {
    context.addIssue({
      code: 'custom',
      path,
      message: `never happens: the drill is over after ${formatDuration(world.length)} (\`length\`)`,
    });
  }
});
export type World = z.infer<typeof World>;
