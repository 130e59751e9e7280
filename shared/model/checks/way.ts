/**
 * How a check gets to its target: through a proxy, and whom it trusts on the way. Shared by every type that connects.
 *
 * Files are named by absolute paths: a relative one would mean something else at every start.
 */
import { z } from 'zod';
import { address } from './address.ts';

const absolute = /^(?:\/|[A-Za-z]:[\\/])/;
const PEM = '-----BEGIN ';
/** Of a file of this machine. */
export const filePath = z.string().regex(absolute, 'an absolute path');
/** A file, or the certificates themselves. */
export const pemOrPath = z
  .string()
  .refine((text) => absolute.test(text) || text.trimStart().startsWith(PEM), 'an absolute path, or PEM text');

/** Over which proxy. The proxy looks up the target's name, so there is no `dns` phase for it. */
export const throughProxy = {
  /** `http://[user:password@]host[:port]`: asked with CONNECT (RFC 9110 section 9.3.6). Absent: straight to the target. */
  proxy: address(/^http$/, 'an http:// address of a proxy, e.g. http://proxy.example:3128').optional(),
};

/** How the other side's certificate is judged, and which one we show. */
export const trusting = {
  /** False accepts any certificate: shown with a warning wherever the check is shown. */
  verifyTls: z.boolean().default(true),
  /**
   * Who may have signed the certificate: PEM files (absolute paths, read at the first need and again when they change) or PEM
   * text. Takes the place of this machine's authorities. A self-signed certificate is trusted by naming itself.
   */
  ca: z.union([pemOrPath.transform((one) => [one]), z.array(pemOrPath).min(1)]).optional(),
  /** What we show of ourselves (mutual TLS): PEM files, absolute paths. */
  clientCertificate: z.strictObject({ cert: filePath, key: filePath }).optional(),
};
const Trusting = z.object(trusting);
export type Trusting = z.infer<typeof Trusting>;
