/**
 * A file of observations, one JSON object a line, for a replay without a store: as the house knows them, or flat as it stores them.
 */
import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { StoredTry } from '../../../shared/contract/series.ts';
import { CheckId } from '../../../shared/model/ids.ts';
import { FAILURE_KINDS, Failure, OWN_TROUBLE_KINDS } from '../../../shared/model/observation.ts';
import { Trouble } from '../../../shared/model/status.ts';

/** Epoch ms, or ISO 8601 with its offset. */
const At = z.union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]);
const latency = z.object({ totalMs: z.number().min(0) });

const Flat = z.object({
  checkId: CheckId,
  at: At,
  outcome: z.enum(['pass', 'slow', 'fail', 'inconclusive']),
  latencyMs: z.number().min(0).nullable().default(null),
  detail: z.string().default(''),
  kind: z.enum([...FAILURE_KINDS, ...OWN_TROUBLE_KINDS]).optional(),
  level: Trouble.optional(),
});

const Whole = z.object({
  checkId: CheckId,
  at: At,
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pass'), timings: latency }),
    z.object({ kind: z.literal('slow'), timings: latency }),
    z.object({ kind: z.literal('fail'), timings: latency, failure: Failure }),
    z.object({
      kind: z.literal('inconclusive'),
      trouble: z.object({ kind: z.enum(OWN_TROUBLE_KINDS), detail: z.string() }),
    }),
  ]),
});

export type ObservationsFile =
  | { readonly ok: true; readonly tries: readonly StoredTry[] }
  /** `path:line: what is wrong`. */
  | { readonly ok: false; readonly problem: string };

/** Reads them all, in order of time. */
export async function readObservations(path: string): Promise<ObservationsFile> {
  const tries: StoredTry[] = [];
  try {
    const file = await open(path);
    let number = 0;
    for await (const line of file.readLines()) {
      number += 1;
      const read = line.trim() === '' ? null : parseObservation(line);
      if (typeof read === 'string') {
        return { ok: false, problem: `${path}:${number}: ${read}` };
      }
      tries.push(...(read === null ? [] : [read]));
    }
  } catch (error) {
    return { ok: false, problem: `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  return { ok: true, tries: tries.sort((one, other) => one.at - other.at) };
}

/** A text says what is wrong with the line. */
export function parseObservation(line: string): StoredTry | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'is not JSON; one object a line';
  }
  const whole = Whole.safeParse(value);
  if (whole.success) {
    return flattened(whole.data);
  }
  const flat = Flat.safeParse(value);
  if (!flat.success) {
    const [issue] = flat.error.issues;
    return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not an observation'}`;
  }
  const { kind, level, ...rest } = flat.data;
  return { ...rest, ...(kind !== undefined && { kind }), ...(level !== undefined && { level }) };
}

function flattened({ checkId, at, outcome }: z.infer<typeof Whole>): StoredTry {
  const base = { checkId, at, outcome: outcome.kind };
  switch (outcome.kind) {
    case 'pass':
    case 'slow':
      return { ...base, latencyMs: outcome.timings.totalMs, detail: '' };
    case 'fail': {
      const { detail, kind, level } = outcome.failure;
      return { ...base, latencyMs: outcome.timings.totalMs, detail, kind, ...(level !== undefined && { level }) };
    }
    case 'inconclusive':
      return { ...base, latencyMs: null, detail: outcome.trouble.detail, kind: outcome.trouble.kind };
  }
}
