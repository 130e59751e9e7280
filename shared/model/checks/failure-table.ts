/**
 * What a settled failure makes of the component, by its kind: a table in the file, whole or on top of a preset.
 */
import { z } from 'zod';
import { FAILURE_KINDS, type FailureKind } from '../observation.ts';
import { Trouble } from '../status.ts';

type Table = { readonly [kind in FailureKind]?: Trouble | undefined };

/**
 * `cachet-cron`: as scripts do that fill a Cachet from cron. No answer at all is most likely too much to do, so performance issues;
 * an answer with a bad code is a major outage, also where it is a polite one. What such a script never sees is the check's default.
 */
const PRESETS = {
  'cachet-cron': {
    timeout: 'performance_issues',
    refused: 'performance_issues',
    'no-route': 'performance_issues',
    reset: 'performance_issues',
    closed: 'performance_issues',
    dns: 'performance_issues',
    tls: 'performance_issues',
    protocol: 'performance_issues',
    'wrong-status': 'major_outage',
    overloaded: 'major_outage',
    'proxy-error': 'major_outage',
  },
} as const satisfies Readonly<Record<string, Table>>;

const kinds = Object.fromEntries(FAILURE_KINDS.map((kind) => [kind, Trouble.optional()])) as Readonly<
  Record<FailureKind, z.ZodOptional<typeof Trouble>>
>;

/** The table in force: a kind that the file names itself wins over the preset. */
export const FailureTable = z
  .strictObject({ preset: z.enum(['cachet-cron']).optional(), ...kinds })
  .transform(({ preset, ...own }): Table => ({ ...(preset === undefined ? {} : PRESETS[preset]), ...own }));
