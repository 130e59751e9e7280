import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { Digest } from './digest.ts';
import { Port } from './parts.ts';

/** As in HTML's `<input type=email>`, so `root@localhost` is one too. ASCII; other domains in their `xn--` form. */
export const MailAddress = z.string().max(254).regex(z.regexes.html5Email, 'a mail address like kim@example.org');

/** `a@x, b@y c@z`: commas and blanks, as people write such lists. */
export const MailAddresses = z.union([
  z.string().transform((text) => text.split(/[\s,;]+/).filter((one) => one !== '')),
  z.array(z.string()),
]);

/** `tls` from the first byte on (RFC 8314); `starttls` never goes on in the clear. */
const SECURITY_PORTS = { tls: 465, starttls: 587, none: 25 } as const;

const OWN_MACHINE = new Set(['localhost', '127.0.0.1', '::1']);

/** Mail through a submission server. */
export const SmtpChannel = z
  .strictObject({
    id: ChannelId,
    type: z.literal('smtp'),
    host: z.string().min(1),
    /** Default: 465 with `tls`, 587 with `starttls`, 25 with `none`. */
    port: Port.optional(),
    security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
    login: z.strictObject({ user: z.string().min(1), password: z.string().min(1) }).optional(),
    from: MailAddress,
    /** One or several. They see each other. */
    to: MailAddresses.pipe(z.array(MailAddress).min(1).max(50)),
    verifyTls: z.boolean().default(true),
    /** One mail per round instead of one per page. */
    digest: Digest,
  })
  .refine(({ security, login, host }) => security !== 'none' || login === undefined || OWN_MACHINE.has(host), {
    path: ['security'],
    error: 'with "none" the password would be readable on the way: tls or starttls, or no login',
  });

export function smtpPort({ port, security }: Pick<z.infer<typeof SmtpChannel>, 'port' | 'security'>): number {
  return port ?? SECURITY_PORTS[security];
}
