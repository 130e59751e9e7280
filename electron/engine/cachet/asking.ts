/**
 * What was asked, through its schema: then whoever carries it out knows what it has. Every mistake is a sentence of its own.
 */
import type { z } from 'zod';
import { withoutNulls } from '../../../shared/model/cachet/fields.ts';
import { detailsOf } from '../../../shared/rules/cachet/mistakes.ts';
import type { Made } from '../ports/cachet.ts';

export type Wrong = Extract<Made, { kind: 'wrong' }>;

export const MISSING = { kind: 'missing' } as const;
export const GONE = { kind: 'done' } as const;

export function wrong(...details: readonly string[]): Wrong {
  return { kind: 'wrong', details };
}

export async function asking<Ask>(
  schema: z.ZodType<Ask>,
  body: unknown,
  carryOut: (ask: Ask) => Promise<Made>,
): Promise<Made> {
  const asked = withoutNulls(body);
  const read = schema.safeParse(asked);
  return read.success ? carryOut(read.data) : wrong(...detailsOf(asked, read.error.issues));
}
