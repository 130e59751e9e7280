/**
 * Alerts of other systems: what they say of one (an event), and what is kept of it, from its beginning to some days after its end.
 */
import { z } from 'zod';
import { SourceId } from './source.ts';
import { Severity } from './status.ts';

/** PagerDuty allows 255 characters; nobody else comes near it. */
export const LONGEST_KEY = 255;
export const LONGEST_SUMMARY = 1_024;
export const LONGEST_NAME = 120;
export const MOST_DETAILS = 20;
export const LONGEST_DETAIL = 300;
export const MOST_LINKS = 5;

const Detail = z.object({ name: z.string(), value: z.string() });
export type Detail = z.infer<typeof Detail>;

const Link = z.object({ href: z.string(), text: z.string() });
export type Link = z.infer<typeof Link>;

/** What a source says of an alert, whatever words it has for it. */
export interface AlertEvent {
  readonly action: 'trigger' | 'acknowledge' | 'resolve';
  /** Events with the same key are about the same alert. Empty: it has none, and gets one. */
  readonly key: string;
  /** What is wrong, in one line. */
  readonly summary: string;
  /** Of the trouble, short; empty: the summary says it. */
  readonly name: string;
  /** The source's own word; empty: none. */
  readonly severity: string;
  /** What is in trouble. */
  readonly origin: string;
  readonly details: readonly Detail[];
  readonly links: readonly Link[];
}

export const Alert = z.object({
  /** Of our own, never given twice. */
  number: z.number().int().min(1),
  source: SourceId,
  key: z.string(),
  /** As it was called when it began. */
  name: z.string(),
  summary: z.string(),
  severity: Severity,
  origin: z.string(),
  details: z.array(Detail),
  links: z.array(Link),
  /** When it began. Epoch ms. */
  at: z.number(),
  /** When it was heard of last. Epoch ms. */
  lastAt: z.number(),
  /** How often it was said again. */
  repeats: z.number().int(),
  /** It shares one incident with others that began with it. */
  stormy: z.boolean(),
  /** The source says that somebody has it. Epoch ms. */
  takenAt: z.number().nullable(),
  /** And its incident has been acknowledged for that. */
  takenSaid: z.boolean(),
  /** Null: it goes on. `by` null: the source says so itself. */
  ended: z.object({ at: z.number(), by: z.string().nullable() }).nullable(),
});
export type Alert = z.infer<typeof Alert>;

/** An alert that is over is forgotten after so long. */
export const ALERT_KEPT_MS = 7 * 86_400_000;
