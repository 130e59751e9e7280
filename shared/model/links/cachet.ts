import { z } from 'zod';
import { HttpUrl } from '../channels/parts.ts';
import { pemOrPath } from '../checks/way.ts';
import { Duration } from '../duration.ts';
import { ComponentId } from '../ids.ts';
import { TimeZone } from '../wall-time.ts';
import { linkFields } from './common.ts';

const Numbered = z.number().int().min(1);

/** A Cachet 2 (2.3 and later) or 3: which of them it is, is found out. */
export const CachetLink = z.strictObject({
  ...linkFields,
  type: z.literal('cachet'),
  /** Where people open it, or where its API is: with or without `/api` or `/api/v1` at its end. */
  url: HttpUrl,
  /** Of a user (Cachet 2), or made for us with the abilities to manage what we tell (Cachet 3). */
  token: z.string().min(1),
  /** Its number or its name there. Components that do not stand here are found by their name. */
  components: z.record(ComponentId, z.union([Numbered, z.string().min(1)])).default({}),
  /** A component that nobody has there is made. One that was there and is gone is never made again. */
  create: z.boolean().default(false),
  /** What somebody has set there by hand: left until it is again as we told it, or overwritten when it is read next. */
  handMade: z.enum(['leave', 'overwrite']).default('leave'),
  /** The state of a component there is read so often though we have no news: it may have been set by hand, or put back from a copy. */
  recheckEvery: Duration.refine((ms) => ms >= 60_000, 'at least 1m').default(600_000),
  /** Numbers of the metrics that get the latency of a component, in ms. */
  metrics: z.record(ComponentId, Numbered).default({}),
  /** Of the clock on its wall: then schedules are right also beyond a change of summer time. Absent: as that clock is now. */
  timeZone: TimeZone.optional(),
  /** Whoever subscribed there is told of our incidents and maintenance. */
  notify: z.boolean().default(false),
  /** Who may have signed its certificate, in the place of this machine's authorities: PEM text, or the path of a file. */
  ca: pemOrPath.optional(),
});
