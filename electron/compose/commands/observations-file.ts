/**
 * A file of observations, one JSON object a line, for a replay without a store: as the house knows them, or flat as it stores them.
 */
import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { StoredTry } from '../../../shared/contract/series.ts';
import { CheckId } from '../../../shared/model/ids.ts';
import { FAILURE_KINDS, Failure, OWN_TROUBLE_KINDS } from '../../../shared/model/observation.ts';
import { Trouble } from '../../../shared/model/status.ts';
import { pathText } from '../../../shared/rules/config/complaint.ts';
import { objections } from '../../config/issues.ts';
import { describe, wording } from '../../config/wording.ts';

/** The last instant that a date can be. */
const LAST_MS = 8.64e15;
const error = ({ input }: { readonly input?: unknown }): string =>
  `must be a time like "2026-01-05T09:00:00Z", or milliseconds since 1970, found ${describe(input)}`;
/** Epoch ms, or ISO 8601 with its offset. */
const At = z.union(
  [
    z.number().min(0, { error }).max(LAST_MS, { error }),
    z.iso
      .datetime({ offset: true, error })
      .refine((text) => Date.parse(text) >= 0, { error })
      .transform((text) => Date.parse(text)),
  ],
  { error },
);
const ms = z.number().min(0);
const phase = ms.optional();
const seen = {
  timings: z.strictObject({
    dnsMs: phase,
    connectMs: phase,
    tlsMs: phase,
    firstByteMs: phase,
    bodyMs: phase,
    totalMs: ms,
  }),
  readings: z.record(z.string(), z.unknown()).optional(),
  load: z.record(z.string(), z.unknown()).optional(),
};

const Flat = z.strictObject({
  checkId: CheckId,
  at: At,
  outcome: z.enum(['pass', 'slow', 'fail', 'inconclusive']),
  latencyMs: z.number().min(0).nullable().default(null),
  detail: z.string().default(''),
  kind: z.enum([...FAILURE_KINDS, ...OWN_TROUBLE_KINDS]).optional(),
  level: Trouble.optional(),
});

const Whole = z.strictObject({
  checkId: CheckId,
  at: At,
  /** Known from the check and from how long it took; it stands there because the house writes it so. */
  componentId: z.string().optional(),
  endedAt: At.optional(),
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pass'), ...seen }),
    z.strictObject({ kind: z.literal('slow'), limitMs: ms.optional(), ...seen }),
    z.strictObject({ kind: z.literal('fail'), failure: z.strictObject(Failure.shape), ...seen }),
    z.strictObject({
      kind: z.literal('inconclusive'),
      trouble: z.strictObject({ kind: z.enum(OWN_TROUBLE_KINDS), detail: z.string() }),
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
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `must be one object a line, found ${describe(value)}`;
  }
  if ('outcome' in value && typeof value.outcome === 'object') {
    const whole = Whole.safeParse(value, { error: wording });
    return whole.success ? flattened(whole.data) : objectionOf(Whole, value, whole.error);
  }
  const flat = Flat.safeParse(value, { error: wording });
  if (!flat.success) {
    return objectionOf(Flat, value, flat.error);
  }
  const { kind, level, ...rest } = flat.data;
  return { ...rest, ...(kind !== undefined && { kind }), ...(level !== undefined && { level }) };
}

/** The first mistake, in the configuration's own words: an unknown field with the one that was meant. */
function objectionOf(schema: z.ZodType, value: unknown, { issues }: z.ZodError): string {
  const all = objections(schema, value, issues);
  const first = all.find(({ about }) => about === 'key') ?? all[0];
  return first === undefined ? 'is not an observation' : `${pathText(first.path)}: ${first.message}`;
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
