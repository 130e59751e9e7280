/**
 * What every check that asks over HTTP says of its target: spread it into the check's schema, read it with `readHttp`.
 */
import { z } from 'zod';
import { address } from './address.ts';
import { stages } from './stages.ts';
import { throughProxy, trusting } from './way.ts';

/** A token (RFC 9110 section 5.6.2). */
export const anyHeaderName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a header name: letters, digits and dashes');
/** The rest of the list is the connection's own business, not the check's. */
const headerName = anyHeaderName.regex(
  /^(?!(?:connection|keep-alive|transfer-encoding|upgrade|expect|content-length|te|trailer)$)/i,
  'set by the connection itself, leave it out',
);
/** Printable Latin-1 and tabs (RFC 9110 section 5.5): a line break would begin another header. */
const headerValue = z
  .string()
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'a header value has no line breaks and no characters beyond Latin-1');

/** Basic (RFC 7617) or bearer token (RFC 6750). A header `Authorization` of the check's own wins over both. */
export const HttpAuth = z.union([
  z.strictObject({
    username: z.string().regex(/^[^:]*$/, 'a user name has no colon (RFC 7617)'),
    password: z.string(),
  }),
  z.strictObject({ token: z.string().regex(/^[A-Za-z0-9._~+/-]+=*$/, 'not a bearer token (RFC 6750)') }),
]);

export const requestHeaders = z.record(headerName, headerValue).default({});

/** Spread into a schema: `z.strictObject({ type: …, ...timing, ...httpTarget })`. */
export const httpTarget = {
  url: address(/^https?$/, 'an http:// or https:// address'),
  /** Values may hold ${ENV} and sealed secrets. */
  headers: requestHeaders,
  auth: HttpAuth.optional(),
  ...throughProxy,
  ...stages,
  ...trusting,
  /** `auto`: what the server chooses by ALPN. On http:// addresses `2` is spoken at once, without asking (RFC 9113 section 3.3). */
  httpVersion: z.enum(['1.1', '2', 'auto']).default('1.1'),
  /** How many redirects to follow; 0 judges the redirect itself. */
  redirects: z.number().int().min(0).max(20).default(5),
  /** Bytes of the body to read at most, unpacked. A larger body is a failure only if a body rule needs it. */
  maxBody: z
    .number()
    .int()
    .min(0)
    .max(64 * 1024 * 1024)
    .default(1024 * 1024),
};
const HttpTarget = z.object(httpTarget);
/** What `readHttp` needs to know; a parsed check with `httpTarget` in its schema is one. */
export type HttpTarget = z.infer<typeof HttpTarget>;
