/**
 * The database check: logs in to PostgreSQL, asks one question that changes nothing, and looks at the answer.
 */
import { z } from 'zod';
import { address, hostName, isEscaped } from './address.ts';
import { port, timing } from './common.ts';
import { stages } from './stages.ts';
import { throughProxy, trusting } from './way.ts';

const ValueRule = z
  .strictObject({
    /** Exactly this: a text as PostgreSQL writes it, a number by its value, true or false. */
    equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
    above: z.number().optional(),
    below: z.number().optional(),
  })
  .refine(({ equals, above, below }) => equals !== undefined || above !== undefined || below !== undefined, {
    error: 'one of equals, above and below at least',
  });

const RowRule = z
  .strictObject({
    atLeast: z.number().int().min(0).optional(),
    atMost: z.number().int().min(0).max(10_000).optional(),
  })
  .refine(({ atLeast = 0, atMost = Number.POSITIVE_INFINITY }) => atLeast <= atMost, {
    path: ['atLeast'],
    error: 'more than atMost',
  });

export const DatabaseCheck = z
  .strictObject({
    type: z.literal('database'),
    ...timing,
    /** `postgres://user:password@host:5432/database`; or the same in fields. Values may hold ${ENV} and sealed secrets. */
    url: address(/^postgres(?:ql)?$/, 'a postgres:// address')
      .refine((text) => isEscaped(text.replace(/^[^/]*\/\/[^/]*/, '')), {
        error: 'a % that begins no character stands in the name of the database; write %25 for a per cent sign',
      })
      .regex(/^[^?#]*$/, 'an address without ?options; TLS has a field of its own (tls)')
      .optional(),
    host: hostName.optional(),
    port: port.optional(),
    database: z.string().min(1).optional(),
    user: z.string().min(1).optional(),
    password: z.string().optional(),
    /**
     * As libpq's `sslmode`: `prefer` takes TLS where it is offered, `require` insists on it, and both look at no certificate;
     * `verify` insists and looks (`verify-full`).
     */
    tls: z.enum(['disable', 'prefer', 'require', 'verify']).default('prefer'),
    ca: trusting.ca,
    clientCertificate: trusting.clientCertificate,
    ...throughProxy,
    ...stages,
    /** One statement. It runs in a transaction that can only read, and no longer than the time-out. */
    query: z.string().min(1).default('SELECT 1'),
    expectRows: RowRule.optional(),
    /** About the first column of the first row. NULL, no row, and what is no number fail; they are never taken for zero. */
    expectValue: ValueRule.optional(),
  })
  .superRefine((check, context) => {
    const complain = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (check.ca !== undefined && check.tls !== 'verify') {
      complain('ca', 'is looked at with `tls: verify` only');
    }
    const fields = (['host', 'port', 'database', 'user', 'password'] as const).filter(
      (field) => check[field] !== undefined,
    );
    if (check.url === undefined) {
      for (const field of ['host', 'user'] as const) {
        if (check[field] === undefined) {
          complain(field, 'needed without a url');
        }
      }
    } else if (fields.length > 0) {
      complain(fields[0] ?? 'url', 'stands in the url already; leave out one of both');
    }
  });

export const POSTGRES_PORT = 5_432;
