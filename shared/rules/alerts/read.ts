/**
 * What a reader made of a body: the events in it, or everything that is wrong with it.
 */
import type { z } from 'zod';
import type { AlertEvent } from '../../model/alert.ts';
import { kindWords } from '../../model/json-path.ts';
import { pathText } from '../config/complaint.ts';

export type ReadEvents =
  | {
      readonly ok: true;
      readonly events: readonly AlertEvent[];
      /** So many more there are, which the sender has left out. */
      readonly leftOut: number;
    }
  /** One sentence each, without a full stop. */
  | { readonly ok: false; readonly problems: readonly string[] };

const MOST_PROBLEMS = 20;

/** `payload.severity: …` */
export function issueWords(error: z.ZodError): readonly string[] {
  return error.issues
    .slice(0, MOST_PROBLEMS)
    .map(({ path, message }) => (path.length === 0 ? message : `${pathText(path.map(asPart))}: ${message}`));
}

const asPart = (part: PropertyKey): string | number => (typeof part === 'number' ? part : String(part));

/** As a detail shows it: texts and numbers as they are, anything else as JSON. */
export function valueWords(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (value === undefined || value === null) {
    return '';
  }
  try {
    return JSON.stringify(value);
  } catch {
    return kindWords(value); // nested deeper than anybody reads
  }
}
