/**
 * The HTTP check: one request, and what its answer must be.
 */
import { z } from 'zod';
import { regexText, timing } from './common.ts';

/** A token (RFC 9110 section 5.6.2). The rest of the list is the connection's own business, not the check's. */
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a header name: letters, digits and dashes')
  .regex(
    /^(?!(?:connection|keep-alive|transfer-encoding|upgrade|expect|content-length|te|trailer)$)/i,
    'set by the connection itself, leave it out',
  );
/** Printable Latin-1 and tabs (RFC 9110 section 5.5): a line break would begin another header. */
const headerValue = z
  .string()
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'a header value has no line breaks and no characters beyond Latin-1');

/** One code (`200`) or a range (`"200-299"`). */
const StatusRange = z.union([
  z
    .number()
    .int()
    .min(100)
    .max(599)
    .transform((code) => ({ from: code, to: code })),
  z
    .string()
    .regex(/^[1-5]\d\d(?:-[1-5]\d\d)?$/, 'a status code or a range like "200-299"')
    .transform((text) => {
      const [from, to] = text.split('-').map(Number) as [number, number | undefined];
      return { from, to: to ?? from };
    }),
]);

const BodyRule = z.strictObject({
  /** Each that is given must hold; they are tried in this order. */
  contains: z.string().min(1).optional(),
  absent: z.string().min(1).optional(),
  regex: regexText.optional(),
});

export const HttpCheck = z.strictObject({
  type: z.literal('http'),
  ...timing,
  url: z.url({ protocol: /^https?$/, error: 'an http:// or https:// address' }),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET'),
  /** Values may hold ${ENV} and sealed secrets. */
  headers: z.record(headerName, headerValue).default({}),
  body: z.string().optional(),
  expectStatus: z
    .union([StatusRange.transform((range) => [range]), z.array(StatusRange).min(1)])
    .default([{ from: 200, to: 299 }]),
  expectBody: BodyRule.optional(),
  /** How many redirects to follow; 0 judges the redirect itself. */
  redirects: z.number().int().min(0).max(20).default(5),
  /** False accepts any certificate: shown with a warning wherever the check is shown. */
  verifyTls: z.boolean().default(true),
  /**
   * `fresh` proves that a newcomer gets in; `reused` is cheaper. POST and PATCH are always fresh: when a kept connection
   * breaks, nobody can tell whether they were carried out, and sending them twice is no check.
   */
  connection: z.enum(['fresh', 'reused']).default('fresh'),
  /** Bytes of the body to read at most. A larger body is a failure only if a body rule needs it. */
  maxBody: z
    .number()
    .int()
    .min(0)
    .max(64 * 1024 * 1024)
    .default(1024 * 1024),
});
